import { clockOf, stampOf, stampReplica, type Stamp } from '../clock.ts';
import type { Registry } from '../entities/registry.ts';
import { isReplicaId, type RecordId, type Scope } from '../ids.ts';
import { must } from '../result.ts';
import { deriveId, type Entity } from '../schema/entity.ts';
import type { Value } from '../schema/field.ts';
import type { Op, StoredRow } from './change.ts';
import { packIds, packNumbers, Replicas, unpackIds, unpackNumbers, unpackPlaces, type IdColumn, type NumberColumn } from './columns.ts';
import { packValues, unpackValues, type ValueColumn } from './value-columns.ts';

/** What the tables of a message share. No table can have its name. */
export const COMMON = '$';

export interface Common {
  /** Replicas: columns say places in this list. */
  readonly r: readonly string[];
  /** Milliseconds that every stamp counts from. */
  readonly ms: number;
  /** Who saved, where a table of ops does not say. */
  readonly by?: string;
}

type Side = Readonly<Record<string, ValueColumn>>;

/** One table. What is left out is as most often: see each. */
export interface TableWire {
  /** Number of rows; 1. */
  readonly n?: number;
  readonly s: ValueColumn;
  /** Prefix and fields of the key: ids of rows that have them all are derived, and `i` has only those of the rest. */
  readonly k?: readonly string[];
  readonly i?: IdColumn;
  /** Clear and personal cells; none. */
  readonly f?: Side;
  readonly p?: Side;
  /** Stamps: milliseconds after the common ones, counters, places of replicas; all 0. */
  readonly h?: NumberColumn;
  readonly c?: NumberColumn;
  readonly r?: NumberColumn;
}

export interface OpTableWire extends TableWire {
  readonly no: NumberColumn;
  /** The common one. */
  readonly by?: ValueColumn;
  /** Wall clock minus the milliseconds of the stamp; 0, as it is where nothing is wrong. */
  readonly at?: NumberColumn;
}

export interface RowTableWire extends TableWire {
  /** Cells whose stamp is not that of their row: row, field, milliseconds after the row's, counter, place of the replica. */
  readonly o?: readonly (readonly [number, string, number, number, number])[];
}

export type OpsWire = Readonly<Record<string, OpTableWire | Common>>;
export type RowsWire = Readonly<Record<string, RowTableWire | Common>>;

/** Most rows of one table in one message: a column of a constant may claim any length. */
const MAX_ROWS = 20_000;

interface Base {
  readonly s: Scope;
  readonly t: string;
  readonly id: RecordId;
  readonly f: Readonly<Record<string, Value>>;
  readonly p: Readonly<Record<string, Value>>;
}

/** What all tables of one message are written with. */
interface Writing {
  readonly registry: Registry;
  readonly replicas: Replicas;
  readonly ms: number;
}

/** A column whose every number is 0 is left out. */
const unlessZero = <K extends string>(name: K, xs: readonly number[]): Partial<Record<K, NumberColumn>> =>
  xs.every((x) => x === 0) ? {} : ({ [name]: packNumbers(xs) } as Record<K, NumberColumn>);

function packTable(w: Writing, t: string, rows: readonly Base[], stamps: readonly Stamp[]): TableWire {
  const clocks = stamps.map(clockOf);
  const [f, p] = [packSide(w, rows.map((r) => r.f)), packSide(w, rows.map((r) => r.p))];
  const places = stamps.map((h) => w.replicas.place(stampReplica(h)));
  return {
    ...(rows.length === 1 ? {} : { n: rows.length }),
    s: packValues(rows.map((r) => r.s), w.replicas),
    ...packKeys(w, w.registry.get(t), rows),
    ...(Object.keys(f).length === 0 ? {} : { f }),
    ...(Object.keys(p).length === 0 ? {} : { p }),
    ...unlessZero('h', clocks.map((x) => x.ms - w.ms)),
    ...unlessZero('c', clocks.map((x) => x.c)),
    ...unlessZero('r', places),
  };
}

/** The key goes with the table, so that a reader who does not know the table can still derive its ids. */
function packKeys(w: Writing, e: Entity | undefined, rows: readonly Base[]): Pick<TableWire, 'k' | 'i'> {
  const derived = rows.map((r) => (e ? deriveId(e, r.f) : undefined));
  const sound = derived.every((id, i) => id === undefined || id === rows[i]?.id);
  const rest = rows.filter((_, i) => !sound || derived[i] === undefined);
  return {
    ...(e?.key && rest.length < rows.length ? { k: [e.key.prefix, ...e.key.fields] } : {}),
    ...(rest.length > 0 ? { i: packIds(rest.map((r) => r.id), w.replicas) } : {}),
  };
}

function packSide(w: Writing, rows: readonly Readonly<Record<string, Value>>[]): Record<string, ValueColumn> {
  const names = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  return Object.fromEntries(names.map((name) => [name, packValues(rows.map((r) => (Object.hasOwn(r, name) ? r[name] : undefined)), w.replicas)]));
}

/** Rebuilds plain objects; names come from outside, so nothing inherited can be reached or set. */
function unpackTable(t: string, w: TableWire, common: Common): (Base & { h: Stamp })[] {
  // Defaults, not `??`: null is nothing that may be left out.
  const { n = 1, f: clear = {}, p: personal = {}, h = 0, c: counters = 0 } = w;
  if (!Number.isSafeInteger(n) || n < 0 || n > MAX_ROWS) throw new RangeError('row count');
  const f = unpackSide(clear, n, common);
  const p = unpackSide(personal, n, common);
  const scopes = unpackValues(w.s, n, common.r);
  const ids = unpackKeys(w, f, common);
  const ms = unpackNumbers(h, n);
  const c = unpackNumbers(counters, n);
  const replicas = unpackPlaces(w.r, n, common.r);
  return f.map((cells, i) => {
    const s = scopes[i];
    if (typeof s !== 'string') throw new RangeError('scope');
    return { s: s as Scope, t, id: must(ids[i], 'id'), f: cells, p: must(p[i], 'personal'), h: stamp(must(ms[i], 'ms') + common.ms, c[i], replicas[i]) };
  });
}

function unpackKeys(w: TableWire, cells: readonly Readonly<Record<string, Value>>[], common: Common): RecordId[] {
  const [prefix, ...fields] = w.k ?? [];
  const e: Entity | undefined = prefix === undefined ? undefined : { name: '', since: 0, scope: 'p', key: { prefix, fields }, fields: {} };
  const derived = cells.map((row) => (e ? deriveId(e, row) : undefined));
  const missing = derived.filter((id) => id === undefined).length;
  const rest = missing === 0 ? [] : unpackIds(must(w.i, 'ids'), missing, common.r);
  let next = 0;
  return derived.map((id) => id ?? (must(rest[next++], 'id') as RecordId));
}

function stamp(ms: unknown, c: unknown, replica: unknown): Stamp {
  if (!whole(ms, 281_474_976_710_655) || !whole(c, 65_535) || !isReplicaId(replica)) throw new RangeError('stamp');
  return stampOf({ ms, c }, replica);
}

const whole = (x: unknown, max: number): x is number => typeof x === 'number' && Number.isSafeInteger(x) && x >= 0 && x <= max;

function unpackSide(side: Side, n: number, common: Common): Record<string, Value>[] {
  const out: Record<string, Value>[] = Array.from({ length: n }, () => ({}));
  for (const [name, col] of Object.entries(side)) {
    if (name === '__proto__') throw new RangeError('field name');
    const values = unpackValues(col, n, common.r);
    for (let i = 0; i < n; i++) {
      const v = values[i];
      if (v !== undefined) must(out[i], 'row')[name] = v;
    }
  }
  return out;
}

/** What a message of tables shares, and the tables. */
function open<T extends TableWire>(wire: Readonly<Record<string, T | Common>>): { common: Common; tables: [string, T][] } {
  const { [COMMON]: shared = {}, ...tables } = wire as Record<string, T> & { readonly [COMMON]?: Partial<Common> };
  const { r = [], ms = 0, by } = shared;
  if (!Array.isArray(r) || !whole(ms, Number.MAX_SAFE_INTEGER)) throw new RangeError('common');
  return { common: { r, ms, ...(by === undefined ? {} : { by }) }, tables: Object.entries(tables) };
}

function byTable<T extends { readonly t: string }>(items: readonly T[]): [string, T[]][] {
  const tables = new Map<string, T[]>();
  for (const x of items) {
    const list = tables.get(x.t) ?? [];
    tables.set(x.t, list);
    list.push(x);
  }
  return [...tables];
}

function begin(registry: Registry, stamps: readonly Stamp[]): Writing {
  const replicas = new Replicas();
  for (const h of stamps) replicas.place(stampReplica(h));
  return { registry, replicas, ms: stamps.reduce((least, h) => Math.min(least, clockOf(h).ms), Infinity) };
}

/** The first of a message's replicas; undefined when it has none. */
export const firstReplica = (wire: OpsWire): string | undefined => {
  const list = (wire[COMMON] as Partial<Common> | undefined)?.r;
  return Array.isArray(list) ? (list as readonly string[])[0] : undefined;
};

/** Ops of a batch as columns, by table. */
export function packOps(registry: Registry, ops: readonly Op[]): OpsWire {
  const [first] = ops;
  if (!first) return {};
  const w = begin(registry, ops.map((o) => o.h));
  const tables = byTable(ops).map(([t, xs]) => [t, packOpTable(w, t, xs, first.by)] as const);
  return { [COMMON]: { r: w.replicas.list, ms: w.ms, ...(first.by === '' ? {} : { by: first.by }) }, ...Object.fromEntries(tables) };
}

function packOpTable(w: Writing, t: string, ops: readonly Op[], by: string): OpTableWire {
  return {
    ...packTable(w, t, ops, ops.map((o) => o.h)),
    no: packNumbers(ops.map((o) => o.no)),
    ...(ops.every((o) => o.by === by) ? {} : { by: packValues(ops.map((o) => o.by), w.replicas) }),
    ...unlessZero('at', ops.map((o) => o.at - clockOf(o.h).ms)),
  };
}

/** Ops in the order of their numbers. Throws on anything malformed: callers at the edge catch it and answer "bad message". */
export function unpackOps(wire: OpsWire): Op[] {
  const { common, tables } = open<OpTableWire>(wire);
  return tables.flatMap(([t, w]) => unpackOpTable(t, w, common)).toSorted((a, b) => a.no - b.no);
}

function unpackOpTable(t: string, w: OpTableWire, common: Common): Op[] {
  const rows = unpackTable(t, w, common);
  const no = unpackNumbers(w.no, rows.length);
  const { by: authors = common.by ?? '', at: ahead = 0 } = w;
  const by = unpackValues(authors, rows.length, common.r);
  const at = unpackNumbers(ahead, rows.length);
  return rows.map((r, i) => {
    const [num, who] = [no[i], by[i]];
    if (!whole(num, Number.MAX_SAFE_INTEGER) || typeof who !== 'string') throw new RangeError('op');
    return { no: num, s: r.s, t, id: r.id, f: r.f, p: r.p, h: r.h, by: who, at: clockOf(r.h).ms + must(at[i], 'at') };
  });
}

/** Rows (state, not log) as columns, by table. */
export function packRows(registry: Registry, rows: readonly StoredRow[]): RowsWire {
  if (rows.length === 0) return {};
  const stamps = new Map(rows.map((r) => [r, usualStamp(r)]));
  const w = begin(registry, [...stamps.values()]);
  const tables = byTable(rows).map(([t, xs]) => [t, packRowTable(w, t, xs, xs.map((r) => must(stamps.get(r), 'stamp')))] as const);
  return { [COMMON]: { r: w.replicas.list, ms: w.ms }, ...Object.fromEntries(tables) };
}

function packRowTable(w: Writing, t: string, rows: readonly StoredRow[], stamps: readonly Stamp[]): RowTableWire {
  const o = rows.flatMap((row, i) => {
    const usual = must(stamps[i], 'stamp');
    const others = Object.entries(row.h).filter(([, h]) => h !== usual);
    return others.map(([field, h]): [number, string, number, number, number] =>
      [i, field, clockOf(h).ms - clockOf(usual).ms, clockOf(h).c, w.replicas.place(stampReplica(h))]);
  });
  return { ...packTable(w, t, rows, stamps), ...(o.length > 0 ? { o } : {}) };
}

/** Throws on anything malformed. */
export function unpackRows(wire: RowsWire): StoredRow[] {
  const { common, tables } = open<RowTableWire>(wire);
  return tables.flatMap(([t, w]) => unpackRowTable(t, w, common));
}

function unpackRowTable(t: string, w: RowTableWire, common: Common): StoredRow[] {
  const rows = unpackTable(t, w, common).map((r) => ({ ...r, own: new Map<string, Stamp>() }));
  for (const [i, field, ms, c, place] of w.o ?? []) {
    const row = must(rows[i], 'row');
    row.own.set(field, stamp(clockOf(row.h).ms + ms, c, common.r[place]));
  }
  return rows.map((r) => {
    const names = [...Object.keys(r.f), ...Object.keys(r.p)];
    return { s: r.s, t, id: r.id, f: r.f, p: r.p, h: Object.fromEntries(names.map((name) => [name, r.own.get(name) ?? r.h])) };
  });
}

/** The stamp that most cells of a row have, the newest of such: only the others are written out. */
function usualStamp(row: StoredRow): Stamp {
  const all = Object.values(row.h);
  const [first] = all;
  if (first !== undefined && all.every((h) => h === first)) return first;
  const counts = new Map<Stamp, number>();
  for (const h of all) counts.set(h, (counts.get(h) ?? 0) + 1);
  let [usual, most] = ['' as Stamp, 0];
  for (const [h, n] of counts) if (n > most || (n === most && h > usual)) [usual, most] = [h, n];
  return usual;
}
