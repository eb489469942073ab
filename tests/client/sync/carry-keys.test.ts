import { IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { must } from '../../../src/core/result.ts';
import { openStore } from '../../../src/client/store/store.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';
import { leftovers, makeTraining, packed, take, three } from '../../support/carry.ts';
import { bytesFrom, copyDatabase, openTablet, type Tablet } from '../../support/store.ts';

describe('[2.16] keys', () => {
  it('come with joining; a tablet that joined before asks for them once', async () => {
    const { world, maker, other } = await three();
    const link = async (t: Tablet) => must(await t.store.link(), 'link');
    const { keys, proof, keyEpoch, ...before } = await link(maker);
    expect([keys, keyEpoch]).toEqual([(await link(other)).keys, (await link(other)).keyEpoch]);
    await maker.store.db.meta.put(before);
    let asked = 0;
    world.line = (send, path) => ((asked += path === '/v1/key' ? 1 : 0), send());
    await maker.sync();
    await maker.sync();
    expect([asked, await link(maker)]).toEqual([1, { ...before, keys, proof, keyEpoch }]);
  });

  it('without one, a parcel is sealed by a code; its saves wait for the coordinator, unless a coordinator’s tablet brings them', async () => {
    const all = await three();
    const { world, office, other } = all;
    const lone = await openTablet(9);
    const { training, scope } = await makeTraining(lone.store);
    const { bytes, code, count } = await packed(lone.store);
    expect(code).toMatch(/^\d{16}$/);
    expect(await take(other.store, bytes)).toBe('needs_code');
    expect(await take(other.store, bytes, '1'.repeat(16))).toBe('wrong_code');
    expect(await take(other.store, bytes, code)).toBe(count);
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await leftovers(all)).toMatchObject({ quarantine: count });
    expect(await take(office.store, bytes, code)).toBe(count);
    expect(await office.sync()).toEqual({ kind: 'done' });
    expect(await leftovers(all)).toEqual({ quarantine: 0, history: 0 });
    expect(await office.store.list('registration', scope)).toHaveLength(3);
    // It joins after all: nothing is doubled, and it goes on in its own training.
    const joined = await world.join(lone, await world.invite('trainer'));
    await joined.store.save([{ t: 'training', s: 'p', id: training, values: { venue: 'Клуб' } }, { t: 'slot', s: scope, values: { training, n: 2, day: '2019-11-19' } }]);
    expect(await joined.sync()).toEqual({ kind: 'done' });
    expect(await joined.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect(await leftovers(all)).toEqual({ quarantine: 0, history: 0 });
  });

  it('[2.8] a copied tablet’s parcel loses nothing: what its twin took the number of goes in under another', async () => {
    const all = await three();
    const { world, office, maker, other } = all;
    const { training } = await makeTraining(maker.store);
    await maker.sync();
    const idb = await copyDatabase(maker.idb);
    const twin = await openStore({ now: () => maker.clock.now, random: bytesFrom(77) }, { indexedDB: idb, IDBKeyRange, breathe: () => Promise.resolve() });
    await maker.store.save([{ t: 'training', s: 'p', id: training, values: { venue: 'Клуб' } }]);
    await twin.save([{ t: 'training', s: 'p', id: training, values: { title: 'Адашкан' } }]);
    await take(other.store, (await packed(twin)).bytes);
    expect(await maker.sync()).toEqual({ kind: 'done' });
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await leftovers(all)).toMatchObject({ quarantine: 1 });
    expect(await syncNow({ store: twin, ask: world.ask, now: () => maker.clock.now, random: bytesFrom(78) })).toEqual({ kind: 'done' });
    await office.sync();
    expect(await office.store.find('training', training)).toMatchObject({ venue: 'Клуб', title: 'Адашкан' });
  });
});
