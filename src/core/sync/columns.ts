import { must } from '../result.ts';

/**
 * Columns of numbers and ids on the wire. A table of n rows is sent as one column per field: equal values next to
 * each other are what gzip is good at. Values of fields: value-columns.ts.
 */

/** One number for all rows, a progression (start, step), or the first number and the deltas after it. */
export type NumberColumn = number | { readonly s: number; readonly d: number } | readonly number[];

/**
 * One id for all rows; counters with places in the message's list of replicas (absent: the first);
 * prefix and a column for each part; plain numbers; or ids as they are.
 */
export type IdColumn =
  | string
  | { readonly c: NumberColumn; readonly x?: NumberColumn }
  | { readonly p: string; readonly q: readonly IdColumn[] }
  | { readonly n: NumberColumn }
  | { readonly v: readonly string[] };

/** The replicas of one message: columns say places in this list. */
export class Replicas {
  readonly list: string[] = [];

  /** The place of a replica, added when it is new. */
  place(replica: string): number {
    const at = this.list.indexOf(replica);
    return at >= 0 ? at : this.list.push(replica) - 1;
  }
}

// No leading zero: `.01` is another id than `.1`, and a counter could not tell them apart.
const PLAIN = /^([0-9a-z]{10})\.(0|[1-9a-z][0-9a-z]{0,8})$/;
const PREFIXED = /^([a-z]{1,2}):(.+)$/;
const NUMBER = /^(0|[1-9]\d{0,8})$/;
/** Ids of ids of ids: no id of ours has more levels. */
const MAX_LEVELS = 6;

export function packNumbers(xs: readonly number[]): NumberColumn {
  const first = xs[0];
  if (first === undefined) return [];
  if (xs.every((x) => x === first)) return first;
  const deltas = xs.map((x, i) => (i === 0 ? x : x - (xs[i - 1] ?? 0)));
  const step = deltas[1] ?? 0;
  return xs.length > 2 && deltas.every((d, i) => i === 0 || d === step) ? { s: first, d: step } : deltas;
}

/** @throws RangeError when it is no column of n finite numbers */
export function unpackNumbers(col: NumberColumn, n: number): number[] {
  if (typeof col === 'number') return Array.from({ length: n }, () => finite(col));
  if (!Array.isArray(col)) {
    const { s, d } = col as { s: number; d: number };
    return Array.from({ length: n }, (_, i) => finite(s) + finite(d) * i);
  }
  if (col.length !== n) throw new RangeError('column length');
  let sum = 0;
  return col.map((d: number) => (sum += finite(d)));
}

const finite = (x: unknown): number => {
  if (typeof x !== 'number' || !Number.isFinite(x)) throw new RangeError('not a number');
  return x;
};

export function packIds(ids: readonly string[], replicas: Replicas): IdColumn {
  return packEqual(ids) ?? packNumbered(ids) ?? packPlain(ids, replicas) ?? packDerived(ids, replicas) ?? { v: ids };
}

/** Whether all texts are ids of one kind, so that their parts make columns. */
export const areIds = (texts: readonly string[]): boolean => texts.every((x) => PLAIN.test(x)) || prefixOf(texts) !== undefined;

function packEqual(ids: readonly string[]): string | undefined {
  const [first] = ids;
  return first !== undefined && ids.every((id) => id === first) ? first : undefined;
}

const packNumbered = (ids: readonly string[]): IdColumn | undefined =>
  ids.every((id) => NUMBER.test(id)) ? { n: packNumbers(ids.map(Number)) } : undefined;

function packPlain(ids: readonly string[], replicas: Replicas): IdColumn | undefined {
  const cut = ids.map((id) => PLAIN.exec(id));
  if (!cut.every((m) => m !== null)) return undefined;
  const c = packNumbers(cut.map((m) => parseInt(must(m[2], 'counter'), 36)));
  const x = packNumbers(cut.map((m) => replicas.place(must(m[1], 'replica'))));
  return x === 0 ? { c } : { c, x };
}

function packDerived(ids: readonly string[], replicas: Replicas): IdColumn | undefined {
  const p = prefixOf(ids);
  if (p === undefined) return undefined;
  const parts = ids.map((id) => id.slice(p.length + 1).split('/'));
  const width = parts[0]?.length ?? 0;
  if (!parts.every((ps) => ps.length === width)) return undefined;
  return { p, q: Array.from({ length: width }, (_, k) => packIds(parts.map((ps) => must(ps[k], 'part')), replicas)) };
}

/** The prefix that all ids share. */
function prefixOf(ids: readonly string[]): string | undefined {
  const prefix = PREFIXED.exec(ids[0] ?? '')?.[1];
  return prefix !== undefined && ids.every((id) => id.startsWith(`${prefix}:`)) ? prefix : undefined;
}

/** @throws RangeError or TypeError when it is no column of n ids */
export function unpackIds(col: IdColumn, n: number, replicas: readonly string[], level = 0): string[] {
  if (level > MAX_LEVELS) throw new RangeError('id nesting');
  if (typeof col === 'string') return Array.from({ length: n }, () => col);
  if ('p' in col) {
    const parts = col.q.map((c) => unpackIds(c, n, replicas, level + 1));
    return Array.from({ length: n }, (_, i) => `${col.p}:${parts.map((c) => c[i]).join('/')}`);
  }
  if ('c' in col) {
    const places = unpackPlaces(col.x, n, replicas);
    return unpackNumbers(col.c, n).map((c, i) => `${places[i]}.${whole(c).toString(36)}`);
  }
  if ('n' in col) return unpackNumbers(col.n, n).map((x) => String(whole(x)));
  if (col.v.length !== n) throw new RangeError('column length');
  return [...col.v];
}

/** The replica of each row, from places in the message's list; absent: the first of it. */
export function unpackPlaces(col: NumberColumn | undefined, n: number, replicas: readonly string[]): string[] {
  return unpackNumbers(col ?? 0, n).map((x) => must(replicas[x], 'replica'));
}

const whole = (x: number): number => {
  if (!Number.isSafeInteger(x) || x < 0) throw new RangeError('not a counter');
  return x;
};
