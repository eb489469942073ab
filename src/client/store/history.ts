import type { Stamp } from '../../core/clock.ts';
import type { Scope } from '../../core/ids.ts';
import type { Value } from '../../core/schema/field.ts';
import { cellsOf, type StoredRow } from '../../core/sync/change.ts';
import { overlaid } from './anew.ts';
import type { Database, OutOp, ViewRow } from './database.ts';

/** Where a save of this tablet is: waiting or on its way, laid aside, or acknowledged. */
export type SaveState = 'waiting' | 'parked' | 'sent';

/** One cell of a save that this tablet made and still keeps. */
export interface OwnCell {
  readonly field: string;
  readonly value: Value;
  readonly stamp: Stamp;
  /** A user id, or ''. */
  readonly by: string;
  /** This tablet's wall clock at the save, ms. */
  readonly at: number;
  readonly state: SaveState;
}

/** What this tablet knows of a record without asking anyone: the row as it shows it, and its own saves. */
export interface OwnHistory {
  /** Deleted rows too (`g` = 1); undefined when this tablet has none. */
  readonly row: ViewRow | undefined;
  /** What the endpoint was last known to hold, below everything unsent. */
  readonly confirmed: StoredRow | undefined;
  readonly cells: readonly OwnCell[];
}

/** Reads everything this tablet kept of one record. Acknowledged saves are gone through one by one: for a screen, not for a list. */
export async function ownHistory(db: Database, s: Scope, t: string, id: string): Promise<OwnHistory> {
  return db.transaction('r', [db.view, db.rows, db.was, db.pend, db.flight, db.parked, db.sent], async () => {
    const isOf = (op: OutOp): boolean => op.id === id && op.t === t && op.s === s && op.via === undefined;
    const [row, here, was, pend, flight, parked, sent] = await Promise.all([
      db.view.get([s, t, id]),
      db.rows.get([s, t, id]),
      db.was.get([s, t, id]),
      db.pend.where('id').equals(id).filter(isOf).toArray(),
      db.flight.get('one'),
      db.parked.where('id').equals(id).filter(isOf).toArray(),
      db.sent.filter(isOf).toArray(),
    ]);
    const waiting = [...pend, ...(flight?.ops ?? []).filter(isOf)];
    return { row, confirmed: overlaid(was, here), cells: [...cellsIn(sent, 'sent'), ...cellsIn(waiting, 'waiting'), ...cellsIn(parked, 'parked')] };
  });
}

const cellsIn = (ops: readonly OutOp[], state: SaveState): OwnCell[] =>
  ops.flatMap((op) => [...cellsOf(op)].map(([field, value]) => ({ field, value, stamp: op.h, by: op.by, at: op.at, state })));
