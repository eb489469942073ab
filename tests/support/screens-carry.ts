import type { Page } from 'playwright';
import { registry } from '../../src/core/entities/registry.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { stampOf } from '../../src/core/clock.ts';
import { must } from '../../src/core/result.ts';
import { carriedBatches } from '../../src/core/sync/carry.ts';
import type { Op } from '../../src/core/sync/change.ts';
import { sealParcel } from '../../src/core/sync/parcel.ts';
import { webParcel } from '../../src/client/sync/web-parcel.ts';

const OTHER = 'otherrrrr0' as ReplicaId;
const NOON = Date.UTC(2026, 10, 24, 6);

/**
 * Lays aside a save of a training that the endpoint failed on, with a text that does not pack, and one of another
 * tablet that it could not read: neither goes out by itself, so the screens stay as they are while they are looked at.
 */
export async function layUnsent(page: Page, training: string): Promise<void> {
  await page.evaluate(
    async ([id, other]) => {
      const open = indexedDB.open('tizme');
      const db = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
      const self = await new Promise<{ replica: string }>((done) => {
        const q = db.transaction('meta').objectStore('meta').get('self') as IDBRequest<{ replica: string }>;
        q.onsuccess = () => done(q.result);
      });
      const text = Array.from(crypto.getRandomValues(new Uint32Array(240)), (n) => n.toString(36)).join('');
      const op = { s: 'p', t: 'training', id, f: { notes: text }, p: {}, h: `${'0'.repeat(14)}${self.replica}`, by: '', at: 1_795_500_000_000 };
      const tx = db.transaction(['parked', 'carried', 'parcels'], 'readwrite');
      tx.objectStore('parked').put({ ...op, r: self.replica, no: 90_001, reason: 'server' });
      tx.objectStore('carried').put({ ...op, f: {}, r: other, no: 1, h: `${'0'.repeat(14)}${other}`, parcel: 'x' });
      tx.objectStore('parcels').put({ id: 'x', bytes: new ArrayBuffer(1), label: 'Планшет Тамчы', at: 1_795_500_000_000, count: 12, refused: 'too_big' });
      await new Promise((done) => (tx.oncomplete = done));
      db.close();
    },
    [training, OTHER] as const,
  );
}

/** A parcel of another tablet of this tablet's project, as a file: a training that is not here, with its list. */
export async function parcelOfAnother(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const key = await page.evaluate(async () => {
    const open = indexedDB.open('tizme');
    const db = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
    return new Promise<string | undefined>((done) => {
      const q = db.transaction('meta').objectStore('meta').get('link') as IDBRequest<{ keys?: string[] }>;
      q.onsuccess = () => done(q.result.keys?.[0]);
    });
  });
  const training = `${OTHER}.1` as RecordId;
  const s: Scope = `t:${training}`;
  const base = { h: stampOf({ ms: NOON, c: 0 }, OTHER), by: '', at: NOON, p: {} };
  const ops: Op[] = [
    { ...base, no: 1, s: 'p', t: 'training', id: training, f: { unit: '41703225853000', start: '2026-11-24', status: 'running' } },
    ...Array.from({ length: 12 }, (_, i): Op => ({ ...base, no: 2 + i, s, t: 'registration', id: `g:${training}/${OTHER}.${i + 2}` as RecordId, f: { sex: 'f' } })),
    { ...base, no: 20, s: 'r:local', t: 'person', id: `${OTHER}.2` as RecordId, f: { sex: 'f' } },
  ];
  const batches = carriedBatches(registry, ops).map((wire) => ({ d: 'd', r: OTHER, schema: 1, ops: wire, mac: '' }));
  const parcel = { v: 1, replica: OTHER, label: 'Планшет Тамчы', at: NOON, count: ops.length, batches } as const;
  const bytes = await sealParcel(webParcel, parcel, { kind: 'project', key: must(key, 'key of the project') });
  return { name: 'tizme-2026-11-24-abcdef.tizme', mimeType: '', buffer: Buffer.from(bytes) };
}
