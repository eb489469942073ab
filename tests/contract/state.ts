import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stampOf } from '../../src/core/clock.ts';
import type { ReplicaId } from '../../src/core/ids.ts';
import { EMPTY_SUM, type Sum } from '../../src/core/sync/digest.ts';
import type { Store } from '../../src/server/store/store.ts';

const A = 'aaaaaaaaaa' as ReplicaId;
const B = 'bbbbbbbbbb' as ReplicaId;
const SUM = '0123456789abcdef' as Sum;
const STAMP = stampOf({ ms: 1, c: 0 }, A);
const device = { device: 'd1', label: '', role: 'trainer', via: 'invited', made: 5, seen: 0, unsent: 0, skew: 0, schema: 1 } as const;

/** What every store must do for the state digest and for saves that are brought back. */
export function stateContract(name: string, open: () => Promise<Store>): void {
  describe(`store: ${name}, sums`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.close();
    });

    it('[2.14] keeps the sum of a scope beside its mark: unknown at first, moved with the transaction or not at all', async () => {
      const push = { nonce: 'n', replica: A, n: 1, at: 1 };
      await store.write(async (tx) => {
        expect(await tx.sums.hold('p')).toBeUndefined();
        await tx.advance('p', push);
        await tx.advance('t:z', push);
        expect(await tx.sums.hold('p')).toEqual({ seq: 1, nonce: 'n', sum: '' });
        await tx.sums.put('p', SUM);
        expect((await tx.sums.marks()).get('p')).toEqual({ seq: 1, nonce: 'n', sum: SUM });
      });
      const broken = store.write(async (tx) => {
        await tx.advance('p', { ...push, nonce: 'm' });
        await tx.sums.put('p', EMPTY_SUM);
        throw new Error('stop');
      });
      await expect(broken).rejects.toThrow('stop');
      const marks = await store.read((tx) => tx.sums.marks());
      expect([...marks]).toEqual([['p', { seq: 1, nonce: 'n', sum: SUM }], ['t:z', { seq: 1, nonce: 'n', sum: '' }]]);
      await store.write((tx) => tx.advance('p', { ...push, nonce: 'm' }));
      expect((await store.read((tx) => tx.sums.marks())).get('p')).toEqual({ seq: 2, nonce: 'm', sum: SUM });
    });

    it('[2.7] [2.14] remembers of a device how often it differed, and when it was told of a lost past', async () => {
      await store.write((tx) => tx.putDevice({ ...device, differs: 3, reset: 17 }));
      expect(await store.read((tx) => tx.device('d1'))).toEqual({ ...device, differs: 3, reset: 17 });
    });

    it('names who saved under a stamp before who only brought it', async () => {
      const brought = { s: 'p', replica: B, no: 1, dig: 'd', h: STAMP, by: '', at: 1 } as const;
      await store.write((tx) => tx.addOrigin(brought));
      expect(await store.read((tx) => tx.author('p', STAMP))).toEqual(brought);
      await store.write((tx) => tx.addOrigin({ ...brought, replica: A, by: 'aaaaaaaaaa.0' }));
      expect(await store.read((tx) => tx.author('p', STAMP))).toMatchObject({ replica: A, by: 'aaaaaaaaaa.0' });
    });
  });
}
