import { refreshView } from './apply.ts';
import type { Database } from './database.ts';
import { isSound } from './raw.ts';

/** After an update: what this version can work with comes out of `raw` and is shown. */
export async function takeUp(db: Database): Promise<void> {
  if ((await db.raw.count()) === 0) return;
  await db.transaction('rw', [db.meta, db.pend, db.flight, db.parked, db.carried, db.rows, db.was, db.view, db.raw], async () => {
    const sound = (await db.raw.toArray()).filter(isSound);
    const keys = sound.map((r): [typeof r.s, string, string] => [r.s, r.t, r.id]);
    await db.rows.bulkPut(sound);
    await db.raw.bulkDelete(keys);
    await refreshView(db, keys);
  });
}
