import type { Database, OutOp, ParkedOp } from './database.ts';
import { selfForWrite } from './self.ts';

/** A parked save as it stood in the outbox. */
export function withoutReason(parked: ParkedOp): OutOp {
  const { reason: _reason, ...op } = parked;
  return op;
}

/** Puts parked saves back into the outbox, where they stood. */
export async function unpark(db: Database, which: (o: ParkedOp) => boolean): Promise<void> {
  const self = await selfForWrite(db);
  const found = (await db.parked.toArray()).filter((o) => o.r === self.replica && which(o));
  await db.pend.bulkPut(found.map(withoutReason));
  await db.parked.bulkDelete(found.map((o) => [o.r, o.no]));
}
