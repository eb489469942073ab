import { expect, it } from 'vitest';
import type { Stamp } from '../../src/core/clock.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import type { StoredRow } from '../../src/core/sync/change.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { act } from './actions.ts';
import { check, quiet } from './check.ts';
import { planOf } from './plan.ts';
import type { Tablet } from './tablet.ts';
import { WHOLE } from './variant.ts';
import { World } from './world.ts';

/** Puts rows into the endpoint's database past all its checks, as a fault of its own would. */
async function plant(w: World, s: Scope, rows: readonly Omit<StoredRow, 's'>[]): Promise<void> {
  await w.endpoint.store.write(async (tx) => {
    const seq = await tx.advance(s, { nonce: `planted${rows.length}`, replica: 'plantedrow' as never, n: 1, at: w.clock.now });
    for (const row of rows) await tx.putRow({ s, ...row, seq, prev: 0 });
  });
}

const H = '00k33whog00001plantedrow' as Stamp;
const sound = (n: number): Omit<StoredRow, 's'> => ({ t: 'training', id: `plantedrow.${n}` as RecordId, f: { venue: `клуб ${n}` }, p: {}, h: { venue: H } });

it('[2.3] [4.2/25] [I7] rows that no tablet can work with lie in raw, the cursor moves on, and everything around them arrives', async () => {
  const w = new World(11, WHOLE);
  await w.begin();
  w.line.calm = true;
  for (const step of planOf(11, 60).filter((s) => s.kind === 'save').slice(0, 8)) await act(w, step);
  await plant(w, 'p', [
    sound(1),
    { ...sound(2), f: { venue: 42 } },
    { ...sound(3), t: 'person', f: {}, p: { name: ['a', 'list'] }, h: { name: H } },
    sound(4),
  ]);
  await quiet(w);
  for (const t of w.tablets) {
    const { db } = t.first.store;
    expect((await db.raw.toArray()).map((r) => r.id).toSorted(), t.name).toEqual(['plantedrow.2', 'plantedrow.3']);
    expect(await db.view.where('[t+id]').equals(['training', 'plantedrow.4']).count(), t.name).toBe(1);
    expect(await t.first.store.find('training', 'plantedrow.2')).toBeUndefined();
    expect(await db.pend.count()).toBe(0);
    // What could not be read is no difference: nothing is read anew for its sake, now or later.
    expect((await readMeta(db, 'cursors'))?.anew ?? []).toEqual([]);
    expect(await t.first.store.sync()).toMatchObject({ problem: '', same: true });
  }

  // The endpoint mends them: they are rows like others.
  await plant(w, 'p', [sound(2), { ...sound(3), t: 'person', f: {}, p: { name: 'Асанова Жаңыл' }, h: { name: H } }]);
  await quiet(w);
  await check(w);
  for (const t of w.tablets) expect(await t.first.store.db.raw.count()).toBe(0);
  for (const t of w.tablets) t.closeAll();
});

it('[2.13] [4.2/25] what a version could not work with is shown by the one that can', async () => {
  const w = new World(12, WHOLE);
  await w.begin();
  w.line.calm = true;
  const one = w.tablets[1] as Tablet;
  // As an older version would have laid it aside.
  await one.first.store.db.raw.put({ s: 'p', ...sound(1) });
  expect(await one.first.store.find('training', 'plantedrow.1')).toBeUndefined();
  await plant(w, 'p', [sound(1)]);
  await quiet(w);
  expect(await one.first.store.find('training', 'plantedrow.1')).toMatchObject({ venue: 'клуб 1' });
  expect(await one.first.store.db.raw.count()).toBe(0);
  for (const t of w.tablets) t.closeAll();
});
