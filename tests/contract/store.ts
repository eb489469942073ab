import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stampOf, type Stamp } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { erasuresContract } from './erasures.ts';
import type { HeldRow, HistoryRow, InviteRow, QuarantineRow, Store, WriteTx } from '../../src/server/store/store.ts';

const A = 'aaaaaaaaaa' as ReplicaId;
const B = 'bbbbbbbbbb' as ReplicaId;
const stamp = (ms: number, replica = A): Stamp => stampOf({ ms, c: 0 }, replica);
const device = { device: 'd1', label: 'Планшет «Ош»', role: 'trainer', via: 'invited', made: 5, seen: 0, unsent: 0, skew: -3, schema: 1 } as const;
const invitation: InviteRow = {
  hash: 'i1', role: 'coordinator', areas: ['41706000000000', 'local'], name: "О'Брайен", via: 'first',
  made: 1, expires: 9, replica: '', device: '', closed: false,
};
const row = (id: string, seq: number, s: Scope = 'p', prev = 0): HeldRow => ({
  s, t: 'training', id: id as RecordId, f: { title: 'Ө', langs: ['ky', 'ru'], planned: 3, $gone: false }, p: { name: null },
  h: { title: stamp(1), langs: stamp(2), planned: stamp(2), $gone: stamp(2), name: stamp(3) }, seq, prev,
});

/** What every store must do; run on each of them by `store.<name>.test.ts`. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.close();
    });

    it('[57] a transaction that throws leaves nothing behind, in any table', async () => {
      await store.write(async (tx) => {
        await tx.putMeta('kept', 'yes');
        await tx.putDevice(device);
      });
      const broken = store.write(async (tx) => {
        await tx.putMeta('kept', 'no');
        await tx.putMeta('new', 'x');
        await tx.putDevice({ ...device, label: 'changed' });
        await tx.putToken({ hash: 'h', device: 'd1', kind: 'full', invite: 'i', made: 1, used: 0, ended: 0 });
        await tx.putInvite(invitation);
        await tx.putReplica({ replica: A, device: 'd1', n: 1, dig: 'x', st: [], seqs: [], cursors: [] });
        await tx.putGrant({ s: 't:x', device: 'd1', on: true });
        await tx.advance('p', { nonce: 'n', replica: A, n: 1, at: 1 });
        await tx.putRow(row('a.1', 1));
        await tx.addOrigin({ s: 'p', replica: A, no: 1, dig: 'd', h: stamp(1), by: '', at: 1 });
        throw new Error('stop');
      });
      await expect(broken).rejects.toThrow('stop');
      await store.read(async (tx) => {
        expect(await tx.meta('kept')).toBe('yes');
        expect(await tx.meta('new')).toBeUndefined();
        expect(await tx.device('d1')).toEqual(device);
        expect(await tx.token('h')).toBeUndefined();
        expect(await tx.invite('i1')).toBeUndefined();
        expect(await tx.replica(A)).toBeUndefined();
        expect(await tx.grants('d1')).toEqual([]);
        expect((await tx.scopes()).size).toBe(0);
        expect(await tx.nonce('p', 1)).toBeUndefined();
        expect(await tx.rowsAfter('p', 0, 9)).toEqual([]);
        expect(await tx.origin('p', A, 1)).toBeUndefined();
      });
    });

    it('[62] writers go one after another, however they interleave', async () => {
      const add = (): Promise<void> =>
        store.write(async (tx) => {
          const n = Number((await tx.meta('n')) ?? 0);
          await new Promise((resolve) => {
            setTimeout(resolve, 1);
          });
          await tx.putMeta('n', String(n + 1));
        });
      await Promise.all(Array.from({ length: 20 }, add));
      expect(await store.read((tx) => tx.meta('n'))).toBe('20');
    });

    it('[62] a writer that fails does not stop the next', async () => {
      const failed = store.write(async () => {
        throw new Error('one');
      });
      const next = store.write((tx) => tx.putMeta('k', 'v'));
      await expect(failed).rejects.toThrow('one');
      await next;
      expect(await store.read((tx) => tx.meta('k'))).toBe('v');
    });

    it('[57] of writers that come together one fails in the middle: its changes are gone, those of the others are there', async () => {
      const ends = await Promise.allSettled(
        Array.from({ length: 12 }, (_, i) =>
          store.write(async (tx) => {
            await tx.putMeta(`k${i}`, 'v');
            await tx.advance('p', { nonce: `n${i}`, replica: A, n: i, at: 1 });
            if (i % 5 === 3) throw new Error(`no ${i}`);
            return i;
          }),
        ),
      );
      const failed = [3, 8];
      expect(ends.map((e) => (e.status === 'fulfilled' ? e.value : String(e.reason)))).toEqual(ends.map((_, i) => (failed.includes(i) ? `Error: no ${i}` : i)));
      const there = await store.read(async (tx) => [await Promise.all(ends.map((_, i) => tx.meta(`k${i}`))), (await tx.scopes()).get('p')?.seq]);
      expect(there).toEqual([ends.map((_, i) => (failed.includes(i) ? undefined : 'v')), 10]);
    });

    it('gives back devices, tokens, invitations, replicas and grants as they were put', async () => {
      const token = { hash: 'h', device: 'd1', kind: 'push', invite: 'i1', made: 1, used: 0, ended: 0 } as const;
      const replica = { replica: A, device: 'd1', n: 7, dig: 'x', st: [[0, 'bad', 'too_long:name']], seqs: [['p', 3]], cursors: [['p', 3, 'q']] } as const;
      await store.write(async (tx) => {
        await tx.putDevice({ ...device, device: 'd2', made: 4 });
        await tx.putDevice(device);
        await tx.putToken(token);
        await tx.putToken({ ...token, used: 8 });
        await tx.putInvite(invitation);
        await tx.putReplica({ ...replica, n: 6 });
        await tx.putReplica(replica);
        await tx.putReplica({ ...replica, replica: B });
        await tx.putGrant({ s: 't:z', device: 'd1', on: true });
        await tx.putGrant({ s: 'r:local', device: 'd1', on: true });
        await tx.putGrant({ s: 't:z', device: 'd1', on: false });
      });
      await store.read(async (tx) => {
        expect((await tx.devices()).map((d) => d.device)).toEqual(['d2', 'd1']);
        expect(await tx.token('h')).toEqual({ ...token, used: 8 });
        expect(await tx.invite('i1')).toEqual(invitation);
        expect(await tx.replica(A)).toEqual(replica);
        expect(await tx.replicasOf('d1')).toEqual([A, B]);
        expect(await tx.grants('d1')).toEqual([{ s: 'r:local', device: 'd1', on: true }, { s: 't:z', device: 'd1', on: false }]);
        expect(await tx.grants('d2')).toEqual([]);
      });
    });

    it('drops only unused invitations of the kind named', async () => {
      await store.write(async (tx) => {
        await tx.putInvite(invitation);
        await tx.putInvite({ ...invitation, hash: 'i2', via: 'invited' });
        await tx.putInvite({ ...invitation, hash: 'i3', replica: A, device: 'd1', closed: true });
        await tx.dropUnused('first');
      });
      const left = await store.read(async (tx) => [await tx.invite('i1'), await tx.invite('i2'), await tx.invite('i3')]);
      expect(left.map((i) => i?.hash)).toEqual([undefined, 'i2', 'i3']);
    });

    it('[2.6] each scope counts its own pushes, and each push keeps its mark', async () => {
      const push = { replica: A, n: 1, at: 1 };
      const seqs = await store.write(async (tx) => [
        await tx.advance('p', { ...push, nonce: 'one' }),
        await tx.advance('t:x', { ...push, nonce: 'two' }),
        await tx.advance('p', { ...push, nonce: 'three' }),
      ]);
      expect(seqs).toEqual([1, 1, 2]);
      await store.read(async (tx) => {
        expect([...(await tx.scopes())]).toEqual([['p', { seq: 2, nonce: 'three' }], ['t:x', { seq: 1, nonce: 'two' }]]);
        expect([...(await tx.sums.marks(['t:x', 't:none']))]).toEqual([['t:x', { seq: 1, nonce: 'two', sum: '' }]]);
        expect((await tx.sums.marks([])).size).toBe(0);
        expect([await tx.nonce('p', 1), await tx.nonce('p', 2), await tx.nonce('p', 3), await tx.nonce('t:x', 1)]).toEqual(['one', 'three', undefined, 'two']);
      });
    });

    it('[2.6] a page ends with the end of a push, never inside it', async () => {
      await store.write(async (tx) => {
        for (const [id, seq] of [['a.1', 1], ['a.2', 2], ['a.3', 2], ['a.4', 2], ['a.5', 3]] as const) await tx.putRow(row(id, seq));
        await tx.putRow(row('a.6', 9, 't:x'));
      });
      const ids = (after: number, limit: number): Promise<string[]> => store.read(async (tx) => (await tx.rowsAfter('p', after, limit)).map((r) => r.id));
      expect(await ids(0, 1)).toEqual(['a.1']);
      expect(await ids(0, 2)).toEqual(['a.1', 'a.2', 'a.3', 'a.4']);
      expect(await ids(0, 4)).toEqual(['a.1', 'a.2', 'a.3', 'a.4']);
      expect(await ids(0, 5)).toEqual(['a.1', 'a.2', 'a.3', 'a.4', 'a.5']);
      expect(await ids(1, 500)).toEqual(['a.2', 'a.3', 'a.4', 'a.5']);
      expect(await ids(3, 500)).toEqual([]);
    });

    it('[4.2/37] [2.6] a push of 1, of 200 and of 10,000 rows each comes whole, whatever the page', async () => {
      const push = { nonce: 'n', replica: A, n: 1, at: 1 };
      for (const [size, id] of [[1, 'a'], [200, 'b'], [10_000, 'c'], [1, 'd']] as const) {
        await store.write(async (tx) => {
          const seq = await tx.advance('p', push);
          for (let i = 0; i < size; i++) await tx.putRow(row(`${id}.${i.toString(36)}`, seq));
        });
      }
      const sizes = (after: number, limit: number): Promise<number> => store.read(async (tx) => (await tx.rowsAfter('p', after, limit)).length);
      expect([await sizes(0, 1), await sizes(0, 2), await sizes(0, 202), await sizes(2, 500), await sizes(3, 500)]).toEqual([1, 201, 10_201, 10_000, 1]);
    });

    it('keeps rows by scope, table and id, with values of every kind', async () => {
      await store.write(async (tx) => {
        await tx.putRow(row('a.1', 1));
        await tx.putRow({ ...row('a.1', 2, 'p', 1), t: 'trainer' });
        await tx.putRow(row('a.1', 3, 't:x'));
        await tx.putRow(row('a.1', 4, 'p', 1));
      });
      await store.read(async (tx) => {
        expect(await tx.row('p', 'training', 'a.1' as RecordId)).toEqual(row('a.1', 4, 'p', 1));
        expect((await tx.row('t:x', 'training', 'a.1' as RecordId))?.seq).toBe(3);
        expect((await tx.row('p', 'trainer', 'a.1' as RecordId))?.seq).toBe(2);
        expect(await tx.row('p', 'training', 'a.2' as RecordId)).toBeUndefined();
      });
    });

    it('rows that were foreseen are those that are there, also when they are put meanwhile', async () => {
      await store.write((tx) => tx.putRow(row('a.1', 1)));
      const ask = (tx: WriteTx, id: string) => tx.row('p', 'training', id as RecordId);
      await store.write(async (tx) => {
        const seq = await tx.advance('p', { nonce: 'n', replica: A, n: 1, at: 1 });
        await tx.foresee(['a.1', 'a.2', 'a.3', 'a.1'].map((id) => ({ s: 'p', t: 'training', id: id as RecordId })));
        await tx.foresee([]);
        expect([await ask(tx, 'a.1'), await ask(tx, 'a.2'), await ask(tx, 'a.3'), await ask(tx, 'a.4')]).toEqual([row('a.1', 1), undefined, undefined, undefined]);
        await tx.putRow(row('a.1', seq + 1, 'p', 1));
        await tx.putRow(row('a.2', seq + 1));
        expect([await ask(tx, 'a.1'), await ask(tx, 'a.2'), await ask(tx, 'a.3')]).toEqual([row('a.1', seq + 1, 'p', 1), row('a.2', seq + 1), undefined]);
        await tx.putRow(row('a.2', seq + 2));
        expect(await ask(tx, 'a.2')).toEqual(row('a.2', seq + 2));
      });
    });

    it('[2.5] an origin is found in the transaction that adds it, among its neighbours', async () => {
      const origin = (no: number, dig = 'd') => ({ s: 'p', replica: A, no, dig, h: stamp(no), by: '', at: 1 }) as const;
      await store.write(async (tx) => {
        for (const no of [1, 3, 400]) await tx.addOrigin(origin(no));
      });
      await store.write(async (tx) => {
        const dig = async (no: number) => (await tx.origin('p', A, no))?.dig;
        expect([await dig(1), await dig(2), await dig(3), await dig(400), await dig(0)]).toEqual(['d', undefined, 'd', 'd', undefined]);
        await tx.addOrigin(origin(2));
        await tx.addOrigin(origin(3, 'other'));
        await tx.addOrigin({ ...origin(2), s: 't:x', dig: 'x' });
        expect([await dig(1), await dig(2), await dig(3), await dig(4)]).toEqual(['d', 'd', 'd', undefined]);
        expect((await tx.origin('t:x', A, 2))?.dig).toBe('x');
        expect((await tx.author('p', stamp(2)))?.no).toBe(2);
      });
    });

    it('[T75] text is data, whatever it looks like', async () => {
      const nasty = ["'; drop table rows;--", '__proto__', 'Жаңыл\u2028"', '\u202e', 'ﬁ', '🙂', '%00', 'null', ''];
      await store.write(async (tx) => {
        for (const [i, text] of nasty.entries()) await tx.putRow({ ...row(`a.${i}`, 1), f: { title: text }, p: { name: text } });
      });
      const back = await store.read((tx) => tx.rowsAfter('p', 0, 99));
      expect(back.map((r) => [r.f['title'], r.p['name']])).toEqual(nasty.map((x) => [x, x]));
    });

    it('[2.5] an origin is taken once, and tells who saved under a stamp', async () => {
      const origin = { s: 'p', replica: A, no: 3, dig: 'd', h: stamp(7), by: 'aaaaaaaaaa.u', at: 1234 } as const;
      await store.write(async (tx) => {
        await tx.addOrigin(origin);
        await tx.addOrigin({ ...origin, dig: 'other' });
      });
      await store.read(async (tx) => {
        expect(await tx.origin('p', A, 3)).toEqual(origin);
        expect(await tx.origin('t:x', A, 3)).toBeUndefined();
        expect(await tx.origin('p', B, 3)).toBeUndefined();
        expect(await tx.author('p', stamp(7))).toEqual(origin);
        expect(await tx.author('p', stamp(8))).toBeUndefined();
      });
    });

    it('[2.5] history comes newest first, and the same event once', async () => {
      const entry: HistoryRow = {
        s: 'p', t: 'training', id: 'a.1' as RecordId, field: 'title', value: ['x', 'ө'], stamp: stamp(1), personal: false,
        why: 'overwritten', by: '', at: 1, replica: A, no: 2, seen: 9,
      };
      await store.write(async (tx) => {
        await tx.addHistory(entry);
        await tx.addHistory(entry);
        await tx.addHistory({ ...entry, stamp: stamp(5), value: null, personal: true, why: 'lost' });
        await tx.addHistory({ ...entry, id: 'a.2' as RecordId });
      });
      const found = await store.read((tx) => tx.history('p', 'training', 'a.1' as RecordId));
      expect(found).toEqual([{ ...entry, stamp: stamp(5), value: null, personal: true, why: 'lost' }, entry]);
    });

    it('[2.5] quarantine keeps an op whole, lone surrogates included, until it is dropped', async () => {
      const op = { no: 3, s: 'nowhere' as Scope, t: 't\0', id: 'x' as RecordId, f: { a: '\ud800' }, p: {}, h: stamp(1), by: '', at: 0.5 };
      const entry: QuarantineRow = { replica: A, no: 3, dig: 'd', device: 'd1', reason: 'bad_scope', at: 7, op };
      await store.write(async (tx) => {
        await tx.addQuarantine(entry);
        await tx.addQuarantine({ ...entry, reason: 'again' });
        await tx.addQuarantine({ ...entry, dig: 'e', at: 8 });
      });
      expect(await store.read((tx) => tx.quarantine(9))).toEqual([{ ...entry, dig: 'e', at: 8 }, entry]);
      expect(await store.read((tx) => tx.quarantine(1))).toHaveLength(1);
      await store.write((tx) => tx.dropQuarantine(A, 3, 'd'));
      expect((await store.read((tx) => tx.quarantine(9))).map((q) => q.dig)).toEqual(['e']);
    });

    erasuresContract(() => store);
  });
}
