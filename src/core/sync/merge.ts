import type { Stamp } from '../clock.ts';
import type { Value } from '../schema/field.ts';
import { cellsOf, ERASED, GONE, type Op, type StoredRow } from './change.ts';

/** A value that did not stay: it lost on arrival, or was overwritten by a newer one. */
export interface Loser {
  readonly field: string;
  readonly value: Value;
  readonly stamp: Stamp;
  readonly personal: boolean;
  readonly why: 'lost' | 'overwritten';
}

export interface Merged {
  readonly row: StoredRow;
  readonly losers: readonly Loser[];
  /** True when at least one cell of the op stands in the row. */
  readonly won: boolean;
  /** True when at least one cell of the op lost against what stood there. */
  readonly lost: boolean;
}

/**
 * Lays an op over a row, cell by cell: the newer stamp wins; of equal stamps with different values the
 * greater value (by its JSON text), so that every replica picks the same. Pure, commutative, idempotent.
 */
export function mergeOp(row: StoredRow | undefined, op: Op): Merged {
  const out = { f: { ...row?.f }, p: { ...row?.p }, h: { ...row?.h } };
  const losers: Loser[] = [];
  let won = false;
  let lost = false;
  for (const [field, value, personal] of cellsOf(op)) {
    const side: Record<string, Value> = personal ? out.p : out.f;
    // Own cells only: a field of a newer app may be called like something every object inherits.
    const had = Object.hasOwn(out.h, field) ? out.h[field] : undefined;
    const old = Object.hasOwn(side, field) ? (side[field] ?? null) : null;
    const verdict = contest(op.h, value, had, old);
    const loser = loserOf(verdict, { field, value, personal, stamp: op.h }, had, old);
    if (loser) losers.push(loser);
    lost ||= verdict === 'loses';
    if (verdict !== 'wins') continue;
    won = true;
    side[field] = value;
    out.h[field] = op.h;
  }
  return { row: { s: op.s, t: op.t, id: op.id, ...out }, losers, won, lost };
}

type Verdict = 'wins' | 'loses' | 'same';

/** What goes to history: the value that was overwritten, or the one that came too late. Equal values are no loss. */
function loserOf(verdict: Verdict, cell: Omit<Loser, 'why'>, had: Stamp | undefined, old: Value): Loser | undefined {
  if (had === undefined || sameValue(old, cell.value)) return undefined;
  return verdict === 'wins' ? { ...cell, value: old, stamp: had, why: 'overwritten' } : { ...cell, why: 'lost' };
}

/** One cell against the one that stands: the newer stamp, of equal stamps the greater value. */
function contest(stamp: Stamp, value: Value, had: Stamp | undefined, old: Value): Verdict {
  if (had === undefined) return 'wins';
  if (stamp !== had) return stamp > had ? 'wins' : 'loses';
  if (sameValue(old, value)) return 'same';
  return text(value) > text(old) ? 'wins' : 'loses';
}

/**
 * Deleted: the deletion is true and newer than every other cell. An edit after a deletion revives the row,
 * so that nothing typed is lost. An erasure is no edit.
 */
export function isGone(row: Pick<StoredRow, 'f' | 'h'>): boolean {
  if (row.f[GONE] !== true) return false;
  const at = row.h[GONE];
  if (at === undefined) return false;
  for (const [field, stamp] of Object.entries(row.h)) if (field !== GONE && field !== ERASED && stamp > at) return false;
  return true;
}

/** Two states of one row laid together: cell by cell, as if every op of both had been merged. */
export function mergeRows(a: StoredRow, b: StoredRow): StoredRow {
  let out = a;
  for (const [field, value, personal] of cellsOf(b)) {
    const stamp = b.h[field];
    if (stamp === undefined) continue;
    const cell = { [field]: value };
    out = mergeOp(out, { no: 0, s: b.s, t: b.t, id: b.id, f: personal ? {} : cell, p: personal ? cell : {}, h: stamp, by: '', at: 0 }).row;
  }
  return out;
}

const text = (v: Value): string => JSON.stringify(v);
export const sameValue = (a: Value, b: Value): boolean => a === b || (typeof a === 'object' && text(a) === text(b));
