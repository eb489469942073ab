import { describe, expect, it } from 'vitest';
import { entities, registryOf } from '../../../src/core/entities/registry.ts';
import type { RecordId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { entity } from '../../../src/core/schema/entity.ts';
import { int, ref, text } from '../../../src/core/schema/field.ts';
import { makeWorld } from '../../support/endpoint.ts';

/** Declared once, as a file of src/core/entities would: nothing else in the project is touched. */
const teaCup = entity({
  name: 'tea_cup',
  since: 1,
  scope: 't',
  key: { prefix: 'q', fields: ['training', 'n'] },
  fields: { training: ref('training', { required: true }), n: int({ required: true }), drinker: text({ personal: true }), sugar: int({ max: 9 }) },
});

describe('a new entity', () => {
  it('[add-entity] is stored, synced, accepted by the endpoint and found by another tablet, from its declaration alone', async () => {
    const world = await makeWorld(registryOf([...entities, teaCup]));
    const coordinator = await world.joined(1, await world.firstInvite());
    const trainer = await world.joined(2, await world.invite('trainer'));
    const made = await trainer.store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' } }]);
    const training = must(made.ids[0], 'training');
    const cup = await trainer.store.save([{ t: 'tea_cup', s: `t:${training}`, values: { training, n: 1, drinker: 'Сыдыков Эрмек', sugar: 3 } }]);
    expect(cup.ids[0]).toBe(`q:${training}/1` as RecordId);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    await coordinator.sync();
    const stored = await coordinator.store.db.view.get([`t:${training}`, 'tea_cup', `q:${training}/1`]);
    expect(stored).toMatchObject({ f: { sugar: 3, n: 1 }, p: { drinker: 'Сыдыков Эрмек' } });
  });

  it('[add-entity] a bad field of it is refused before it is written, and by the endpoint too', async () => {
    const registry = registryOf([...entities, teaCup]);
    const world = await makeWorld(registry);
    await world.joined(1, await world.firstInvite());
    const trainer = await world.joined(2, await world.invite('trainer'));
    const made = await trainer.store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' } }]);
    const training = must(made.ids[0], 'training');
    await expect(trainer.store.save([{ t: 'tea_cup', s: `t:${training}`, values: { training, n: 1, sugar: 10 } }])).rejects.toMatchObject({ fault: { code: 'too_big', field: 'sugar' } });
    await trainer.store.save([{ t: 'tea_cup', s: `t:${training}`, values: { training, n: 1, sugar: 9 } }]);
    const op = must((await trainer.store.db.pend.toArray()).at(-1), 'op');
    await trainer.store.db.pend.put({ ...op, f: { ...op.f, sugar: 10 } });
    await trainer.sync();
    expect((await trainer.store.parked()).map((o) => o.reason)).toEqual(['too_big:sugar']);
  });

  it('[2.13] an endpoint that does not know it yet keeps it out of the way and loses nothing', async () => {
    const world = await makeWorld();
    await world.joined(1, await world.firstInvite());
    const { openTablet } = await import('../../support/store.ts');
    const newer = await world.join(await openTablet(3, world.clock.now, { registry: registryOf([...entities, teaCup]) }), await world.invite('trainer'));
    const made = await newer.store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' } }]);
    const training = must(made.ids[0], 'training');
    await newer.store.save([{ t: 'tea_cup', s: `t:${training}`, values: { training, n: 1, sugar: 2 } }]);
    // Same schema number, unknown table: quarantined there, parked here, still on this screen.
    await newer.sync();
    expect((await newer.store.parked()).map((o) => o.reason)).toEqual(['unknown_table']);
    expect(await newer.store.db.view.where('t').equals('tea_cup').count()).toBe(1);
    const rows = await world.store.read(async (tx) => tx.row('p', 'training', training));
    expect(rows).toBeDefined();
  });
});
