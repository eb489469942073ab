import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import type { BlobRow } from '../../src/server/store/blobs.ts';
import type { Store } from '../../src/server/store/store.ts';

const sha = (c: string): string => c.repeat(64);
const blob = (c: string, more: Partial<BlobRow> = {}): BlobRow => ({
  sha: sha(c), size: 9, held: 0, state: 'part', type: '', device: 'd1', touched: 100, ...more,
});
const link = (s: Scope, id: string, c: string, live = true) => ({ s, id: id as RecordId, sha: sha(c), live });

/** What every store must do with the bytes of files; run on each by `blobs.<name>.test.ts`. */
export function blobContract(name: string, open: () => Promise<Store>): void {
  describe(`blobs: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.close();
    });

    it('[2.10] gives bytes back in order, whatever they are and however they came', async () => {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.write(async (tx) => {
        await tx.blobs.begin(blob('a', { size: 259 }));
        await tx.blobs.addPart(sha('a'), 256, new Uint8Array([0, 39, 0]));
        await tx.blobs.addPart(sha('a'), 0, all);
        await tx.blobs.begin(blob('b'));
        await tx.blobs.addPart(sha('b'), 0, new Uint8Array([7]));
        await tx.blobs.put(blob('a', { size: 259, held: 259, state: 'whole', type: 'webp', touched: 5 }));
      });
      await store.read(async (tx) => {
        expect(await tx.blobs.blob(sha('a'))).toEqual(blob('a', { size: 259, held: 259, state: 'whole', type: 'webp', touched: 5 }));
        expect(Buffer.concat(await tx.blobs.parts(sha('a')))).toEqual(Buffer.from([...all, 0, 39, 0]));
        expect(await tx.blobs.parts(sha('c'))).toEqual([]);
        expect(await tx.blobs.blob(sha('c'))).toBeUndefined();
      });
      await store.write((tx) => tx.blobs.drop(sha('a')));
      await store.read(async (tx) => {
        expect([await tx.blobs.blob(sha('a')), await tx.blobs.parts(sha('a'))]).toEqual([undefined, []]);
        expect(await tx.blobs.parts(sha('b'))).toHaveLength(1);
      });
    });

    it('[2.10] who begins what is begun gets what stands; what is not begun is not put', async () => {
      await store.write(async (tx) => {
        expect(await tx.blobs.begin(blob('a', { held: 4 }))).toEqual(blob('a', { held: 4 }));
        expect(await tx.blobs.begin(blob('a', { device: 'd2', size: 1 }))).toEqual(blob('a', { held: 4 }));
        await tx.blobs.put(blob('b'));
        await tx.blobs.touch(sha('b'), 7);
        await tx.blobs.touch(sha('a'), 700);
      });
      await store.read(async (tx) => {
        expect(await tx.blobs.blob(sha('a'))).toEqual(blob('a', { held: 4, touched: 700 }));
        expect(await tx.blobs.blob(sha('b'))).toBeUndefined();
      });
    });

    it('[2.10] of many who add to one file at once each finds what the one before left', async () => {
      const add = (): Promise<void> =>
        store.write(async (tx) => {
          const b = await tx.blobs.begin(blob('a', { size: 20 }));
          await tx.blobs.addPart(b.sha, b.held, new Uint8Array([b.held]));
          await tx.blobs.put({ ...b, held: b.held + 1 });
        });
      await Promise.all(Array.from({ length: 20 }, add));
      expect(Buffer.concat(await store.read((tx) => tx.blobs.parts(sha('a'))))).toEqual(Buffer.from(Array.from({ length: 20 }, (_, i) => i)));
    });

    it('[57] a transaction that throws leaves neither bytes nor links', async () => {
      await store.write(async (tx) => {
        await tx.blobs.begin(blob('a'));
        await tx.blobs.addPart(sha('a'), 0, new Uint8Array([1]));
        await tx.blobs.putLink(link('t:x', 'r.1', 'a'));
      });
      const broken = store.write(async (tx) => {
        await tx.blobs.begin(blob('b'));
        await tx.blobs.addPart(sha('a'), 1, new Uint8Array([2]));
        await tx.blobs.dropLinks(sha('a'));
        await tx.blobs.putLink(link('t:x', 'r.2', 'b'));
        await tx.blobs.drop(sha('a'));
        throw new Error('stop');
      });
      await expect(broken).rejects.toThrow('stop');
      await store.read(async (tx) => {
        expect(await tx.blobs.blob(sha('b'))).toBeUndefined();
        expect(await tx.blobs.parts(sha('a'))).toHaveLength(1);
        expect(await tx.blobs.links(sha('a'))).toEqual([link('t:x', 'r.1', 'a')]);
        expect(await tx.blobs.link('t:x', 'r.2' as RecordId)).toBeUndefined();
      });
    });

    it('[2.10] a row refers to one file at a time, a file may have many rows', async () => {
      await store.write(async (tx) => {
        await tx.blobs.putLink(link('t:y', 'r.1', 'a'));
        await tx.blobs.putLink(link('t:x', 'r.2', 'a'));
        await tx.blobs.putLink(link('t:x', 'r.1', 'b'));
        await tx.blobs.putLink(link('t:x', 'r.1', 'a', false));
      });
      await store.read(async (tx) => {
        expect(await tx.blobs.links(sha('a'))).toEqual([link('t:x', 'r.1', 'a', false), link('t:x', 'r.2', 'a'), link('t:y', 'r.1', 'a')]);
        expect(await tx.blobs.links(sha('b'))).toEqual([]);
        expect(await tx.blobs.link('t:y', 'r.1' as RecordId)).toEqual(link('t:y', 'r.1', 'a'));
      });
      await store.write((tx) => tx.blobs.dropLinks(sha('a')));
      expect(await store.read((tx) => tx.blobs.links(sha('a')))).toEqual([]);
    });

    it('[2.10] [I11] counts and finds what no standing row refers to', async () => {
      await store.write(async (tx) => {
        for (const [c, more] of [['a', { held: 3 }], ['b', { held: 5, touched: 50 }], ['c', { held: 7, device: 'd2', touched: 60 }], ['d', { state: 'erased' as const, touched: 1 }], ['e', { held: 11, touched: 10 }]] as const) {
          await tx.blobs.begin(blob(c, more));
        }
        await tx.blobs.putLink(link('t:x', 'r.1', 'b', false));
        await tx.blobs.putLink(link('t:x', 'r.2', 'e', false));
        await tx.blobs.putLink(link('t:y', 'r.3', 'e'));
      });
      await store.read(async (tx) => {
        expect([await tx.blobs.unreferencedBytes('d1'), await tx.blobs.unreferencedBytes('d2'), await tx.blobs.unreferencedBytes('d3')]).toEqual([8, 7, 0]);
        expect(await tx.blobs.stale(100, 9)).toEqual([sha('b'), sha('c')]);
        expect(await tx.blobs.stale(101, 9)).toEqual([sha('b'), sha('c'), sha('a')]);
        expect(await tx.blobs.stale(101, 1)).toEqual([sha('b')]);
      });
    });
  });
}
