// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { countsOf, groupTrainings, mayEdit, mayMark, phaseOf, toGoOn, type Training } from '../../../../src/client/features/trainings/queries.ts';
import { matches } from '../../../../src/client/features/trainings/search.ts';
import { recentUnits, unitOptions } from '../../../../src/client/features/trainings/places.ts';
import type { Rights } from '../../../../src/core/access/rights.ts';
import type { RecordId, ReplicaId } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';
import { addTraining, newTablet, TODAY, units } from './support.tsx';

const training = (id: string, start: string, end = start, status = 'planned', more: Partial<Training> = {}): Training =>
  ({ id: `${id}.1` as RecordId, scope: 'p', unsent: false, start, end, status, ...more });
const OURS = 'aaaaaaaaaa';
const THEIRS = 'bbbbbbbbbb';
const rights = (role: Rights['role'], trainings: readonly string[] = []): Rights =>
  ({ role, areas: new Set(), trainings: new Set(trainings), replicas: new Set([OURS as ReplicaId]) });

describe('where trainings stand', () => {
  it('goes by days until it is finished', () => {
    expect(phaseOf({ status: 'planned', start: '2019-11-19' }, TODAY)).toBe('coming');
    expect(phaseOf({ status: 'planned', start: TODAY }, TODAY)).toBe('running');
    expect(phaseOf({ status: 'running', start: '2019-11-01' }, TODAY)).toBe('running');
    expect(phaseOf({ status: 'completed', start: TODAY }, TODAY)).toBe('finished');
    expect(phaseOf({ status: 'cancelled', start: '2019-12-01' }, TODAY)).toBe('finished');
  });

  it('lists the newest first, and of those to come the next one first', () => {
    const groups = groupTrainings(
      [training('c', '2019-12-01'), training('d', '2019-11-20'), training('e', '2019-11-01', undefined, 'completed'), training('f', '2019-11-09', undefined, 'completed'), training('g', TODAY)],
      TODAY,
    );
    expect(groups.coming.map((t) => t.start)).toEqual(['2019-11-20', '2019-12-01']);
    expect(groups.finished.map((t) => t.start)).toEqual(['2019-11-09', '2019-11-01']);
    expect(groups.running).toHaveLength(1);
  });

  it("goes on with today's training, one's own first, never with one this tablet may not mark", () => {
    const all = [training(OURS, '2019-11-17', '2019-11-19'), training(THEIRS, TODAY), training('c', TODAY)];
    const of = (r: Rights): string[] => toGoOn(groupTrainings(all, TODAY), TODAY, r).trainings.map((t) => t.id);
    expect(of(rights('coordinator'))[0]).toBe(`${OURS}.1`);
    expect(of(rights('coordinator'))).toHaveLength(3);
    expect(of(rights('trainer', [`${OURS}.1`, `${THEIRS}.1`]))).toEqual([`${OURS}.1`, `${THEIRS}.1`]);
  });

  it('else with the unfinished one that began last', () => {
    const all = [training('c', '2019-11-10'), training('d', '2019-11-15'), training('e', '2019-11-16', undefined, 'completed'), training('f', '2019-11-25')];
    const on = toGoOn(groupTrainings(all, TODAY), TODAY, rights('coordinator'));
    expect(on).toMatchObject({ isToday: false, trainings: [{ start: '2019-11-15' }] });
  });

  it('a trainer marks and edits what is made here or granted, a coordinator everything', () => {
    expect(mayMark(rights('trainer', ['x.1']), 'x.1')).toBe(true);
    expect(mayMark(rights('trainer'), 'x.1')).toBe(false);
    expect(mayMark(rights('coordinator'), 'x.1')).toBe(true);
    expect(mayEdit(rights('trainer'), training(OURS, TODAY))).toBe(true);
    expect(mayEdit(rights('trainer'), training(THEIRS, TODAY))).toBe(false);
    expect(mayEdit(rights('trainer', [`${THEIRS}.1`]), training(THEIRS, TODAY))).toBe(true);
  });
});

describe('counts of one training', () => {
  it('are registered, came, by sex, present on the day marked now, and expected', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store, { people: ['f', 'f', 'm', 'x', 'm'], came: 4, values: { planned: 24 }, days: [TODAY, '2019-11-19'] });
    const row = must(await store.find('training', id), 'training');
    const came = { all: 4, women: 2, men: 1, notStated: 1 };
    expect(await countsOf(store, row, TODAY)).toEqual({ registered: 5, came, now: came, day: TODAY, slots: 2, expected: 24, unsent: true });
    expect(await countsOf(store, row, '2019-11-19')).toMatchObject({ came, now: { all: 0, women: 0 }, day: '2019-11-19' });
  });

  it('count two registrations of one person, once merged, as one; a longer list than planned is expected', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store, { people: ['f', 'f', 'm'], came: 2, values: { planned: 1 } });
    const row = must(await store.find('training', id), 'training');
    expect(await countsOf(store, row, TODAY)).toMatchObject({ registered: 3, came: { all: 2 }, expected: 3 });
    const [a = '', b = ''] = (await store.list('registration')).filter((r) => r.sex === 'f').map((r) => r.person ?? '').toSorted();
    await store.save([{ t: 'person_merge', s: 'r:local', values: { a, b } }]);
    expect(await countsOf(store, row, TODAY)).toMatchObject({ registered: 2, came: { all: 1, women: 1 } });
  });

  it('leave other trainings alone', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store);
    await addTraining(store, { people: ['f', 'm'], came: 2 });
    expect(await countsOf(store, must(await store.find('training', id), 'training'), TODAY)).toMatchObject({ registered: 0, came: { all: 0 }, now: { all: 0 }, expected: 0 });
  });
});

describe('finding trainings and places', () => {
  it('takes words in any order, without ң ө ү, unfinished, in Latin', () => {
    const texts = ['Көк-Ойрок айыл аймагы', 'Тоң району', null];
    for (const q of ['кок ойрок', 'тон кок', 'ОЙР', 'kok-oi', '', 'аймаг']) expect(matches(q, texts), q).toBe(true);
    for (const q of ['кок базар', 'рок']) expect(matches(q, texts), q).toBe(false);
  });

  it('tells places of one name apart by rayon and oblast; before typing offers those of the latest trainings', () => {
    const found = unitOptions(units, 'ky', 'Чолпон-Ата', []);
    expect(found.length).toBeGreaterThan(1);
    expect(new Set(found.map((o) => `${o.label} ${o.note ?? ''}`)).size).toBe(found.length);
    expect(found.some((o) => o.note?.includes(' — ') === true)).toBe(false);
    const recent = recentUnits([training('a', '2019-01-01', undefined, undefined, { unit: '1' }), training('b', '2019-03-01', undefined, undefined, { unit: '2' }), training('c', '2019-02-01', undefined, undefined, { unit: '2' })]);
    expect(recent).toEqual(['2', '1']);
    expect(unitOptions(units, 'ky', ' ', ['41703225853000']).map((o) => o.id)).toEqual(['41703225853000']);
  });
});
