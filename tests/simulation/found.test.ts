import { expect, it } from 'vitest';
import { makeWorld } from '../support/endpoint.ts';
import { bytesFrom, copyDatabase, openTablet } from '../support/store.ts';
import { IDBKeyRange } from 'fake-indexeddb';
import { becomeAnother, offerAgain, standing } from '../../src/client/store/recover.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { openStore } from '../../src/client/store/store.ts';
import { syncNow } from '../../src/client/sync/engine.ts';
import { enrol } from '../../src/client/sync/enrol.ts';

// What the simulation found, each as a short test of its own.

/** An endpoint on a disk, a trainer in step with it, and a backup of that moment. */
async function backedUp() {
  const world = await makeWorld(undefined, { onDisk: true });
  await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  await trainer.sync();
  const backup = world.backup();
  return { world, trainer, backup };
}

it('[2.4] a refusal of a batch that is no longer in flight changes nothing', async () => {
  const { store } = await openTablet(3);
  const asked = await standing(store.db);
  await store.db.flight.put({ k: 'one', n: 1, prev: '', dig: 'other', body: '{}', ops: [], fails: 0 });
  await becomeAnother(store.db, { random: bytesFrom(9) }, asked);
  await offerAgain(store.db, { last: 7, lastDig: 'x', epoch: 'y' }, asked);
  expect(await readMeta(store.db, 'self')).toMatchObject({ replica: asked.replica, batch: 0 });
  expect(await store.db.flight.count()).toBe(1);
});

it('[2.4] [2.7] an answer about a lost past that comes when all has been offered again changes nothing', async () => {
  const { store } = await openTablet(3);
  const self = await standing(store.db);
  await store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
  const asked = await standing(store.db);
  const chain = { last: 3, lastDig: 'x', epoch: 'y' };
  await offerAgain(store.db, chain, asked);
  expect(await readMeta(store.db, 'self')).toMatchObject({ replica: self.replica, batch: 3, dig: 'x' });
  // Pushed, acknowledged; then another page's question, older than all of this, is answered.
  const after = await readMeta(store.db, 'self');
  if (after) await store.db.meta.put({ ...after, batch: 5, dig: 'z' });
  await offerAgain(store.db, chain, asked);
  expect(await readMeta(store.db, 'self')).toMatchObject({ batch: 5, dig: 'z' });
});

it('[2.8] [2.7] who has nothing to send tells what it sent: an endpoint that lost a batch that left no row behind is noticed', async () => {
  const { world, trainer, backup } = await backedUp();
  // Refused whole, so that it lies in quarantine and in no scope.
  await trainer.store.save((mint) => [{ t: 'person', s: 'r:41703225000000', id: mint(), values: { name: 'Асанова Жаңыл' } }]);
  const op = (await trainer.store.db.pend.toArray()).at(-1);
  if (op) await trainer.store.db.pend.put({ ...op, p: { name: 'х'.repeat(5000) } });
  await trainer.sync();
  const kept = async (): Promise<number> => (await world.store.read((tx) => tx.quarantine(9))).length;
  expect(await kept()).toBe(1);
  await world.restore(backup);
  expect(await kept()).toBe(0);
  await trainer.sync();
  expect(await kept()).toBe(1);
});

it('[2.11] [2.7] [I2] a tablet taken out of the project after the endpoint lost its past brings what was lost before it removes anything', async () => {
  const { world, trainer, backup } = await backedUp();
  await trainer.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
  await trainer.sync();
  await world.restore(backup);
  const device = (await trainer.store.link())?.device ?? '';
  await world.store.write((tx) => tx.access.putRevocation({ device, at: world.clock.now, by: '', met: 0, parted: 0, taken: 0 }));
  await syncNow({ store: trainer.store, ask: world.ask, now: () => world.clock.now, random: bytesFrom(8), isFormOpen: () => Promise.resolve(false) });
  const kept = await world.store.read((tx) => tx.quarantine(9));
  expect(kept.map((q) => q.op.p['name'])).toContain('Сыдыков Эрмек');
  expect(await trainer.store.link()).toBeUndefined();
});

it('[2.8] a tablet copied before it joined: both copies join', async () => {
  const world = await makeWorld();
  await world.joined(1, await world.firstInvite());
  const alone = await openTablet(9, world.clock.now);
  const copy = await copyDatabase(alone.idb);
  const twin = await openStore({ now: () => world.clock.now, random: bytesFrom(77) }, { indexedDB: copy, IDBKeyRange, breathe: () => Promise.resolve() });
  await world.join(alone, await world.invite('trainer', []));
  expect(await enrol(twin, world.ask, await world.invite('trainer', []), 'twin', bytesFrom(5))).toEqual({ ok: true, value: true });
  expect((await readMeta(twin.db, 'self'))?.replica).not.toBe((await readMeta(alone.store.db, 'self'))?.replica);
  twin.close();
});

it('[2.11] a tablet that joins anew is told which scopes it may no longer read', async () => {
  const world = await makeWorld();
  const coordinator = await world.joined(1, await world.firstInvite());
  await coordinator.store.save((mint) => [{ t: 'person', s: 'r:41703225000000', id: mint(), values: { name: 'Асанова Жаңыл' } }]);
  await coordinator.sync();
  const trainer = await world.joined(2, await world.invite('trainer', ['41703225000000']));
  await trainer.sync();
  expect(await trainer.store.list('person')).toHaveLength(1);
  const device = (await trainer.store.link())?.device ?? '';
  await world.store.write((tx) => tx.putGrant({ s: 'r:41703225000000', device, on: false }));
  const note = await trainer.store.sync();
  await trainer.store.db.meta.put({ ...note, problem: 'unknown' });
  expect(await enrol(trainer.store, world.ask, await world.invite('trainer', []), 'again', bytesFrom(6))).toEqual({ ok: true, value: true });
  expect((await trainer.store.link())?.device).toBe(device);
  await trainer.sync();
  expect(await trainer.store.list('person')).toHaveLength(0);
});
