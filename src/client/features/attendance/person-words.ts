import type { Lang } from '../../../core/format/languages.ts';
import type { Units } from '../../../core/reference/units.ts';
import { label } from '../../../core/reference/vocabulary.ts';
import { useFormat, useT, type T } from '../../i18n/i18n.ts';
import type { MarkView } from './queries.ts';
import { isPresent } from './queries.ts';

/** What a row of a person says, whether they are on the list or only known. */
interface Described {
  readonly name?: string | null;
  readonly sex?: string | null;
  readonly role?: string | null;
  readonly unit?: string | null;
  readonly birth_year?: number | null;
  readonly erased?: true;
}

export interface PersonWords {
  readonly name: string;
  readonly sex: string;
  readonly note: string;
}

/** How a person is called: somebody erased by a word that says so. */
export const nameWord = (p: Pick<Described, 'name' | 'erased'>, t: T): string => (p.erased ? t('erase.name') : p.name || t('person.nameless'));

/** Name, a small word for the sex, and a line that tells namesakes apart. */
export function personWords(p: Described, lang: Lang, t: T, units: Units | undefined, withYear = false): PersonWords {
  const role = p.role ? label('participant_role', p.role, lang) : '';
  const unit = p.unit && units ? units.name(p.unit, lang) : '';
  const year = withYear && p.birth_year ? t('person.born', { year: String(p.birth_year) }) : '';
  return {
    name: nameWord(p, t),
    sex: p.sex === 'f' ? t('person.sex_f') : p.sex === 'm' ? t('person.sex_m') : '',
    note: [role, unit, year].filter((word) => word !== '').join(' · '),
  };
}

/** A mark in words: «Келди 09:12»; set on another day than the one marked, it says which. */
export function useMarkWords(): (mark: MarkView, day: string) => string {
  const t = useT();
  const format = useFormat();
  return ({ mark, at }, day) => {
    const word = t(`mark.${mark}`);
    if (!at || !isPresent(mark)) return word;
    return at.slice(0, 10) === day ? t('mark.at_time', { mark: word, time: format.time(at) }) : t('mark.on_day', { mark: word, day: format.day(at.slice(0, 10), 'day_month') });
  };
}
