import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordId, Scope } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { markDraft, newPersonDrafts, slotId, trainingScope } from '../../../src/client/features/attendance/actions.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { bytesFrom, openTablet } from '../../support/store.ts';
import { PEOPLE } from '../../support/training-day.ts';

const AREA = '41703225000000';

/** A training of one day with people on its list; nobody marked yet. */
async function makeTraining(store: Store, people = 3): Promise<{ training: RecordId; scope: Scope; registrations: RecordId[] }> {
  const registrations: RecordId[] = [];
  const { ids } = await store.save((mint) => {
    const training = mint();
    const list = PEOPLE.slice(0, people).map(([name, sex, age_band, role], i) =>
      newPersonDrafts(mint, { training: { id: training, start: '2019-11-18' }, area: AREA, source: 'list', no: i + 1 }, { name, sex, age_band, role }));
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

const mark = (store: Store, training: RecordId, registration: RecordId, m: 'present' | 'late' | 'absent'): ReturnType<Store['save']> =>
  store.save([markDraft(training, registration, slotId(training, 1), m, '2019-11-18T09:12')]);

const marks = async (store: Store, scope: Scope): Promise<unknown[]> =>
  (await store.list('attendance', scope)).map((a) => [a.id, a.mark, a.at]).toSorted();

async function coordinatorAndTrainer(): Promise<{ world: World; trainer: Joined; coordinator: Joined }> {
  const world = await makeWorld();
  const coordinator = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  return { world, trainer, coordinator };
}

describe('sync of a tablet with the endpoint', () => {
  it('[2.4] what a trainer saved reaches the coordinator, and nothing is left over', async () => {
    const { trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope, registrations } = await makeTraining(trainer.store);
    await mark(trainer.store, training, must(registrations[0], 'r'), 'present');
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect(await coordinator.sync()).toEqual({ kind: 'done' });
    expect(await coordinator.store.list('registration', scope)).toHaveLength(3);
    expect(await coordinator.store.list('person')).toHaveLength(3);
    expect(await marks(coordinator.store, scope)).toEqual(await marks(trainer.store, scope));
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'done' });
  });

  it('[2.3] people written into an area a trainer may not read stay on the trainer\'s own screen', async () => {
    const { trainer } = await coordinatorAndTrainer();
    await makeTraining(trainer.store);
    await trainer.sync();
    const people = await trainer.store.list('person');
    expect(people.map((p) => p.unsent)).toEqual([false, false, false]);
    expect(trainer.store.people.index.search('Жаныл', 5)).toHaveLength(1);
  });

  it('[2.3] a tablet that worked alone joins later: its rows enter the project, none lost, none doubled', async () => {
    const world = await makeWorld();
    const alone = await openTablet(9, world.clock.now);
    await alone.store.save([{ t: 'user', s: 'p', id: alone.store.self.user as RecordId, values: { name: 'Орозов Таалай', role: 'trainer' } }]);
    const { training, scope, registrations } = await makeTraining(alone.store, 16);
    for (const r of registrations) await mark(alone.store, training, r, 'present');
    const waiting = (await alone.store.unsent()).count;
    expect(waiting).toBe(1 + 1 + 1 + 16 * 3);
    const coordinator = await world.joined(1, await world.firstInvite());
    const joined = await world.join(alone, await world.invite('trainer', [], 'Таалай'));
    expect((await joined.store.unsent()).count).toBe(waiting);
    expect(await joined.sync()).toEqual({ kind: 'done' });
    await coordinator.sync();
    expect(await coordinator.store.list('training')).toHaveLength(1);
    expect(await coordinator.store.list('attendance', scope)).toHaveLength(16);
    expect(await coordinator.store.find('user', alone.store.self.user)).toMatchObject({ name: 'Орозов Таалай' });
  });

  it('[4.2/35] two tablets mark the same person on the same day offline: one attendance, both agree, the loser is in history', async () => {
    const { world, trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope, registrations } = await makeTraining(trainer.store);
    await trainer.sync();
    await coordinator.sync();
    const r = must(registrations[0], 'registration');
    trainer.clock.now += 60_000;
    coordinator.clock.now += 120_000;
    world.clock.now += 300_000;
    await mark(trainer.store, training, r, 'present');
    await mark(coordinator.store, training, r, 'late');
    await coordinator.sync();
    await trainer.sync();
    await coordinator.sync();
    expect(await marks(trainer.store, scope)).toEqual(await marks(coordinator.store, scope));
    const all = await trainer.store.list('attendance', scope);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ mark: 'late', unsent: false });
    const link = must(await coordinator.store.link(), 'link');
    const q = new URLSearchParams({ s: scope, t: 'attendance', id: must(all[0], 'attendance').id });
    const answer = await world.request(`/v1/history?${q.toString()}`, { headers: { authorization: `Bearer ${link.token}` } });
    const { history } = (await answer.json()) as { history: { field: string; value: unknown; why: string }[] };
    expect(history).toContainEqual(expect.objectContaining({ field: 'mark', value: 'present', why: 'lost' }));
  });

  it('[4.2/1] answers lost after the commit, requests lost before it: nothing lost, nothing twice', async () => {
    const { world, trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope, registrations } = await makeTraining(trainer.store, 8);
    let n = 0;
    world.line = async (send) => {
      n += 1;
      if (n % 3 === 1) throw new TypeError('Failed to fetch');
      const answer = await send();
      if (n % 3 === 2) throw new TypeError('Failed to fetch');
      return answer;
    };
    for (const r of registrations) {
      await mark(trainer.store, training, r, 'present');
      await trainer.sync();
    }
    world.line = (send) => send();
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    await coordinator.sync();
    expect(await coordinator.store.list('attendance', scope)).toHaveLength(8);
    expect(await marks(coordinator.store, scope)).toEqual(await marks(trainer.store, scope));
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  });

  it('[4.2/3] an answer cut at any byte is not applied and costs one repeat', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), async (part) => {
        const { world, trainer } = await coordinatorAndTrainer();
        await makeTraining(trainer.store);
        world.line = async (send) => {
          const answer = await send();
          const bytes = await answer.arrayBuffer();
          return new Response(bytes.slice(0, Math.floor(bytes.byteLength * part)), { status: answer.status, headers: answer.headers });
        };
        const before = (await trainer.store.unsent()).count;
        expect((await trainer.sync()).kind).toBe('again');
        expect((await trainer.store.unsent()).count).toBe(before);
        world.line = (send) => send();
        expect(await trainer.sync()).toEqual({ kind: 'done' });
      }),
      { numRuns: 12 },
    );
  });

  it('[4.2/4] a captive portal that says 200 is not the endpoint: nothing is acknowledged', async () => {
    const { world, trainer } = await coordinatorAndTrainer();
    await makeTraining(trainer.store);
    const before = (await trainer.store.unsent()).count;
    world.line = () => Promise.resolve(new Response('<html>Кирүү</html>', { status: 200, headers: { 'content-type': 'text/html' } }));
    expect(await trainer.sync()).toMatchObject({ kind: 'again', problem: 'not_ours' });
    expect((await trainer.store.unsent()).count).toBe(before);
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'failed', problem: 'not_ours', unsent: before });
  });

  it('[2.5.1] a batch once sent is repeated as it was, edits made meanwhile go into the next', async () => {
    const { world, trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope, registrations } = await makeTraining(trainer.store, 1);
    const bodies: string[] = [];
    const r = must(registrations[0], 'r');
    await mark(trainer.store, training, r, 'present');
    world.line = async (send) => {
      await send();
      throw new TypeError('Failed to fetch');
    };
    await trainer.sync();
    const flight = must(await trainer.store.db.flight.get('one'), 'flight');
    bodies.push(flight.body);
    await mark(trainer.store, training, r, 'late');
    world.line = (send) => send();
    await trainer.sync();
    await coordinator.sync();
    expect(await coordinator.store.list('attendance', scope)).toMatchObject([{ mark: 'late' }]);
    expect(bodies[0]).toContain('present');
    expect(bodies[0]).not.toContain('late');
  });

  it('[2.5.4] a bad op is parked with its reason and never blocks the rest', async () => {
    const { trainer, coordinator } = await coordinatorAndTrainer();
    const { training } = await makeTraining(trainer.store);
    const ops = await trainer.store.db.pend.toArray();
    const victim = must(ops.find((o) => o.t === 'registration'), 'registration');
    await trainer.store.db.pend.put({ ...victim, f: { ...victim.f, no: 'x'.repeat(5) } });
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.unsent()).toEqual({ count: 1, parked: 1 });
    expect((await trainer.store.parked())[0]).toMatchObject({ id: victim.id, reason: expect.stringContaining('wrong_type') });
    expect(await syncState(trainer.store, false)).toMatchObject({ look: 'attention', parked: 1 });
    await coordinator.sync();
    expect(await coordinator.store.list('registration', trainingScope(training))).toHaveLength(2);
    expect(await trainer.store.list('registration', trainingScope(training))).toHaveLength(3);
  });

  it('[2.11] a foreign training is refused per op; the tablet keeps what it wrote', async () => {
    const { world, trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope, registrations } = await makeTraining(coordinator.store);
    await coordinator.sync();
    await trainer.sync();
    expect(await trainer.store.list('registration', scope)).toHaveLength(0);
    await mark(trainer.store, training, must(registrations[0], 'r'), 'present');
    await trainer.sync();
    expect((await trainer.store.parked()).map((o) => o.reason)).toEqual(['forbidden']);
    const link = must(await coordinator.store.link(), 'link');
    const device = must(await trainer.store.link(), 'link').device;
    const grant = await world.request('/v1/grant', {
      method: 'POST', headers: { authorization: `Bearer ${link.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ v: 1, device, scope, on: true }),
    });
    expect(grant.status).toBe(200);
    await trainer.sync();
    expect(await trainer.store.list('registration', scope)).toHaveLength(3);
  });

  it('[2.9] a tablet two years ahead loses nothing, is not refused, and does not win for ever', async () => {
    const { world, trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope, registrations } = await makeTraining(trainer.store, 1);
    const r = must(registrations[0], 'r');
    await trainer.sync();
    await coordinator.sync();
    // The offset learnt above would hide the error: the clock jumps after the last contact.
    trainer.clock.now += 2 * 365 * 86_400_000;
    await mark(trainer.store, training, r, 'late');
    world.clock.now += 1000;
    await trainer.sync();
    coordinator.clock.now += 240_000;
    world.clock.now += 240_000;
    await coordinator.sync();
    await mark(coordinator.store, training, r, 'absent');
    await coordinator.sync();
    await trainer.sync();
    expect(await trainer.store.list('attendance', scope)).toMatchObject([{ mark: 'absent' }]);
  });

  it('[2.7] an endpoint that lost its past is read anew from the start, and what waits is kept', async () => {
    const { world, trainer } = await coordinatorAndTrainer();
    await makeTraining(trainer.store);
    await trainer.sync();
    const cursors = must(await trainer.store.db.meta.get('cursors'), 'cursors');
    await trainer.store.db.meta.put({ ...cursors, list: [['p', 999, 'nosuchnonce']], agreed: false } as never);
    await makeTraining(trainer.store, 2);
    world.line = (send) => send();
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await trainer.store.list('training')).toHaveLength(2);
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  });

  it('[DEC 14] one digest stands for the cursors; the whole list goes only when the endpoint asks', async () => {
    const { world, trainer } = await coordinatorAndTrainer();
    await makeTraining(trainer.store);
    await trainer.sync();
    const bodies: boolean[] = [];
    const spy = trainer.ask;
    const listen: Joined['ask'] = (path, body, token) => {
      if (path === '/v1/sync' && body) bodies.push('cur' in (JSON.parse(body) as object));
      return spy(path, body, token);
    };
    const { syncNow } = await import('../../../src/client/sync/engine.ts');
    const run = (): ReturnType<typeof syncNow> => syncNow({ store: trainer.store, ask: listen, now: () => trainer.clock.now, random: bytesFrom(99) });
    await run();
    expect(bodies).toEqual([false]);
    const cursors = must(await readMeta(trainer.store.db, 'cursors'), 'cursors');
    await trainer.store.db.meta.put({ ...cursors, list: cursors.list.slice(1) });
    bodies.length = 0;
    expect(await run()).toEqual({ kind: 'done' });
    expect(bodies).toEqual([false, true]);
    expect(world.clock.now).toBeGreaterThan(0);
  });

  it('[4.2/37] a page that ends a push early never splits it: 300 people arrive whole, in several rounds', async () => {
    const { trainer, coordinator } = await coordinatorAndTrainer();
    const { training, scope } = await makeTraining(trainer.store, 1);
    await trainer.store.save((mint) =>
      Array.from({ length: 300 }, (_, i) => newPersonDrafts(mint, { training: { id: training, start: '2019-11-18' }, area: AREA, source: 'import', no: i + 2 }, { name: `Сыдыков Эрмек ${i}`, sex: 'm' })).flatMap((x) => x.drafts));
    expect(await trainer.sync()).toEqual({ kind: 'done' });
    expect(await coordinator.sync()).toEqual({ kind: 'done' });
    expect(await coordinator.store.list('registration', scope)).toHaveLength(301);
    expect(await coordinator.store.list('person')).toHaveLength(301);
  });
});
