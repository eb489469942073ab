import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText, sortKey } from '../../../src/core/names/sort.ts';
import { awkwardNames } from './awkward-names.ts';

// The order itself stands in tests/support/kyrgyz-cases.ts, run here and in a browser.
const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom('а', 'ё', 'е', 'ң', 'н', 'Ө', 'о', 'A', 'z', ' ', '-', '0', '1', '12', '\u0308', 'й', '\u200b'), maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(...awkwardNames.filter((text) => text.length < 200)),
);

describe('[3.3] Kyrgyz order', () => {
  it('is total: antisymmetric, transitive, equal only for equal texts', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (a, b, c) => {
        expect(Math.sign(compareText(a, b))).toBe(-Math.sign(compareText(b, a)) + 0);
        expect(compareText(a, b) === 0).toBe(a === b);
        if (compareText(a, b) <= 0 && compareText(b, c) <= 0) expect(compareText(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('is that of the keys by code unit', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const [x, y] = [sortKey(a), sortKey(b)];
        expect(x < y).toBe(compareText(a, b) < 0);
        expect(x === y).toBe(a === b);
      }),
    );
  });

  it('puts numbers by value at any length', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), fc.bigInt({ min: 0n, max: 10n ** 60n }), (a, b) => {
        if (a !== b) expect(compareText(`${a}-күн`, `${b}-күн`) < 0).toBe(a < b);
      }),
    );
  });

  it('agrees with the platform of this machine on Kyrgyz words', () => {
    // Node knows Kyrgyz; a desktop browser does not, which is why the order is our own.
    const platform = new Intl.Collator('ky');
    const letters = 'а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я'.split(' ');
    const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(platform.compare(a, b)));
      }),
      { numRuns: 2000 },
    );
  });
});
