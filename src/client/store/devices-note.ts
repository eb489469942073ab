import type { DeviceReport } from '../../core/sync/protocol.ts';
import type { Database } from './database.ts';
import { readMeta } from './self.ts';

/** What the endpoint has just said of one device takes the place of what its last list said; the age of the list stays. */
export async function noteDevice(db: Database, report: DeviceReport): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const note = await readMeta(db, 'devices');
    if (!note) return;
    await db.meta.put({ ...note, list: note.list.map((d) => (d.device === report.device ? report : d)) });
  });
}
