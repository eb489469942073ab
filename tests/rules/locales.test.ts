import { describe, expect, test } from 'vitest';
import { languages } from '../../src/client/i18n/languages.ts';
import {
  allKeys,
  baseKey,
  codes,
  isPlural,
  literals,
  locales,
  placeholders,
  templateStarts,
  textFaults,
  textsOf,
  translatedKeys,
} from './support/locales.ts';

const forms = (code: string): string[] => new Intl.PluralRules(code).resolvedOptions().pluralCategories;

test('the app offers exactly the languages there are files for', () => {
  expect(languages.map(({ code }) => code).sort()).toEqual(codes);
});

describe.each(codes)('%s', (code) => {
  const words = locales[code] ?? {};

  test('has every key, and the plural forms the language needs', () => {
    const needed = allKeys.flatMap((key) => (isPlural(key) ? forms(code).map((form) => `${key}_${form}`) : [key]));
    expect(Object.keys(words).sort()).toEqual(needed.sort());
  });

  test('has the same placeholders as the other languages', () => {
    const differing = allKeys.filter((key) => {
      const sets = codes.map((other) => [...new Set(textsOf(locales[other] ?? {}, key).flatMap(placeholders))].sort().join());
      return new Set(sets).size > 1;
    });
    expect(differing).toEqual([]);
  });

  test('has sound texts', () => {
    const faults = Object.entries(words).flatMap(([key, text]) => textFaults(text).map((fault) => `${key}: ${fault}: ${text}`));
    expect(faults).toEqual([]);
  });
});

describe('the rules for texts', () => {
  test.each([
    ['', 'empty'],
    ['{{name}}га', 'ending or word touching a placeholder'],
    ['{{n}}-күнү', 'ending or word touching a placeholder'],
    ['{{name}}-га', 'ending or word touching a placeholder'],
    ['№{{n}} көчө{{x}}', 'ending or word touching a placeholder'],
    ['ПИН-код', 'PIN'],
    ['Enter PIN', 'PIN'],
    ['Кaтышуучу', 'Latin and Cyrillic letters in one word'],
    ['{{name}', 'unbalanced braces'],
    ['тоӊ', 'a look-alike of Ң, Ө or Ү'],
  ])('«%s» is refused: %s', (text, fault) => {
    expect(textFaults(text)).toContain(fault);
  });

  test.each([
    'Аты: {{name}}',
    '{{name}} — аты',
    '«{{name}}»',
    '{{n}}, {{m}} (күн)',
    '{{n}} %',
    '{{n}}-күн · {{day}}',
    'Пиндик',
    'shipping',
    'QR-код',
  ])('«%s» passes', (text) => {
    expect(textFaults(text)).toEqual([]);
  });
});

describe('the source and the words', () => {
  test('every key given to t() exists', () => {
    expect(translatedKeys.length).toBeGreaterThan(20);
    expect(translatedKeys.filter((key) => !allKeys.includes(key))).toEqual([]);
  });

  test('every key is used', () => {
    const isUsed = (key: string): boolean => literals.has(key) || templateStarts.some((start) => key.startsWith(start));
    expect(allKeys.filter((key) => !isUsed(key))).toEqual([]);
  });

  test('a plural is named without its form', () => {
    expect(baseKey('x.not_a_plural')).toBe('x.not_a_plural');
    expect(
      [...literals].filter((text) => isPlural(text.replace(/_(one|few|many|other)$/, '')) && text !== baseKey(text)),
    ).toEqual([]);
  });
});
