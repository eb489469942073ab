import { hashLanes } from '../hash.ts';
import { cellsOf, type StoredRow } from './change.ts';

declare const brand: unique symbol;
/**
 * What a scope holds, as one number: the digests of all its cells (table, id, field, stamp, value) added up modulo 2⁶⁴,
 * 16 hex digits. A sum is moved by what changes, in any order, and two ends that reckon the same hold the same (PROTOCOL 2.14).
 */
export type Sum = string & { readonly [brand]: 'sum' };

/** Of nothing at all. */
export const EMPTY_SUM = '0000000000000000' as Sum;

export const isSum = (x: unknown): x is Sum => typeof x === 'string' && /^[0-9a-f]{16}$/.test(x);

const BITS32 = 0x1_0000_0000;

/** Two halves of 32 bits, the higher first. */
type Halves = readonly [high: number, low: number];

const halvesOf = (sum: Sum): Halves => [parseInt(sum.slice(0, 8), 16), parseInt(sum.slice(8), 16)];
const hex = (x: number): string => x.toString(16).padStart(8, '0');

function add([a, b]: Halves, [c, d]: Halves): Halves {
  const low = b + d;
  return [(a + c + (low >= BITS32 ? 1 : 0)) % BITS32, low % BITS32];
}

const minus = ([a, b]: Halves): Halves => (b === 0 ? [(BITS32 - a) % BITS32, 0] : [BITS32 - 1 - a, BITS32 - b]);

type Summed = Pick<StoredRow, 't' | 'id' | 'f' | 'p' | 'h'>;

function halvesOfRow(row: Summed): Halves {
  let sum: Halves = [0, 0];
  for (const [field, value] of cellsOf(row)) {
    sum = add(sum, hashLanes(`${row.t}|${row.id}|${field}|${row.h[field] ?? ''}|${JSON.stringify(value)}`));
  }
  return sum;
}

const textOf = ([high, low]: Halves): Sum => (hex(high) + hex(low)) as Sum;

/** The sum of these rows. */
export function sumOf(rows: Iterable<Summed>): Sum {
  let sum: Halves = [0, 0];
  for (const row of rows) sum = add(sum, halvesOfRow(row));
  return textOf(sum);
}

/** The sum after a row took the place of another; undefined where there was none, or is none any more. */
export function moveSum(sum: Sum, from: Summed | undefined, to: Summed | undefined): Sum {
  let out = halvesOf(sum);
  if (from) out = add(out, minus(halvesOfRow(from)));
  if (to) out = add(out, halvesOfRow(to));
  return textOf(out);
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The lower 36 bits in 6 characters: enough to see at once that two sums differ, which the whole ones then confirm. */
export function shortSum(sum: Sum): string {
  const low = parseInt(sum.slice(7), 16);
  return Array.from({ length: 6 }, (_, i) => BASE64URL[Math.floor(low / 64 ** (5 - i)) % 64]).join('');
}

export const isShortSum = (x: unknown): x is string => typeof x === 'string' && /^[A-Za-z0-9_-]{6}$/.test(x);
