import { describe, expect, it } from 'vitest';
import { slotNow } from '../../../src/client/deps/slot-now.ts';

describe('the day that is marked now', () => {
  const slots = [{ n: 3, day: '2019-11-20' }, { n: 1, day: '2019-11-16' }, { n: 2, day: '2019-11-18' }];

  it.each([
    ['today', '2019-11-18', 2], ['a free day between: the last past one', '2019-11-17', 1], ['the same further on', '2019-11-19', 2],
    ['after the end', '2019-11-30', 3], ['before the beginning', '2019-11-01', 1],
  ])('%s', (_, today, n) => {
    expect(slotNow(slots, today)?.n).toBe(n);
  });

  it('of two sessions of today the first; none where there is no day', () => {
    expect(slotNow([{ n: 2, day: '2019-11-18' }, { n: 1, day: '2019-11-18' }], '2019-11-18')?.n).toBe(1);
    expect(slotNow([], '2019-11-18')).toBeUndefined();
  });
});
