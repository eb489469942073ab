import { clockOf, stampOf, stampReplica, type Stamp } from '../clock.ts';
import type { Registry } from '../entities/registry.ts';
import type { RecordId, ReplicaId, Scope } from '../ids.ts';
import { must } from '../result.ts';
import { deriveId, type Entity } from '../schema/entity.ts';
import type { Value } from '../schema/field.ts';
import type { Op, StoredRow } from './change.ts';
import { packIds, packNumbers, packValues, unpackIds, unpackNumbers, unpackValues, type IdColumn, type NumberColumn, type ValueColumn } from './columns.ts';

interface TableWire {
  /** Number of rows. */
  readonly n: number;
  /** Ids; absent when all of them follow from the key columns. */
  readonly i?: IdColumn;
  readonly f: Readonly<Record<string, ValueColumn>>;
  readonly p: Readonly<Record<string, ValueColumn>>;
  /** Milliseconds, counters and replicas of the stamps. */
  readonly h: NumberColumn;
  readonly c: NumberColumn;
  readonly r: ValueColumn;
}

export interface OpTableWire extends TableWire {
  readonly no: NumberColumn;
  readonly by: ValueColumn;
  /** Wall clock minus the milliseconds of the stamp: zero where nothing is wrong. */
  readonly at: NumberColumn;
}

export interface RowTableWire extends TableWire {
  /** Cells whose stamp is not the row's: [row, field, ms, counter, replica]. */
  readonly o?: readonly (readonly [number, string, number, number, string])[];
}

export type OpsWire = Readonly<Record<string, Readonly<Record<string, OpTableWire>>>>;
export type RowsWire = Readonly<Record<string, Readonly<Record<string, RowTableWire>>>>;

/** Most rows of one table in one message: a column of a constant may claim any length. */
const MAX_ROWS = 20_000;

interface Base {
  readonly id: RecordId;
  readonly f: Readonly<Record<string, Value>>;
  readonly p: Readonly<Record<string, Value>>;
}

function packTable(e: Entity | undefined, rows: readonly Base[], stamps: readonly Stamp[]): TableWire {
  const derivable = e?.key !== undefined && rows.every((r) => deriveId(e, r.f) === r.id);
  const clocks = stamps.map(clockOf);
  return {
    n: rows.length,
    ...(derivable ? {} : { i: packIds(rows.map((r) => r.id)) }),
    f: packSide(e, rows.map((r) => r.f)),
    p: packSide(e, rows.map((r) => r.p)),
    h: packNumbers(clocks.map((x) => x.ms)),
    c: packNumbers(clocks.map((x) => x.c)),
    r: packValues(stamps.map(stampReplica), false),
  };
}

function packSide(e: Entity | undefined, rows: readonly Readonly<Record<string, Value>>[]): Record<string, ValueColumn> {
  const names = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  return Object.fromEntries(
    names.map((name) => {
      const spec = e && Object.hasOwn(e.fields, name) ? e.fields[name] : undefined;
      return [name, packValues(rows.map((r) => (Object.hasOwn(r, name) ? r[name] : undefined)), spec?.kind === 'ref')];
    }),
  );
}

/** Rebuilds plain objects; names come from outside, so nothing inherited can be reached or set. */
function unpackTable(e: Entity | undefined, w: TableWire): (Base & { h: Stamp })[] {
  const n = w.n;
  if (!Number.isSafeInteger(n) || n < 0 || n > MAX_ROWS) throw new RangeError('row count');
  const f = unpackSide(w.f, n);
  const p = unpackSide(w.p, n);
  const ms = unpackNumbers(w.h, n);
  const c = unpackNumbers(w.c, n);
  const r = unpackValues(w.r, n);
  const ids = w.i === undefined ? f.map((row) => (e ? deriveId(e, row) : undefined)) : unpackIds(w.i, n);
  return f.map((row, i) => ({
    id: must(ids[i], 'id') as RecordId,
    f: row,
    p: must(p[i], 'personal'),
    h: stamp(ms[i], c[i], r[i]),
  }));
}

function stamp(ms: unknown, c: unknown, replica: unknown): Stamp {
  if (!whole(ms, 281_474_976_710_655) || !whole(c, 65_535) || typeof replica !== 'string') throw new RangeError('stamp');
  return stampOf({ ms, c }, replica as ReplicaId);
}

const whole = (x: unknown, max: number): x is number => typeof x === 'number' && Number.isSafeInteger(x) && x >= 0 && x <= max;

function unpackSide(side: Readonly<Record<string, ValueColumn>>, n: number): Record<string, Value>[] {
  const out: Record<string, Value>[] = Array.from({ length: n }, () => ({}));
  for (const [name, col] of Object.entries(side)) {
    if (name === '__proto__') throw new RangeError('field name');
    const values = unpackValues(col, n);
    for (let i = 0; i < n; i++) {
      const v = values[i];
      if (v !== undefined) must(out[i], 'row')[name] = v;
    }
  }
  return out;
}

function group<T extends { readonly s: Scope; readonly t: string }>(items: readonly T[]): Map<Scope, Map<string, T[]>> {
  const scopes = new Map<Scope, Map<string, T[]>>();
  for (const x of items) {
    const tables = scopes.get(x.s) ?? new Map<string, T[]>();
    scopes.set(x.s, tables);
    const list = tables.get(x.t) ?? [];
    tables.set(x.t, list);
    list.push(x);
  }
  return scopes;
}

const nest = <T, W>(items: Map<Scope, Map<string, T[]>>, pack: (t: string, xs: T[]) => W): Record<string, Record<string, W>> =>
  Object.fromEntries([...items].map(([s, ts]) => [s, Object.fromEntries([...ts].map(([t, xs]) => [t, pack(t, xs)]))]));

/** Ops of a batch as columns, by scope and table. */
export function packOps(registry: Registry, ops: readonly Op[]): OpsWire {
  return nest(group(ops), (t, xs) => ({
    ...packTable(registry.get(t), xs, xs.map((o) => o.h)),
    no: packNumbers(xs.map((o) => o.no)),
    by: packValues(xs.map((o) => o.by), true),
    at: packNumbers(xs.map((o) => o.at - clockOf(o.h).ms)),
  }));
}

/**
 * Ops in the order of their numbers. Throws RangeError or TypeError on anything malformed: callers at the
 * edge catch it and answer "bad message".
 */
export function unpackOps(registry: Registry, wire: OpsWire): Op[] {
  const out: Op[] = [];
  for (const [s, tables] of Object.entries(wire)) {
    for (const [t, w] of Object.entries(tables)) {
      out.push(...unpackOpTable(registry, s as Scope, t, w));
    }
  }
  return out.toSorted((a, b) => a.no - b.no);
}

function unpackOpTable(registry: Registry, s: Scope, t: string, w: OpTableWire): Op[] {
  const no = unpackNumbers(w.no, w.n);
  const by = unpackValues(w.by, w.n);
  const at = unpackNumbers(w.at, w.n);
  return unpackTable(registry.get(t), w).map((r, i) => {
    const who = by[i];
    const num = no[i];
    if (!whole(num, Number.MAX_SAFE_INTEGER) || typeof who !== 'string') throw new RangeError('op');
    const wall = clockOf(r.h).ms + must(at[i], 'at');
    if (!Number.isFinite(wall)) throw new RangeError('at');
    return { no: num, s, t, id: r.id, f: r.f, p: r.p, h: r.h, by: who, at: wall };
  });
}

/** Rows (state, not log) as columns, by scope and table. */
export function packRows(registry: Registry, rows: readonly StoredRow[]): RowsWire {
  return nest(group(rows), (t, xs) => {
    const tops = xs.map(topStamp);
    const o = xs.flatMap((row, i) =>
      Object.entries(row.h).flatMap(([field, h]): [number, string, number, number, string][] =>
        h === tops[i] ? [] : [[i, field, clockOf(h).ms, clockOf(h).c, stampReplica(h)]]),
    );
    return { ...packTable(registry.get(t), xs, tops), ...(o.length > 0 ? { o } : {}) };
  });
}

/** Throws RangeError or TypeError on anything malformed. */
export function unpackRows(registry: Registry, wire: RowsWire): StoredRow[] {
  return Object.entries(wire).flatMap(([s, tables]) => Object.entries(tables).flatMap(([t, w]) => unpackRowTable(registry, s as Scope, t, w)));
}

function unpackRowTable(registry: Registry, s: Scope, t: string, w: RowTableWire): StoredRow[] {
  const rows = unpackTable(registry.get(t), w).map((r) => ({ ...r, own: new Map<string, Stamp>() }));
  for (const [i, field, ms, c, replica] of w.o ?? []) must(rows[i], 'row').own.set(field, stamp(ms, c, replica));
  return rows.map((r) => {
    const names = [...Object.keys(r.f), ...Object.keys(r.p)];
    return { s, t, id: r.id, f: r.f, p: r.p, h: Object.fromEntries(names.map((name) => [name, r.own.get(name) ?? r.h])) };
  });
}

function topStamp(row: StoredRow): Stamp {
  let top = '' as Stamp;
  for (const h of Object.values(row.h)) if (h > top) top = h;
  return top;
}
