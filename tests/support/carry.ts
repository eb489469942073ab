import { expect } from 'vitest';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import type { Bytes } from '../../src/core/sync/parcel.ts';
import { newPersonDrafts, trainingScope } from '../../src/client/features/attendance/actions.ts';
import type { Store } from '../../src/client/store/store.ts';
import { accept, open, pack, type Packed } from '../../src/client/sync/parcels.ts';
import { makeWorld, type Joined, type World } from './endpoint.ts';
import { PEOPLE } from './training-day.ts';

/** When everything here is packed. */
export const deps = { now: () => 1_574_049_700_000 };
export const packed = async (store: Store, training?: string): Promise<Packed> => must(await pack(store, deps, training), 'something to pack');

export async function take(store: Store, bytes: Bytes, code?: string): Promise<number | string> {
  const opened = await open(store, deps, bytes, code);
  return opened.ok ? (await accept(store, opened.value)).fresh : opened.error;
}

export async function makeTraining(store: Store, people = 3): Promise<{ training: RecordId; scope: Scope; registrations: RecordId[] }> {
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

interface Three {
  readonly world: World;
  readonly office: Joined;
  readonly maker: Joined;
  readonly other: Joined;
}

/** A coordinator's tablet and two trainers', all of which have synced once. */
export async function three(): Promise<Three> {
  const world = await makeWorld();
  const office = await world.joined(1, await world.firstInvite());
  const [maker, other] = [await world.joined(2, await world.invite('trainer')), await world.joined(3, await world.invite('trainer'))];
  for (const t of [office, maker, other]) expect(await t.sync()).toEqual({ kind: 'done' });
  return { world, office, maker, other };
}

export const unsent = async (store: Store): Promise<number> => (await store.unsent()).count;

/** What the endpoint kept beside the rows: there is nothing when each save was taken once. */
export async function leftovers({ world, office }: Three): Promise<{ quarantine: number; history: number }> {
  const rows = await office.store.db.rows.toArray();
  return world.store.read(async (tx) => ({
    quarantine: (await tx.quarantine(100)).length,
    history: (await Promise.all(rows.map((r) => tx.history(r.s, r.t, r.id)))).flat().length,
  }));
}
