import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { markDraft, slotId } from '../../../src/client/features/attendance/actions.ts';
import { dropParcel } from '../../../src/client/store/carried.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { becomeAnother, offerAgain, standing } from '../../../src/client/store/recover.ts';
import { open, pack } from '../../../src/client/sync/parcels.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import { deps, leftovers, makeTraining, packed, take, three, unsent } from '../../support/carry.ts';
import { bytesFrom } from '../../support/store.ts';
import { PEOPLE } from '../../support/training-day.ts';

const mark = (store: Store, training: RecordId, registration: RecordId | undefined, m: 'present' | 'late'): ReturnType<Store['save']> =>
  store.save([markDraft(training, must(registration, 'registration'), slotId(training, 1), m, '2019-11-18T09:12')]);

describe('[2.16] what was not sent, handed to another tablet', () => {
  it('[4.2/46] [I4] each save is taken once: imported twice, on two tablets, before and after the maker itself has sent', async () => {
    const all = await three();
    const { office, maker, other } = all;
    const { training, scope, registrations } = await makeTraining(maker.store);
    const first = await packed(maker.store);
    await mark(maker.store, training, registrations[0], 'present');
    const second = await packed(maker.store);
    expect(second.count).toBe(first.count + 1);

    expect(await take(other.store, first.bytes)).toBe(first.count);
    expect(await take(other.store, first.bytes)).toBe(0);
    // A later parcel holds the earlier saves as well.
    expect(await take(other.store, second.bytes)).toBe(1);
    expect(await take(office.store, second.bytes)).toBe(second.count);
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await other.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect(await other.store.db.parcels.count()).toBe(0);

    // The maker keeps its outbox until the endpoint has answered to it.
    expect(await unsent(maker.store)).toBe(second.count);
    await mark(maker.store, training, registrations[1], 'late');
    expect(await maker.sync()).toEqual({ kind: 'done' });
    expect(await unsent(maker.store)).toBe(0);
    expect(await office.sync()).toEqual({ kind: 'done' });
    expect(await unsent(office.store)).toBe(0);
    expect(await take(other.store, second.bytes)).toBe(second.count);
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await unsent(other.store)).toBe(0);

    expect(await leftovers(all)).toEqual({ quarantine: 0, history: 0 });
    const marks = async (s: Store): Promise<unknown[]> => (await s.list('attendance', scope)).map((a) => [a.registration, a.mark, a.unsent]).toSorted();
    expect(await marks(office.store)).toEqual(await marks(maker.store));
    expect(await marks(office.store)).toHaveLength(2);
  });

  it('is shown on a tablet that may read it, below what that tablet saved itself, and marked as unsent', async () => {
    const { office, maker } = await three();
    const { training, scope } = await makeTraining(maker.store);
    await take(office.store, (await packed(maker.store)).bytes);
    expect(await office.store.list('registration', scope)).toHaveLength(3);
    expect(await office.store.find('training', training)).toMatchObject({ unit: '41703225853000', unsent: true });
    const [person] = await office.store.list('person');
    await expect.poll(() => office.store.people.get(person?.id ?? '')?.name).toBe(person?.name);
    // Its own later word stands above it, before and after.
    office.clock.now += 60_000;
    await office.store.save([{ t: 'training', s: 'p', id: training, values: { venue: 'Клуб' } }]);
    await office.store.save([{ t: 'training', s: 'p', id: training, values: { status: 'finished' } }]);
    expect(await office.store.find('training', training)).toMatchObject({ venue: 'Клуб', status: 'finished', unit: '41703225853000' });
    expect(await office.sync()).toEqual({ kind: 'done' });
    expect(await office.store.find('training', training)).toMatchObject({ venue: 'Клуб', status: 'finished', unit: '41703225853000', unsent: false });
    expect(await office.store.list('registration', scope)).toHaveLength(3);
  });

  it('of scopes a tablet may not read is carried sealed: no cell of it lies open in the database, and none is shown', async () => {
    const { maker, other } = await three();
    const { scope } = await makeTraining(maker.store);
    const { bytes, count } = await packed(maker.store);
    expect(await take(other.store, bytes)).toBe(count);
    expect(await other.store.list('registration', scope)).toEqual([]);
    expect(await other.store.list('person')).toEqual([]);
    expect(await other.store.list('training')).toHaveLength(1);
    const name = must(PEOPLE[0], 'someone')[0];
    const everything = await Promise.all(other.store.db.tables.map((t) => t.toArray() as Promise<unknown[]>));
    expect(JSON.stringify(everything)).not.toContain(name);
    expect(await other.store.unsent()).toEqual({ count, parked: 0, carried: count });
  });

  it('[I12] counts as unsent on the tablet that carries it, until the endpoint has it', async () => {
    const { world, maker, other } = await three();
    await makeTraining(maker.store);
    const { bytes, count } = await packed(maker.store);
    await take(other.store, bytes);
    expect(await syncState(other.store, false)).toMatchObject({ look: 'local', unsent: count });
    world.line = (send, path) => (path === '/v1/carry' ? Promise.reject(new TypeError('no network')) : send());
    expect(await other.sync()).toEqual({ kind: 'again', problem: 'network', wait: 0 });
    expect(await unsent(other.store)).toBe(count);
    world.line = (send) => send();
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await syncState(other.store, false)).toMatchObject({ look: 'done' });
  });

  it('[I4] is brought again when the answer was lost, and an endpoint that fails on it does not hold up the tablet’s own', async () => {
    const all = await three();
    const { world, maker, other } = all;
    await makeTraining(maker.store);
    await take(other.store, (await packed(maker.store)).bytes);
    await other.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
    world.line = async (send, path) => (path === '/v1/carry' ? send().then(() => Promise.reject(new TypeError('cut off'))) : send());
    expect(await other.sync()).toMatchObject({ kind: 'again', problem: 'network' });
    world.line = (send, path) => (path === '/v1/carry' ? Promise.resolve(new Response('{"error":"failed"}', { status: 500, headers: { 'content-type': 'application/vnd.fsp+json' } })) : send());
    expect(await other.sync()).toEqual({ kind: 'done' });
    const { count, carried } = await other.store.unsent();
    expect(count).toBe(carried);
    expect(count).toBeGreaterThan(0);
    world.line = (send) => send();
    expect(await other.sync()).toEqual({ kind: 'done' });
    expect(await unsent(other.store)).toBe(0);
    expect(await leftovers(all)).toEqual({ quarantine: 0, history: 0 });
  });

  it('is not offered again by a carrier whose endpoint lost its past, and survives its becoming another', async () => {
    const { maker, other } = await three();
    await makeTraining(maker.store);
    const { bytes, count } = await packed(maker.store);
    await take(other.store, bytes);
    const { db } = other.store;
    await offerAgain(db, { last: 0, lastDig: '', epoch: 'anotherone' }, await standing(db));
    await becomeAnother(db, { random: bytesFrom(99) }, await standing(db));
    expect((await db.pend.toArray()).some((o) => o.t === 'training')).toBe(false);
    expect((await other.store.unsent()).carried).toBe(count);
    expect(await other.store.list('training')).toHaveLength(1);
  });

  it('travels on from tablet to tablet, still under the name and the rights of who made it', async () => {
    const all = await three();
    const { office, maker, other } = all;
    const { scope } = await makeTraining(maker.store);
    const { bytes, count } = await packed(maker.store);
    await take(other.store, bytes);
    const relayed = await packed(other.store);
    expect(relayed.count).toBe(count);
    expect(await take(maker.store, relayed.bytes)).toBe('own');
    expect(await take(office.store, relayed.bytes)).toBe(count);
    expect(await office.sync()).toEqual({ kind: 'done' });
    expect(await office.store.list('registration', scope)).toHaveLength(3);
    expect(await leftovers(all)).toEqual({ quarantine: 0, history: 0 });
  });

  it('of one training holds that training, its list, its people and their consents, and nothing of others', async () => {
    const { office, maker } = await three();
    const one = await makeTraining(maker.store, 2);
    const two = await makeTraining(maker.store, 4);
    const [person] = (await maker.store.list('person')).filter((p) => one.registrations.some((r) => r.endsWith(p.id)));
    await maker.store.save((mint) => {
      const trainer = mint();
      return [
        { t: 'trainer', s: 'p', id: trainer, values: { name: 'Сыдыков Эрмек' } },
        { t: 'trainer', s: 'p', id: mint(), values: { name: 'Орозов Таалай' } },
        { t: 'training_trainer', s: 'p', values: { training: one.training, trainer } },
        { t: 'consent', s: 'r:41703225000000', id: mint(), values: { person: must(person, 'person').id } },
      ];
    });
    const opened = await open(office.store, deps, (await packed(maker.store, one.training)).bytes);
    const kinds = opened.ok ? opened.value.ops.map((o) => o.t) : [];
    expect(kinds.filter((t) => t !== 'consent').toSorted()).toEqual(['person', 'person', 'registration', 'registration', 'slot', 'trainer', 'training', 'training_trainer'].toSorted());
    expect(kinds).toContain('consent');
    expect(opened.ok && opened.value.parcel.training).toBe(one.training);
    expect(JSON.stringify(opened.ok && opened.value.ops)).not.toContain(two.training);
  });

  it('holds what lies in flight and what the endpoint failed on, not what lies in its quarantine', async () => {
    const { world, maker } = await three();
    const { training } = await makeTraining(maker.store);
    world.line = () => Promise.reject(new TypeError('no network'));
    await maker.sync();
    await maker.store.save([{ t: 'training', s: 'p', id: training, values: { venue: 'Клуб' } }]);
    const { db } = maker.store;
    const flight = must(await db.flight.get('one'), 'flight');
    const [a, b] = [must((await db.pend.toArray())[0], 'op'), must(flight.ops[0], 'op')];
    await db.parked.bulkPut([{ ...a, no: 901, reason: 'server' }, { ...a, no: 902, reason: 'forbidden' }, { ...b, no: 903, reason: 'too_long:venue' }]);
    expect((await packed(maker.store)).count).toBe(flight.ops.length + 1 + 1);
  });

  it('is nothing when nothing waits, and a tablet’s own file is told from others’', async () => {
    const { maker } = await three();
    expect(await pack(maker.store, deps)).toBeUndefined();
    await makeTraining(maker.store);
    const { bytes } = await packed(maker.store);
    expect(await take(maker.store, bytes)).toBe('own');
    // Also when it has become another since.
    await becomeAnother(maker.store.db, { random: bytesFrom(99) }, await standing(maker.store.db));
    expect(await take(maker.store, bytes)).toBe('own');
  });

  it('can be let go on the carrier, and leaves its screens', async () => {
    const { office, maker } = await three();
    const { scope } = await makeTraining(maker.store);
    await take(office.store, (await packed(maker.store)).bytes);
    const [held] = await office.store.db.parcels.toArray();
    office.store.changed(await dropParcel(office.store.db, must(held, 'parcel').id));
    expect([await office.store.list('registration', scope), await unsent(office.store), await office.store.db.parcels.count()]).toEqual([[], 0, 0]);
  });

  it('that the endpoint cannot read is kept, is not sent over and over, and says so', async () => {
    const { world, maker, other } = await three();
    await makeTraining(maker.store);
    const { bytes, count } = await packed(maker.store);
    await take(other.store, bytes);
    let asked = 0;
    world.line = async (send, path) => {
      if (path !== '/v1/carry') return send();
      asked += 1;
      return new Response('{"error":"too_big"}', { status: 413, headers: { 'content-type': 'application/vnd.fsp+json' } });
    };
    await other.sync();
    await other.sync();
    expect([asked, await unsent(other.store), (await other.store.db.parcels.toArray()).map((p) => p.refused)]).toEqual([1, count, ['too_big']]);
  });

  it('on which the endpoint fails is left after three times, and another parcel goes on meanwhile', async () => {
    const { world, office, maker, other } = await three();
    await makeTraining(maker.store);
    await office.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Сыдыков Эрмек' } }]);
    await take(other.store, (await packed(maker.store)).bytes);
    await take(other.store, (await packed(office.store)).bytes);
    const failed = new Response('{"error":"failed"}', { status: 500, headers: { 'content-type': 'application/vnd.fsp+json' } });
    // Both at once, then each alone: it fails on the first of them.
    let asked = 0;
    world.line = (send, path) => (path === '/v1/carry' && (asked += 1) !== 3 ? Promise.resolve(failed.clone()) : send());
    expect(await other.sync()).toEqual({ kind: 'done' });
    const [ill, ...more] = await other.store.db.parcels.toArray();
    expect([more, ill?.fails, ill?.refused]).toEqual([[], 2, undefined]);
    for (let i = 0; i < 3; i++) await other.sync();
    expect((await other.store.db.parcels.toArray()).map((p) => [p.fails, p.refused])).toEqual([[3, 'server']]);
    expect(asked).toBe(5);
    expect(await unsent(other.store)).toBe(ill?.count);
  });
});
