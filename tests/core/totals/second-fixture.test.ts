import { describe, expect, it } from 'vitest';
import { computeTotals } from '../../../src/core/totals/totals.ts';
import { Book, madeUpUnits } from './support.ts';

/**
 * DOMAIN 5.2, the fixture that breaks the equality of the demo. Reckoned by hand:
 *
 * A: one day, 18 Nov, o1r1m1, trainers G and K.
 *   p1 f b.1980 deputy        present
 *   p2 m b.1955               present
 *   p3 f                      late        ← the late comer
 *   p4 m                      absent      ← the absent one
 *   loose, f, no person       present     ← headcount
 * B: two days, 19–20 Nov, o1r2m1, trainer L.
 *   p1 f b.1980 now resident  present present   ← in two trainings, another role
 *   p5 m                      present excused
 *   p6 x                      left_early –      (no mark on day 2)
 *   p7 m merged into p5       – present         ← merged duplicate on the same list
 * C: one day, 20 Nov, o2r1m1, no trainer.
 *   p8 f merged into p3       present           ← merged duplicate across trainings
 *   p5 m                      present           (also on 20 Nov, as p7 in B: one person-day)
 * D: two sessions on one day, 21 Nov, o1r1m1, trainer L.
 *   p2 m b.1955               present present   (one person-day)
 *   p4 m                      present absent
 * E: finished but deleted: not in the data at all. F: running. G: cancelled.
 */
function secondFixture(): Book {
  const b = new Book();
  b.project('prj', ['o1r1m1', 'o1r2m1', 'o1r3m1']);
  b.training('A', { days: ['2019-11-18'] });
  b.leads('A', 'tr1', 'G');
  b.leads('A', 'tr2', 'K');
  b.register('A', 'p1', { sex: 'f', birth_year: 1980, role: 'kenesh_deputy', unit: 'o1r1m1v1' }, ['present']);
  b.register('A', 'p2', { sex: 'm', birth_year: 1955, unit: 'o1r1m1' }, ['present']);
  b.register('A', 'p3', { sex: 'f' }, ['late']);
  b.register('A', 'p4', { sex: 'm', age_band: '18-28' }, ['absent']);
  b.register('A', null, { sex: 'f' }, ['present']);
  b.training('B', { days: ['2019-11-19', '2019-11-20'], unit: 'o1r2m1' });
  b.leads('B', 'tr3', 'L');
  b.register('B', 'p1', { sex: 'f', birth_year: 1980, role: 'resident', unit: 'o1r1m1' }, ['present', 'present']);
  b.register('B', 'p5', { sex: 'm', unit: 'o1r2m1' }, ['present', 'excused']);
  b.register('B', 'p6', { sex: 'x' }, ['left_early', null]);
  b.register('B', 'p7', { sex: null, role: 'resident' }, [null, 'present']);
  b.training('C', { days: ['2019-11-20'], unit: 'o2r1m1' });
  b.register('C', 'p8', { sex: 'f' }, ['present']);
  b.register('C', 'p5', { sex: 'm' }, ['present']);
  b.training('D', { days: ['2019-11-21', '2019-11-21'], per: 'session' });
  b.leads('D', 'tr3', 'L');
  b.register('D', 'p2', { sex: 'm', birth_year: 1955 }, ['present', 'present']);
  b.register('D', 'p4', { sex: 'm', age_band: '18-28' }, ['present', 'absent']);
  b.training('F', { days: ['2019-11-22'], status: 'running' });
  b.register('F', 'p9', { sex: 'f' }, ['present']);
  b.register('F', 'p1', { sex: 'f' });
  b.training('G', { days: ['2019-11-22'], status: 'cancelled' });
  b.register('G', 'p9', { sex: 'f' }, ['present']);
  // Rows that a deletion left behind: a registration of the deleted E, a mark of a deleted day.
  b.register('E', 'p1', { sex: 'f' }, ['present']);
  b.mark('g:A/p4', 'd:A/2', 'present');
  b.merge('p5', 'p7');
  b.merge('p3', 'p8');
  return b;
}

const totals = computeTotals(secondFixture().data, {}, madeUpUnits);
const numbers = (rows: readonly { code: string; cells: { f: { value: number }; m: { value: number }; x: { value: number }; total: { value: number } } }[]) =>
  Object.fromEntries(rows.map((r) => [r.code, [r.cells.f.value, r.cells.m.value, r.cells.x.value, r.cells.total.value]]));

describe('the second fixture of DOMAIN 5.2', () => {
  it('[5.1] participants, unique people and person-days differ, as reckoned by hand', () => {
    // A: p1 p2 p3 loose = 4; B: p1 p5(+p7) p6 = 3; C: p3 p5 = 2; D: p2 p4 = 2.
    expect(totals.participants.value).toBe(11);
    // p1 p2 p3 p4 p5 p6; the loose one is unknown.
    expect(totals.people.value).toBe(6);
    expect(totals.unknownPeople.value).toBe(1);
    // 18: p1 p2 p3 loose = 4; 19: p1 p5 p6 = 3; 20: p1 p5 p3 = 3 (p5 in B and in C once); 21: p2 p4 = 2.
    expect(totals.personDays.value).toBe(12);
    expect(totals.repeat).toBeCloseTo(10 / 6);
  });

  it('[5.1] counts trainings and days', () => {
    expect(totals.trainings).toEqual({ value: 4, rows: ['A', 'B', 'C', 'D'], of: 'training' });
    expect(totals.trainingDays.value).toBe(5);
    expect(totals.span).toEqual({ first: '2019-11-18', last: '2019-11-21' });
    expect(totals.municipalities.value).toBe(3);
    expect(totals.oblasts.value).toBe(2);
  });

  it('[5.1] days of a training without a list are those of the calendar; end before start is one day', () => {
    const b = new Book();
    b.training('A', { days: [], start: '2019-11-29', end: '2019-12-02' });
    b.training('B', { days: [], start: '2019-12-02', end: '2019-11-29' });
    expect(computeTotals(b.data, {}, madeUpUnits).trainingDays.value).toBe(5);
  });

  it('[5.1] counts the registered after merges, and says what was folded', () => {
    expect(totals.registered.value).toBe(12); // 5 + 3 + 2 + 2
    expect(totals.doubled.rows).toEqual(['g:B/p7']);
  });

  it('[5.1] completed and attendance rate', () => {
    // A: p1 p2 p3 loose; B: p1 (2/2), p5 (1 own + 1 as p7 = 2/2); C: p8 p5; D: p2 (2/2). p6 1/2, p4 1/2 not.
    expect(totals.completed.value).toBe(9);
    // places: 5×1 + 3×2 + 2×1 + 2×2 = 17; present: 4 + (2 + 2 + 1) + 2 + (2 + 1) = 14.
    expect(totals.rate.places).toBe(17);
    expect(totals.rate.present.value).toBe(14);
    expect(totals.rate.value).toBeCloseTo(14 / 17);
    // p5's "excused" gives way to the mark of the merged p7 for the same day.
    expect(totals.rate.excused.value).toBe(0);
    expect(computeTotals(secondFixture().data, {}, madeUpUnits, 0.5).completed.value).toBe(11);
  });

  it('[5.1] excused stays in the denominator, shown apart', () => {
    const b = secondFixture();
    b.data.merges.length = 0;
    const apart = computeTotals(b.data, {}, madeUpUnits);
    expect(apart.rate.excused.rows).toEqual(['a:g:B/p5/d:B/2']);
    expect(apart.rate.places).toBe(19);
    expect(apart.people.value).toBe(8);
    expect(apart.participants.value).toBe(12);
    expect(apart.doubled.value).toBe(0);
  });

  it('[5.1] women, men, not stated; the share of women leaves out the not stated', () => {
    // f: p1 p3 loose (A), p1 (B), p8 (C) = 5; m: p2 (A), p5 (B), p5 (C), p2 p4 (D) = 5; x: p6.
    expect([totals.women.value, totals.men.value, totals.notStated.value]).toEqual([5, 5, 1]);
    expect(totals.shareOfWomen).toBe(0.5);
    expect(numbers(totals.tables.sex.rows)).toEqual({ f: [5, 0, 0, 5], m: [0, 5, 0, 5], x: [0, 0, 1, 1] });
  });

  it('[5.1] age from the year of birth at the training, else the stated band; unknown stays unknown', () => {
    // p1 is 39 (A, B); p2 64 (A, D); p4 stated 18–28 (D); the rest said nothing.
    expect(numbers(totals.tables.age_band.rows)).toEqual({
      u18: [0, 0, 0, 0], '18-28': [0, 1, 0, 1], '29-44': [2, 0, 0, 2], '45-59': [0, 0, 0, 0], '60+': [0, 2, 0, 2], x: [3, 2, 1, 6],
    });
  });

  it('[5.1] role and unit are those of the registration, not today’s', () => {
    expect(numbers(totals.tables.role.rows)).toEqual({
      kenesh_deputy: [1, 0, 0, 1], resident: [1, 1, 0, 2], x: [3, 4, 1, 8],
    });
    expect(numbers(totals.tables.unit.rows)).toEqual({ o1r1m1: [2, 1, 0, 3], o1r2m1: [0, 1, 0, 1], x: [3, 3, 1, 7] });
  });

  it('[5.1] places of trainings: municipality, rayon, oblast', () => {
    expect(numbers(totals.tables.training_unit.rows)).toEqual({ o1r1m1: [3, 3, 0, 6], o1r2m1: [1, 1, 1, 3], o2r1m1: [1, 1, 0, 2] });
    expect(totals.tables.rayon.rows.map((r) => [r.code, r.trainings?.rows])).toEqual([['o1r1', ['A', 'D']], ['o1r2', ['B']], ['o2r1', ['C']]]);
    expect(numbers(totals.tables.oblast.rows)).toEqual({ o1: [4, 4, 1, 9], o2: [1, 1, 0, 2] });
  });

  it('[5.1] kinds of trainer: sum − overlap = trainings, the overlap is there to be printed', () => {
    expect(totals.kinds.rows.map((r) => [r.code, r.trainings.rows])).toEqual([['G', ['A']], ['K', ['A']], ['L', ['B', 'D']], ['x', ['C']]]);
    expect([totals.kinds.sum, totals.kinds.overlap, totals.kinds.trainings.value]).toEqual([5, 1, 4]);
    expect(totals.kinds.overlapping.rows).toEqual(['A']);
  });

  it('[5.1] coverage of the project’s units', () => {
    expect(totals.coverage.reached.value).toBe(2);
    expect(totals.coverage.units).toBe(3);
    expect(totals.coverage.missing).toEqual(['o1r3m1']);
    expect(totals.coverage.outside.rows).toEqual(['C']);
  });

  it('[5.1] open trainings stand apart; cancelled ones nowhere', () => {
    expect(totals.open.trainings.rows).toEqual(['F']);
    expect(totals.open.registered.value).toBe(2);
    expect(totals.open.participants.value).toBe(1);
  });

  it.each([
    [{ unit: 'o1' }, ['A', 'B', 'D']], [{ unit: 'o1r2' }, ['B']], [{ unit: 'o2r1m1' }, ['C']],
    [{ from: '2019-11-19', to: '2019-11-20' }, ['B', 'C']], [{ project: 'other' }, []], [{ kind: 'seminar' }, []],
    [{ course: 'c1' }, []], [{ kind: 'training', project: 'prj', to: '2019-11-18' }, ['A']],
  ])('[5.1] chooses trainings by %j', (filter, rows) => {
    expect(computeTotals(secondFixture().data, filter, madeUpUnits).trainings.rows).toEqual(rows);
  });
});
