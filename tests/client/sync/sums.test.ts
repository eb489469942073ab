import { describe, expect, it } from 'vitest';
import type { RecordId } from '../../../src/core/ids.ts';
import { EMPTY_SUM } from '../../../src/core/sync/digest.ts';
import { must } from '../../../src/core/result.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import { lookOver } from '../../../src/client/store/sums.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';
import type { Outcome } from '../../../src/client/sync/outcome.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import type { Ask, Reply } from '../../../src/client/sync/transport.ts';
import type { DeviceReport } from '../../../src/core/sync/protocol.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { bytesFrom } from '../../support/store.ts';

const place = { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' };

async function two(): Promise<{ world: World; coordinator: Joined; trainer: Joined; id: RecordId }> {
  const world = await makeWorld();
  const coordinator = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  const id = must((await trainer.store.save([{ t: 'training', s: 'p', values: { ...place, title: 'as it is', planned: 20 } }])).ids[0], 'training');
  await trainer.store.save([{ t: 'slot', s: `t:${id}`, values: { training: id, n: 1, day: '2019-11-18' } }]);
  for (const t of [trainer, coordinator, trainer]) await t.sync();
  return { world, coordinator, trainer, id };
}

const cursors = (t: Pick<Joined, 'store'>) => readMeta(t.store.db, 'cursors');

async function reportOf(world: World, coordinator: Joined, device: string): Promise<DeviceReport> {
  const { token } = must(await coordinator.store.link(), 'link');
  const answer = await world.request('/v1/devices', { headers: { authorization: `Bearer ${token}` } });
  const { devices } = (await answer.json()) as { devices: DeviceReport[] };
  return must(devices.find((d) => d.device === device), 'device');
}

/** Syncs with what is asked and answered changed on the way; how often it asked. */
async function through(t: Joined, change: { question?: (x: Record<string, unknown>) => object; answer?: (x: Record<string, unknown>) => object }): Promise<{ outcome: Outcome; asked: number }> {
  let asked = 0;
  const ask: Ask = async (path, body, token): Promise<Reply> => {
    if (path !== '/v1/sync' || body === undefined) return t.ask(path, body, token);
    asked += 1;
    const said = JSON.parse(body) as Record<string, unknown>;
    const reply = await t.ask(path, JSON.stringify(change.question ? change.question(said) : said), token);
    return reply.kind === 'ok' && change.answer ? { kind: 'ok', body: change.answer(reply.body as Record<string, unknown>) } : reply;
  };
  const outcome = await syncNow({ store: t.store, ask, now: () => t.clock.now, random: bytesFrom(99) });
  return { outcome, asked };
}

describe('[2.14] what lies on a tablet is held against what the endpoint has', () => {
  it('all of it adds up after an ordinary day, and both ends know', async () => {
    const { world, coordinator, trainer } = await two();
    for (const t of [coordinator, trainer]) {
      await t.sync();
      const { list, sums, anew } = must(await cursors(t), 'cursors');
      expect([sums, anew, list.length, list.every((c) => c[3] !== undefined)]).toEqual([true, [], 2, true]);
      const held = await world.store.read((tx) => tx.replica(t.store.self.replica));
      expect(new Map(held?.cursors.map((c) => [c[0], c]))).toEqual(new Map(list.map((c) => [c[0], c])));
      expect(await t.store.sync()).toMatchObject({ same: true });
    }
  });

  it.each<[string, (t: Joined, id: RecordId) => Promise<unknown>]>([
    ['one cell that flips', (t, id) => t.store.db.rows.where('[s+t+id]').equals(['p', 'training', id]).modify((r: { f: object }) => void Object.assign(r.f, { title: 'flipped' }))],
    ['one stamp that flips', (t, id) => t.store.db.rows.where('[s+t+id]').equals(['p', 'training', id]).modify((r: { h: Readonly<Record<string, string>> }) => void Object.assign(r.h, { title: `${String(r.h['title']).slice(0, -1)}0` }))],
    ['a row that is lost', (t, id) => t.store.db.rows.delete(['p', 'training', id])],
    ['a row that nobody wrote', async (t, id) => t.store.db.rows.put({ ...must(await t.store.db.rows.get(['p', 'training', id]), 'row'), id: 'k3m9x2q7w1.zz' as RecordId })],
  ])('[4.2/43] [I1] %s is found within one sync, put right, and told', async (_, spoil) => {
    const { world, coordinator, trainer, id } = await two();
    const before = await trainer.store.db.rows.toArray();
    const { device } = must(await trainer.store.link(), 'link');
    await spoil(trainer, id);
    expect(await trainer.store.db.rows.toArray()).not.toEqual(before);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.db.rows.toArray()).toEqual(before);
    expect(await trainer.store.db.was.count()).toBe(0);
    expect((await trainer.store.find('training', id))?.title).toBe('as it is');
    expect(await trainer.store.list('training')).toHaveLength(1);
    expect(await trainer.store.sync()).toMatchObject({ same: true, mended: 1, problem: '' });
    expect(await reportOf(world, coordinator, device)).toMatchObject({ differs: 1 });
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await reportOf(world, coordinator, device)).toMatchObject({ differs: 1 });
  });

  it('[I12] nothing is called sent while something is found to differ', async () => {
    const { world, trainer, id } = await two();
    await trainer.store.db.rows.delete(['p', 'training', id]);
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'done' });
    world.line = () => Promise.reject(new TypeError('Failed to fetch'));
    await trainer.sync();
    const note = await trainer.store.sync();
    expect(note).toMatchObject({ same: false, problem: 'network' });
    await trainer.store.db.meta.put({ ...note, problem: '' });
    expect(await syncState(trainer.store, false)).toEqual({ look: 'local', unsent: 0 });
    expect((await trainer.store.find('training', id))?.title).toBe('as it is');
  });

  it('a sum of the endpoint that went wrong is put right there, and tablets agree at once', async () => {
    const { world, coordinator, trainer } = await two();
    await world.store.write((tx) => tx.sums.put('p', EMPTY_SUM));
    await coordinator.store.save([{ t: 'training', s: 'p', values: { ...place, title: 'another' } }]);
    expect(await coordinator.sync()).toEqual({ kind: 'done' });
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.list('training')).toHaveLength(2);
    expect(await trainer.store.sync()).toMatchObject({ same: true });
  });

  it('[I11] what differs however often it is read anew ends after a few tries: people are told, and it heals when it can', async () => {
    const { trainer } = await two();
    const wrong = (x: Record<string, unknown>): object => ({ ...x, cur: ((x['cur'] ?? []) as unknown[][]).map((c) => (typeof c[3] === 'string' ? [c[0], c[1], c[2], 'AAAAAA'] : c)) });
    await trainer.store.save([{ t: 'trainer', s: 'p', values: { name: 'Орозов Таалай' } }]);
    const first = await through(trainer, { answer: wrong });
    expect(first.outcome).toEqual({ kind: 'stuck', problem: 'differs' });
    expect(first.asked).toBeLessThan(10);
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'attention', problem: 'differs' });
    expect(await trainer.store.list('trainer')).toHaveLength(1);
    const second = await through(trainer, { answer: wrong });
    expect(second.outcome).toEqual({ kind: 'stuck', problem: 'differs' });
    expect(second.asked).toBeLessThan(4);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'done' });
    expect((await cursors(trainer))?.tries).toBeUndefined();
  });

  it('[4.2/31] an endpoint that reckons no sums is worked with as before, and compared with from the day it does', async () => {
    const { world, trainer, id } = await two();
    const joined = await world.joined(3, await world.invite('coordinator', []));
    const older = {
      question: ({ sd: _sd, diff: _diff, cur, ...rest }: Record<string, unknown>): object => ({ ...rest, ...(cur ? { cur: (cur as unknown[][]).map((c) => c.slice(0, 3)) } : {}) }),
    };
    expect((await through(joined, older)).outcome).toEqual({ kind: 'done' });
    expect(await syncState(joined.store, false)).toMatchObject({ look: 'done' });
    expect((await cursors(joined))?.list.every((c) => c[3] === undefined)).toBe(true);
    await joined.store.save([{ t: 'training', s: 'p', id, values: { venue: 'Мектеп' } }]);
    expect(await through(joined, older)).toEqual({ outcome: { kind: 'done' }, asked: 1 });
    expect(await joined.sync()).toEqual({ kind: 'done' });
    expect((await cursors(joined))?.list.every((c) => c[3] !== undefined)).toBe(true);
    // And one that reckoned them, put back to a version that does not.
    await joined.store.save([{ t: 'training', s: 'p', id, values: { venue: 'Китепкана' } }]);
    expect((await through(joined, older)).outcome).toEqual({ kind: 'done' });
    await trainer.sync();
    expect((await trainer.store.find('training', id))?.venue).toBe('Китепкана');
  });

  it('goes through many rows in turn, some of them each time', async () => {
    const { trainer, id } = await two();
    for (let i = 0; i < 5; i++) {
      const { ids } = await trainer.store.save([{ t: 'training', s: 'p', values: { ...place, title: `${i}` } }]);
      const training = must(ids[0], 'training');
      await trainer.store.save([{ t: 'slot', s: `t:${training}`, values: { training, n: 1, day: '2019-11-18' } }]);
    }
    await trainer.sync();
    const slot = `d:${id}/1`;
    await trainer.store.db.rows.where('[s+t+id]').equals([`t:${id}`, 'slot', slot]).modify((r: { f: object }) => void Object.assign(r.f, { day: '2019-11-19' }));
    let turns = 0;
    while ((await cursors(trainer))?.anew?.length === 0 && turns < 20) {
      await lookOver(trainer.store.db, 2);
      turns += 1;
    }
    expect(turns).toBeGreaterThan(1);
    expect(turns).toBeLessThan(10);
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect((await trainer.store.find('slot', slot))?.day).toBe('2019-11-18');
  });
});
