import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stampOf } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId } from '../../src/core/ids.ts';
import type { DiscardRow, RevocationRow } from '../../src/server/store/access.ts';
import type { InviteRow, QuarantineRow, Store, TokenRow } from '../../src/server/store/store.ts';

const A = 'aaaaaaaaaa' as ReplicaId;
const B = 'bbbbbbbbbb' as ReplicaId;
const device = { device: 'd1', label: 'Планшет «Ош»', role: 'trainer', via: 'invited', made: 5, seen: 0, unsent: 0, skew: -3, schema: 1 } as const;
const token = (hash: string, made: number, more: Partial<TokenRow> = {}): TokenRow => ({ hash, device: 'd1', kind: 'full', invite: 'i', made, used: 0, ended: 0, ...more });
const invitation = (hash: string, replica = ''): InviteRow => ({
  hash, role: 'trainer', areas: [], name: '', via: 'invited', made: 1, expires: 9, replica, device: '', closed: false,
});
const refused = (replica: ReplicaId, no: number, at: number, dig = 'd'): QuarantineRow => ({
  replica, no, dig, device: 'd1', reason: 'forbidden', at,
  op: { no, s: 'p', t: 'training', id: 'x.1' as RecordId, f: { title: 'Ө' }, p: {}, h: stampOf({ ms: 1, c: 0 }, A), by: '', at: 1 },
});

/** What every store must do about tokens, devices taken out, and what was refused; run on each by `store.<name>.test.ts`. */
export function accessContract(name: string, open: () => Promise<Store>): void {
  describe(`store, access: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.write(async (tx) => {
        await tx.putDevice(device);
        await tx.putDevice({ ...device, device: 'd2' });
      });
    });
    afterEach(async () => {
      await store.close();
    });

    it('[2.11] tokens of a device come oldest first, as they were put, and go', async () => {
      await store.write(async (tx) => {
        for (const t of [token('c', 3), token('a', 1, { used: 2 }), token('b', 1, { kind: 'push' }), token('z', 0, { device: 'd2' })]) await tx.putToken(t);
        await tx.putToken(token('a', 1, { used: 2, ended: 7 }));
        await tx.access.dropToken('c');
        await tx.access.dropToken('nobody');
      });
      await store.read(async (tx) => {
        expect(await tx.access.tokensOf('d1')).toEqual([token('a', 1, { used: 2, ended: 7 }), token('b', 1, { kind: 'push' })]);
        expect(await tx.token('a')).toEqual(token('a', 1, { used: 2, ended: 7 }));
        expect(await tx.access.tokensOf('d3')).toEqual([]);
      });
    });

    it('[2.11] a device is taken out and let in again', async () => {
      const row: RevocationRow = { device: 'd1', at: 4, by: 'd2', met: 0, taken: 0, parted: 0 };
      await store.write(async (tx) => {
        expect(await tx.access.revocation('d1')).toBeUndefined();
        await tx.access.putRevocation(row);
        await tx.access.putRevocation({ ...row, met: 5, taken: 3, parted: 6 });
      });
      expect(await store.read((tx) => tx.access.revocation('d1'))).toEqual({ ...row, met: 5, taken: 3, parted: 6 });
      await store.write((tx) => tx.access.dropRevocation('d1'));
      expect(await store.read((tx) => tx.access.revocation('d1'))).toBeUndefined();
    });

    it('[2.11] invitations of a device go as long as nobody has used them', async () => {
      await store.write(async (tx) => {
        for (const [hash, by] of [['i1', 'd1'], ['i2', 'd1'], ['i3', 'd2']] as const) {
          await tx.putInvite(invitation(hash, hash === 'i2' ? A : ''));
          await tx.access.putInviter(hash, by);
        }
        await tx.putInvite(invitation('i4'));
        await tx.access.dropInvitesOf('d1');
      });
      const left = await store.read((tx) => Promise.all(['i1', 'i2', 'i3', 'i4'].map((hash) => tx.invite(hash))));
      expect(left.map((i) => i?.hash)).toEqual([undefined, 'i2', 'i3', 'i4']);
    });

    it('[2.5.4] quarantine is read by pages, newest first, and counted; what was dropped in the same transaction is gone', async () => {
      const rows = [refused(A, 1, 5), refused(A, 2, 5), refused(A, 2, 5, 'e'), refused(B, 1, 5), refused(B, 2, 9), refused(B, -1, 1)];
      await store.write(async (tx) => {
        for (const q of rows) await tx.addQuarantine(q);
      });
      const seen: string[] = [];
      await store.read(async (tx) => {
        expect(await tx.access.quarantineCount()).toBe(6);
        let last: QuarantineRow | undefined;
        do {
          const page: readonly QuarantineRow[] = await tx.access.quarantinePage(last, 2);
          seen.push(...page.map((q) => `${q.replica[0] ?? ''}${q.no}${q.dig}`));
          last = page.at(-1);
        } while (last);
      });
      expect(seen).toEqual(['b2d', 'a1d', 'a2d', 'a2e', 'b1d', 'b-1d']);
      await store.write(async (tx) => {
        expect(await tx.access.quarantined(A, 2, 'e')).toEqual(rows[2]);
        await tx.dropQuarantine(A, 2, 'e');
        expect(await tx.access.quarantined(A, 2, 'e')).toBeUndefined();
        expect(await tx.access.quarantineCount()).toBe(5);
        await tx.addQuarantine({ ...refused(A, 2, 5, 'e'), reason: 'other' });
        expect((await tx.access.quarantinePage(undefined, 9)).map((q) => q.reason)).toEqual(['forbidden', 'forbidden', 'forbidden', 'other', 'forbidden', 'forbidden']);
      });
    });

    it('[2.5.4] what was let go is remembered by its number; a transaction that throws leaves nothing behind', async () => {
      const row: DiscardRow = { replica: A, no: 1, dig: 'd', device: 'd1', by: 'd2', person: 'b.0', at: 3, reason: 'too_long:title', op: '{"t":"\\u0000"}' };
      await store.write(async (tx) => {
        await tx.access.addDiscard(row);
        await tx.access.addDiscard({ ...row, reason: 'again' });
        await tx.access.addDiscard({ ...row, dig: 'c', op: '' });
        await tx.access.addDiscard({ ...row, no: 2 });
      });
      const broken = store.write(async (tx) => {
        await tx.access.putRevocation({ device: 'd1', at: 1, by: '', met: 0, taken: 0, parted: 0 });
        await tx.access.addDiscard({ ...row, no: 3 });
        await tx.access.putInviter('i1', 'd1');
        await tx.putInvite(invitation('i1'));
        throw new Error('stop');
      });
      await expect(broken).rejects.toThrow('stop');
      await store.write(async (tx) => {
        expect(await tx.access.discarded(A, 1)).toEqual([{ ...row, dig: 'c', op: '' }, row]);
        expect(await tx.access.discarded(A, 3)).toEqual([]);
        expect(await tx.access.revocation('d1')).toBeUndefined();
        await tx.putInvite(invitation('i1'));
        await tx.access.dropInvitesOf('d1');
        expect((await tx.invite('i1'))?.hash).toBe('i1');
      });
    });
  });
}
