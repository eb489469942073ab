import { describe, expect, it } from 'vitest';
import { must } from '../../../src/core/result.ts';
import type { RecordId, Scope } from '../../../src/core/ids.ts';
import { markDraft, newPersonDrafts, slotId, trainingScope } from '../../../src/client/features/attendance/actions.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import { openStore, type Store } from '../../../src/client/store/store.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';
import { tellSafe } from '../../../src/server/backup/backup.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import { IDBKeyRange } from 'fake-indexeddb';
import { bytesFrom, copyDatabase } from '../../support/store.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { PEOPLE } from '../../support/training-day.ts';

async function makeTraining(store: Store, people = 3): Promise<{ training: RecordId; scope: Scope; registrations: RecordId[] }> {
  const registrations: RecordId[] = [];
  const { ids } = await store.save((mint) => {
    const training = mint();
    const list = PEOPLE.slice(0, people).map(([name, sex, age_band, role], i) =>
      newPersonDrafts(mint, { training: { id: training, start: '2019-11-18' }, area: '41703225000000', source: 'list', no: i + 1 }, { name, sex, age_band, role }));
    registrations.push(...list.map((x) => x.registration));
    return [
      { t: 'training', s: 'p', id: training, values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', status: 'running' } },
      { t: 'slot', s: trainingScope(training), values: { training, n: 1, day: '2019-11-18' } },
      ...list.flatMap((x) => x.drafts),
    ];
  });
  const training = must(ids[0], 'training');
  return { training, scope: trainingScope(training), registrations };
}

const mark = (store: Store, training: RecordId, registration: RecordId | undefined, m: 'present' | 'late' | 'absent'): ReturnType<Store['save']> =>
  store.save([markDraft(training, must(registration, 'registration'), slotId(training, 1), m, '2019-11-18T09:12')]);

const marks = async (store: Store, scope: Scope): Promise<unknown[]> => (await store.list('attendance', scope)).map((a) => [a.id, a.mark]).toSorted();

async function both(): Promise<{ world: World; trainer: Joined; coordinator: Joined }> {
  const world = await makeWorld(undefined, { onDisk: true });
  const coordinator = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  return { world, trainer, coordinator };
}

describe('[2.7] an endpoint that lost its past', () => {
  it('is noticed by a tablet that has only pushed since the backup, and has nothing more to push', async () => {
    const { world, trainer } = await both();
    const { training, scope, registrations } = await makeTraining(trainer.store);
    await trainer.sync();
    const backup = world.backup();
    await mark(trainer.store, training, registrations[0], 'present');
    // As the service worker does: no cursor moves, so none tells that the endpoint was put back.
    const { store, ask, clock } = trainer;
    expect(await syncNow({ store, ask, now: () => clock.now, random: bytesFrom(4), only: 'push' })).toEqual({ kind: 'done' });
    await world.restore(backup);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    const rows = await world.store.read((tx) => tx.rowsAfter(scope, 0, 500));
    expect(rows.filter((r) => r.t === 'attendance')).toHaveLength(1);
  });

  it('gets back everything a surviving tablet saved, though it told nobody and others pushed meanwhile', async () => {
    const { world, trainer, coordinator } = await both();
    const early = await makeTraining(trainer.store);
    await trainer.sync();
    await coordinator.sync();
    const backup = world.backup();
    await mark(trainer.store, early.training, early.registrations[0], 'present');
    const late = await makeTraining(trainer.store, 5);
    await trainer.sync();
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });

    await world.restore(backup);
    // The other tablet goes first and takes the very numbers that were lost.
    await coordinator.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Орозов Таалай' } }]);
    expect(await coordinator.sync()).toEqual({ kind: 'done' });
    await trainer.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    await coordinator.sync();
    expect(await coordinator.store.list('registration', late.scope)).toHaveLength(5);
    expect(await marks(coordinator.store, early.scope)).toEqual(await marks(trainer.store, early.scope));
    expect(await coordinator.store.list('trainer')).toHaveLength(2);
    expect(await trainer.store.list('trainer')).toHaveLength(2);
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  });

  it('is noticed by a tablet that only reads, by the marks of its cursors', async () => {
    const { world, trainer, coordinator } = await both();
    await makeTraining(trainer.store);
    await trainer.sync();
    const backup = world.backup();
    await makeTraining(trainer.store, 2);
    await trainer.sync();
    await coordinator.sync();
    await world.restore(backup);
    await trainer.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
    await trainer.sync();
    expect(await coordinator.sync()).toEqual({ kind: 'done' });
    expect(await coordinator.store.list('training')).toHaveLength(2);
    expect(await coordinator.store.list('trainer')).toHaveLength(1);
  });

  it('begun anew with an empty database: a new invitation, the same tablet goes on, nothing is lost', async () => {
    const { trainer } = await both();
    const { scope } = await makeTraining(trainer.store, 4);
    await trainer.sync();
    const fresh = await makeWorld();
    await fresh.firstInvite();
    const moved = { ...trainer, ask: fresh.ask };
    const { enrol } = await import('../../../src/client/sync/enrol.ts');
    const sync = (): ReturnType<typeof syncNow> => syncNow({ store: moved.store, ask: moved.ask, now: () => moved.clock.now, random: bytesFrom(5) });
    expect(await sync()).toEqual({ kind: 'stuck', problem: 'unknown' });
    expect(await syncState(moved.store, false)).toMatchObject({ look: 'attention', problem: 'unknown' });
    expect(await moved.store.list('registration', scope)).toHaveLength(4);
    expect(await enrol(moved.store, moved.ask, await fresh.invite('trainer', []), 'планшет')).toEqual({ ok: true, value: true });
    expect(await sync()).toEqual({ kind: 'done' });
    const coordinator = await fresh.joined(8, await fresh.firstInvite());
    await coordinator.sync();
    expect(await coordinator.store.list('registration', scope)).toHaveLength(4);
    expect(await moved.store.unsent()).toEqual({ count: 0, parked: 0 });
  });
});

describe('[2.7] what was sent', () => {
  it('is kept until it lies in a verified backup and a month has passed; then it may go', async () => {
    const { world, trainer } = await both();
    await makeTraining(trainer.store);
    await trainer.sync();
    const all = await trainer.store.db.sent.count();
    expect(all).toBeGreaterThan(5);
    const next = async (days: number): Promise<number> => {
      trainer.clock.now += days * 86_400_000;
      world.clock.now = trainer.clock.now;
      await trainer.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
      await trainer.sync();
      return trainer.store.db.sent.count();
    };
    expect(await next(31)).toBe(all + 1);
    await tellSafe(world.store, { [trainer.store.self.replica]: 1 });
    expect(await next(0)).toBe(2);
    await tellSafe(world.store, { [trainer.store.self.replica]: 2 });
    expect(await next(1)).toBe(3);
  });
});

describe('[2.8] a tablet that was copied', () => {
  it('becomes another when both go on: all edits of both are kept, one row each', async () => {
    const { trainer, coordinator } = await both();
    const { training, scope, registrations } = await makeTraining(trainer.store);
    await trainer.sync();
    await mark(trainer.store, training, registrations[0], 'present');
    const copy = await copyDatabase(trainer.idb);
    const twin = await openStore({ now: () => trainer.clock.now, random: bytesFrom(77) }, { indexedDB: copy, IDBKeyRange, breathe: () => Promise.resolve() });
    const twinSync = (): ReturnType<typeof syncNow> => syncNow({ store: twin, ask: trainer.ask, now: () => trainer.clock.now, random: bytesFrom(78) });

    trainer.clock.now += 1000;
    await mark(trainer.store, training, registrations[1], 'late');
    await twin.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Осмонова Айнура' } }]);
    await mark(twin, training, registrations[2], 'absent');
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await twinSync()).toEqual({ kind: 'done' });
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await twinSync()).toEqual({ kind: 'done' });
    await coordinator.sync();

    const [a, b] = [must(await readMeta(trainer.store.db, 'self'), 'self'), must(await readMeta(twin.db, 'self'), 'self')];
    expect(a.replica).not.toBe(b.replica);
    expect([...(a.was ?? []), ...(b.was ?? [])]).toHaveLength(1);
    expect(await coordinator.store.list('attendance', scope)).toHaveLength(3);
    expect(await coordinator.store.list('trainer')).toHaveLength(1);
    for (const s of [trainer.store, twin]) {
      expect(await marks(s, scope)).toEqual(await marks(coordinator.store, scope));
      expect(await s.unsent()).toEqual({ count: 0, parked: 0 });
    }
    twin.close();
  });

  it('put back from its own old copy: the others lose nothing, and it goes on', async () => {
    const { trainer, coordinator } = await both();
    const { training, scope, registrations } = await makeTraining(trainer.store);
    await trainer.sync();
    const old = await copyDatabase(trainer.idb);
    await mark(trainer.store, training, registrations[0], 'present');
    await trainer.sync();
    const restored = await openStore({ now: () => trainer.clock.now + 5000, random: bytesFrom(55) }, { indexedDB: old, IDBKeyRange, breathe: () => Promise.resolve() });
    const sync = (): ReturnType<typeof syncNow> => syncNow({ store: restored, ask: trainer.ask, now: () => trainer.clock.now + 5000, random: bytesFrom(56) });
    await mark(restored, training, registrations[1], 'late');
    expect(await sync()).toEqual({ kind: 'done' });
    await coordinator.sync();
    expect(await coordinator.store.list('attendance', scope)).toHaveLength(2);
    expect(await marks(restored, scope)).toEqual(await marks(coordinator.store, scope));
    restored.close();
  });
});
