import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, initials, parseName, sexFromName } from '../../../src/core/names/compare.ts';
import { inventPeople } from '../../bench/invented-people.ts';
import { awkwardNames } from './awkward-names.ts';

interface Pair {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly truth: string;
  readonly why: string;
}

function readPairs(file: string): Pair[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [id = '', a = '', b = '', truth = '', why = ''] = line.split('\t');
    return { id, a, b, truth, why };
  });
}

const listed = readPairs('./name-pairs.tsv');
const own = readPairs('./own-pairs.tsv');

describe('[3.4] the 42 pairs of the regression list', () => {
  it('are 42: 23 same, 10 maybe, 9 different', () => {
    const count = (truth: string): number => listed.filter((pair) => pair.truth === truth).length;
    expect([listed.length, count('same'), count('maybe'), count('different')]).toEqual([42, 23, 10, 9]);
  });

  it.each(listed)('$id. $a · $b: $truth ($why)', ({ a, b, truth }) => {
    expect(compareNames(a, b)).toBe(truth);
    expect(compareNames(b, a)).toBe(truth);
    expect(compareNames(parseName(a), parseName(b))).toBe(truth);
  });
});

describe('[3.4] pairs of our own', () => {
  it.each(own)('$id. $a · $b: $truth ($why)', ({ a, b, truth }) => {
    expect(compareNames(a, b)).toBe(truth);
    expect(compareNames(b, a)).toBe(truth);
  });
});

describe('[3.4] comparing names', () => {
  const people = inventPeople(398, 7);

  it('is the same for a name and itself, and symmetric', () => {
    const person = fc.constantFrom(...people.map(({ name }) => name), ...awkwardNames.filter((name) => name.length < 100));
    fc.assert(
      fc.property(person, person, (a, b) => {
        expect(compareNames(a, a)).toBe(/[\p{L}\p{N}]/u.test(a) ? 'same' : 'different');
        expect(compareNames(a, b)).toBe(compareNames(b, a));
      }),
      { numRuns: 2000 },
    );
  });

  it('asks seldom among many people: few pairs of 398 are not told apart', () => {
    // Initials ask by design; they are counted apart.
    const parsed = people.filter(({ name }) => !name.includes('.')).map(({ name }) => ({ name, parsed: parseName(name) }));
    let [pairs, same, maybe] = [0, 0, 0];
    parsed.forEach((a, i) => {
      for (const b of parsed.slice(i + 1)) {
        if (a.name === b.name) continue;
        pairs++;
        const verdict = compareNames(a.parsed, b.parsed);
        if (verdict === 'same') same++;
        if (verdict === 'maybe') maybe++;
      }
    });
    expect(pairs).toBeGreaterThan(50_000);
    expect(same / pairs).toBeLessThan(0.0005);
    expect(maybe / pairs).toBeLessThan(0.001);
  });

  it('nobody is the same as nobody', () => {
    expect(compareNames('', '')).toBe('different');
    expect(compareNames('-', '...')).toBe('different');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...awkwardNames), (a, b) => {
        expect(['same', 'maybe', 'different']).toContain(compareNames(a, b));
      }),
    );
  });
});

describe('[3.4] parts of names', () => {
  it('family, given and father are found whatever the order', () => {
    for (const name of ['Асанов Бакыт Маратович', 'Бакыт Маратович Асанов', 'Bakyt Asanov Maratovich']) {
      expect(parseName(name)).toMatchObject({ family: { key: 'асанов', kind: 'gendered' }, given: ['бакит'], father: { stem: 'марат' }, sex: 'm' });
    }
    expect(parseName('Асан кызы Айзада')).toMatchObject({ family: { kind: 'kin', stem: 'асан' }, given: ['аизада'], sex: 'f' });
    expect(parseName('Осмонова Бактыгүл Бектур кызы')).toMatchObject({ family: { key: 'осмонова' }, father: { stem: 'бектур' }, sex: 'f' });
  });

  it.each([
    ['Асанова Жаңыл', 'f'],
    ['Асанов Мээрим', 'm'],
    ['Мээрим Садыралиева', 'f'],
    ['Асан уулу Бакыт', 'm'],
    ['Асан кызы Бакыт', 'f'],
    ['Бакыт Маратович', 'm'],
    ['Ким Вера Ивановна', 'f'],
    ['Вишневская Женя', 'f'],
    ['Кузьмин Саша', 'm'],
    ['Sadyralieva Meerim', 'f'],
    ['Каримов Шухрат Рахимжон ўғли', 'm'],
    ['Мээрим', null],
    ['Ли Анна', null],
    ['Айсулуу', null],
    ['Алтын Жаркын', null],
    ['', null],
  ])('sex of «%s» by its endings: %s', (name, sex) => expect(sexFromName(name)).toBe(sex));

  it.each([
    ['Асанова Жаңыл', 'АЖ'],
    ['асан уулу бакыт', 'АБ'],
    ['Коробаева К.', 'КК'],
    ['A. Абрешова', 'АА'],
    ['Өмүрова Үмүт Асановна', 'ӨҮ'],
    ['Жаңыл-Мырза', 'Ж'],
    ['Бакыт', 'Б'],
    ["O'Brien Max", 'OM'],
    ['123', ''],
    ['', ''],
    ['\u{10428}ux', '\u{10400}'],
  ])('initials of «%s»: «%s»', (name, letters) => expect(initials(name)).toBe(letters));
});
