import { describe, expect, it } from 'vitest';
import { hash64 } from '../../src/core/hash.ts';

describe('hash64', () => {
  it('[DEC 20] gives the fixed digests: both ends, for ever', () => {
    expect(['', 'a', 'Жаңыл', '1||{}', '\ud800'].map(hash64)).toMatchInlineSnapshot(`
      [
        "ab3e7c0b81af96ab",
        "2a68181988d272b7",
        "d64b82e8dfe76cde",
        "28bcb2abee4c143f",
        "25ab3b9ab8d570e6",
      ]
    `);
  });

  it('[DEC 20] tells apart texts that differ in one character, in order, or in length', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) seen.add(hash64(`p ${i} nonce`));
    for (let i = 0; i < 300; i++) seen.add(hash64('a'.repeat(i)));
    for (const x of ['ab', 'ba', 'ң', 'н', 'ө', 'о', 'А', 'A']) seen.add(hash64(x));
    expect(seen.size).toBe(20_308);
  });
});
