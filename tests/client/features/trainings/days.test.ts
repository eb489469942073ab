import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf, planSlots } from '../../../../src/client/features/trainings/days.ts';
import type { Slot } from '../../../../src/client/features/trainings/queries.ts';
import { addDays } from '../../../../src/core/format/dates.ts';
import type { RecordId } from '../../../../src/core/ids.ts';

const slot = (n: number, day: string): Slot => ({ id: `d:aaaaaaaaaa.1/${String(n)}` as RecordId, scope: 't:aaaaaaaaaa.1', unsent: false, n, day });
const none = new Set<string>();

describe('days of a training', () => {
  it('runs from the first to the last day, over the end of a month', () => {
    expect(daysOf('2019-11-29', '2019-12-02')).toEqual(['2019-11-29', '2019-11-30', '2019-12-01', '2019-12-02']);
    expect(daysOf('2019-11-18', '2019-11-18')).toEqual(['2019-11-18']);
  });

  it('is no range when it ends before it starts, is longer than 60 days or has no end', () => {
    expect(daysOf('2019-11-18', '2019-11-17')).toEqual([]);
    expect(daysOf('2019-11-18', '2020-11-18')).toEqual([]);
    expect(daysOf('2019-11-18', '')).toEqual([]);
    expect(daysOf('2019-11-01', '2019-12-30')).toHaveLength(60);
    expect(daysOf('2019-11-01', '2019-12-31')).toEqual([]);
  });
});

describe('fitting slots to days', () => {
  it('makes one slot a day, numbered from 1', () => {
    expect(planSlots([], ['2019-11-18', '2019-11-19'], none).made).toEqual([{ n: 1, day: '2019-11-18' }, { n: 2, day: '2019-11-19' }]);
  });

  it('moves unmarked slots with a postponed training instead of replacing them', () => {
    const plan = planSlots([slot(1, '2019-11-18'), slot(2, '2019-11-19')], ['2019-11-25', '2019-11-26'], none);
    expect(plan.moved.map((m) => [m.slot.n, m.day])).toEqual([[1, '2019-11-25'], [2, '2019-11-26']]);
    expect([plan.made, plan.dropped, plan.kept]).toEqual([[], [], []]);
  });

  it('keeps a day that bears marks and says so; the number of a deleted marked slot is not used again', () => {
    const marked = new Set(['d:aaaaaaaaaa.1/1', 'd:aaaaaaaaaa.1/4']);
    const plan = planSlots([slot(1, '2019-11-18')], ['2019-11-20'], marked);
    expect(plan.kept.map((s) => s.day)).toEqual(['2019-11-18']);
    expect(plan.made).toEqual([{ n: 5, day: '2019-11-20' }]);
    expect([plan.moved, plan.dropped]).toEqual([[], []]);
  });

  it('drops the unmarked slots of a shortened training', () => {
    const plan = planSlots([slot(1, '2019-11-18'), slot(2, '2019-11-19')], ['2019-11-18'], none);
    expect(plan.dropped.map((s) => s.n)).toEqual([2]);
  });

  it('whatever stood before, every wanted day has exactly one slot after, numbers are unique, and marked slots stand untouched', () => {
    const day = fc.integer({ min: 0, max: 20 }).map((n) => addDays('2019-11-18', n));
    const days = fc.uniqueArray(day, { maxLength: 8 }).map((list) => list.toSorted());
    fc.assert(
      fc.property(days, days, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (before, wanted, marks) => {
        const slots = before.map((d, i) => slot(i + 1, d));
        const marked = new Set(slots.filter((_, i) => marks[i] === true).map((s) => s.id as string));
        const plan = planSlots(slots, wanted, marked);
        const after = new Map(slots.map((s) => [s.n ?? 0, s.day ?? '']));
        for (const m of plan.moved) after.set(m.slot.n ?? 0, m.day);
        for (const d of plan.dropped) after.delete(d.n ?? 0);
        for (const m of plan.made) {
          expect(after.has(m.n)).toBe(false);
          after.set(m.n, m.day);
        }
        for (const d of wanted) expect([...after.values()].filter((x) => x === d)).toHaveLength(1);
        for (const s of slots) if (marked.has(s.id)) expect(after.get(s.n ?? 0)).toBe(s.day);
        expect(after.size).toBe(wanted.length + plan.kept.length);
      }),
    );
  });
});
