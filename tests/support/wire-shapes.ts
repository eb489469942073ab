import { gzipSync } from 'node:zlib';
import { clockOf } from '../../src/core/clock.ts';
import { registry } from '../../src/core/entities/registry.ts';
import { hash64 } from '../../src/core/hash.ts';
import type { Value } from '../../src/core/schema/field.ts';
import type { Cells } from '../../src/core/sync/change.ts';

/** An op or a stored row: all that the shapes below look at. */
export interface Shaped {
  readonly t: string;
  readonly id: string;
  readonly f: Cells;
  readonly p: Cells;
}

/** Bytes after gzip at level 6, that of browsers. */
export const gzipped = (text: string | Uint8Array): number => gzipSync(text, { level: 6 }).length;

const isRef = (t: string, field: string): boolean => registry.get(t)?.fields[field]?.kind === 'ref';
const quote = (v: Value | undefined): string =>
  v === undefined || v === null ? '' : /[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v);

/**
 * What byte targets compare with (DECISIONS 15): per table one header and one line per row, with every user field,
 * no stamps, no author. `ids: false`: without the id and without references, the floor of the content.
 */
export function csvOf(rows: readonly Shaped[], ids: boolean): string {
  const tables = [...new Set(rows.map((r) => r.t))].map((t) => {
    const own = rows.filter((r) => r.t === t);
    const names = [...new Set(own.flatMap((r) => [...Object.keys(r.f), ...Object.keys(r.p)]))].filter((name) => ids || !isRef(t, name));
    const head = ids ? ['id', ...names] : names;
    const lines = own.map((r) => [...(ids ? [r.id] : []), ...names.map((name) => quote(r.f[name] ?? r.p[name]))].join(','));
    return [t, head.join(','), ...lines].join('\n');
  });
  return tables.join('\n');
}

/** One JSON object a row, with one stamp a row. */
export const rowJson = (rows: readonly (Shaped & { readonly h: string })[]): string =>
  JSON.stringify(rows.map((r) => ({ t: r.t, id: r.id, ...r.f, ...r.p, updatedAt: clockOf(r.h as never).ms, replica: r.h.slice(14) })));

/**
 * What PouchDB posts to `_bulk_docs` when it replicates: documents with their revision and its history, and
 * `new_edits: false`. Revisions are 32 hex digits there (MD5); here as many digits of another hash.
 */
export function bulkDocs(rows: readonly Shaped[]): string {
  const docs = rows.map((r) => {
    const cells = { type: r.t, ...r.f, ...r.p };
    const rev = hash64(JSON.stringify([r.id, cells])) + hash64(JSON.stringify([cells, r.id]));
    return { _id: `${r.t}:${r.id}`, _rev: `1-${rev}`, ...cells, _revisions: { start: 1, ids: [rev] } };
  });
  return JSON.stringify({ docs, new_edits: false });
}

/** What RxDB's HTTP replication posts to its push handler: an array of rows with the new state of each document. */
export const pushRows = (rows: readonly (Shaped & { readonly h: string })[]): string =>
  JSON.stringify(rows.map((r) => ({ newDocumentState: { id: r.id, collection: r.t, ...r.f, ...r.p, updatedAt: clockOf(r.h as never).ms, _deleted: false } })));
