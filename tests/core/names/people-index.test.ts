import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeopleIndex, fillIndex, type PeopleIndex, type PersonCard } from '../../../src/core/names/people-index.ts';
import { inventPeople } from '../../bench/invented-people.ts';
import { awkwardNames } from './awkward-names.ts';

function indexOf(cards: readonly PersonCard[]): PeopleIndex {
  const index = createPeopleIndex();
  for (const card of cards) index.put(card);
  return index;
}

const cards: readonly PersonCard[] = [
  { id: 'a', name: 'Асанова Жаңыл', sex: 'f', phone: '+996 700 123 456', unit: 'u1', birthYear: 1985 },
  { id: 'b', name: 'Асанов Бөлөт Маратович', sex: 'm', phone: '0555 111 222', birthYear: 1970 },
  { id: 'c', name: 'Асан уулу Бакыт', sex: 'm' },
  { id: 'd', name: 'Коробаева К.', sex: 'f', phone: '0312 66 12 34' },
  { id: 'e', name: 'Сүйүнбаев Нурлан', sex: 'm' },
  { id: 'f', name: 'Токтосунова Жаңыл-Мырза', sex: 'f' },
  { id: 'g', name: 'Мырзаева Чынара Бектур кызы', sex: 'f', birthYear: 1990 },
  { id: 'h', name: 'Якуб', sex: 'm' },
];

describe('[B3.4] search', () => {
  const index = indexOf(cards);

  it.each([
    ['асанова', ['a']],
    ['жаңыл', ['a', 'f']],
    ['Жаныл асан', ['a']],
    ['асан жан', ['a']],
    ['Асанов болот', ['b']],
    ['болот асанов', ['b']],
    ['Bolot Asanov', ['b']],
    ['zhanyl', ['a', 'f']],
    ['jang', ['a', 'f']],
    ['z', ['a', 'f']],
    ['Acaнoвa', ['a']],
    ['сүй', ['e']],
    ['суюн', ['e']],
    ['suy', ['e']],
    ['мырза', ['f', 'g']],
    ['якуб', ['h']],
    ['якуп', ['h']],
    ['кызы', ['g']],
    ['уулу бак', ['c']],
    ['Мурзаева Чынара', ['g']],
    ['Коробаева Кенже', ['d']],
    ['456', ['a']],
    ['123 456', ['a']],
    ['0700 12', ['a']],
    ['+996 700 123 456', ['a']],
    ['асанова 456', ['a']],
    ['асанов 456', ['a']],
    ['661234', ['d']],
    ['6612', ['d']],
    ['асанова 222', []],
    ['555 999', []],
    ['ъ', []],
    ['', []],
    ['  . ', []],
    ['12', []],
    ['__proto__', []],
  ])('«%s» finds %j', (query, ids) => expect(index.search(query, 5)).toEqual(ids));

  it('puts whole words before beginnings, first words before others, the preferred before all', () => {
    expect(index.search('асан', 5)).toEqual(['c', 'b', 'a']);
    expect(index.search('асан', 5, (id) => (id === 'b' ? 1 : 0))).toEqual(['b', 'c', 'a']);
    expect(index.search('асан', 2)).toEqual(['c', 'b']);
    expect(index.search('асан', 0)).toEqual([]);
  });

  it('[B3.3] three letters put an expected person among the first five of 2,000', () => {
    const people = inventPeople(2000, 3);
    const many = indexOf(people);
    const expected = people.filter((_, i) => i % 91 === 0);
    const ids = new Set(expected.map(({ id }) => id));
    const prefer = (id: string): number => (ids.has(id) ? 1 : 0);
    const found = expected.filter(({ id, name }) => many.search(name.slice(0, 3), 5, prefer).includes(id));
    expect(found.length).toBe(expected.length);
  });

  it('finds everybody by their own name, in any order and without ң ө ү', () => {
    const people = inventPeople(300, 4);
    const many = indexOf(people);
    for (const { id, name } of people) {
      const plain = name.replace(/ң/g, 'н').replace(/ө/g, 'о').replace(/ү/g, 'у').split(' ').reverse().join(' ');
      expect(many.search(plain, 20), plain).toContain(id);
    }
  });
});

describe('[B3.6] likely the same person', () => {
  const index = indexOf(cards);
  const ids = (name: string, more: Omit<PersonCard, 'id' | 'name'> = {}): string[] =>
    index.likely({ name, ...more }, 5).map(({ id, verdict }) => `${id}:${verdict}`);

  it.each([
    ['Асанова Жаңыл', ['a:same']],
    ['Asanova Zhanyl', ['a:same']],
    ['Жаныл Асанова', ['a:same']],
    ['Асанова Жа', ['a:maybe']],
    ['Асанова Ж', ['a:maybe']],
    ['Асанова Жаңылм', ['a:maybe']],
    ['Асанова Жаңылмы', []],
    ['Асанов Бакыт', ['c:maybe']],
    ['Асан уулу Ба', ['c:maybe']],
    ['Бакыт Асан уулу', ['c:maybe']],
    ['Коробаева Кенже', ['d:maybe']],
    ['Сүйүнбаев Нурлен', ['e:maybe']],
    ['Мурзаева Чынара', ['g:maybe']],
    ['Мырзаева Чынара Бектуровна', ['g:same']],
    ['Мырзаева Чынара Маратовна', []],
    ['Якуп', ['h:same']],
    ['Асанова', []],
    ['Жаңыл', []],
    ['А', []],
    ['', []],
    ['Асан уулу', []],
  ])('«%s»: %j', (name, found) => expect(ids(name)).toEqual(found));

  it('a space behind the last word says it is whole', () => {
    expect(ids('Асанова Жаң')).toEqual(['a:maybe']);
    expect(ids('Асанова Жаң ')).toEqual([]);
  });

  it('never answers the other sex, be it said or told by the ending', () => {
    expect(ids('Асанова Жаңыл', { sex: 'm' })).toEqual([]);
    expect(ids('Асан кызы Бакыт')).toEqual([]);
    expect(ids('Сүйүнбаева Нурлан', { phone: '0700 123 456' })).toEqual(['a:maybe']);
    expect(ids('Сүйүнбаев Нурлан', { phone: '0700 123 456' })).toEqual(['e:same']);
    expect(ids('Якуб', { sex: 'x' })).toEqual(['h:same']);
  });

  it('a phone is strong evidence by itself', () => {
    expect(index.likely({ name: '', phone: '0700123456' }, 5)).toMatchObject([{ id: 'a', verdict: 'maybe', why: ['phone'] }]);
    expect(index.likely({ name: 'Токтогулова Жаңыл', phone: '700123456' }, 5)[0]).toMatchObject({ id: 'a', verdict: 'maybe', why: ['phone'] });
    const [first, second] = [index.likely({ name: 'Асанова Ж.', phone: '0700123456' }, 1)[0], index.likely({ name: 'Асанова Ж.' }, 1)[0]];
    expect(first?.score).toBeGreaterThan(second?.score ?? 1);
  });

  it('says what agrees; equal names of other years ask', () => {
    expect(index.likely({ name: 'Асанова Жаңыл', phone: '0700123456', unit: 'u1', birthYear: 1985 }, 1)).toMatchObject([
      { id: 'a', verdict: 'same', score: 1, why: ['name', 'phone', 'unit', 'birth_year'] },
    ]);
    expect(ids('Асанова Жаңыл', { birthYear: 1986 })).toEqual(['a:same']);
    expect(ids('Асанова Жаңыл', { birthYear: 1960 })).toEqual(['a:maybe']);
    expect(ids('Асанова Ж.', { phone: '0700123456', birthYear: 1985 })).toEqual(['a:same']);
  });

  it('a new family name asks only with father and birth year alike', () => {
    expect(ids('Осмонова Чынара Бектуровна', { birthYear: 1990 })).toEqual(['g:maybe']);
    expect(ids('Осмонова Чынара Бектуровна', { birthYear: 1991 })).toEqual([]);
    expect(ids('Осмонова Чынара Бектуровна')).toEqual([]);
  });

  it('warns of each of 500 people when their name is typed, and of nobody of the other sex', () => {
    const people = inventPeople(500, 5);
    const many = indexOf(people);
    const sexes = new Map(people.map(({ id, sex }) => [id, sex]));
    for (const { id, name, sex } of people) {
      const found = many.likely({ name, sex: sex ?? null }, 50);
      expect(found.map((like) => like.id), name).toContain(id);
      for (const like of found) expect(sexes.get(like.id)).toBe(sex);
    }
  });
});

describe('people index', () => {
  it('puts, replaces and removes', () => {
    const index = indexOf(cards);
    expect(index.size).toBe(cards.length);
    index.put({ id: 'a', name: 'Осмонова Гүлзат', phone: '0777 000 111' });
    expect(index.size).toBe(cards.length);
    expect(index.get('a')?.name).toBe('Осмонова Гүлзат');
    expect(['жаңыл', '456', 'осмонова', '111'].map((query) => index.search(query, 5))).toEqual([['f'], [], ['a'], ['a']]);
    index.remove('a');
    index.remove('a');
    index.remove('nobody');
    expect(index.size).toBe(cards.length - 1);
    expect(index.get('a')).toBeUndefined();
    expect(index.search('осмонова', 5)).toEqual([]);
    index.put({ id: 'z', name: 'Осмонова Гүлзат' });
    expect(index.search('осмонова', 5)).toEqual(['z']);
    expect(index.likely({ name: 'Осмонова Гүлзат' }, 5)).toMatchObject([{ id: 'z', verdict: 'same' }]);
  });

  it('answers alike however it came to hold its people', () => {
    const people = inventPeople(60, 6);
    const plain = indexOf(people);
    fc.assert(
      fc.property(fc.array(fc.nat(59), { maxLength: 80 }), fc.constantFrom(...people), (moves, someone) => {
        const index = indexOf(people);
        for (const i of moves) {
          const card = people[i];
          if (!card) continue;
          index.remove(card.id);
          index.put(card);
        }
        expect(index.search(someone.name, 10)).toEqual(plain.search(someone.name, 10));
        expect(index.likely(someone, 10)).toEqual(plain.likely(someone, 10));
      }),
      { numRuns: 30 },
    );
  });

  it('fills in slices, giving the thread back after each', () => {
    const index = createPeopleIndex();
    const filling = fillIndex(index, inventPeople(250), 100);
    expect(filling.next()).toEqual({ value: 100, done: false });
    expect(index.size).toBe(100);
    expect([...filling]).toEqual([200]);
    expect(index.size).toBe(250);
  });

  it('holds any text without throwing', () => {
    const index = createPeopleIndex();
    awkwardNames.forEach((name, i) => index.put({ id: `${i}`, name, phone: name }));
    for (const name of awkwardNames) {
      index.search(name, 5);
      index.likely({ name, phone: name }, 5);
    }
    awkwardNames.forEach((_, i) => index.remove(`${i}`));
    expect(index.size).toBe(0);
  });
});
