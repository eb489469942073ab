import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../src/client/sync/erase.ts';
import { makeAsk } from '../../src/client/sync/transport.ts';
import { syncNow } from '../../src/client/sync/engine.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { MAX_BATCH } from '../../src/core/sync/protocol.ts';
import type { Draft } from '../../src/client/store/store.ts';
import { makeWorld, type Joined, type World } from '../support/endpoint.ts';
import { bytesFrom } from '../support/store.ts';
import { PEOPLE } from '../support/training-day.ts';
import { csvOf, gzipped } from '../support/wire-shapes.ts';
import { stateOf, wholeProject } from '../support/whole-project.ts';
import { makeEndpoint } from './support/endpoint.ts';
import { post, Tablet } from '../support/tablet.ts';

interface Exchange {
  readonly path: string;
  /** Bytes of the bodies. */
  readonly up: number;
  readonly down: number;
}

/** Syncs a tablet and tells what went over the line meanwhile, to the byte. */
async function watched(world: World, tablet: Joined): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  const ask = makeAsk(async (input, init) => {
    const path = typeof input === 'string' ? input : '';
    const response = await world.request(path, init);
    const down = (await response.clone().arrayBuffer()).byteLength;
    const up = init?.body instanceof ArrayBuffer ? init.body.byteLength : 0;
    seen.push({ path, up, down });
    return response;
  });
  expect(await syncNow({ store: tablet.store, ask, now: () => tablet.clock.now, random: bytesFrom(99) })).toEqual({ kind: 'done' });
  return seen;
}

const UNIT = '41703225853000';
const trainingDraft = (id?: RecordId): Draft => ({ t: 'training', s: 'p', ...(id ? { id } : {}), values: { unit: UNIT, start: '2019-11-18', end: '2019-11-18' } });

/** A training with one day and the people of one hall, saved as the app saves them. */
async function holdTraining(tablet: Joined, people = PEOPLE): Promise<{ s: Scope; registrations: RecordId[]; slot: RecordId }> {
  const made = await tablet.store.save([trainingDraft()]);
  const training = must(made.ids[0], 'training');
  const s: Scope = `t:${training}`;
  const [slot] = (await tablet.store.save([{ t: 'slot', s, values: { training, n: 1, day: '2019-11-18' } }])).ids;
  const registrations: RecordId[] = [];
  for (const [i, [name, sex, age_band, role, phone]] of people.entries()) {
    tablet.clock.now += 21_345;
    const facts = { name, sex, age_band, role, unit: UNIT, ...(phone ? { phone } : {}) };
    const { ids } = await tablet.store.save((mint) => {
      const person = mint();
      return [
        { t: 'person', s: 'r:41703225000000', id: person, values: facts },
        { t: 'registration', s, values: { training, person, ...facts, source: 'walk_in', no: i + 1 } },
      ];
    });
    const registration = must(ids[1], 'registration');
    registrations.push(registration);
    await tablet.store.save([{ t: 'attendance', s, values: { registration, slot: must(slot, 'slot'), mark: 'present', at: '2019-11-18T09:10' } }]);
  }
  return { s, registrations, slot: must(slot, 'slot') };
}

describe('[3.2] over the line, to the byte', () => {
  it('one edit costs at most 300 bytes up and down together, with 60 scopes', async () => {
    const world = await makeWorld();
    const office = await world.joined(1, await world.firstInvite());
    const trainer = await world.joined(2, await world.invite('trainer'));
    for (let i = 0; i < 60; i++) {
      const { ids } = await trainer.store.save([trainingDraft()]);
      const training = must(ids[0], 'training');
      await trainer.store.save([{ t: 'slot', s: `t:${training}`, values: { training, n: 1, day: '2019-11-18' } }]);
    }
    const { s, registrations, slot } = await holdTraining(trainer);
    const pass = (ms: number): void => {
      trainer.clock.now += ms;
      world.clock.now = trainer.clock.now + 1_234;
    };
    pass(0);
    await trainer.sync();
    expect(must(await trainer.store.db.meta.get('cursors'), 'cursors')).toMatchObject({ agreed: true, list: { length: 62 } });

    const registration = must(registrations[5], 'registration');
    const edits: Draft[] = [
      { t: 'attendance', s, values: { registration, slot, mark: 'late', at: '2019-11-18T10:42' } },
      { t: 'registration', s, id: registration, values: { phone: '+996 700 998 877' } },
      { t: 'training', s: 'p', id: s.slice(2) as RecordId, values: { status: 'completed' } },
    ];
    // Once somebody was erased every question names the mark that this tablet has followed to.
    const gone = await office.store.save((mint) => [{ t: 'person', s: 'r:local', id: mint(), values: { name: 'Асан' } }]);
    await office.sync();
    await erasePerson(office.store, office.ask, [{ t: 'person', id: must(gone.ids[0], 'person') }], 'other');
    pass(1000);
    await trainer.sync();
    expect(await trainer.store.db.meta.get('erased')).toMatchObject({ ids: gone.ids });

    const totals: number[] = [];
    for (const edit of edits) {
      pass(333_333);
      await trainer.store.save([edit]);
      const seen = await watched(world, trainer);
      expect(seen.map((x) => x.path)).toEqual(['/v1/sync']);
      totals.push(...seen.map((x) => x.up + x.down));
    }
    expect(totals.length).toBe(3);
    expect(Math.max(...totals), String(totals)).toBeLessThanOrEqual(300);
  });

  it('a day goes up and a season comes down in one round trip when both are below 64 KB', async () => {
    const world = await makeWorld();
    const office = await world.joined(1, await world.firstInvite());
    const trainer = await world.joined(2, await world.invite('trainer'));
    await office.store.save(Array.from({ length: 400 }, (_, i): Draft => ({ t: 'trainer', s: 'p', values: { name: `Тренер ${i} ${must(PEOPLE[i % 16], 'name')[0]}`, kinds: ['project'] } })));
    await office.sync();
    await trainer.store.save([trainingDraft()]);
    await holdTraining(trainer, PEOPLE);
    await trainer.store.save(Array.from({ length: 130 }, (_, i): Draft => ({ t: 'trainer', s: 'p', values: { name: `Жардамчы ${i}`, kinds: ['project'] } })));
    const waiting = (await trainer.store.unsent()).count;
    expect(waiting).toBeGreaterThan(180);
    expect(waiting).toBeLessThanOrEqual(MAX_BATCH);
    const seen = await watched(world, trainer);
    expect(seen.length).toBe(1);
    expect((await trainer.store.unsent()).count).toBe(0);
    expect((await trainer.store.list('trainer')).length).toBe(400 + 130);
    for (const { up, down } of seen) expect(Math.max(up, down)).toBeLessThan(64_000);
    const idle = await watched(world, trainer);
    expect(idle.length).toBe(1);
  });

  it('a whole season, made by five tablets, is pulled in one answer of at most 1.25 × CSV without and 0.75 × with ids', async () => {
    const e = makeEndpoint('memory');
    const office = await e.coordinator();
    const made = wholeProject();
    e.clock.now = 1_590_000_000_000;
    for (const { replica, ops } of made) {
      const t = await e.joined(office, replica, 'coordinator');
      t.pend.push(...ops);
      await t.settle();
      expect(t.parked).toEqual([]);
    }
    const reader = await e.joined(office, 'readerread', 'coordinator');
    const response = await post(e.ask, '/v1/sync', { ...reader.message(), room: 1_000_000 }, reader.token);
    const bytes = (await response.arrayBuffer()).byteLength;
    const { body } = await reader.sync();
    expect(body?.cur.some((c) => c[3] === 1)).toBe(false);
    const rows = [...reader.rows.values()].filter((r) => r.t !== 'user' && r.t !== 'device');
    expect(rows.length).toBe(stateOf(made).length);
    expect(bytes / gzipped(csvOf(rows, false))).toBeLessThanOrEqual(1.25);
    expect(bytes / gzipped(csvOf(rows, true))).toBeLessThanOrEqual(0.75);
    // As the tablets ask for it: page by page, each in a gzip of its own.
    const slow = new Tablet({ ask: e.ask, now: () => e.clock.now, replica: 'slowreader' });
    slow.enrolled = reader.enrolled;
    slow.room = 256_000;
    await slow.settle();
    expect(slow.rows.size).toBe(reader.rows.size);
  });
});
