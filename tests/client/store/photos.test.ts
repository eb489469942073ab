import { describe, expect, it, vi } from 'vitest';
import { SCHEMA } from '../../../src/core/entities/registry.ts';
import type { RecordId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { dropPhoto, keepPhoto, markSafe, sweepPhotos, type NewPhoto } from '../../../src/client/store/photos.ts';
import { waitingPhotos } from '../../../src/client/store/photos-waiting.ts';
import { openTablet, type Tablet } from '../../support/store.ts';

const DAY = 86_400_000;
const TRAINING = 'k3m9x2q7w1.1' as RecordId;
const S = `t:${TRAINING}` as const;
const photo = (c: string, size = 1000, more: Partial<NewPhoto> = {}): NewPhoto => ({
  sha: c.repeat(64), type: 'webp', bytes: new Uint8Array(size).fill(7).buffer, thumb: new Uint8Array([1, 2]).buffer, width: 1600, height: 1200, taken: '2019-11-18T09:10', ...more,
});
const shas = async (t: Tablet): Promise<string[]> => (await t.store.db.blobs.toCollection().primaryKeys()).map((s) => s.slice(0, 1)).sort();

describe('photos on the tablet', () => {
  it('[2.10] bytes and row are both there, or neither', async () => {
    const t = await openTablet(1);
    const photos = await t.store.photos();
    const receipt = must(await photos.add(TRAINING, photo('a')), 'receipt');
    expect(await t.store.list('file', S)).toMatchObject([{ sha: 'a'.repeat(64), type: 'webp', size: 1000, taken: '2019-11-18T09:10', training: TRAINING }]);
    expect(await photos.find('a'.repeat(64))).toMatchObject({ state: 'wait', type: 'image/webp', at: t.clock.now });
    expect(await waitingPhotos(t.store.db)).toEqual({ count: 1, bad: 0 });

    // The row is refused: its bytes go again, but not those that another row speaks of.
    await expect(photos.add(TRAINING, photo('b', 1000, { taken: 'never' }))).rejects.toMatchObject({ name: 'FaultError' });
    await expect(photos.add('k3m9x2q7w1.2' as RecordId, photo('a', 1000, { width: -1 }))).rejects.toMatchObject({ name: 'FaultError' });
    expect(await shas(t)).toEqual(['a']);

    // Taking it back keeps the bytes, since that may be taken back too.
    const undone = await t.store.undo(receipt);
    expect([await t.store.list('file', S), await shas(t), await waitingPhotos(t.store.db)]).toEqual([[], ['a'], { count: 0, bad: 0 }]);
    await t.store.undo(undone);
    expect(await t.store.list('file', S)).toHaveLength(1);
  });

  it('[2.10] the very same photo is kept once in a training, and its bytes once in all', async () => {
    const t = await openTablet(2);
    const photos = await t.store.photos();
    await photos.add(TRAINING, photo('a'));
    await markSafe(t.store.db, 'a'.repeat(64));
    expect(await photos.add(TRAINING, photo('a'))).toBeUndefined();
    expect(await photos.add('k3m9x2q7w1.2' as RecordId, photo('a'))).toBeDefined();
    expect([await t.store.list('file', S), await t.store.list('file')].map((l) => l.length)).toEqual([1, 2]);
    // The endpoint has them: they need not go again.
    expect((await photos.find('a'.repeat(64)))?.state).toBe('safe');
  });

  it('[T6] [T5] storage that is full, or hangs, is said as such, and no row is made', async () => {
    const t = await openTablet(3);
    const photos = await t.store.photos();
    const put = vi.spyOn(t.store.db.blobs, 'put');
    const full = Object.assign(new Error('abort'), { name: 'AbortError', inner: Object.assign(new Error('q'), { name: 'QuotaExceededError' }) });
    put.mockRejectedValueOnce(full);
    await expect(photos.add(TRAINING, photo('a'))).rejects.toMatchObject({ name: 'PhotoError', code: 'full' });
    put.mockRejectedValueOnce(new Error('disk'));
    await expect(photos.add(TRAINING, photo('a'))).rejects.toMatchObject({ name: 'PhotoError', code: 'failed' });
    vi.useFakeTimers();
    const transaction = vi.spyOn(t.store.db, 'transaction').mockImplementation((() => new Promise(() => undefined)) as never);
    const where = vi.spyOn(t.store.db.view, 'where').mockReturnValue({ between: () => ({ toArray: async () => [] }) } as never);
    const hangs = photos.add(TRAINING, photo('a')).catch((e: unknown) => e);
    await vi.advanceTimersByTimeAsync(10_001);
    expect(await hangs).toMatchObject({ name: 'PhotoError', code: 'full' });
    vi.useRealTimers();
    transaction.mockRestore();
    where.mockRestore();
    expect(await t.store.list('file')).toEqual([]);
    expect((await t.store.unsent()).count).toBe(0);
  });

  it('[2.10] bytes left by a save that was cut off, of a training taken away, or deleted for a month, are swept', async () => {
    const t = await openTablet(4);
    const photos = await t.store.photos();
    const { db } = t.store;
    for (const c of ['a', 'b', 'c']) await photos.add(TRAINING, photo(c));
    await db.blobs.put({ sha: 'd'.repeat(64), type: 'image/webp', bytes: new ArrayBuffer(1), state: 'wait', at: t.clock.now });
    const rows = await t.store.list('file', S);
    const idOf = (c: string): RecordId => must(rows.find((r) => r.sha?.startsWith(c)), c).id;
    t.clock.now += 40 * DAY;
    await t.store.save([{ t: 'file', s: S, id: idOf('b'), values: {}, gone: true }]);
    await db.view.delete([S, 'file', idOf('c')]);
    await db.blobs.put({ sha: 'e'.repeat(64), type: 'image/webp', bytes: new ArrayBuffer(1), state: 'wait', at: t.clock.now });
    await sweepPhotos(db, t.clock.now);
    expect(await shas(t)).toEqual(['a', 'b', 'e']);
    await sweepPhotos(db, t.clock.now + 2 * DAY);
    expect(await shas(t)).toEqual(['a', 'b']);
    await sweepPhotos(db, t.clock.now + 31 * DAY);
    expect(await shas(t)).toEqual(['a']);
    await dropPhoto(db, 'a'.repeat(64));
    expect(await shas(t)).toEqual([]);
  });

  it('[2.10] room is made of what the endpoint has: first photos of others, own ones after two days, unsent ones never', async () => {
    const t = await openTablet(5);
    const photos = await t.store.photos();
    const { db } = t.store;
    for (const c of ['a', 'b', 'c']) await photos.add(TRAINING, photo(c));
    await markSafe(db, 'a'.repeat(64));
    await markSafe(db, 'b'.repeat(64));
    await keepPhoto(db, { sha: 'd'.repeat(64), type: 'image/webp', bytes: new ArrayBuffer(1000) }, t.clock.now);
    const here = async (): Promise<string> => (await db.blobs.toArray()).filter((b) => b.bytes.byteLength > 0).map((b) => b.sha[0]).join('');
    expect(await photos.free(1)).toBe(1000);
    expect(await here()).toBe('abc');
    expect(await photos.free(5000)).toBe(0);
    t.clock.now += 3 * DAY;
    expect(await photos.free(5000)).toBe(2000);
    expect(await here()).toBe('c');
    expect((await photos.find('a'.repeat(64)))?.thumb?.byteLength).toBe(2);
    // Looked at again, an own one is an own one still.
    await keepPhoto(db, { sha: 'a'.repeat(64), type: 'image/webp', bytes: new ArrayBuffer(1000) }, t.clock.now);
    expect(await photos.find('a'.repeat(64))).toMatchObject({ state: 'safe', thumb: expect.anything() as unknown });
    expect((await photos.find('a'.repeat(64)))?.from).toBeUndefined();
  });

  it('[I11] photos of others are kept up to a bound', async () => {
    const t = await openTablet(6);
    const big = 25 * 1_048_576;
    for (const [i, c] of ['a', 'b', 'c'].entries()) await keepPhoto(t.store.db, { sha: c.repeat(64), type: 'image/webp', bytes: new ArrayBuffer(big) }, t.clock.now + i);
    expect((await t.store.db.blobs.toArray()).map((b) => b.bytes.byteLength)).toEqual([0, big, big]);
  });
});

describe('a database that an older app wrote', () => {
  it('[2.13] [T10] is the newer one’s from its first start on', async () => {
    const t = await openTablet(7);
    const self = must(await t.store.db.meta.get('self'), 'self');
    await t.store.db.meta.put({ ...self, schema: 1 } as never);
    const later = await t.again();
    expect(later.self).toMatchObject({ schema: SCHEMA, replica: t.store.self.replica });
    expect(await later.db.meta.get('self')).toMatchObject({ schema: SCHEMA });
    // One that is newer still is left as it is.
    await later.db.meta.put({ ...self, schema: SCHEMA + 1 } as never);
    expect((await t.again()).self.schema).toBe(SCHEMA + 1);
  });
});
