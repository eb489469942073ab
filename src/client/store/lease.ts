import type { Database, Lease } from './database.ts';
import { readMeta, selfForWrite } from './self.ts';

/** A sign of life of whoever syncs: until it runs out, nobody else need try. */
export type Sign = Omit<Lease, 'k'>;

/** How long a sign still holds, ms; 0 when it has run out, or when the clock was set back to before it. */
export const holdsFor = ({ at, ms }: Pick<Sign, 'at' | 'ms'>, now: number): number => (now < at ? 0 : Math.max(0, at + ms - now));

/** Leaves a sign of life, over whatever stood there: for whoever holds the lock. */
export async function leaveSign(db: Database, sign: Sign): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    await selfForWrite(db);
    await db.meta.put({ k: 'lease', ...sign });
  });
}

/**
 * Leaves a sign of life where no other page's holds: of two that ask at once, one gets it.
 * @returns 0 when it is ours now, else how long the other's still holds, ms
 */
export async function takeOver(db: Database, sign: Sign): Promise<number> {
  return db.transaction('rw', db.meta, async () => {
    await selfForWrite(db);
    const had = await readMeta(db, 'lease');
    const holds = had && had.by !== sign.by ? holdsFor(had, sign.at) : 0;
    if (holds === 0) await db.meta.put({ k: 'lease', ...sign });
    return holds;
  });
}

/** Takes our sign away, so that the next one need not wait for its end. */
export async function clearSign(db: Database, by: string): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    if ((await readMeta(db, 'lease'))?.by === by) await db.meta.delete('lease');
  });
}
