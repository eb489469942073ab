import type { Lang } from '../../core/format/languages.ts';

/** One file of words: sections of keys, plural forms as `key_one`, `key_few` … */
export interface Words {
  readonly [key: string]: string | Words;
}

/** A file of words is fetched in two parts: a first visit on a slow line waits for little. */
export type WordPart = 'first' | 'rest';

export interface Language {
  readonly code: Lang;
  /** The language's own name for itself: what a person who reads only it will recognise. */
  readonly name: string;
  /** For the switch in the header. */
  readonly short: string;
  /** The words of the first start, and all others. */
  readonly load: Readonly<Record<WordPart, () => Promise<{ default: Words }>>>;
}

/**
 * Every language of the screen, in the order the switch shows them.
 * Each file of words makes two chunks, so the first load carries one language only, and of it what the first start says.
 */
export const languages: readonly [Language, ...Language[]] = [
  { code: 'ky', name: 'Кыргызча', short: 'КЫР', load: { first: () => import('../../../locales/ky.json?first'), rest: () => import('../../../locales/ky.json?rest') } },
  { code: 'ru', name: 'Русский', short: 'РУС', load: { first: () => import('../../../locales/ru.json?first'), rest: () => import('../../../locales/ru.json?rest') } },
  { code: 'en', name: 'English', short: 'EN', load: { first: () => import('../../../locales/en.json?first'), rest: () => import('../../../locales/en.json?rest') } },
];

/** The language whose words stand in for a missing one; `MessageKey` is made of its keys. */
export const REFERENCE: Lang = 'ru';

export function language(code: Lang): Language {
  return languages.find((entry) => entry.code === code) ?? languages[0];
}
