import type { Lang } from '../format/languages.ts';
import data from './vocabularies.json' with { type: 'json' };

/** One code of a list. Codes are stable ASCII; labels are words of the screen. */
export interface Entry {
  readonly code: string;
  readonly ky: string;
  readonly ru: string;
  readonly en: string;
}

export type VocabularyName = keyof typeof data;

const tables: Readonly<Record<VocabularyName, readonly Entry[]>> = data;

/** The entries of a list, in the order people should see them. */
export function vocabulary(name: VocabularyName): readonly Entry[] {
  return tables[name];
}

/** The word for a code. An unknown code (a project's own, or a newer version's) answers itself. */
export function label(name: VocabularyName, code: string, lang: Lang): string {
  return tables[name].find((entry) => entry.code === code)?.[lang] ?? code;
}
