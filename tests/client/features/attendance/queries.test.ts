import { describe, expect, it } from 'vitest';
import { countsOf, marksOf, nextNo, rolesByUse, shownRows, slotsOf, sortByName } from '../../../../src/client/features/attendance/queries.ts';
import type { Mark } from '../../../../src/client/features/attendance/actions.ts';
import { makeTapGuard } from '../../../../src/client/features/attendance/tap-guard.ts';
import type { Read } from '../../../../src/client/store/store.ts';
import type { RecordId, Scope } from '../../../../src/core/ids.ts';

const id = (x: string): RecordId => x as RecordId;
const scope: Scope = 't:aaaaaaaaaa.1';
const person = (name: string, more: Partial<Read<'registration'>> = {}): Read<'registration'> => ({ id: id(name), scope, unsent: false, name, ...more });
const mark = (registration: string, slot: string, what: string | null): Read<'attendance'> =>
  ({ id: id(`${registration} ${slot}`), scope, unsent: false, registration: id(registration), slot: id(slot), mark: what, at: '2019-11-18T09:12' });
const marked = (...pairs: [string, Mark][]): ReturnType<typeof marksOf> => new Map(pairs.map(([who, m]) => [who, { mark: m, at: null }]));

describe('slots', () => {
  const training = { id: id('aaaaaaaaaa.1'), start: '2019-11-18', end: '2019-11-20' };

  it('are the stored ones by number, else one for each day', () => {
    const row = { id: id('d:aaaaaaaaaa.1/1'), scope, unsent: false, training: training.id, n: 1, day: '2019-11-18' };
    expect(slotsOf(training, [{ ...row, id: id('d:aaaaaaaaaa.1/2'), n: 2, day: '2019-11-19' }, row]).map((s) => s.n)).toEqual([1, 2]);
    expect(slotsOf(training, []).map((s) => [s.id, s.day, s.stored])).toEqual([
      ['d:aaaaaaaaaa.1/1', '2019-11-18', false], ['d:aaaaaaaaaa.1/2', '2019-11-19', false], ['d:aaaaaaaaaa.1/3', '2019-11-20', false],
    ]);
    expect(slotsOf({ id: training.id, start: null, end: null }, [])).toEqual([]);
    expect(slotsOf({ ...training, end: '2019-11-01' }, [])).toHaveLength(1);
    expect(slotsOf({ ...training, end: '2199-01-01' }, [])).toHaveLength(31);
  });
});

describe('rows', () => {
  const people = ['Асанова', 'Ёлкин', 'Жээналиев', 'Ңурланов', 'Оморов', 'Өмүров', 'Усенов', 'Үсөнов'].map((name) => person(name));

  it('come in the order of the Kyrgyz alphabet, namesakes by number', () => {
    const mixed = [...people].reverse();
    expect(sortByName(mixed).map((r) => r.name)).toEqual(people.map((r) => r.name));
    const twins = [person('Асанов', { id: id('b'), no: 7 }), person('Асанов', { id: id('a'), no: 2 })];
    expect(sortByName(twins).map((r) => r.no)).toEqual([2, 7]);
  });

  it('take the marks of the chosen slot alone; a mark taken away or unknown is none', () => {
    const marks = marksOf([mark('a', '1', 'present'), mark('a', '2', 'absent'), mark('b', '1', null), mark('c', '1', 'whatever')], '1');
    expect([...marks]).toEqual([['a', { mark: 'present', at: '2019-11-18T09:12' }]]);
    expect(marksOf([mark('a', '1', 'present')], undefined).size).toBe(0);
  });

  it('follow the filter, but those touched since stay; a search shows its finds in its order, whatever the filter', () => {
    const list = people.slice(0, 4);
    const marks = marked(['Асанова', 'present'], ['Ёлкин', 'excused']);
    const names = (...args: Parameters<typeof shownRows> extends [unknown, unknown, ...infer R] ? R : never): string[] =>
      shownRows(list, marks, ...args).map((r) => r.registration.name ?? '');
    expect(names('all', undefined, new Set())).toHaveLength(4);
    expect(names('came', undefined, new Set())).toEqual(['Асанова']);
    expect(names('unmarked', undefined, new Set())).toEqual(['Жээналиев', 'Ңурланов']);
    expect(names('unmarked', undefined, new Set(['Асанова']))).toEqual(['Асанова', 'Жээналиев', 'Ңурланов']);
    expect(names('unmarked', ['Ңурланов', 'gone', 'Асанова'], new Set())).toEqual(['Ңурланов', 'Асанова']);
  });

  it('count who came, by sex, of those waited for: never fewer than stand on the list', () => {
    const list = [person('a', { sex: 'f' }), person('b', { sex: 'm' }), person('c', { sex: 'x' }), person('d'), person('e', { sex: 'f' })];
    const marks = marked(['a', 'present'], ['b', 'late'], ['c', 'left_early'], ['d', 'absent']);
    expect(countsOf(list, marks, 24)).toEqual({ registered: 5, came: 3, unmarked: 1, expected: 24, women: 1, men: 1, notStated: 1 });
    expect(countsOf(list, marks, 3).expected).toBe(5);
    expect(countsOf(list, marks, null).expected).toBe(5);
  });

  it('give the next number and the roles to offer: the one given last first', () => {
    expect(nextNo([])).toBe(1);
    expect(nextNo([{ no: 3 }, { no: null }, { no: 11 }])).toBe(12);
    const list = [
      person('a', { role: 'resident', source: 'list', no: 1 }), person('b', { role: 'resident', source: 'list', no: 2 }),
      person('c', { role: 'ngo', source: 'walk_in', no: 3 }), person('d', { role: 'finance', source: 'import', no: 4 }), person('e', { no: 5 }),
    ];
    expect(rolesByUse(list)).toEqual(['ngo', 'resident', 'finance']);
  });
});

describe('taps', () => {
  it('[B3.16] within 700 ms count once for one thing and once for one spot', () => {
    const guard = makeTapGuard();
    const at = (what: string, x: number, y: number, ms: number): boolean => guard.takes({ what, x, y }, ms);
    expect(at('a', 100, 100, 0)).toBe(true);
    expect(at('a', 400, 400, 699)).toBe(false);
    expect(at('b', 120, 110, 699)).toBe(false);
    expect(at('b', 100, 200, 699)).toBe(true);
    expect(at('a', 100, 210, 1398)).toBe(false);
    expect(at('a', 100, 210, 1399)).toBe(true);
    // A clock set back locks nobody out.
    expect(at('a', 100, 210, 5)).toBe(true);
  });
});
