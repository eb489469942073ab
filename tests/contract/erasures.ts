import { expect, it } from 'vitest';
import { stampOf, type Stamp } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import type { ErasureRow } from '../../src/server/store/erasures.ts';
import type { HeldRow, HistoryRow, QuarantineRow, Store } from '../../src/server/store/store.ts';

const A = 'aaaaaaaaaa' as ReplicaId;
const stamp = (ms: number): Stamp => stampOf({ ms, c: 0 }, A);
const PERSON = 'aaaa_aaaaa.7' as RecordId;

const erasure = (no: number, over: Partial<ErasureRow> = {}): ErasureRow => ({
  id: `erasure${no}`, no, mark: `mark${no}`, at: 1_574_042_400_000, device: 'd1', reason: 'asked', rows: 3,
  subjects: [{ t: 'person', id: `aaaaaaaaaa.${no}` as RecordId }], ids: [`aaaaaaaaaa.${no}`, `bbbbbbbbbb.${no}`], ...over,
});
const row = (s: Scope, t: string, id: string, f: HeldRow['f'] = {}): HeldRow => ({ s, t, id: id as RecordId, f, p: { name: 'Ө' }, h: { name: stamp(1) }, seq: 1, prev: 0 });

/** What every store must do with erasures. */
export function erasuresContract(store: () => Store): void {
  it('[2.12] erasures come in their order, and the same one once', async () => {
    await store().write(async (tx) => {
      for (const no of [2, 1, 3]) await tx.erasures.add(erasure(no));
      await tx.erasures.add(erasure(2, { reason: 'other', no: 9 }));
    });
    await store().read(async (tx) => {
      expect(await tx.erasures.after(0, 9)).toEqual([erasure(1), erasure(2), erasure(3)]);
      expect((await tx.erasures.after(1, 1)).map((e) => e.no)).toEqual([2]);
      expect(await tx.erasures.after(3, 9)).toEqual([]);
    });
  });

  it('[2.12] an id that was erased is known from then on, among any number of others', async () => {
    await store().write(async (tx) => {
      await tx.erasures.add(erasure(1));
      await tx.erasures.addId('cccccccccc.1', 'erasure1');
      await tx.erasures.addId('cccccccccc.1', 'erasure2');
    });
    const many = Array.from({ length: 1_203 }, (_, i) => `zzzzzzzzzz.${i.toString(36)}`);
    const ask = (ids: readonly string[]) => store().read(async (tx) => [...(await tx.erasures.known(ids))].toSorted());
    expect(await ask([...many, 'cccccccccc.1', 'bbbbbbbbbb.1', "'"])).toEqual(['bbbbbbbbbb.1', 'cccccccccc.1']);
    expect(await ask(['aaaaaaaaaa.2'])).toEqual([]);
    expect(await ask([])).toEqual([]);
  });

  it('[2.12] how far a device has followed is noted, and where a mark stands is told', async () => {
    await store().write(async (tx) => {
      await tx.erasures.add(erasure(4));
      await tx.erasures.putHeard('d1', 3);
      await tx.erasures.putHeard('d1', 4);
      await tx.erasures.putHeard('d2', 1);
      expect(await tx.erasures.heard('d1', 'mark4')).toEqual({ no: 4, noted: 4, mark: 'mark4', last: 4 });
      expect(await tx.erasures.heard('d3', 'mark9')).toEqual({ no: 0, noted: 0, mark: '', last: 4 });
      expect(await tx.erasures.heard('d2', 'mark4')).toEqual({ no: 4, noted: 1, mark: '', last: 4 });
    });
    expect(await store().read((tx) => tx.erasures.allHeard())).toEqual(new Map([['d1', 4], ['d2', 1]]));
  });

  it('[2.12] rows about somebody are found by their id, by the id they are derived from, and by whom they name', async () => {
    const rows = [
      row('r:local', 'person', PERSON), row('t:x', 'registration', `g:x/${PERSON}`), row('r:a', 'consent', 'bbbbbbbbbb.1', { given: true, person: PERSON }),
      row('f:z', 'answer_of_later', 'bbbbbbbbbb.2', { person: PERSON }),
    ];
    const others = [row('r:local', 'person', 'aaaaxaaaaa.7'), row('r:local', 'person', 'aaaa_aaaaa.71'), row('t:x', 'registration', 'g:x/aaaa_aaaaa.71'), row('p', 'training', 'bbbbbbbbbb.3', { title: PERSON })];
    await store().write(async (tx) => {
      for (const one of [...rows, ...others]) await tx.putRow(one);
      // Also what this very transaction has put.
      const ids = (await tx.erasures.rowsAbout(PERSON)).map((r) => r.id).toSorted();
      expect(ids).toEqual(rows.map((r) => r.id).toSorted());
    });
    const found = await store().read((tx) => tx.erasures.rowsAbout(PERSON));
    expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  });

  it('[2.12] what is personal of the history of one row goes, the rest stays', async () => {
    const entry: HistoryRow = {
      s: 'r:local', t: 'person', id: PERSON, field: 'name', value: 'Асан', stamp: stamp(1), personal: true, why: 'overwritten', by: '', at: 1, replica: A, no: 2, seen: 9,
    };
    const kept: HistoryRow[] = [{ ...entry, field: 'unit', personal: false }, { ...entry, s: 'r:other' }, { ...entry, id: 'bbbbbbbbbb.1' as RecordId }];
    await store().write(async (tx) => {
      for (const one of [entry, { ...entry, why: 'lost' as const, no: 3 }, ...kept]) await tx.addHistory(one);
      await tx.erasures.forgetHistory({ s: 'r:local', t: 'person', id: PERSON });
    });
    await store().read(async (tx) => {
      expect(await tx.history('r:local', 'person', PERSON)).toEqual([kept[0]]);
      expect(await tx.history('r:other', 'person', PERSON)).toHaveLength(1);
      expect(await tx.history('r:local', 'person', 'bbbbbbbbbb.1' as RecordId)).toHaveLength(1);
    });
  });

  it('[2.12] an op in quarantine is found by an id in it, and replaced; one that is not there is not made', async () => {
    const op = { no: 3, s: 'r:local' as Scope, t: 'person', id: PERSON, f: {}, p: { name: 'Асан' }, h: stamp(1), by: '', at: 1 };
    const entry: QuarantineRow = { replica: A, no: 3, dig: 'd', device: 'd1', reason: 'forbidden', at: 7, op };
    await store().write(async (tx) => {
      await tx.addQuarantine(entry);
      await tx.addQuarantine({ ...entry, dig: 'e', op: { ...op, id: 'bbbbbbbbbb.1' as RecordId } });
      expect(await tx.erasures.quarantineAbout(PERSON)).toEqual([entry]);
      await tx.erasures.putQuarantine({ ...entry, op: { ...op, p: {} } });
      await tx.erasures.putQuarantine({ ...entry, dig: 'f' });
    });
    const left = await store().read((tx) => tx.quarantine(9));
    expect(left.map((q) => [q.dig, q.op.p]).toSorted()).toEqual([['d', {}], ['e', { name: 'Асан' }]]);
  });
}
