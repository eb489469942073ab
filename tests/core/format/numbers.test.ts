import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatNumber, formatPercent } from '../../../src/core/format/numbers.ts';
import { formatRelative } from '../../../src/core/format/relative.ts';

const read = (text: string): number => Number(text.replace(/\u00a0/g, '').replace(',', '.'));

describe('[3.3] numbers', () => {
  it('can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 2 }), (n, decimals) => {
        const value = n / 10 ** decimals;
        expect(read(formatNumber('ky', value, decimals))).toBe(value === 0 ? 0 : value);
        expect(formatNumber('ru', value, decimals)).toBe(formatNumber('ky', value, decimals));
        expect(Number(formatNumber('en', value, decimals).replace(/,/g, ''))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('are as the platform writes them in Russian and English', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (n) => {
        expect(formatNumber('ru', n)).toBe(new Intl.NumberFormat('ru').format(n === 0 ? 0 : n));
        expect(formatNumber('en', n / 100, 2)).toBe(
          new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(n === 0 ? 0 : n / 100),
        );
      }),
    );
  });

  it.each([
    [0, '0'],
    [-0, '0'],
    [-1, '-1'],
    [-0.001, '0'],
    [-1234.5, '-1 234,5'],
    [2 ** 53, '9 007 199 254 740 992'],
    [1e21, '1 000 000 000 000 000 000 000'],
    [1e-400, '0'],
    [5e-7, '0'],
    [1e400, '—'],
    [NaN, '—'],
    [-Infinity, '—'],
  ])('%d is «%s»', (n, text) => expect(formatNumber('ky', n).replace(/\u00a0/g, ' ')).toBe(text));

  it('keep the decimals asked for', () => {
    expect(formatNumber('ky', 3, 2)).toBe('3,00');
    expect(formatNumber('ky', 5e-7, 2)).toBe('0,00');
    expect(formatNumber('ky', 2.675, 2)).toBe('2,68');
    expect(formatNumber('ky', 15.5, 0)).toBe('16');
    expect(formatPercent('ky', 1.01)).toBe('101\u00a0%');
    expect(formatPercent('en', -0.5)).toBe('-50%');
  });

  it('sizes step by 1024 and show a decimal below ten', () => {
    const sizes = [0, 1, 1023, 1024, 1536, 10 * 1024 + 300, 1_048_575, 1_048_576, 5_000_000_000, 5e15, -1, NaN];
    expect(sizes.map((bytes) => formatBytes('ru', bytes).replace(/\u00a0/g, ' '))).toEqual([
      '0 Б', '1 Б', '1 023 Б', '1 КБ', '1,5 КБ', '10 КБ', '1 МБ', '1 МБ', '4,7 ГБ', '4 656 613 ГБ', '—', '—',
    ]);
  });
});

describe('[3.3] times past', () => {
  it('say now for less than a minute either way and for what is no number', () => {
    for (const ms of [0, 59_999, -59_999, NaN, Infinity]) expect(formatRelative('ky', ms)).toBe('азыр эле');
  });

  it('use the largest unit that fits, and the Russian form of the platform', () => {
    const rules = new Intl.PluralRules('ru');
    const forms: Record<string, string> = { one: 'день', few: 'дня', many: 'дней' };
    for (let n = 1; n < 60; n++) {
      expect(formatRelative('ru', n * 86_400_000)).toBe(`${n} ${forms[rules.select(n)]} назад`);
      expect(formatRelative('ru', -n * 86_400_000)).toBe(`через ${n} ${forms[rules.select(n)]}`);
      expect(formatRelative('ky', n * 86_400_000)).toBe(`${n} күн мурун`);
    }
  });
});
