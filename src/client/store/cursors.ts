import type { Database } from './database.ts';
import { NO_CURSORS, readMeta } from './self.ts';

/** The endpoint does not know our cursor set: the next question carries it whole. */
export async function disagreeCursors(db: Database): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const c = (await readMeta(db, 'cursors')) ?? NO_CURSORS;
    await db.meta.put({ ...c, agreed: false });
  });
}
