import { unpark } from './unpark.ts';
import type { Database } from './database.ts';
import { isAtEndpoint } from './parked.ts';
import { ensureSelf, readMeta, selfForWrite, type StoreDeps } from './self.ts';

/** What a tablet that was taken out of its project still has to do. */
export type Parting = 'send' | 'slow' | 'wait' | 'gone';

/** How long an open form keeps the records here, ms. A tablet left lying with one does not keep them for ever. */
export const LONGEST_WAIT = 3_600_000;

/** How long files and saves of others are waited for, ms: they may be more than is taken, and others may have them too. */
const LONGEST_SLOW = 24 * 3_600_000;

/**
 * A tablet that was taken out of its project, and was told so when it had nothing in flight, removes everything of it
 * (PROTOCOL 2.11), in one transaction that first looks whether nothing is left to send: a save of another page may have
 * come in between. What the endpoint never got because it failed on it is offered once more before. An open form is
 * waited for, so that what is being written can be saved and handed over.
 * @param token what it asked with: where it is tied by another by now, nothing is done
 * @returns 'send': saves have to go out first; 'slow': files, or what is carried for others; 'wait': a form is open; 'gone': done, or no longer ours to do
 */
export async function part(db: Database, deps: StoreDeps, token: string, isFormOpen: boolean): Promise<Parting> {
  return db.transaction('rw', db.tables, async () => {
    await selfForWrite(db); // throws where a newer app owns the database
    const link = await readMeta(db, 'link');
    if (link?.token !== token) return 'gone';
    const note = await readMeta(db, 'parting');
    if (!note) {
      await db.meta.put({ k: 'parting', since: deps.now() });
      await unpark(db, (o) => !isAtEndpoint(o.reason));
    }
    const since = note?.since ?? deps.now();
    if ((await db.pend.count()) + (await db.flight.count()) > 0) return 'send';
    if ((await isSlowLeft(db)) && Math.abs(deps.now() - since) < LONGEST_SLOW) return 'slow';
    // A clock that was set back makes the wait longer, not endless: the next start begins with no form open.
    if (isFormOpen && Math.abs(deps.now() - since) < LONGEST_WAIT) return 'wait';
    await Promise.all(db.tables.map((table) => table.clear()));
    await ensureSelf(db, deps);
    await db.meta.put({ k: 'parted', at: deps.now() });
    return 'gone';
  });
}

/** Files, and what is carried for others, that the endpoint has not got. */
const isSlowLeft = async (db: Database): Promise<boolean> => (await db.carried.count()) + (await db.blobs.where('state').equals('wait').count()) > 0;
