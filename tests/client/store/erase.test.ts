import { IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { refreshView } from '../../../src/client/store/apply.ts';
import { eraseHere } from '../../../src/client/store/erase.ts';
import { openStore, type Store } from '../../../src/client/store/store.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';
import { askErasures, erasePerson } from '../../../src/client/sync/erase.ts';
import type { Ask } from '../../../src/client/sync/transport.ts';
import { derivedId, recordId, type RecordId, type ReplicaId, type Scope } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { bytesFrom, copyDatabase, openTablet } from '../../support/store.ts';

const NAME = 'Жээнбекова Назгүл';
const AREA = 'r:41703225000000';

interface Somebody {
  readonly person: RecordId;
  readonly training: RecordId;
  readonly registration: RecordId;
  readonly scope: Scope;
}

/** A training with somebody on its list, a mark and a consent, as a trainer saves them. */
async function somebody(store: Store, name = NAME): Promise<Somebody> {
  const { ids } = await store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title: 'Бюджет', start: '2019-11-18', end: '2019-11-18' } }, { t: 'person', s: AREA, id: mint(), values: { name, phone: '0555 445566', sex: 'f' } }]);
  const [training, person] = [must(ids[0], 'training'), must(ids[1], 'person')];
  const scope: Scope = `t:${training}`;
  const registration = derivedId('g', [training, person]);
  const slot = derivedId('d', [training, 1]);
  await store.save((mint) => [
    { t: 'slot', s: scope, values: { training, n: 1, day: '2019-11-18' } },
    { t: 'registration', s: scope, values: { training, person, name, org: 'Мектеп', sex: 'f', age_band: '29-44' } },
    { t: 'attendance', s: scope, values: { registration, slot, mark: 'present', at: '2019-11-18T09:12' } },
    { t: 'consent', s: AREA, id: mint(), values: { person, given: true, witness: `күбө ${name}` } },
  ]);
  return { person, training, registration, scope };
}

/** Everything in every store of a tablet, as one text. */
async function everything({ db }: Store): Promise<string> {
  return JSON.stringify(await Promise.all(db.tables.map((t) => t.toArray())));
}

/** A coordinator and a trainer who reads what the coordinator made, both in step with the endpoint. */
async function pair(): Promise<{ world: World; office: Joined; trainer: Joined; who: Somebody; device: string }> {
  const world = await makeWorld();
  const office = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer'));
  const who = await somebody(office.store);
  await office.sync();
  const device = must(await trainer.store.link(), 'link').device;
  await world.store.write((tx) => tx.putGrant({ s: who.scope, device, on: true }));
  await trainer.sync();
  return { world, office, trainer, who, device };
}

const erase = (at: Joined, person: RecordId, ask: Ask = at.ask) => erasePerson(at.store, ask, [{ t: 'person', id: person }], 'asked');

describe('[2.12] erasing on tablets', () => {
  it('on the coordinator’s at once, on others with their next answer: from every store, and counted facts stay', async () => {
    const { office, trainer, who } = await pair();
    // The trainer’s own saves: acknowledged, waiting, laid aside; and what came by other ways.
    await trainer.store.save([{ t: 'registration', s: who.scope, id: who.registration, values: { org: `${NAME} мектеби`, role: 'ngo' } }]);
    await trainer.sync();
    await trainer.store.save([{ t: 'registration', s: who.scope, id: who.registration, values: { position: `${NAME} мугалим` } }]);
    const { db } = trainer.store;
    const [op] = await db.pend.toArray();
    const waiting = must(op, 'waiting');
    await db.parked.put({ ...waiting, no: 900, f: { role: 'resident' }, reason: 'server' });
    await db.parked.put({ ...waiting, no: 901, reason: 'server' });
    await db.carried.put({ ...waiting, no: 7, r: 'zzzzzzzzzz' as ReplicaId, f: { source: 'list' }, parcel: 'x' });
    const row = must(await db.rows.get([who.scope, 'registration', who.registration]), 'row');
    await db.was.put(row);
    await db.raw.put({ ...row, t: 'of_a_later_app', id: recordId('zzzzzzzzzz' as ReplicaId, 1), f: { person: who.person } });

    expect(await erase(office, who.person)).toMatchObject({ ok: true, value: { rows: 3 } });
    expect(await everything(office.store)).not.toContain(NAME);
    expect((await office.sync()).kind).toBe('done');
    expect(await everything(office.store)).not.toContain(NAME);
    expect(await everything(trainer.store)).toContain(NAME);
    expect((await trainer.sync()).kind).toBe('done');
    const left = await everything(trainer.store);
    for (const text of [NAME, 'Жээнбекова', '445566', 'Мектеп']) expect(left).not.toContain(text);

    expect(await trainer.store.find('registration', who.registration)).toMatchObject({ erased: true, sex: 'f', age_band: '29-44', role: 'resident', unsent: true });
    expect(await trainer.store.list('attendance', who.scope)).toHaveLength(1);
    // Of two saves laid aside the one that said something else stays.
    expect((await db.parked.toArray()).map((o) => [o.no, o.f, o.p])).toEqual([[900, { role: 'resident' }, {}]]);
    expect((await db.carried.toArray()).map((o) => [o.f, o.p])).toEqual([[{ source: 'list' }, {}]]);
    expect((await db.sent.toArray()).filter((o) => o.id === who.registration).map((o) => [o.f, o.p])).toEqual([[{ role: 'ngo' }, {}]]);
    // The confirmed row is the endpoint’s own, to the stamp.
    const theirs = await office.store.db.rows.get([who.scope, 'registration', who.registration]);
    expect(await db.rows.get([who.scope, 'registration', who.registration])).toEqual(theirs);
  });

  it('who hears of it says so in the same run, and is not told again', async () => {
    const { office, trainer, who, world } = await pair();
    await erase(office, who.person);
    const waiting = async (): Promise<string[]> => {
      const found = await askErasures(office.store, office.ask);
      return found.ok ? (found.value[0]?.waiting.map((d) => d.device) ?? []) : ['no answer'];
    };
    expect((await waiting()).length).toBe(2);
    await trainer.sync();
    await office.sync();
    expect(await waiting()).toEqual([]);
    const answers: string[] = [];
    world.line = async (send) => {
      const response = await send();
      answers.push(await response.clone().text());
      return response;
    };
    await trainer.sync();
    expect(answers.filter((a) => a.includes('"er"'))).toEqual([]);
  });

  it('nobody erased is found, offered or written to again', async () => {
    const { office, trainer, who } = await pair();
    expect(office.store.people.index.search('Жээнбекова', 9)).toEqual([who.person]);
    const undone = await trainer.store.save([{ t: 'registration', s: who.scope, id: who.registration, values: { phone: '0700 1' } }]);
    await erase(office, who.person);
    await trainer.sync();
    for (const tablet of [office, trainer]) {
      await tablet.store.people.refresh([[AREA, 'person', who.person], [who.scope, 'registration', who.registration]]);
      expect(tablet.store.people.index.search('Жээнбекова', 9)).toEqual([]);
      expect(tablet.store.people.get(who.person)).toBeUndefined();
    }
    await trainer.store.undo(undone);
    await trainer.store.save([{ t: 'registration', s: who.scope, id: who.registration, values: { name: NAME, role: 'ngo' } }]);
    expect(await trainer.store.find('registration', who.registration)).not.toHaveProperty('name');
    expect((await trainer.store.db.pend.toArray()).map((o) => [o.f, o.p])).toEqual([[{ role: 'ngo' }, {}]]);
  });

  it('a save on its way when the erasure is made goes with its answer, and with one that was lost', async () => {
    const { office, trainer, who, world } = await pair();
    await trainer.store.save([{ t: 'registration', s: who.scope, id: who.registration, values: { org: `${NAME} мектеби` } }]);
    world.line = async (send) => {
      await send();
      throw new TypeError('lost');
    };
    await trainer.sync();
    world.line = (send) => send();
    expect(await trainer.store.db.flight.count()).toBe(1);
    await erase(office, who.person);
    await trainer.sync();
    expect(await everything(trainer.store)).not.toContain(NAME);
    expect((await trainer.store.unsent()).count).toBe(0);
  });

  it('a tablet that writes people and may not read them purges its own words too, also those it saves later', async () => {
    const { office, trainer, world } = await pair();
    const other = 'Сыдыкова Роза';
    const mine = await somebody(trainer.store, other);
    await trainer.sync();
    await office.sync();
    expect(await trainer.store.db.rows.get([AREA, 'person', mine.person])).toBeDefined();
    await erase(office, mine.person);
    await trainer.sync();
    expect(await everything(trainer.store)).not.toContain(other);
    expect(await trainer.store.find('person', mine.person)).toMatchObject({ erased: true });
    // A consent made anew about them, before this tablet could know.
    await trainer.store.save((mint) => [{ t: 'consent', s: AREA, id: mint(), values: { person: mine.person, given: false, witness: other } }]);
    expect(await everything(trainer.store)).toContain(other);
    await trainer.sync();
    expect(await everything(trainer.store)).not.toContain(other);
    const held = await world.store.read((tx) => tx.erasures.rowsAbout(mine.person));
    expect(JSON.stringify(held)).not.toContain(other);
  });

  it('where the endpoint cannot be asked, or refuses, nothing is erased anywhere', async () => {
    const { office, trainer, who } = await pair();
    const lost: Ask = () => Promise.resolve({ kind: 'lost', why: 'network', wait: 0 });
    expect(await erase(office, who.person, lost)).toEqual({ ok: false, error: 'network' });
    expect(await erase(office, who.person, () => Promise.resolve({ kind: 'ok', body: { portal: true } }))).toEqual({ ok: false, error: 'failed' });
    expect(await erase(office, who.person, () => Promise.resolve({ kind: 'refused', status: 503, error: 'full', wait: 1 }))).toEqual({ ok: false, error: 'full' });
    expect(await erase(trainer, who.person)).toEqual({ ok: false, error: 'forbidden' });
    expect(await erase(office, recordId('zzzzzzzzzz' as ReplicaId, 1))).toEqual({ ok: false, error: 'unknown' });
    expect((await office.store.find('person', who.person))?.name).toBe(NAME);
    expect(await askErasures(office.store, office.ask)).toEqual({ ok: true, value: [] });
    expect(await askErasures(office.store, lost)).toEqual({ ok: false, error: 'network' });
  });

  it('on a tablet that works alone: here, in every store, and what joins later holds nothing of them', async () => {
    const tablet = await openTablet(5);
    const who = await somebody(tablet.store);
    const none: Ask = () => Promise.reject(new Error('nobody is asked'));
    expect(await erasePerson(tablet.store, none, [{ t: 'person', id: who.person }], 'mistake')).toEqual({ ok: true, value: 'alone' });
    expect(await everything(tablet.store)).not.toContain(NAME);
    expect(await tablet.store.find('registration', who.registration)).toMatchObject({ erased: true, sex: 'f', age_band: '29-44' });
    expect(await tablet.store.list('attendance', who.scope)).toHaveLength(1);
    expect(await askErasures(tablet.store, none)).toEqual({ ok: false, error: 'forbidden' });
    const world = await makeWorld();
    const joined = await world.join(tablet, await world.firstInvite());
    expect((await joined.sync()).kind).toBe('done');
    expect(JSON.stringify(await world.store.read((tx) => tx.rowsAfter(who.scope, 0, 99)))).not.toContain(NAME);
    expect(await tablet.store.find('registration', who.registration)).toMatchObject({ erased: true });
  });

  it('a batch on its way is left as it is until it is answered', async () => {
    const { trainer, who, world } = await pair();
    await trainer.store.save([{ t: 'registration', s: who.scope, id: who.registration, values: { org: NAME } }]);
    world.line = () => Promise.reject(new TypeError('lost'));
    await trainer.sync();
    const before = await trainer.store.db.flight.get('one');
    await eraseHere(trainer.store.db, [who.person], refreshView);
    expect(await trainer.store.db.flight.get('one')).toEqual(before);
  });
});

describe('[2.11] a scope taken away and given back', () => {
  it('keeps what is acknowledged by the very answer that gives it back', async () => {
    const { trainer, who, world, device } = await pair();
    const grant = (on: boolean) => world.store.write((tx) => tx.putGrant({ s: who.scope, device, on }));
    await grant(false);
    await trainer.sync();
    expect(await trainer.store.list('registration', who.scope)).toEqual([]);
    await trainer.store.save([{ t: 'registration', s: who.scope, id: derivedId('g', [who.training, who.training]), values: { sex: 'm' } }]);
    await grant(true);
    await trainer.sync();
    expect((await trainer.store.list('registration', who.scope)).map((r) => r.sex).toSorted()).toEqual(['f', 'm']);
  });
});

describe('[2.12] a tablet put back to before it heard', () => {
  it('is noticed though its cursors are the same, and purges again', async () => {
    const { office, trainer, world } = await pair();
    // Somebody whom the trainer wrote and may not read: no cursor moves for them.
    const { ids } = await trainer.store.save((mint) => [{ t: 'person', s: AREA, id: mint(), values: { name: 'Сыдыкова Роза', unit: '41703225853000' } }]);
    const person = must(ids[0], 'person');
    await trainer.sync();
    const kept = await copyDatabase(trainer.idb);
    await erase(office, person);
    await trainer.sync();
    await trainer.sync();
    expect(await everything(trainer.store)).not.toContain('Сыдыкова');
    const back = await openStore({ now: () => trainer.clock.now, random: bytesFrom(5) }, { indexedDB: kept, IDBKeyRange });
    expect(await everything(back)).toContain('Сыдыкова');
    const asked: string[] = [];
    world.line = (send, path) => {
      asked.push(path);
      return send();
    };
    expect(await syncNow({ store: back, ask: trainer.ask, now: () => trainer.clock.now, random: bytesFrom(6) })).toEqual({ kind: 'done' });
    expect(await everything(back)).not.toContain('Сыдыкова');
    expect(asked.length).toBeLessThanOrEqual(3);
    back.close();
  });
});

describe('[2.12] [I5] an endpoint put back to before somebody was even known, and their erasure', () => {
  it('is given back what is counted by a tablet that had read it, and nothing of it is refused', async () => {
    const world = await makeWorld(undefined, { onDisk: true });
    const office = await world.joined(1, await world.firstInvite());
    const reader = await world.joined(2, await world.invite('coordinator'));
    for (const one of [office, reader]) await one.sync();
    const early = world.backup();
    const who = await somebody(office.store);
    for (const one of [office, reader]) await one.sync();
    await erase(office, who.person);
    for (const one of [office, reader]) await one.sync();
    // The tablet that wrote it has forgotten what it sent, as months later.
    await office.store.db.sent.clear();
    await world.restore(early);
    for (const one of [reader, office, reader]) expect((await one.sync()).kind).toBe('done');
    for (const one of [office, reader]) expect(await one.store.parked()).toEqual([]);
    const row = await world.store.read((tx) => tx.row(who.scope, 'registration', who.registration));
    expect(row).toMatchObject({ f: { sex: 'f', age_band: '29-44', $erased: true }, p: {} });
    expect(await world.store.read((tx) => tx.quarantine(9))).toEqual([]);
    expect(await reader.store.find('registration', who.registration)).toMatchObject({ sex: 'f', erased: true });
    expect(await everything(reader.store)).not.toContain(NAME);
  });
});
