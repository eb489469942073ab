import { clockOf, stampOf } from '../../core/clock.ts';
import type { ReplicaId } from '../../core/ids.ts';
import { newReplicaId } from '../../core/ids.ts';
import { refreshView, resetCursors } from './apply.ts';
import { withoutReason } from './unpark.ts';
import type { Database, OutOp, Self } from './database.ts';
import { readMeta, selfForWrite, type StoreDeps } from './self.ts';

/** Where the endpoint's own chain of our batches ends, and who it says it is. */
export interface Chain {
  readonly last: number;
  readonly lastDig: string;
  readonly epoch: string;
}

/** What a question was asked with: a refusal counts only while that is still so (PROTOCOL 2.4). */
export interface Asked {
  readonly replica: ReplicaId;
  /** Digest of the batch it carried, '' for none. */
  readonly dig: string;
  /** Number of the last batch acknowledged: tells one question that carried none from another. */
  readonly batch: number;
}

/** Who the tablet is and what it has in flight now. */
export async function standing(db: Database): Promise<Asked> {
  const [self, flight] = await Promise.all([selfForWrite(db), db.flight.get('one')]);
  return { replica: self.replica, dig: flight?.dig ?? '', batch: self.batch };
}

/** Whether nothing has changed since: another page, or an earlier answer, may have been faster. */
async function stillAsked(db: Database, asked: Asked): Promise<boolean> {
  const now = await standing(db);
  return now.replica === asked.replica && now.dig === asked.dig && now.batch === asked.batch;
}

const everything = (db: Database) => [db.blobs, db.meta, db.pend, db.flight, db.sent, db.parked, db.rows, db.was, db.view, db.carried];

/**
 * The endpoint lost its past: restored from a backup, promoted, or begun anew (PROTOCOL 2.7). Everything this
 * tablet ever saved goes out again under its old numbers: what the endpoint still has, it knows by its origin and
 * answers `dup`; what it lost, it gets back. Confirmed rows stay until their scope was read anew to its end; what it then
 * turns out to lack of others' goes back to it as well, as far as this tablet may write it.
 * Does nothing when the refusal is no answer to what is in flight now.
 */
export async function offerAgain(db: Database, chain: Chain, asked: Asked): Promise<void> {
  await db.transaction('rw', everything(db), async () => {
    if (!(await stillAsked(db, asked))) return;
    const self = await selfForWrite(db);
    const ops = await unacknowledged(db);
    const again = [...(await db.sent.toArray()), ...ops];
    const { list, no } = renumber(again, self.replica, self.no);
    await moveToPend(db, list);
    await db.meta.put({ ...self, no, batch: chain.last, dig: chain.lastDig, safe: 0 });
    await resetCursors(db, 'give');
    // Bytes of photos it had may be lost too: it is asked for each, and sent what it lacks (PROTOCOL 2.10).
    await db.blobs.where('state').equals('safe').and((b) => b.bytes.byteLength > 0).modify({ state: 'wait' });
    const link = await readMeta(db, 'link');
    if (link) await db.meta.put({ ...link, epoch: chain.epoch });
    await refreshView(db, list.map((o) => [o.s, o.t, o.id]));
  });
}

/**
 * Another tablet goes on under our name: our storage was copied, or put back from a backup (PROTOCOL 2.8). This one
 * becomes a replica of its own and offers everything it saved under new numbers, with the old stamps, so that
 * nothing old wins anew. What both copies hold is laid over the same rows and changes nothing.
 * Does nothing when the refusal is no answer to what is in flight now.
 * @param isAlone a copy that never joined: the other one is another device then, whose stamps this one may not use. Its saves,
 * which nobody has seen, keep their moments and bear the new name.
 */
export async function becomeAnother(db: Database, deps: Pick<StoreDeps, 'random'>, asked: Asked, isAlone = false): Promise<void> {
  await db.transaction('rw', everything(db), async () => {
    if (!(await stillAsked(db, asked))) return;
    const self = await selfForWrite(db);
    const replica = newReplicaId(deps.random(16));
    const ops = [...(await db.sent.toArray()), ...(await unacknowledged(db))];
    const { list: old, no } = renumber(ops, replica, 0);
    const list = isAlone ? old.map((op) => ({ ...op, h: stampOf(clockOf(op.h), replica) })) : old;
    await moveToPend(db, list);
    const next: Self = { ...self, replica, counter: 1, no, batch: 0, dig: '', safe: 0, was: [...(self.was ?? []), self.replica] };
    await db.meta.put(next);
    await resetCursors(db);
    await refreshView(db, list.map((o) => [o.s, o.t, o.id]));
  });
}

/** Everything that is not known to be stored: waiting, on its way, parked. */
async function unacknowledged(db: Database): Promise<OutOp[]> {
  const [parked, flight, pend] = await Promise.all([db.parked.toArray(), db.flight.get('one'), db.pend.toArray()]);
  return [...parked.map(withoutReason), ...(flight?.ops ?? []), ...pend];
}

/** Ops keep their number where they are this replica's; those of a former one get new numbers after the last. */
function renumber(ops: readonly OutOp[], replica: ReplicaId, lastNo: number): { list: OutOp[]; no: number } {
  // By stamp: the order in which they were saved, whoever the tablet was then.
  const sorted = ops.toSorted((a, b) => (a.h < b.h ? -1 : 1));
  let no = lastNo;
  const list = sorted.map((op) => {
    if (op.r === replica) return op;
    no += 1;
    return { ...op, r: replica, no };
  });
  return { list, no };
}

async function moveToPend(db: Database, list: readonly OutOp[]): Promise<void> {
  await Promise.all([db.pend.clear(), db.flight.clear(), db.sent.clear(), db.parked.clear()]);
  await db.pend.bulkPut(list);
}
