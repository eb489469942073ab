import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TotalsData } from '../../../src/core/totals/data.ts';
import type { Figure } from '../../../src/core/totals/figure.ts';
import type { Cells, TotalsTable } from '../../../src/core/totals/tables.ts';
import { computeTotals, type Totals } from '../../../src/core/totals/totals.ts';
import { Book, madeUpUnits } from './support.ts';

const marks = fc.constantFrom('present', 'late', 'left_early', 'absent', 'excused', null);
const maybe = <T>(a: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(a, { nil: null, freq: 3 });
const units = fc.constantFrom('o1r1m1', 'o1r1m2', 'o1r2m1v3', 'o2r1m1', 'local.1');

const registrations = fc.array(
  fc.record({
    person: maybe(fc.integer({ min: 1, max: 12 })),
    sex: maybe(fc.constantFrom('f', 'm', 'x', 'other')),
    birth: maybe(fc.integer({ min: 1930, max: 2010 })),
    band: maybe(fc.constantFrom('u18', '18-28', '29-44', '60+', 'x')),
    role: maybe(fc.constantFrom('resident', 'ngo', 'kenesh_deputy', 'made_up')),
    unit: maybe(units),
    marks: fc.array(marks, { maxLength: 4 }),
  }),
  { maxLength: 10 },
);

const trainings = fc.array(
  fc.record({
    status: fc.constantFrom('completed', 'completed', 'completed', 'running', 'planned', 'cancelled'),
    unit: units,
    days: fc.array(fc.integer({ min: 1, max: 9 }).map((d) => `2019-11-0${d}`), { maxLength: 4 }).map((days) => days.toSorted()),
    kinds: fc.array(maybe(fc.constantFrom('G', 'K', 'L', 'Z')), { maxLength: 4 }),
    registrations,
  }),
  { maxLength: 7 },
);

const merges = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })), { maxLength: 4 });

const world = fc.tuple(trainings, merges).map(([list, pairs]): TotalsData => {
  const b = new Book();
  b.project('prj', ['o1r1m1', 'o1r1m2', 'o2r1m1']);
  list.forEach((t, i) => {
    const id = `t${i}`;
    b.training(id, { status: t.status, unit: t.unit, days: t.days });
    t.kinds.forEach((kind, k) => b.leads(id, `tr${k}`, kind));
    const seen = new Set<number>();
    for (const r of t.registrations) {
      if (r.person !== null && seen.has(r.person)) continue; // a derived id stands once
      if (r.person !== null) seen.add(r.person);
      const facts = { sex: r.sex, birth_year: r.birth, age_band: r.band, role: r.role, unit: r.unit };
      b.register(id, r.person === null ? null : `p${r.person}`, facts, r.marks.slice(0, t.days.length));
    }
  });
  for (const [x, y] of pairs) if (x !== y) b.merge(`p${Math.min(x, y)}`, `p${Math.max(x, y)}`);
  return b.data;
});

const check = (claim: (totals: Totals, data: TotalsData) => void): void => {
  fc.assert(fc.property(world, (data) => claim(computeTotals(data, {}, madeUpUnits), data)), { numRuns: 300 });
};

const allTables = (t: Totals): TotalsTable[] => Object.values(t.tables);
const add = (ns: number[]): number => ns.reduce((a, b) => a + b, 0);
const COLUMNS = ['f', 'm', 'x', 'total'] as const satisfies readonly (keyof Cells)[];

describe('totals over any data', () => {
  it('[5.1] marginals of every table of values that exclude one another equal its total, per sex too', () => {
    check((t) => {
      for (const table of allTables(t)) {
        for (const c of COLUMNS) {
          expect(add(table.rows.map((r) => r.cells[c].value))).toBe(table.total[c].value);
          expect(table.rows.flatMap((r) => r.cells[c].rows).toSorted()).toEqual(table.total[c].rows.toSorted());
        }
        for (const cells of [table.total, ...table.rows.map((r) => r.cells)]) {
          expect(cells.f.value + cells.m.value + cells.x.value).toBe(cells.total.value);
        }
        expect(table.total.total.value).toBe(t.participants.value);
        const held = table.rows.flatMap((r) => r.trainings?.rows ?? []);
        if (held.length > 0) expect(held.toSorted()).toEqual(t.trainings.rows.toSorted());
      }
    });
  });

  it('[5.1] kinds of trainer: sum − overlap = trainings, and the overlap names its trainings', () => {
    check((t) => {
      expect(t.kinds.sum).toBe(add(t.kinds.rows.map((r) => r.trainings.value)));
      expect(t.kinds.sum - t.kinds.overlap).toBe(t.trainings.value);
      expect(new Set(t.kinds.rows.flatMap((r) => r.trainings.rows))).toEqual(new Set(t.trainings.rows));
      const extra = t.kinds.overlapping.rows.map((id) => t.kinds.rows.filter((r) => r.trainings.rows.includes(id)).length - 1);
      expect(add(extra)).toBe(t.kinds.overlap);
    });
  });

  it('[5.1] the figures stand in their order', () => {
    check((t, data) => {
      expect(t.registered.value + t.doubled.value).toBe(data.registrations.filter((r) => t.trainings.rows.some((id) => id === r.training)).length);
      expect(t.participants.value).toBeLessThanOrEqual(t.registered.value);
      expect(t.people.value + t.unknownPeople.value).toBeLessThanOrEqual(t.participants.value);
      expect(t.personDays.value).toBeGreaterThanOrEqual(t.people.value + t.unknownPeople.value);
      expect(t.personDays.value).toBeLessThanOrEqual(t.rate.present.value);
      expect(t.completed.value).toBeLessThanOrEqual(t.participants.value);
      expect(t.participants.value).toBeLessThanOrEqual(t.rate.present.value);
      expect(t.rate.present.value + t.rate.excused.value).toBeLessThanOrEqual(t.rate.places);
      if (t.repeat !== null) expect(t.repeat).toBeGreaterThanOrEqual(1);
      expect(t.people.value > 0).toBe(t.participants.value > t.unknownPeople.value);
      expect(t.coverage.reached.value + t.coverage.missing.length).toBe(t.coverage.units);
      expect(new Set([...t.coverage.reached.rows, ...t.coverage.outside.rows])).toEqual(new Set(t.trainings.rows));
    });
  });

  it('[5.1] where nobody is at two trainings on one day, person-days ≥ participants', () => {
    check((t, data) => {
      const days = new Map<string, string>();
      for (const s of data.slots) if (days.has(s.day ?? '') && days.get(s.day ?? '') !== s.training) return;
        else days.set(s.day ?? '', s.training ?? '');
      expect(t.personDays.value).toBeGreaterThanOrEqual(t.participants.value);
    });
  });

  it('[5.1] a figure opens as many rows as it counts, none twice', () => {
    check((t) => {
      const counted: Figure[] = [
        t.trainings, t.registered, t.doubled, t.participants, t.people, t.unknownPeople, t.personDays, t.completed,
        t.rate.present, t.rate.excused, t.women, t.men, t.notStated, t.open.trainings, t.open.registered, t.open.participants,
        ...t.kinds.rows.map((r) => r.trainings), ...allTables(t).flatMap((x) => x.rows.flatMap((r) => Object.values(r.cells) as Figure[])),
      ];
      for (const f of counted) {
        expect(f.rows.length).toBe(f.value);
        expect(new Set(f.rows).size).toBe(f.value);
      }
    });
  });

  it('[5.1] the order in which rows and merges came changes nothing', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.double({ noNaN: true })), (data, dice) => {
        const shuffle = <T>(xs: readonly T[]): T[] =>
          xs.map((x) => ({ x, at: dice.next().value as number })).toSorted((a, b) => a.at - b.at).map(({ x }) => x);
        const other = Object.fromEntries(Object.entries(data).map(([k, rows]) => [k, shuffle<unknown>(rows)])) as unknown as TotalsData;
        expect(computeTotals(other, {}, madeUpUnits)).toEqual(computeTotals(data, {}, madeUpUnits));
      }),
      { numRuns: 100 },
    );
  });

  it('[5.1] totals of oblasts add up to the total; people do not, for they may come in both', () => {
    check((t, data) => {
      const places = new Set(data.trainings.map((x) => madeUpUnits.oblastOf(x.unit ?? '') ?? ''));
      const parts = [...places].filter((u) => u !== '').map((unit) => computeTotals(data, { unit }, madeUpUnits));
      const local = t.tables.oblast.rows.find((r) => r.code === 'x');
      expect(add(parts.map((p) => p.participants.value)) + (local?.cells.total.value ?? 0)).toBe(t.participants.value);
      expect(add(parts.map((p) => p.trainings.value)) + (local?.trainings?.value ?? 0)).toBe(t.trainings.value);
    });
  });
});

describe('totals of a whole programme', () => {
  it('400 trainings of 20 people over two days take under 100 ms', () => {
    const b = new Book();
    for (let i = 0; i < 400; i++) {
      b.training(`t${i}`, { days: ['2019-11-18', '2019-11-19'], unit: `o${i % 2}r${i % 7}m${i % 40}` });
      b.leads(`t${i}`, 'tr', 'L');
      for (let k = 0; k < 20; k++) {
        b.register(`t${i}`, `p${(i * 13 + k) % 5000}`, { sex: k % 2 === 0 ? 'f' : 'm', birth_year: 1960 + k, unit: `o1r1m${k}` }, ['present', 'late']);
      }
    }
    computeTotals(b.data, {}, madeUpUnits); // warm
    const times = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      expect(computeTotals(b.data, {}, madeUpUnits).participants.value).toBe(8000);
      const spent = process.cpuUsage(before);
      return (spent.user + spent.system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
