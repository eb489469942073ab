import { describe, expect, it } from 'vitest';
import { findLikely, findPeople, makeListIndex, type SearchPlace } from '../../../../src/client/features/attendance/people-search.ts';
import type { KnownPerson, People } from '../../../../src/client/store/people.ts';
import type { Read } from '../../../../src/client/store/store.ts';
import type { RecordId } from '../../../../src/core/ids.ts';
import { createPeopleIndex } from '../../../../src/core/names/people-index.ts';

const id = (x: string): RecordId => x as RecordId;
const registration = (x: string, name: string, more: Partial<Read<'registration'>> = {}): Read<'registration'> =>
  ({ id: id(`g:t/${x}`), scope: 't:t', unsent: false, person: id(x), name, ...more });
const known = (x: string, name: string, more: Partial<KnownPerson> = {}): KnownPerson =>
  ({ id: id(x), scope: 'r:local', name, sex: null, birth_year: null, age_band: null, phone: null, org: null, position: null, role: null, unit: null, ...more });

function place(list: readonly Read<'registration'>[], all: readonly KnownPerson[], nearness: SearchPlace['nearness'] = () => 0): SearchPlace {
  const index = createPeopleIndex();
  for (const k of all) index.put({ id: k.id, name: k.name, sex: k.sex, phone: k.phone, unit: k.unit, birthYear: k.birth_year });
  const people: People = { index, get: (x) => all.find((k) => k.id === x), ready: Promise.resolve(), refresh: () => Promise.resolve(), size: all.length };
  const own = makeListIndex();
  own.update(list);
  return { list: own.index, people, registrations: list, filled: true, nearness };
}

describe('search', () => {
  it('finds those on the list by their name here, also without a person row, and never offers them twice', () => {
    const list = [registration('a', 'Асанова Жаңыл'), registration('b', 'Асанов Бөлөт', { person: null })];
    const found = findPeople(place(list, [known('a', 'Асанова Жаңыл'), known('c', 'Асанкулова Чынара')]), 'асан');
    expect(found.listed).toEqual(['g:t/b', 'g:t/a']);
    expect(found.known.map((k) => k.id)).toEqual(['c']);
  });

  it('finds someone of the list by a phone that only their own row has', () => {
    const list = [registration('a', 'Асанова Жаңыл')];
    const found = findPeople(place(list, [known('a', 'Асанова Жаңыл', { phone: '+996 700 112 301' })]), '112301');
    expect(found).toEqual({ listed: ['g:t/a'], known: [] });
  });

  it('puts people of the training’s own place first, and looks beyond the list from two letters on', () => {
    const all = [known('far', 'Оморов Бөлөт', { unit: 'x' }), known('near', 'Оморов Болот', { unit: 'y' })];
    const here = place([], all, (unit) => (unit === 'y' ? 0.15 : 0));
    expect(findPeople(here, 'омо').known.map((k) => k.id)).toEqual(['near', 'far']);
    expect(findPeople(here, 'о').known).toEqual([]);
  });

  it('the index of the list follows renamed and removed people', () => {
    const own = makeListIndex();
    own.update([registration('a', 'Асанова Жаңыл'), registration('b', 'Оморов Бөлөт')]);
    own.update([registration('a', 'Эсенгулова Жаңыл')]);
    expect([own.index.search('асан', 9), own.index.search('эсен', 9), own.index.search('омор', 9)]).toEqual([[], ['g:t/a'], []]);
  });
});

describe('likely people', () => {
  const card = { name: 'A. Абрешова', sex: null, phone: null, unit: null, birthYear: null };

  it('are one card each, the one on the list rather than the same person elsewhere', () => {
    const list = [registration('a', 'А. Абрешова')];
    const found = findLikely(place(list, [known('a', 'А. Абрешова'), known('b', 'Абрешова Айнура')]), card, new Set());
    expect(found.map((one) => [one.id, one.registration !== undefined])).toEqual([['g:t/a', true], ['b', false]]);
  });

  it('leave out whoever was said to be someone else, and ask nothing of two letters without a phone', () => {
    const all = [known('b', 'Абрешова Айнура', { phone: '+996 555 123 456' })];
    expect(findLikely(place([], all), card, new Set(['b']))).toEqual([]);
    expect(findLikely(place([], all), { ...card, name: 'Аб' }, new Set())).toEqual([]);
    expect(findLikely(place([], all), { ...card, name: '', phone: '0555123456' }, new Set()).map((one) => one.id)).toEqual(['b']);
  });
});
