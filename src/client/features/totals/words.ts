import { label, type VocabularyName } from '../../../core/reference/vocabulary.ts';
import type { Lang } from '../../../core/format/languages.ts';
import type { Units } from '../../../core/reference/units.ts';
import { NOT_STATED, type TotalsFilter, type TrainingRow } from '../../../core/totals/data.ts';
import type { Format, MessageKey, T } from '../../i18n/i18n.ts';
import type { AnyTable, CellKey, FigureRef, NamedFigure } from './figure-path.ts';

/** What words are made with. */
export interface Words {
  readonly t: T;
  readonly lang: Lang;
  readonly format: Format;
  readonly units: Units;
}

const VOCABULARIES: Partial<Readonly<Record<AnyTable, VocabularyName>>> = {
  sex: 'sex', age_band: 'age_band', role: 'participant_role', kinds: 'trainer_kind',
};

/** The word for a row of a table: of its vocabulary, or the unit's name. */
export function rowWord(w: Words, table: AnyTable, code: string): string {
  if (code === NOT_STATED) return w.t('totals.not_stated');
  const vocabulary = VOCABULARIES[table];
  return vocabulary === undefined ? w.units.name(code, w.lang) : label(vocabulary, code, w.lang);
}

/** The unit above, where names alone mislead: there are two Cholpon-Atas. */
export function aboveWord(w: Words, table: AnyTable, code: string): string | undefined {
  if (code === NOT_STATED || table === 'oblast' || VOCABULARIES[table] !== undefined) return undefined;
  const above = (table === 'rayon' ? null : w.units.rayonOf(code)) ?? w.units.oblastOf(code);
  return above === null || above === code ? undefined : w.units.name(above, w.lang);
}

const COLUMNS: Readonly<Record<CellKey, MessageKey>> = {
  f: 'totals.women', m: 'totals.men', x: 'totals.sex_not_stated', total: 'totals.participants', trainings: 'totals.trainings',
};

export const columnWord = (t: T, cell: CellKey): string => t(COLUMNS[cell]);

const TITLES: Readonly<Record<AnyTable, MessageKey>> = {
  sex: 'totals.by_sex', age_band: 'totals.by_age_band', role: 'totals.by_role', unit: 'totals.by_unit',
  training_unit: 'totals.by_training_unit', rayon: 'totals.by_rayon', oblast: 'totals.by_oblast', kinds: 'totals.by_kind',
};

export const tableTitle = (t: T, table: AnyTable): string => t(TITLES[table]);

const HEADINGS: Readonly<Record<AnyTable, MessageKey>> = {
  sex: 'totals.sex', age_band: 'totals.age_band', role: 'totals.role', unit: 'totals.unit',
  training_unit: 'totals.training_unit', rayon: 'totals.rayon', oblast: 'totals.oblast', kinds: 'totals.kind',
};

export const tableHeading = (t: T, table: AnyTable): string => t(HEADINGS[table]);

/** How a named figure is called; on a tablet that holds a part, people are counted "on this tablet". */
export function namedWord(t: T, name: NamedFigure, isWhole: boolean): string {
  if (name === 'people' && !isWhole) return t('totals.people_here');
  return name === 'kind_overlap' ? t('totals_screen.overlapping') : t(`totals.${name}`);
}

/** What a figure counts, for the title of its rows. */
export function figureWords(w: Words, ref: FigureRef, isWhole: boolean): string {
  if (ref.kind === 'named') return namedWord(w.t, ref.name, isWhole);
  const column = columnWord(w.t, ref.cell);
  // The table by sex has one row for each column: the row says it all.
  if (ref.table === 'sex') return ref.code === undefined ? column : rowWord(w, 'sex', ref.code);
  return ref.code === undefined ? column : `${rowWord(w, ref.table, ref.code)} · ${column}`;
}

/** What a named figure means, to be printed beside it; undefined where it has no definition of its own. */
export function definitionOf(t: T, name: NamedFigure, completedShare: number): string | undefined {
  if (name === 'open_participants') return t('totals.def_open');
  return t(`totals.def_${name}`, { percent: Math.round(completedShare * 100) });
}

/** The filter as people read it: place, period, kind; '' for everything. */
export function filterWords(w: Words, { unit, from, to, kind }: TotalsFilter): string {
  const day = (d: string | undefined): string => (d === undefined ? '…' : w.format.day(d));
  const period = from === undefined && to === undefined ? '' : `${day(from)} – ${day(to)}`;
  const parts = [unit === undefined ? '' : w.units.name(unit, w.lang), period, kind === undefined ? '' : label('event_kind', kind, w.lang)];
  return parts.filter((part) => part !== '').join(' · ');
}

/** How a training is called in a row: title and place. */
export function trainingWords(w: Words, training: TrainingRow): string {
  const place = training.unit ? w.units.name(training.unit, w.lang) : '';
  return [training.title ?? '', place].filter((part) => part !== '').join(' · ') || w.t('totals_screen.training');
}

/** First and last day, as one. */
export function datesWords(format: Format, { start, end }: TrainingRow): string {
  if (!start) return '';
  return end && end !== start ? `${format.day(start)} – ${format.day(end)}` : format.day(start);
}
