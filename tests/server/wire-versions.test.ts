import { afterEach, describe, expect, it } from 'vitest';
import { syncNow } from '../../src/client/sync/engine.ts';
import { SCHEMA } from '../../src/core/entities/registry.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { unpackOps } from '../../src/core/sync/codec.ts';
import { makeWorld, type Joined, type World } from '../support/endpoint.ts';
import { newer } from '../support/recorded/newer.ts';
import { bytesFrom, openTablet } from '../support/store.ts';
import { makeEndpoint, type Endpoint } from './support/endpoint.ts';

const place = { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' };

/** A tablet of the app as it is now, at an endpoint that may be newer. */
async function olderTablet(world: World, seed: number): Promise<Joined> {
  const joined = await world.join(await openTablet(seed, world.clock.now), await world.invite('coordinator'));
  return { ...joined, sync: () => syncNow({ store: joined.store, ask: world.ask, now: () => joined.clock.now, random: bytesFrom(seed) }) };
}

describe('[2.13] a newer field and a newer table', () => {
  it('survive a round trip through an older client, which shows and sends nothing of them', async () => {
    const world = await makeWorld(newer);
    const maker = await world.joined(1, await world.firstInvite());
    const { ids } = await maker.store.save([{ t: 'training', s: 'p', values: { ...place, tea_break: '10:30', venue: 'Мектеп' } }]);
    const training = must(ids[0], 'training');
    const s: Scope = `t:${training}`;
    await maker.store.save([
      { t: 'registration', s, values: { training, person: `${maker.store.self.replica}.zz`, name: 'Асанова Жаңыл', nickname: 'Жаңыл эже' } },
      { t: 'tea_cup', s, values: { training, n: 1, drinker: 'Сыдыков Эрмек', sugar: 3 } },
    ]);
    expect(await maker.sync()).toEqual({ kind: 'done' });

    const older = await olderTablet(world, 2);
    expect(await older.sync()).toEqual({ kind: 'done' });
    expect((await older.store.db.rows.get(['p', 'training', training]))?.f).toMatchObject({ tea_break: '10:30', venue: 'Мектеп' });
    expect(await older.store.db.rows.get([s, 'tea_cup', `q:${training}/1`])).toMatchObject({ f: { sugar: 3 }, p: { drinker: 'Сыдыков Эрмек' } });
    expect((await older.store.find('training', training))?.venue).toBe('Мектеп');

    // It edits the very rows, and sends what it changed alone.
    older.clock.now += 60_000;
    world.clock.now += 60_000;
    await older.store.save([{ t: 'training', s: 'p', id: training, values: { venue: 'Китепкана' } }]);
    const registration = must((await older.store.list('registration', s))[0], 'registration');
    await older.store.save([{ t: 'registration', s, id: registration.id, values: { name: 'Асанова Жаңыл Бакытовна' } }]);
    const waiting = await older.store.db.pend.toArray();
    expect(waiting.map((o) => [Object.keys(o.f), Object.keys(o.p)])).toEqual([[['venue'], []], [[], ['name']]]);
    expect(await older.sync()).toEqual({ kind: 'done' });
    expect(await older.store.unsent()).toEqual({ count: 0, parked: 0 });

    const second = await world.joined(3, await world.invite('coordinator'));
    for (const tablet of [maker, second]) {
      expect(await tablet.sync()).toEqual({ kind: 'done' });
      expect((await tablet.store.db.view.get(['p', 'training', training]))?.f).toMatchObject({ tea_break: '10:30', venue: 'Китепкана' });
      expect((await tablet.store.db.view.get([s, 'registration', registration.id]))?.p).toMatchObject({ nickname: 'Жаңыл эже', name: 'Асанова Жаңыл Бакытовна' });
      expect((await tablet.store.db.view.get([s, 'tea_cup', `q:${training}/1`]))?.p).toEqual({ drinker: 'Сыдыков Эрмек' });
    }
  });
});

describe('[2.13] an endpoint that is older than its clients', () => {
  let e: Endpoint;
  afterEach(() => e.close());

  it.each(['memory', 'sqlite'] as const)('keeps what it does not know and hands it on, on %s', async (kind) => {
    e = makeEndpoint(kind);
    const maker = e.tablet('newertable', { registry: newer, schema: SCHEMA + 1 });
    await maker.enrol(await e.first());
    const training = maker.nextId();
    const s: Scope = `t:${training}`;
    const cup = `q:${training}/1` as RecordId;
    maker.save('p', 'training', training, { ...place, tea_break: '10:30' });
    maker.save(s, 'tea_cup', cup, { training, n: 1, drinker: 'Сыдыков Эрмек' });
    maker.freeze();
    const ops = unpackOps(maker.message().ops);
    expect(ops.map((o) => o.id)).toEqual([training, cup]);
    expect((await maker.sync()).answers).toEqual([]);

    const second = await e.joined(maker, 'secondnewr', 'coordinator');
    await second.settle();
    expect(second.rows.get(`p training ${training}`)?.f).toMatchObject({ tea_break: '10:30' });
    expect(second.rows.get(`${s} tea_cup ${cup}`)).toMatchObject({ f: { training, n: 1 }, p: { drinker: 'Сыдыков Эрмек' } });
  });

  it('takes the same from a client of its own age for a mistake, whole, and the rest goes on', async () => {
    e = makeEndpoint('memory');
    const t = e.tablet('sameschema', { registry: newer });
    await t.enrol(await e.first());
    const training = t.nextId();
    t.save('p', 'training', training, { ...place, tea_break: '10:30' });
    t.save(`t:${training}`, 'tea_cup', `q:${training}/1` as RecordId, { training, n: 1 });
    t.save('p', 'training', training, { ...place, venue: 'Мектеп' });
    const { status, answers } = await t.sync();
    expect([status, answers.map(([, code, why]) => [code, why])]).toEqual([200, [['bad', 'unknown_field:tea_break'], ['bad', 'unknown_table']]]);
    expect((await e.store.read((tx) => tx.quarantine(9))).map((q) => q.op.id).toSorted()).toEqual([`q:${training}/1`, training].toSorted());
  });
});
