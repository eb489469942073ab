import { COMMON } from '../../core/sync/codec.ts';
import { MAX_BATCH, MAX_INFLATED } from '../../core/sync/protocol.ts';
import type { Op } from '../../core/sync/change.ts';

/** Ids of ids of ids: the codec allows six levels of two each, below scope, table, column. */
const MAX_DEPTH = 24;
/** The longest text of any field has 4,000 code points; opaque ones of newer apps may have 10,000 units. */
const MAX_TEXT = 20_000;
const MAX_KEY = 300;
/** Columns of one table: an op has 60 cells at most, but the ops of a batch need not have the same ones. */
const MAX_COLUMNS = 256;
const MAX_ID_PARTS = 8;

type ShapeFault = 'bad_message' | 'too_big';

/** Depth, text lengths and names of a parsed message, whatever it is. Iterative: depth must not cost stack. */
export function checkShape(message: unknown): ShapeFault | null {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: message, depth: 1 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, depth } = at;
    if (typeof value === 'string' && value.length > MAX_TEXT) return 'too_big';
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) return 'bad_message';
    const fault = Array.isArray(value) ? null : checkNames(value);
    if (fault) return fault;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return null;
}

/** A name that reaches a prototype is nobody's field (`constructor` is harmless as an own name, and falls later). */
function checkNames(value: object): ShapeFault | null {
  for (const name of Object.keys(value)) {
    if (name === '__proto__') return 'bad_message';
    if (name.length > MAX_KEY) return 'too_big';
  }
  return null;
}

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);

/**
 * How many rows and columns the ops of a batch claim, before they are unpacked: a column of one constant may
 * claim any number of rows in a few bytes.
 */
export function checkClaims(ops: object): ShapeFault | null {
  let rows = 0;
  for (const [name, table] of Object.entries(ops as Readonly<Record<string, Readonly<Record<string, unknown>>>>)) {
    if (name === COMMON) continue;
    const { n = 1 } = table;
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 1) return 'bad_message';
    rows += n;
    if (rows > MAX_BATCH) return 'too_big';
    const fault = checkColumns(table);
    if (fault) return fault;
  }
  return null;
}

function checkColumns({ f = {}, p = {}, by, s, i }: Readonly<Record<string, unknown>>): ShapeFault | null {
  if (!isObject(f) || !isObject(p)) return 'bad_message';
  const columns = [...Object.values(f), ...Object.values(p), by, s];
  if (columns.length > MAX_COLUMNS) return 'too_big';
  const ids = columns.map((c) => (isObject(c) ? c['i'] : undefined));
  return [i, ...ids].every(isNarrow) ? null : 'bad_message';
}

/** An id column of few parts, all the way down; the depth of the whole is bounded already. */
function isNarrow(column: unknown): boolean {
  if (!isObject(column) || column['q'] === undefined) return true;
  const parts = column['q'];
  return Array.isArray(parts) && parts.length <= MAX_ID_PARTS && parts.every(isNarrow);
}

/** Whether unpacked ops are larger than a message may be: one long text as a constant column grows two hundredfold. */
export function isBloated(ops: readonly Op[]): boolean {
  let size = 0;
  for (const op of ops) {
    size += JSON.stringify(op).length;
    if (size > MAX_INFLATED) return true;
  }
  return false;
}
