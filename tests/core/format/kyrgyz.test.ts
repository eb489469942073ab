import { describe, expect, it } from 'vitest';
import { failingKyrgyzCases, kyrgyzCases } from '../../support/kyrgyz-cases.ts';

describe('[3.3] Kyrgyz dates, numbers, order and letters from our own tables', () => {
  for (const { title, actual, expected } of kyrgyzCases) {
    it(title, () => expect(actual()).toEqual(expected));
  }

  it('the runner for browsers finds no failure and would tell of one', () => {
    expect(kyrgyzCases.length).toBeGreaterThan(60);
    expect(failingKyrgyzCases()).toEqual([]);
  });
});
