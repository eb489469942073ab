import { describe, expect, it } from 'vitest';
import { Misses } from '../../src/server/access/misses.ts';

describe('[T67] misses by address', () => {
  it('20 in a quarter of an hour, then as long as the oldest of them counts', () => {
    const misses = new Misses();
    for (let i = 0; i < 20; i++) {
      expect(misses.wait('a', i * 1000)).toBe(0);
      misses.add('a', i * 1000);
    }
    expect(misses.wait('a', 20_000)).toBe(880);
    expect(misses.wait('b', 20_000)).toBe(0);
    expect(misses.wait('a', 900_000)).toBe(0);
    misses.add('a', 900_000);
    expect(misses.wait('a', 900_001)).toBe(1);
  });

  it('[I11] remembers a thousand addresses and no more: who missed longest ago is forgotten', () => {
    const misses = new Misses();
    for (let i = 0; i < 20; i++) misses.add('first', i);
    for (let i = 0; i < 999; i++) misses.add(`other ${i}`, 100 + i);
    expect(misses.wait('first', 2000)).toBeGreaterThan(0);
    misses.add('one more', 2000);
    expect(misses.wait('first', 2000)).toBe(0);
  });
});
