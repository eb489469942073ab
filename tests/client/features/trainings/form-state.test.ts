import { describe, expect, it } from 'vitest';
import { checkForm, formOf, newForm, wantedDays, withStart, type FormState } from '../../../../src/client/features/trainings/form-state.ts';
import type { Slot, Training } from '../../../../src/client/features/trainings/queries.ts';
import type { RecordId } from '../../../../src/core/ids.ts';

const good: FormState = { ...newForm('2019-11-18'), unit: '41703225853000' };

describe('checking the form of a training', () => {
  it('takes a place and a day', () => {
    expect(checkForm(good)).toEqual({});
  });

  it.each<[string, Partial<FormState>, object]>([
    ['no place', { unit: '' }, { unit: 'no_unit' }],
    ['no first day', { start: '' }, { start: 'no_start' }],
    ['no last day', { end: '' }, { end: 'no_end' }],
    ['an end before the start', { end: '2019-11-17' }, { end: 'end_before_start' }],
    ['a slip of the year', { end: '2020-11-18' }, { end: 'too_many_days' }],
    ['every day unticked', { off: ['2019-11-18'] }, { off: 'no_days' }],
    ['far too many expected', { planned: 10_001 }, { planned: 'planned_too_big' }],
  ])('refuses %s', (_, patch, errors) => {
    expect(checkForm({ ...good, ...patch })).toEqual(errors);
  });

  it('moves the last day along while the training has one day, and leaves it where it was chosen', () => {
    expect(withStart(good, '2019-11-20')).toMatchObject({ start: '2019-11-20', end: '2019-11-20' });
    expect(withStart({ ...good, end: '2019-11-22' }, '2019-11-20')).toMatchObject({ end: '2019-11-22' });
    expect(withStart(good, '')).toMatchObject({ start: '', end: '2019-11-18' });
  });

  it('reads days without a slot as days off, but not where no slot has come at all', () => {
    const t = { id: 'aaaaaaaaaa.1' as RecordId, scope: 'p', unsent: false, start: '2019-11-18', end: '2019-11-20' } as Training;
    const slot = (n: number, day: string): Slot => ({ id: `d:aaaaaaaaaa.1/${String(n)}` as RecordId, scope: 't:aaaaaaaaaa.1', unsent: false, n, day });
    const rows = { links: [], trainers: [] };
    expect(wantedDays(formOf(t, [slot(1, '2019-11-18'), slot(2, '2019-11-20')], rows))).toEqual(['2019-11-18', '2019-11-20']);
    expect(wantedDays(formOf(t, [], rows))).toHaveLength(3);
  });
});
