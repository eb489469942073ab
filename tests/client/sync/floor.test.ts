import { expect, it } from 'vitest';
import { MEDIA_JSON } from '../../../src/core/sync/protocol.ts';
import { must } from '../../../src/core/result.ts';
import { makeWorld } from '../../support/endpoint.ts';

/**
 * This endpoint never prunes, so it never says `floor`. One that does has forgotten deletions this tablet has not heard of:
 * what it no longer has must go from here, and must not come back through what waits here.
 */
it('[2.4] [4.2/42] [I1] [I2] a tablet away for longer than an endpoint remembers reads anew: clean rows absent there go, what waits here is sent, nothing rises again', async () => {
  const world = await makeWorld(undefined, { onDisk: true });
  const office = await world.joined(1, await world.firstInvite());
  const away = await world.joined(2, await world.invite('coordinator'));
  const name = async (t: typeof away): Promise<unknown[]> => (await t.store.list('trainer')).map((x) => x.name).toSorted();
  const { ids } = await office.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Асанова Жаңыл' } }]);
  await office.sync();
  await away.sync();
  const pruned = world.backup();
  // A row that the endpoint will have forgotten, deletion and all; no tablet but the one away still has it.
  await office.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Орозов Таалай' } }]);
  await office.sync();
  await away.sync();
  expect(await name(away)).toEqual(['Асанова Жаңыл', 'Орозов Таалай']);
  await away.store.save([{ t: 'trainer', s: 'p', id: must(ids[0], 'id'), values: { name: 'Асанова Жаңыл Бакытовна' } }]);
  await away.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);

  await world.restore(pruned);
  let floors = 0;
  world.line = (send, path) => {
    if (path !== '/v1/sync' || floors > 0) return send();
    floors += 1;
    return Promise.resolve(new Response(JSON.stringify({ error: 'floor' }), { status: 409, headers: { 'content-type': MEDIA_JSON } }));
  };
  away.clock.now += 300 * 24 * 3_600_000;
  world.clock.now = away.clock.now;
  expect(await away.sync()).toEqual({ kind: 'done' });
  expect(floors).toBe(1);
  expect(await away.store.unsent()).toEqual({ count: 0, parked: 0 });
  const left = ['Асанова Жаңыл Бакытовна', 'Сыдыков Эрмек'];
  expect(await name(away)).toEqual(left);
  const reader = await world.joined(3, await world.invite('coordinator'));
  await reader.sync();
  expect(await name(reader)).toEqual(left);
});

it('[2.4] [4.2/42] a late refusal about another batch changes nothing', async () => {
  const world = await makeWorld();
  const office = await world.joined(1, await world.firstInvite());
  await office.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Асанова Жаңыл' } }]);
  await office.sync();
  const before = await office.store.db.rows.count();
  let once = false;
  world.line = (send, path) => {
    if (path !== '/v1/sync' || once) return send();
    once = true;
    return Promise.resolve(new Response(JSON.stringify({ error: 'floor', n: 77, dig: 'other' }), { status: 409, headers: { 'content-type': MEDIA_JSON } }));
  };
  expect(await office.sync()).toEqual({ kind: 'done' });
  expect(await office.store.db.rows.count()).toBe(before);
});
