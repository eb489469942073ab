import type { Lang } from '../../core/format/languages.ts';

/** One file of words: sections of keys, plural forms as `key_one`, `key_few` … */
export interface Words {
  readonly [key: string]: string | Words;
}

export interface Language {
  readonly code: Lang;
  /** The language's own name for itself: what a person who reads only it will recognise. */
  readonly name: string;
  /** For the switch in the header. */
  readonly short: string;
  readonly load: () => Promise<Words>;
}

/**
 * Every language of the screen, in the order the switch shows them.
 * Each file of words is a chunk of its own, so the first load carries one language only.
 */
export const languages: readonly [Language, ...Language[]] = [
  { code: 'ky', name: 'Кыргызча', short: 'КЫР', load: async () => (await import('../../../locales/ky.json')).default },
  { code: 'ru', name: 'Русский', short: 'РУС', load: async () => (await import('../../../locales/ru.json')).default },
  { code: 'en', name: 'English', short: 'EN', load: async () => (await import('../../../locales/en.json')).default },
];

/** The language whose words stand in for a missing one; `MessageKey` is made of its keys. */
export const REFERENCE: Lang = 'ru';

export function language(code: Lang): Language {
  return languages.find((entry) => entry.code === code) ?? languages[0];
}
