import type { Stamp } from '../clock.ts';
import type { Value } from '../schema/field.ts';
import { cellsOf, GONE, type Op, type StoredRow } from './change.ts';

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
  const f: Record<string, Value> = { ...row?.f };
  const p: Record<string, Value> = { ...row?.p };
  const h: Record<string, Stamp> = { ...row?.h };
  const losers: Loser[] = [];
  let won = false;
  let lost = false;
  for (const [field, value, personal] of cellsOf(op)) {
    const side = personal ? p : f;
    // Own cells only: a field of a newer app may be called like something every object inherits.
    const had = Object.hasOwn(h, field) ? h[field] : undefined;
    const old = Object.hasOwn(side, field) ? (side[field] ?? null) : null;
    const same = sameValue(old, value);
    if (had !== undefined && (op.h < had || (op.h === had && (same || text(value) < text(old))))) {
      if (op.h === had && same) continue;
      lost = true;
      if (!same) losers.push({ field, value, stamp: op.h, personal, why: 'lost' });
      continue;
    }
    if (had !== undefined && !same) losers.push({ field, value: old, stamp: had, personal, why: 'overwritten' });
    side[field] = value;
    h[field] = op.h;
    won = true;
  }
  return { row: { s: op.s, t: op.t, id: op.id, f, p, h }, losers, won, lost };
}

/**
 * Deleted: the deletion is true and newer than every other cell. An edit after a deletion revives the row,
 * so that nothing typed is lost.
 */
export function isGone(row: Pick<StoredRow, 'f' | 'h'>): boolean {
  if (row.f[GONE] !== true) return false;
  const at = row.h[GONE];
  if (at === undefined) return false;
  for (const [field, stamp] of Object.entries(row.h)) if (field !== GONE && stamp > at) return false;
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
