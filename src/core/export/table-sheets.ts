import type { VocabularyName } from '../reference/vocabulary.ts';
import type { Cells, KindsTable, TableRow, TotalsTable } from '../totals/tables.ts';
import type { Totals } from '../totals/totals.ts';
import { ratio } from '../totals/figure.ts';
import type { Cell, Table } from './exporter.ts';
import { codeWord, tableOf, unitWord, type ColumnOf, type Words } from './words.ts';

/** One sheet per table of the totals, each with its sum. */
export function tableSheets(words: Words, totals: Totals): Table[] {
  const t = words.labels;
  const { tables } = totals;
  const vocab = (name: VocabularyName) => (r: TableRow): string => codeWord(words, name, r.code);
  const around = [above(words, 'rayon'), above(words, 'oblast')];
  const unit = (r: TableRow): string => unitWord(words, r.code);
  return [
    bySheet(words, t('totals.by_age_band'), t('totals.age_band'), tables.age_band, vocab('age_band')),
    bySheet(words, t('totals.by_role'), t('totals.role'), tables.role, vocab('participant_role')),
    bySheet(words, t('totals.by_unit'), t('totals.unit'), tables.unit, unit, [above(words, 'rayon')]),
    bySheet(words, t('totals.by_training_unit'), t('totals.training_unit'), tables.training_unit, unit, around),
    bySheet(words, t('totals.by_rayon'), t('totals.rayon'), tables.rayon, unit, [above(words, 'oblast')]),
    bySheet(words, t('totals.by_oblast'), t('totals.oblast'), tables.oblast, unit),
    kindsSheet(words, totals.kinds),
  ];
}

/** A column that says where a unit lies: names alone mislead, there are two Cholpon-Atas. */
function above(words: Words, level: 'rayon' | 'oblast'): ColumnOf<TableRow> {
  return {
    key: level,
    heading: words.labels(`totals.${level}`),
    kind: 'text',
    read: (r) => {
      const code = level === 'rayon' ? words.units.rayonOf(r.code) : words.units.oblastOf(r.code);
      return code === null || code === r.code ? null : words.units.name(code, words.lang);
    },
  };
}

const cellColumns = (words: Words): ColumnOf<TableRow>[] => [
  { key: 'f', heading: words.labels('totals.women'), kind: 'int', read: (r) => r.cells.f.value },
  { key: 'm', heading: words.labels('totals.men'), kind: 'int', read: (r) => r.cells.m.value },
  { key: 'x', heading: words.labels('totals.sex_not_stated'), kind: 'int', width: 16, read: (r) => r.cells.x.value },
  { key: 'total', heading: words.labels('totals.participants'), kind: 'int', width: 16, read: (r) => r.cells.total.value },
  { key: 'share_women', heading: words.labels('totals.share_women'), kind: 'percent', width: 16, read: (r) => shareOf(r.cells) },
];

const shareOf = (c: Cells): number | null => ratio(c.f.value, c.f.value + c.m.value);
const sums = (c: Cells): Cell[] => [c.f.value, c.m.value, c.x.value, c.total.value, shareOf(c)];
const trainingsColumn = (words: Words): ColumnOf<TableRow> => ({
  key: 'trainings', heading: words.labels('totals.trainings'), kind: 'int', read: (r) => r.trainings?.value ?? null,
});

function bySheet(
  words: Words, name: string, heading: string, table: TotalsTable, word: (r: TableRow) => string, places: readonly ColumnOf<TableRow>[] = [],
): Table {
  const held = table.rows.some((r) => r.trainings !== undefined);
  const columns: ColumnOf<TableRow>[] = [
    { key: 'value', heading, kind: 'text', width: 40, read: word },
    ...places,
    ...(held ? [trainingsColumn(words)] : []),
    ...cellColumns(words),
  ];
  const trainings = table.rows.reduce((n, r) => n + (r.trainings?.value ?? 0), 0);
  const foot = [words.labels('totals.total_row'), ...places.map(() => null), ...(held ? [trainings] : []), ...sums(table.total)];
  return tableOf(words, name, columns, table.rows, { foot: [foot] });
}

/** By kind of trainer: the column sum is not the number of trainings, so sum and overlap are printed. */
function kindsSheet(words: Words, kinds: KindsTable): Table {
  const t = words.labels;
  const columns: ColumnOf<TableRow>[] = [
    { key: 'value', heading: t('totals.kind'), kind: 'text', width: 40, read: (r) => codeWord(words, 'trainer_kind', r.code) },
    trainingsColumn(words),
    ...cellColumns(words),
  ];
  return tableOf(words, t('totals.by_kind'), columns, kinds.rows, {
    foot: [
      [t('totals.kind_sum'), kinds.sum],
      [t('totals.kind_overlap'), kinds.overlap],
      [t('totals.total_row'), kinds.trainings.value, ...sums(kinds.total)],
    ],
    notes: [t('totals.def_kind_overlap')],
  });
}
