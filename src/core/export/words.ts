import { formatDay, formatTime } from '../format/dates.ts';
import type { Lang } from '../format/languages.ts';
import { label, type VocabularyName } from '../reference/vocabulary.ts';
import { NOT_STATED } from '../totals/data.ts';
import type { Units } from '../reference/units.ts';
import type { Cell, CellKind, Table } from './exporter.ts';

/** A word of the screen by key (`section.key`), with values for its placeholders; plurals by `count`. */
export type Labels = (key: string, vars?: Readonly<Record<string, string | number>>) => string;

/** What every sheet needs to speak the reader's language. */
export interface Words {
  readonly labels: Labels;
  readonly lang: Lang;
  readonly units: Units;
  /** Whether names, phones, organisations, posts and years of birth are written. */
  readonly people: boolean;
}

/** A column and how it reads its cell from a row's subject. */
export interface ColumnOf<T> {
  readonly key: string;
  readonly heading: string;
  readonly kind: CellKind;
  readonly width?: number;
  /** Left out unless personal data were asked for. */
  readonly personal?: true;
  readonly read: (subject: T, index: number) => Cell;
}

type Rest = Pick<Table, 'foot' | 'notes' | 'title'>;

/** A table of subjects; personal columns only when asked for. */
export function tableOf<T>(words: Words, name: string, columns: readonly ColumnOf<T>[], subjects: readonly T[], rest: Rest = {}): Table {
  const shown = columns.filter((c) => words.people || c.personal !== true);
  return {
    name,
    columns: shown.map(({ key, heading, kind, width }) => ({ key, heading, kind, ...(width === undefined ? {} : { width }) })),
    rows: subjects.map((s, i) => shown.map((c) => c.read(s, i))),
    ...rest,
  };
}

/** The word for a code; "not stated" for none. */
export function codeWord(words: Words, vocab: VocabularyName, code: string | null | undefined): string {
  return typeof code !== 'string' || code === NOT_STATED ? words.labels('totals.not_stated') : label(vocab, code, words.lang);
}

/** The word for a code; an empty cell for none. */
export const maybeWord = (words: Words, vocab: VocabularyName, code: string | null | undefined): string | null =>
  typeof code === 'string' ? codeWord(words, vocab, code) : null;

/** A unit's name; "not stated" for none. */
export function unitWord(words: Words, code: string | null | undefined): string {
  return typeof code !== 'string' || code === NOT_STATED ? words.labels('totals.not_stated') : words.units.name(code, words.lang);
}

/** `YYYY-MM-DDTHH:MM` as people read it. */
export const momentWord = (words: Words, at: string): string => `${formatDay(words.lang, at.slice(0, 10), 'numeric')} ${formatTime(at)}`;
