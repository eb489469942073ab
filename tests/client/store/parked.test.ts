import { describe, expect, it } from 'vitest';
import type { OutOp } from '../../../src/client/store/database.ts';
import { ownHistory } from '../../../src/client/store/history.ts';
import { noteDevice } from '../../../src/client/store/devices-note.ts';
import { dropParked, isAtEndpoint, retryParked, type ParkedKey } from '../../../src/client/store/parked.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { FaultError } from '../../../src/client/store/write.ts';
import type { RecordId, ReplicaId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import type { ListedDevice } from '../../../src/core/sync/history.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { openTablet } from '../../support/store.ts';

/** Lays the save that waits for one row aside, as an answer of the endpoint does. */
async function park(store: Store, t: string, reason: string): Promise<{ key: ParkedKey; op: OutOp }> {
  const op = must((await store.db.pend.toArray()).findLast((o) => o.t === t), t);
  await store.db.parked.put({ ...op, reason });
  await store.db.pend.delete(op.no);
  return { key: [op.r, op.no], op };
}

async function training(store: Store, values = {}): Promise<RecordId> {
  const { ids } = await store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title: 'Бюджет', planned: 20, ...values } }]);
  return must(ids[0], 'training');
}

describe('[2.5.4] a save that was laid aside', () => {
  it('goes back into the outbox as it was, once', async () => {
    const { store } = await openTablet(1);
    await training(store);
    const { key, op } = await park(store, 'training', 'forbidden');
    expect(await store.unsent()).toEqual({ count: 1, parked: 1 });
    expect(await retryParked(store.db, key)).toBe(true);
    expect(await store.db.pend.toArray()).toEqual([op]);
    expect(await store.unsent()).toEqual({ count: 1, parked: 0 });
    expect(await retryParked(store.db, key)).toBe(false);
  });

  it('of a former replica gets a number of its own, and takes nobody else’s', async () => {
    const { store } = await openTablet(1);
    await training(store);
    const { op } = await park(store, 'training', 'forbidden');
    const other = await training(store);
    const former = 'zzzzzzzzzz' as ReplicaId;
    await store.db.parked.clear();
    const taken = must((await store.db.pend.toArray())[0], 'op').no;
    await store.db.parked.put({ ...op, r: former, no: taken, reason: 'server' });
    expect(await retryParked(store.db, [former, taken])).toBe(true);
    const waiting = await store.db.pend.toArray();
    expect(waiting.map((o) => [o.id, o.r])).toEqual([[other, store.self.replica], [op.id, store.self.replica]]);
    // The next save goes on after it.
    await training(store);
    expect(new Set((await store.db.pend.toArray()).map((o) => o.no)).size).toBe(3);
  });

  it('is taken by the endpoint on a second try once the right is there, and leaves its quarantine', async () => {
    const { world, trainer, office, person } = await refusedEdit();
    const parked = must((await trainer.store.parked())[0], 'parked');
    expect(parked.reason).toBe('forbidden');
    const { device } = must(await trainer.store.link(), 'link');
    await office.ask('/v1/grant', JSON.stringify({ v: 1, device, scope: 'r:local', on: true }), must(await office.store.link(), 'link').token);
    await retryParked(trainer.store.db, [parked.r, parked.no]);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect((await world.store.read((tx) => tx.row('r:local', 'person', person)))?.p['phone']).toBe('0555 000 111');
    expect(await world.store.read((tx) => tx.quarantine(10))).toEqual([]);
  });

  it('let go, it leaves the screens; what was confirmed shows again; the endpoint keeps its copy', async () => {
    const { world, trainer, person } = await refusedEdit();
    const parked = must((await trainer.store.parked())[0], 'parked');
    expect(await dropParked(trainer.store.db, [parked.r, parked.no])).toMatchObject({ id: person });
    expect(await dropParked(trainer.store.db, [parked.r, parked.no])).toBeUndefined();
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect((await trainer.store.db.view.get(['r:local', 'person', person]))?.p['phone']).toBeUndefined();
    expect((await world.store.read((tx) => tx.quarantine(10))).length).toBe(1);
  });

  it('is saved anew with what no newer save has replaced, and nothing of it stays behind', async () => {
    const { store } = await openTablet(1);
    const id = await training(store, { venue: 'Мектеп' });
    const { key, op } = await park(store, 'training', 'bad_stamp');
    await store.save([{ t: 'training', s: 'p', id, values: { title: 'Жаңы' } }]);
    const receipt = must(await store.renew(key), 'receipt');
    expect(await store.parked()).toEqual([]);
    const made = must((await store.db.pend.toArray()).at(-1), 'op');
    expect(made.f).toEqual({ planned: 20, venue: 'Мектеп' });
    expect(made.no).toBeGreaterThan(op.no);
    expect(made.h > op.h).toBe(true);
    expect(await store.find('training', id)).toMatchObject({ title: 'Жаңы', planned: 20, venue: 'Мектеп' });
    expect(receipt.ids).toEqual([id]);
    expect(await store.renew(key)).toBeUndefined();
  });

  it('stays laid aside when what it says may not be said', async () => {
    const { store } = await openTablet(1);
    await training(store);
    const { key, op } = await park(store, 'training', 'too_big:planned');
    await store.db.parked.put({ ...op, f: { ...op.f, planned: 10_000_000 }, reason: 'too_big:planned' });
    await expect(store.renew(key)).rejects.toBeInstanceOf(FaultError);
    expect((await store.parked()).length).toBe(1);
    expect(await store.db.pend.count()).toBe(0);
  });

  it.each([['forbidden', true], ['too_long:name', true], ['bad_no', true], ['too_big:no', true], ['too_big', false], ['server', false], ['failed', false], ['who_knows', false]])(
    'laid aside as %s: the endpoint has it, %s', (reason, kept) => {
      expect(isAtEndpoint(reason)).toBe(kept);
    });
});

/** A person of the office, whom a trainer edits without the right to. */
async function refusedEdit(): Promise<{ world: World; trainer: Joined; office: Joined; person: RecordId }> {
  const world = await makeWorld();
  const office = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  const { ids } = await office.store.save((mint) => [{ t: 'person', s: 'r:local', id: mint(), values: { name: 'Асанова Жаныл' } }]);
  const person = must(ids[0], 'person');
  await office.sync();
  await trainer.store.save([{ t: 'person', s: 'r:local', id: person, values: { phone: '0555 000 111' } }]);
  await trainer.sync();
  return { world, trainer, office, person };
}

describe('what a tablet knows of a record', () => {
  it('the row it shows, the row confirmed, and its own saves by where they are', async () => {
    const world = await makeWorld();
    const { store, sync } = await world.joined(1, await world.firstInvite());
    const id = await training(store);
    await sync();
    await store.save([{ t: 'training', s: 'p', id, values: { title: 'Экинчи' } }]);
    await park(store, 'training', 'too_long:title');
    await store.save([{ t: 'training', s: 'p', id, values: { title: 'Үчүнчү' } }]);
    await training(store);
    const own = await ownHistory(store.db, 'p', 'training', id);
    expect(own.row?.f['title']).toBe('Үчүнчү');
    expect(own.confirmed?.f['title']).toBe('Бюджет');
    expect(own.cells.filter((c) => c.field === 'title').map((c) => [c.value, c.state])).toEqual([['Бюджет', 'sent'], ['Үчүнчү', 'waiting'], ['Экинчи', 'parked']]);
    expect(new Set(own.cells.map((c) => c.by))).toEqual(new Set([store.self.user]));
  });

  it('a deletion is a save like others, and deleted rows are told too', async () => {
    const { store } = await openTablet(1);
    const id = await training(store);
    await store.save([{ t: 'training', s: 'p', id, values: {}, gone: true }]);
    const own = await ownHistory(store.db, 'p', 'training', id);
    expect(own.row?.g).toBe(1);
    expect(own.cells.some((c) => c.field === '$gone' && c.value === true)).toBe(true);
  });
});

describe('the list of devices', () => {
  const report = (d: Partial<ListedDevice>): ListedDevice => ({
    device: 'd1', label: 'joined as', role: 'trainer', seen: 0, unsent: 0, skew: 0, schema: 1, areas: [], trainings: [], ...d,
  });

  it('[2.14] a device goes by the name its people gave it last', async () => {
    const { store, clock } = await openTablet(1);
    const at = (label: string, replica: string) => ({ t: 'device', s: 'p' as const, id: `${replica}.5` as RecordId, values: { label } });
    await store.save([at('first name', 'aaaaaaaaaa')]);
    clock.now += 1000;
    await store.save([at('after the fork', 'bbbbbbbbbb'), at('somebody else', 'cccccccccc')]);
    await store.db.meta.put({ k: 'devices', at: 1, list: [report({ replicas: ['aaaaaaaaaa', 'bbbbbbbbbb'] as ReplicaId[] }), report({ device: 'd2' }), report({ device: 'd3', replicas: ['dddddddddd'] as ReplicaId[] })] });
    expect((await store.devices())?.list.map((d) => d.label)).toEqual(['after the fork', 'joined as', 'joined as']);
  });

  it('what the endpoint says of one device takes its place; the age of the list stays', async () => {
    const { store } = await openTablet(1);
    await noteDevice(store.db, report({}));
    expect(await store.devices()).toBeUndefined();
    await store.db.meta.put({ k: 'devices', at: 1, list: [report({}), report({ device: 'd2' })] });
    await noteDevice(store.db, report({ device: 'd2', areas: ['local'] }));
    expect(await store.devices()).toEqual({ k: 'devices', at: 1, list: [report({}), report({ device: 'd2', areas: ['local'] })] });
  });
});
