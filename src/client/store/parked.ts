import type { Registry } from '../../core/entities/registry.ts';
import type { Value } from '../../core/schema/field.ts';
import { cellsOf, GONE } from '../../core/sync/change.ts';
import { refreshView } from './apply.ts';
import { withoutReason } from './unpark.ts';
import type { Database, OutOp, ParkedOp, ViewRow } from './database.ts';
import { selfForWrite, type StoreDeps } from './self.ts';
import { write, type Draft, type Receipt } from './write.ts';

/** A save laid aside, by its origin. */
export type ParkedKey = readonly [replica: string, no: number];

/**
 * Puts a save that was laid aside back into the outbox, as it was: under its old number the endpoint knows it for the
 * one in its quarantine, and takes it out of there when it can store it now. One of a former replica gets a new number.
 * @returns false when it is no longer laid aside (another tab was faster)
 */
export async function retryParked(db: Database, key: ParkedKey): Promise<boolean> {
  return db.transaction('rw', db.meta, db.pend, db.parked, async () => {
    const found = await db.parked.get([...key]);
    if (!found) return false;
    await db.parked.delete([...key]);
    await db.pend.put(await numbered(db, withoutReason(found)));
    return true;
  });
}

async function numbered(db: Database, op: OutOp): Promise<OutOp> {
  const self = await selfForWrite(db);
  if (op.r === self.replica) return op;
  await db.meta.put({ ...self, no: self.no + 1 });
  return { ...op, r: self.replica, no: self.no + 1 };
}

/**
 * Lets a save that was laid aside go: this tablet no longer shows it nor tries to send it. What the endpoint has in
 * its quarantine stays there.
 * @returns what was let go, or undefined when it is no longer laid aside
 */
export async function dropParked(db: Database, key: ParkedKey): Promise<ParkedOp | undefined> {
  return db.transaction('rw', [db.meta, db.pend, db.flight, db.parked, db.rows, db.was, db.view, db.carried], async () => {
    const found = await db.parked.get([...key]);
    if (!found) return undefined;
    await selfForWrite(db); // throws where a newer app owns the database
    await db.parked.delete([...key]);
    await refreshView(db, [[found.s, found.t, found.id]]);
    return found;
  });
}

/**
 * Saves anew, under a new number and stamp, what a save that was laid aside says and no newer save has replaced. For one
 * whose number or stamp was the fault, and for one that was mended in part: the rest of it must not stay behind.
 * @returns what was saved, or undefined when it is no longer laid aside
 * @throws FaultError when it still holds a value the entity refuses: then it stays laid aside
 */
export async function renewParked(db: Database, deps: StoreDeps, key: ParkedKey, registry: Registry): Promise<Receipt | undefined> {
  return db.transaction('rw', [db.meta, db.pend, db.flight, db.parked, db.rows, db.was, db.view, db.carried], async () => {
    const op = await db.parked.get([...key]);
    if (!op) return undefined;
    const draft = draftOf(op, await db.view.get([op.s, op.t, op.id]));
    await dropParked(db, key);
    return write(db, deps, () => [draft], registry);
  });
}

function draftOf(op: ParkedOp, shown: ViewRow | undefined): Draft {
  const values: Record<string, Value> = {};
  let gone: boolean | undefined;
  for (const [field, value] of cellsOf(op)) {
    if ((shown?.h[field] ?? '') > op.h) continue;
    if (field === GONE) gone = value === true;
    else values[field] = value;
  }
  return { s: op.s, t: op.t, id: op.id, values, ...(gone === undefined ? {} : { gone }) };
}

/** Codes of the endpoint about one save: it refused the save and keeps it in its quarantine. With a field they are `code:field`. */
const ABOUT_ONE_SAVE: ReadonlySet<string> = new Set([
  'forbidden', 'revoked', 'bad_no', 'bad_stamp', 'bad_id', 'bad_scope', 'no_cells', 'too_many_cells', 'unknown_table',
]);

/**
 * Whether the endpoint keeps a save that was laid aside: what it refused as such lies in its quarantine; what it failed
 * on, or what was too big to be sent, it never got.
 * @param reason as in `ParkedOp`
 */
export const isAtEndpoint = (reason: string): boolean => reason.includes(':') || ABOUT_ONE_SAVE.has(reason);
