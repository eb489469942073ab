import type { ReplicaId } from '../../core/ids.ts';
import { newReplicaId } from '../../core/ids.ts';
import { refreshView } from './apply.ts';
import type { Database, OutOp, Self } from './database.ts';
import { readMeta, selfForWrite, type StoreDeps } from './self.ts';

/** Where the endpoint's own chain of our batches ends, and who it says it is. */
export interface Chain {
  readonly last: number;
  readonly lastDig: string;
  readonly epoch: string;
}

const everything = (db: Database) => [db.meta, db.pend, db.flight, db.sent, db.parked, db.rows, db.view];

/**
 * The endpoint lost its past: restored from a backup, promoted, or begun anew (PROTOCOL 2.7). Everything this
 * tablet ever saved goes out again under its old numbers: what the endpoint still has, it knows by its origin and
 * answers `dup`; what it lost, it gets back. Confirmed rows stay until it sends newer ones; cursors start at zero.
 */
export async function offerAgain(db: Database, chain: Chain): Promise<void> {
  await db.transaction('rw', everything(db), async () => {
    const self = await selfForWrite(db);
    const ops = await unacknowledged(db);
    const again = [...(await db.sent.toArray()), ...ops];
    const { list, no } = renumber(again, self.replica, self.no);
    await moveToPend(db, list);
    await db.meta.put({ ...self, no, batch: chain.last, dig: chain.lastDig, safe: 0 });
    await db.meta.delete('cursors');
    const link = await readMeta(db, 'link');
    if (link) await db.meta.put({ ...link, epoch: chain.epoch });
    await refreshView(db, list.map((o) => [o.s, o.t, o.id]));
  });
}

/**
 * Another tablet goes on under our name: our storage was copied, or put back from a backup (PROTOCOL 2.8). This one
 * becomes a replica of its own and offers everything it saved under new numbers, with the old stamps, so that
 * nothing old wins anew. What both copies hold is laid over the same rows and changes nothing.
 */
export async function becomeAnother(db: Database, deps: Pick<StoreDeps, 'random'>): Promise<ReplicaId> {
  return db.transaction('rw', everything(db), async () => {
    const self = await selfForWrite(db);
    const replica = newReplicaId(deps.random(16));
    const ops = [...(await db.sent.toArray()), ...(await unacknowledged(db))];
    const { list, no } = renumber(ops, replica, 0);
    await moveToPend(db, list);
    const next: Self = { ...self, replica, counter: 1, no, batch: 0, dig: '', safe: 0, was: [...(self.was ?? []), self.replica] };
    await db.meta.put(next);
    await db.meta.delete('cursors');
    await refreshView(db, list.map((o) => [o.s, o.t, o.id]));
    return replica;
  });
}

/** Everything that is not known to be stored: waiting, on its way, parked. */
async function unacknowledged(db: Database): Promise<OutOp[]> {
  const [parked, flight, pend] = await Promise.all([db.parked.toArray(), db.flight.get('one'), db.pend.toArray()]);
  return [...parked.map(({ reason: _, ...op }) => op), ...(flight?.ops ?? []), ...pend];
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
