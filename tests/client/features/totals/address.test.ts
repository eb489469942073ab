import { describe, expect, it } from 'vitest';
import { filterOf, isReversed, levelOf, rowsAddress, totalsAddress } from '../../../../src/client/features/totals/address.ts';
import { cellPath, figureAt, parsePath } from '../../../../src/client/features/totals/figure-path.ts';
import { silentSince } from '../../../../src/client/features/totals/silent.ts';
import type { DeviceReport } from '../../../../src/core/sync/protocol.ts';
import { computeTotals } from '../../../../src/core/totals/totals.ts';
import { Book, madeUpUnits } from '../../../core/totals/support.ts';

const queryOf = (address: string): Record<string, string> => Object.fromEntries(new URL(address, 'http://localhost').searchParams);

describe('the address', () => {
  it('carries what is chosen there and back', () => {
    const filter = { from: '2019-11-18', to: '2019-12-04', unit: '41702000000000', kind: 'training' };
    const address = totalsAddress({ filter, level: 'rayon' });
    expect(filterOf(queryOf(address))).toEqual(filter);
    expect(levelOf(queryOf(address))).toBe('rayon');
    expect(totalsAddress({ filter: {}, level: 'training_unit' })).toBe('/totals');
  });

  it('carries a figure whose code needs escaping', () => {
    const query = queryOf(rowsAddress({ filter: {}, level: 'training_unit' }, cellPath('age_band', '60+', 'f')));
    expect(parsePath(query['figure'] ?? '')).toEqual({ kind: 'cell', table: 'age_band', code: '60+', cell: 'f' });
  });

  it.each(['', 'tables', 'constructor', 'sex/f', 'sex/f/total/x', 'people/f/total', 'sex/f/toString', '__proto__'])('%j names no figure', (path) => {
    expect(parsePath(path)).toBeUndefined();
  });

  it('a row that is not there any more is zero', () => {
    const totals = computeTotals(new Book().data, {}, madeUpUnits);
    expect(figureAt(totals, { kind: 'cell', table: 'role', code: 'gone', cell: 'total' })).toMatchObject({ value: 0, rows: [] });
  });

  it('knows a period that ends before it begins', () => {
    expect(isReversed({ from: '2019-12-01', to: '2019-11-30' })).toBe(true);
    expect(isReversed({ from: '2019-12-01', to: '2019-12-01' })).toBe(false);
    expect(isReversed({ to: '2019-11-30' })).toBe(false);
  });
});

describe('devices not heard from', () => {
  const NOW = Date.UTC(2019, 11, 10, 4);
  const clock = { now: () => NOW, zone: () => 360 };
  const seen = (day: number, hour: number): DeviceReport => ({
    device: `${String(day)} ${String(hour)}`, label: '', role: 'trainer', seen: Date.UTC(2019, 11, day, hour), unsent: 0, skew: 0, schema: 1, areas: [], trainings: [],
  });
  const span = { first: '2019-11-18', last: '2019-12-04' };

  it('[5.1] were last heard on the last day of the trainings or before, by local days', () => {
    // 18:00 UTC of the 4th is midnight of the 5th in Bishkek.
    const others = [seen(4, 17), seen(4, 18), seen(9, 1), { ...seen(1, 1), seen: 0 }];
    const silent = silentSince({ filter: {}, span, others, skew: 0 }, clock);
    expect(silent.day).toBe('2019-12-04');
    expect(silent.devices.map((d) => d.device)).toEqual(['4 17', '1 1']);
  });

  it('the filter’s last day comes first, and a day to come stands for yesterday', () => {
    const others = [seen(9, 5), seen(10, 2)];
    expect(silentSince({ filter: { to: '2019-11-20' }, span, others, skew: 0 }, clock)).toEqual({ day: '2019-11-20', devices: [] });
    expect(silentSince({ filter: { to: '2019-12-31' }, span, others, skew: 0 }, clock)).toMatchObject({ day: '2019-12-09', devices: [{ device: '9 5' }] });
    expect(silentSince({ filter: {}, span: null, others, skew: 0 }, clock).day).toBe('2019-12-09');
  });

  it('contacts are read by the endpoint’s clock', () => {
    const two = 2 * 3_600_000;
    const silent = silentSince({ filter: {}, span, others: [seen(4, 17)], skew: two }, clock);
    expect(silent.devices).toEqual([]);
  });
});
