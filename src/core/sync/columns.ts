import { must } from '../result.ts';
import type { Value } from '../schema/field.ts';

/**
 * Columns of one table on the wire. A table of n rows is sent as one column per field: equal values next to
 * each other are what gzip is good at, and ids that follow from other columns are not sent at all.
 */

/** A progression (start, step), or the first number and the deltas after it. */
export type NumberColumn = { readonly s: number; readonly d: number } | readonly number[];

/** One value for all rows, values one by one, or values with the positions of rows that have none. */
export type ValueColumn =
  | { readonly k: Value }
  | { readonly v: readonly Value[]; readonly a?: readonly number[] }
  | { readonly i: IdColumn; readonly a?: readonly number[] };

/** Ids as (dictionary of replicas, index, counter), as prefix + part columns, or as they are. */
export type IdColumn =
  | { readonly r: readonly string[]; readonly x?: NumberColumn; readonly n: NumberColumn }
  | { readonly p: string; readonly q: readonly IdColumn[] }
  | { readonly n: NumberColumn }
  | { readonly v: readonly string[] };

const PLAIN = /^([0-9a-z]{10})\.([0-9a-z]{1,9})$/;
const PREFIXED = /^([a-z]{1,2}):(.+)$/;

export function packNumbers(xs: readonly number[]): NumberColumn {
  if (xs.length <= 1) return xs;
  const first = xs[0] ?? 0;
  const step = xs.length > 1 ? (xs[1] ?? 0) - first : 0;
  let even = true;
  const deltas = [first];
  for (let i = 1; i < xs.length; i++) {
    const d = (xs[i] ?? 0) - (xs[i - 1] ?? 0);
    if (d !== step) even = false;
    deltas.push(d);
  }
  return even ? { s: first, d: step } : deltas;
}

export function unpackNumbers(col: NumberColumn, n: number): number[] {
  if (!Array.isArray(col)) {
    const { s, d } = col as { s: number; d: number };
    return Array.from({ length: n }, (_, i) => s + d * i);
  }
  if (col.length !== n) throw new RangeError('column length');
  let sum = 0;
  return col.map((d: number) => (sum += d));
}

export function packIds(ids: readonly string[]): IdColumn {
  const plain = ids.map((id) => PLAIN.exec(id));
  if (plain.every((m) => m !== null)) {
    const dict = [...new Set(plain.map((m) => must(m[1], 'replica')))];
    const n = packNumbers(plain.map((m) => parseInt(must(m[2], 'counter'), 36)));
    return dict.length <= 1 ? { r: dict, n } : { r: dict, x: packNumbers(plain.map((m) => dict.indexOf(must(m[1], 'replica')))), n };
  }
  return packDerived(ids) ?? { v: ids };
}

function packDerived(ids: readonly string[]): IdColumn | undefined {
  if (ids.every((id) => /^(0|[1-9]\d{0,8})$/.test(id))) return { n: packNumbers(ids.map(Number)) };
  const cut = ids.map((id) => PREFIXED.exec(id));
  const prefix = cut[0]?.[1];
  if (prefix === undefined || !cut.every((m) => m !== null && m[1] === prefix)) return undefined;
  const parts = cut.map((m) => must(m?.[2], 'parts').split('/'));
  const width = parts[0]?.length ?? 0;
  if (!parts.every((ps) => ps.length === width && ps.every((x) => x !== ''))) return undefined;
  return { p: prefix, q: Array.from({ length: width }, (_, k) => packIds(parts.map((ps) => must(ps[k], 'part')))) };
}

export function unpackIds(col: IdColumn, n: number, depth = 0): string[] {
  if (depth > 6) throw new RangeError('id nesting');
  if ('p' in col) {
    const parts = col.q.map((c) => unpackIds(c, n, depth + 1));
    return Array.from({ length: n }, (_, i) => `${col.p}:${parts.map((c) => c[i]).join('/')}`);
  }
  if ('r' in col) {
    const counters = unpackNumbers(col.n, n);
    const at = col.x === undefined ? undefined : unpackNumbers(col.x, n);
    return counters.map((c, i) => `${must(col.r[at?.[i] ?? 0], 'replica')}.${whole(c).toString(36)}`);
  }
  if ('n' in col) return unpackNumbers(col.n, n).map((x) => String(whole(x)));
  if (col.v.length !== n) throw new RangeError('column length');
  return [...col.v];
}

const whole = (x: number): number => {
  if (!Number.isSafeInteger(x) || x < 0) throw new RangeError('not a counter');
  return x;
};

/** `undefined` marks a row without this field; `ref` columns are packed as ids. */
export function packValues(values: readonly (Value | undefined)[], ref: boolean): ValueColumn {
  const present = values.filter((v) => v !== undefined);
  const absent = values.flatMap((v, i) => (v === undefined ? [i] : []));
  const first = present[0];
  if (absent.length === 0 && first !== undefined) {
    const t = JSON.stringify(first);
    if (present.every((v) => JSON.stringify(v) === t)) return { k: first };
  }
  const gaps = absent.length > 0 ? { a: absent } : {};
  if (ref && present.every((v) => typeof v === 'string')) return { i: packIds(present), ...gaps };
  return { v: present, ...gaps };
}

export function unpackValues(col: ValueColumn, n: number): (Value | undefined)[] {
  if ('k' in col) return Array.from({ length: n }, () => col.k);
  const absent = new Set(col.a ?? []);
  const m = n - absent.size;
  if (m < 0) throw new RangeError('column length');
  const present = 'i' in col ? unpackIds(col.i, m) : col.v;
  if (present.length !== m) throw new RangeError('column length');
  let k = 0;
  return Array.from({ length: n }, (_, i) => (absent.has(i) ? undefined : present[k++]));
}
