import { expect, it } from 'vitest';
import { syncNow } from '../../../src/client/sync/engine.ts';
import type { Outcome } from '../../../src/client/sync/outcome.ts';
import type { Ask } from '../../../src/client/sync/transport.ts';
import { entities, registryOf, SCHEMA, type Registry } from '../../../src/core/entities/registry.ts';
import { must } from '../../../src/core/result.ts';
import { entity } from '../../../src/core/schema/entity.ts';
import { int, text } from '../../../src/core/schema/field.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { bytesFrom, openTablet } from '../../support/store.ts';

/** Trainings of a version of the app that has these fields besides. */
const withFields = (fields: Readonly<Record<string, ReturnType<typeof text> | ReturnType<typeof int>>>): Registry =>
  registryOf(entities.map((e) => (e.name === 'training' ? entity({ ...e, fields: { ...e.fields, ...fields } as never }) : e)));

const SECOND = { tea_break: text({ max: 20 }) };
const THIRD = { ...SECOND, tea_cups: int({ max: 900 }) };
const VERSIONS = [registryOf(entities), withFields(SECOND), withFields(THIRD)] as const;

/** A tablet of the n-th version, whose questions say so. */
async function tabletOf(world: World, version: 1 | 2 | 3, seed: number): Promise<Joined> {
  const registry = must(VERSIONS[version - 1], 'version');
  const { ask, ...rest } = await world.join(await openTablet(seed, world.clock.now, { registry }), seed === 1 ? await world.firstInvite() : await world.invite('coordinator'));
  const told: Ask = (path, body, token) => ask(path, body === undefined || path !== '/v1/sync' ? body : JSON.stringify({ ...(JSON.parse(body) as object), schema: SCHEMA + version - 1 }), token);
  const sync = (): Promise<Outcome> => syncNow({ store: rest.store, ask: told, now: () => rest.clock.now, random: bytesFrom(seed), registry });
  return { ...rest, ask: told, sync };
}

it.each([1, 2, 3] as const)('[2.13] [4.2/31] [I1] tablets of three versions at an endpoint of version %i: unknown fields survive every round trip', async (endpoint) => {
  const world = await makeWorld(VERSIONS[endpoint - 1]);
  const tablets = [await tabletOf(world, 1, 1), await tabletOf(world, 2, 2), await tabletOf(world, 3, 3)];
  const [oldest, middle, newest] = tablets as [Joined, Joined, Joined];
  const place = { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' };
  const { ids } = await newest.store.save([{ t: 'training', s: 'p', values: { ...place, tea_break: '10:30', tea_cups: 40, venue: 'Мектеп' } }]);
  const id = must(ids[0], 'training');
  const save = async (t: Joined, values: Record<string, string | number>): Promise<void> => {
    for (const x of tablets) x.clock.now += 60_000;
    world.clock.now += 60_000;
    await t.store.save([{ t: 'training', s: 'p', id, values }]);
    expect(await t.sync()).toEqual({ kind: 'done' });
  };
  expect(await newest.sync()).toEqual({ kind: 'done' });
  for (const t of [oldest, middle]) await t.sync();
  await save(oldest, { venue: 'Китепкана' });
  await middle.sync();
  await save(middle, { tea_break: '11:00' });
  await newest.sync();
  await save(newest, { tea_cups: 41 });
  for (const t of tablets) expect(await t.sync()).toEqual({ kind: 'done' });

  const { row, parked } = { row: (t: Joined) => t.store.db.rows.get(['p', 'training', id]), parked: (t: Joined) => t.store.parked() };
  // What the endpoint does not know of a newer client it keeps as it is; nothing is refused, nothing is lost.
  for (const t of tablets) {
    expect((await row(t))?.f).toEqual({ ...place, tea_break: '11:00', tea_cups: 41, venue: 'Китепкана' });
    expect(await row(t)).toEqual(await row(oldest));
    expect(await parked(t)).toEqual([]);
  }
});
