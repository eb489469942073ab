import { expect, it } from 'vitest';
import { makeWorld } from '../../support/endpoint.ts';

it('[2.4] an endpoint that takes the page for a foreign one refuses the question, not the saves in it: nothing is laid aside', async () => {
  const world = await makeWorld();
  const tablet = await world.joined(1, await world.firstInvite());
  await tablet.store.save([{ t: 'trainer', s: 'p', values: { name: 'Асанова Жаңыл' } }]);
  const straight = world.line;
  world.line = (_, path) => world.request(path, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' }, body: '{}' });
  for (let i = 0; i < 5; i++) expect(await tablet.sync()).toMatchObject({ kind: 'again', problem: 'failed' });
  expect(await tablet.store.parked()).toEqual([]);
  world.line = straight;
  expect(await tablet.sync()).toEqual({ kind: 'done' });
  expect(await tablet.store.unsent()).toEqual({ count: 0, parked: 0 });
});
