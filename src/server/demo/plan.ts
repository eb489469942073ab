import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../core/result.ts';

/**
 * The plan of the demo. The number of trainings, of participants, of trainers by kind, the first and last day and
 * Чолпон-Ата are those of the project's report of 3 February 2020; which other municipalities, the split by
 * oblast, sizes and sexes are made up, as plan.tsv says line by line.
 */
export interface PlannedTraining {
  /** `YYYY-MM-DD`; every training of the plan takes one day. */
  readonly day: string;
  /** 14-digit code of the municipality. */
  readonly unit: string;
  /** Codes of `trainer_kind`. */
  readonly kinds: readonly string[];
  readonly women: number;
  readonly men: number;
}

export function readPlan(): PlannedTraining[] {
  const [, ...lines] = readFileSync(join(import.meta.dirname, 'plan.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [day, unit, kinds, women, men] = line.split('\t');
    return {
      day: must(day, 'day'), unit: must(unit, 'unit'), kinds: must(kinds, 'kinds').split('+'),
      women: Number(must(women, 'women')), men: Number(must(men, 'men')),
    };
  });
}

/** Titles as the report gives them, with a plain word that nobody in here is real. */
export const PROJECT = {
  title_ky: '«Жергиликтүү деңгээлде кызмат көрсөтүүлөрдү жакшыртуу» — үлгү, адамдар ойдон чыгарылган',
  title_ru: '«Улучшение услуг на местном уровне» — образец, люди вымышлены',
  title_en: '“Improving services at the local level” — a sample, the people are made up',
  donor: 'Швейцариянын Өкмөтү',
  implementers: 'Хельветас; Өнүктүрүү саясат институту',
} as const;

export const COURSE = {
  title_ky: 'Социалдык-инклюзивдик жана гендердик сезимтал мамилелер',
  title_ru: 'Социально-инклюзивные и гендерно-чувствительные подходы',
  topics: ['diversity', 'gender_concept', 'sex_gender', 'discrimination', 'mechanisms', 'law', 'gender_analysis', 'mapping', 'grb', 'documents'],
} as const;

/** Trainers by kind, made up. Several local consultants share their trainings. */
export const TRAINERS: readonly (readonly [kind: string, name: string])[] = [
  ['G', 'Осмонкулова Гүлзат'],
  ['K', 'Тойчубекова Айнура'],
  ['L', 'Сыдыгалиев Нурлан'],
  ['L', 'Жолборсова Бермет'],
  ['L', 'Абдыракунов Тимур'],
  ['L', 'Маматкалыкова Салтанат'],
];

/** People whom the published report quotes by name and role, and in which training of the plan (from 0) they sit here. */
export const QUOTED: readonly { readonly training: number; readonly name: string; readonly sex: 'f' | 'm'; readonly role: string }[] = [
  { training: 0, name: 'А. Абрешова', sex: 'f', role: 'kenesh_deputy' },
  { training: 1, name: 'Коробаева К.', sex: 'f', role: 'ao_specialist' },
  { training: 23, name: 'Нусупов Е.', sex: 'm', role: 'activist' },
];
