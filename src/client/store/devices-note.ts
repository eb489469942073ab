import { replicaOf, type ReplicaId } from '../../core/ids.ts';
import type { ListedDevice } from '../../core/sync/history.ts';
import type { DeviceReport } from '../../core/sync/protocol.ts';
import type { Database, DevicesNote } from './database.ts';
import { readMeta } from './self.ts';

/** The endpoint's last list of devices, each under the name its people gave it last in the settings, else the one it joined under. */
export async function namedDevices(db: Database): Promise<DevicesNote | undefined> {
  const note = await readMeta(db, 'devices');
  if (!note) return undefined;
  const given = (await db.view.where('t').equals('device').toArray())
    .filter((row) => row.g === 0 && typeof row.f['label'] === 'string' && row.f['label'] !== '')
    .sort((a, b) => ((a.h['label'] ?? '') < (b.h['label'] ?? '') ? -1 : 1));
  const named = (d: ListedDevice): ListedDevice => {
    const replicas: readonly (ReplicaId | undefined)[] = d.replicas ?? [];
    const label = given.filter((row) => replicas.includes(replicaOf(row.id))).at(-1)?.f['label'];
    return typeof label === 'string' ? { ...d, label } : d;
  };
  return { ...note, list: note.list.map(named) };
}

/** What the endpoint has just said of one device takes the place of what its last list said; the age of the list stays. */
export async function noteDevice(db: Database, report: DeviceReport): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const note = await readMeta(db, 'devices');
    if (!note) return;
    await db.meta.put({ ...note, list: note.list.map((d) => (d.device === report.device ? report : d)) });
  });
}
