import { describe, expect, it } from 'vitest';
import type { RecordId, Scope } from '../../../src/core/ids.ts';
import type { HistoryAnswer } from '../../../src/core/sync/history.ts';
import { must } from '../../../src/core/result.ts';
import { resetCursors } from '../../../src/client/store/apply.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { copyDatabase, bytesFrom } from '../../support/store.ts';
import { IDBKeyRange } from 'fake-indexeddb';
import { openStore, type Store } from '../../../src/client/store/store.ts';
import { enrol } from '../../../src/client/sync/enrol.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';

const place = { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' };
const titles = async (store: Store): Promise<unknown[]> => (await store.list('training')).map((t) => t.title).toSorted();

async function saveTraining(tablet: Pick<Joined, 'store'>, title: string): Promise<RecordId> {
  return must((await tablet.store.save([{ t: 'training', s: 'p', values: { ...place, title } }])).ids[0], 'training');
}

/** An endpoint with a backup, a coordinator who has not yet saved what will be lost, and two trainers. */
async function three(): Promise<{ world: World; coordinator: Joined; trainer: Joined; other: Joined }> {
  const world = await makeWorld(undefined, { onDisk: true });
  const coordinator = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  const other = await world.joined(3, await world.invite('trainer', []));
  await saveTraining(coordinator, 'kept');
  for (const t of [coordinator, trainer, other]) await t.sync();
  return { world, coordinator, trainer, other };
}

describe('[2.7.1] a scope that is read anew', () => {
  it('shows what was until it has come to its end; then what the endpoint has not is gone, unsent work stays', async () => {
    const { world, coordinator, trainer } = await three();
    const backup = world.backup();
    await saveTraining(coordinator, 'lost for good');
    await coordinator.sync();
    await trainer.sync();
    expect(await titles(trainer.store)).toEqual(['kept', 'lost for good']);
    await world.restore(backup);
    // The coordinator's tablet is gone, and a trainer may not write a coordinator's training.
    await saveTraining(trainer, 'mine');
    let n = 0;
    world.line = async (send) => {
      n += 1;
      // The first two are refused: the digest, then the whole list.
      if (n > 2) throw new TypeError('Failed to fetch');
      return send();
    };
    expect(await trainer.sync()).toMatchObject({ kind: 'again' });
    expect(await titles(trainer.store)).toEqual(['kept', 'lost for good', 'mine']);
    expect((await trainer.store.db.was.toArray()).map((r) => r.f['title'])).toContain('lost for good');
    expect(await syncState(trainer.store, false)).not.toMatchObject({ look: 'done' });
    world.line = (send) => send();
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await titles(trainer.store)).toEqual(['kept', 'mine']);
    expect(await trainer.store.db.was.count()).toBe(0);
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'done' });
  });

  it('comes to its end though the endpoint has no such scope any more', async () => {
    const { world, coordinator, trainer } = await three();
    const backup = world.backup();
    const training = await saveTraining(coordinator, 'lost');
    const s: Scope = `t:${training}`;
    await coordinator.store.save([{ t: 'slot', s, values: { training, n: 1, day: '2019-11-18' } }]);
    await coordinator.sync();
    const { device } = must(await trainer.store.link(), 'link');
    await world.store.write((tx) => tx.putGrant({ s, device, on: true }));
    await trainer.sync();
    expect(await trainer.store.list('slot', s)).toHaveLength(1);
    await world.restore(backup);
    // A coordinator let the trainer read it again, before anybody brought anything of it.
    await world.store.write((tx) => tx.putGrant({ s, device, on: true }));
    await resetCursors(trainer.store.db, 'clean');
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect((await world.store.read((tx) => tx.scopes())).has(s)).toBe(false);
    expect(await trainer.store.list('slot', s)).toHaveLength(0);
    expect((await readMeta(trainer.store.db, 'cursors'))?.anew).toEqual([]);
  });

  it('by a tablet put back from its own old copy, drops what was changed meanwhile', async () => {
    const { coordinator, trainer } = await three();
    const id = await saveTraining(trainer, 'first');
    await trainer.sync();
    const old = await copyDatabase(trainer.idb);
    await trainer.store.save([{ t: 'training', s: 'p', id, values: { title: 'second' } }]);
    await trainer.sync();
    const restored = await openStore({ now: () => trainer.clock.now + 5000, random: bytesFrom(55) }, { indexedDB: old, IDBKeyRange, breathe: () => Promise.resolve() });
    await restored.save([{ t: 'training', s: 'p', id, values: { venue: 'Мектеп' } }]);
    expect(await syncNow({ store: restored, ask: trainer.ask, now: () => trainer.clock.now + 5000, random: bytesFrom(56) })).toEqual({ kind: 'done' });
    expect(await restored.find('training', id)).toMatchObject({ title: 'second', venue: 'Мектеп' });
    await coordinator.sync();
    expect(await restored.db.rows.toArray()).toEqual(await coordinator.store.db.rows.toArray());
    restored.close();
  });
});

describe('[2.7.2] what an endpoint lost and a tablet had read', () => {
  it('goes back under its old stamps, though whoever saved it never comes again; two who bring it bring it once', async () => {
    const { world, coordinator, trainer } = await three();
    const second = await world.joined(4, await world.invite('coordinator', []));
    await second.sync();
    const backup = world.backup();
    trainer.clock.now += 60_000;
    world.clock.now += 60_000;
    const id = await saveTraining(trainer, 'by the trainer');
    await trainer.store.save([{ t: 'training', s: 'p', id, values: { venue: 'Мектеп' } }]);
    await trainer.sync();
    for (const c of [coordinator, second]) await c.sync();
    const before = await coordinator.store.db.rows.get(['p', 'training', id]);
    await world.restore(backup);
    for (const c of [coordinator, second]) expect(await c.sync()).toEqual({ kind: 'done' });
    await coordinator.sync();
    for (const c of [coordinator, second]) {
      expect(await c.store.db.rows.get(['p', 'training', id])).toEqual(before);
      expect(await c.store.unsent()).toEqual({ count: 0, parked: 0 });
    }
    const { token } = must(await second.store.link(), 'link');
    const answer = await world.request(`/v1/history?${new URLSearchParams({ s: 'p', t: 'training', id }).toString()}`, { headers: { authorization: `Bearer ${token}` } });
    const { history, standing } = (await answer.json()) as HistoryAnswer;
    expect(history).toEqual([]);
    expect(standing.find((c) => c.field === 'title')).toMatchObject({ value: 'by the trainer', via: coordinator.store.self.replica });
    // The trainer comes after all: all of it is known.
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.db.rows.get(['p', 'training', id])).toEqual(before);
    expect((await world.store.read((tx) => tx.history('p', 'training', id))).length).toBe(0);
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  });

  it('is not given from a disk whose rows do not add up', async () => {
    const { world, coordinator, trainer } = await three();
    const backup = world.backup();
    const id = await saveTraining(trainer, 'true');
    await trainer.sync();
    await coordinator.sync();
    await world.restore(backup);
    const row = must(await coordinator.store.db.rows.get(['p', 'training', id]), 'row');
    await coordinator.store.db.rows.put({ ...row, f: { ...row.f, title: 'spoilt' } });
    await resetCursors(coordinator.store.db, 'give');
    expect((await readMeta(coordinator.store.db, 'cursors'))?.anew).toContainEqual(['p', 'mend']);
    expect(await coordinator.sync()).toEqual({ kind: 'done' });
    expect(await titles(coordinator.store)).toEqual(['kept']);
    await trainer.sync();
    await coordinator.sync();
    expect(await titles(coordinator.store)).toEqual(['kept', 'true']);
  });

  it('and this tablet may not write is let go, and nobody is asked to look at it', async () => {
    const { world, coordinator, trainer, other } = await three();
    const id = await saveTraining(trainer, 'of another');
    await trainer.sync();
    await coordinator.sync();
    await other.sync();
    // As if the tablet had taken itself for one that may.
    const row = must(await other.store.db.rows.get(['p', 'training', id]), 'row');
    const self = must(await readMeta(other.store.db, 'self'), 'self');
    await other.store.db.pend.add({ s: 'p', t: 'training', id, f: { title: 'of another' }, p: {}, h: must(row.h['title'], 'stamp'), by: '', at: 0, r: self.replica, no: self.no + 1, via: 1 });
    await other.store.db.meta.put({ ...self, no: self.no + 1 });
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await other.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect((await world.store.read((tx) => tx.quarantine(9))).map((q) => q.reason)).toEqual(['bad_stamp']);
  });
});

it('[2.8] what a tablet saved alone and its copy saves after it bears the name the copy takes when it joins second', async () => {
  const world = await makeWorld();
  const first = await world.joined(1, await world.firstInvite());
  const alone = await world.joined(9, await world.invite('coordinator', [])).catch(() => undefined);
  expect(alone).toBeDefined();
  const { openTablet } = await import('../../support/store.ts');
  const lone = await openTablet(31, world.clock.now);
  const id = must((await lone.store.save([{ t: 'training', s: 'p', values: { ...place, title: 'before' } }])).ids[0], 'training');
  const idb = await copyDatabase(lone.idb);
  const twin = await openStore({ now: () => world.clock.now + 9000, random: bytesFrom(77) }, { indexedDB: idb, IDBKeyRange, breathe: () => Promise.resolve() });
  await twin.save([{ t: 'training', s: 'p', id, values: { venue: 'Мектеп' } }]);
  const joined = await world.join(lone, await world.invite('coordinator', []));
  expect(await joined.sync()).toEqual({ kind: 'done' });
  await joined.store.save([{ t: 'training', s: 'p', id, values: { title: 'after' } }]);
  joined.clock.now += 60_000;
  world.clock.now += 60_000;
  await joined.sync();
  expect(await enrol(twin, world.ask, await world.invite('coordinator', []), 'twin', bytesFrom(5))).toEqual({ ok: true, value: true });
  expect(await syncNow({ store: twin, ask: world.ask, now: () => world.clock.now, random: bytesFrom(6) })).toEqual({ kind: 'done' });
  expect(await twin.unsent()).toEqual({ count: 0, parked: 0 });
  await first.sync();
  expect(await first.store.find('training', id)).toMatchObject({ title: 'after', venue: 'Мектеп' });
  expect((await world.store.read((tx) => tx.history('p', 'training', id))).filter((x) => x.value === 'before')).toHaveLength(1);
  twin.close();
});
