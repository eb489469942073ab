import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../src/house/paths.ts';

/** Every language's file of words, flat: `section.key` → text. */
export type FlatWords = Readonly<Record<string, string>>;

interface Tree {
  readonly [key: string]: string | Tree;
}

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The codes of the languages there are: one file each. */
export const codes: readonly string[] = globSync('*.json', { cwd: join(root, 'locales') })
  .map((name) => name.replace('.json', ''))
  .sort();

export const locales: Readonly<Record<string, FlatWords>> = Object.fromEntries(
  codes.map((code) => [
    code,
    Object.fromEntries(flatten(JSON.parse(readFileSync(join(root, `locales/${code}.json`), 'utf8')) as Tree)),
  ]),
);

const FORM = /_(zero|one|two|few|many|other)$/;

/** Keys with plural forms, without their form. `_other` alone is a word of its own («kind_other»), not a plural. */
const plurals = new Set(
  Object.values(locales).flatMap((words) =>
    Object.keys(words)
      .filter((key) => key.endsWith('_one') && `${key.slice(0, -4)}_other` in words)
      .map((key) => key.slice(0, -4)),
  ),
);

/** The key as the source names it: without the plural form where it is one. */
export function baseKey(key: string): string {
  const base = key.replace(FORM, '');
  return plurals.has(base) ? base : key;
}

export const isPlural = (base: string): boolean => plurals.has(base);

/** All keys as the source names them, of all languages together. */
export const allKeys: readonly string[] = [
  ...new Set(Object.values(locales).flatMap((words) => Object.keys(words).map(baseKey))),
].sort();

/** The texts of a key in a language: one, or one for each plural form it has. */
export function textsOf(words: FlatWords, base: string): string[] {
  return Object.entries(words)
    .filter(([key]) => baseKey(key) === base)
    .map(([, text]) => text);
}

/** The names between `{{` and `}}` in a text, without their format. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{-?\s*([^},\s]+)[^}]*\}\}/g)].map(([, name = '']) => name);
}

/** «1-күн», «2019-жыл»: an ordinal is a number, a hyphen and the whole noun, so it has no ending to be wrong. */
const ORDINAL = /\{\{[^{}]+\}\}-(?:күн|жыл|ай|жума)(?!\p{L})/gu;

/** What is wrong with a text by itself, as short names. */
export function textFaults(text: string): string[] {
  const rules: Readonly<Record<string, boolean>> = {
    empty: text.trim() === '',
    'space at an end': text !== text.trim(),
    // Kyrgyz endings follow the sound of the word before them, which nobody knows before the placeholder is filled.
    'ending or word touching a placeholder': /\p{L}[-‑]?\{\{|\}\}[-‑'’]?\p{L}/u.test(text.replaceAll(ORDINAL, '')),
    'unbalanced braces': text.replaceAll(/\{\{[^{}]+\}\}/g, '').search(/[{}]/) >= 0,
    // In Kyrgyzstan that is the 14-digit personal number.
    PIN: /(?<!\p{L})(pin|пин)(?!\p{L})/iu.test(text),
    'Latin and Cyrillic letters in one word': /\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin}/u.test(
      text,
    ),
    'a look-alike of Ң, Ө or Ү': /[\u04c7-\u04ca\u0472\u0473\u019f\u0275\u04b0\u04b1]/.test(text),
  };
  return Object.keys(rules).filter((rule) => rules[rule] === true);
}

const sources = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((path) => readFileSync(join(root, path), 'utf8'));

/** Every string of the source, and the fixed beginnings of its templates: `totals.by_${dimension}` uses all keys that begin so. */
export const literals: ReadonlySet<string> = new Set(
  sources.flatMap((text) => [...text.matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)].map(([, single, double]) => single ?? double ?? '')),
);
export const templateStarts: readonly string[] = [
  ...new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/`([^`$]+)\$\{/g)].map(([, start = '']) => start).filter((start) => /^[a-z_]+\./.test(start)),
    ),
  ),
];

/** Keys given to `t` as they stand. */
export const translatedKeys: readonly string[] = [
  ...new Set(sources.flatMap((text) => [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key))),
];
