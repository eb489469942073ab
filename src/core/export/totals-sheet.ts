import type { TotalsFilter } from '../totals/data.ts';
import type { Totals } from '../totals/totals.ts';
import type { Cell, CellKind, CellValue, Table } from './exporter.ts';
import { codeWord, momentWord, unitWord, type Words } from './words.ts';

/** A tablet or desk whose records may be missing. */
export interface DeviceNotHeard {
  readonly label: string;
  /** Local `YYYY-MM-DDTHH:MM` of the last contact; '' when there was none. */
  readonly seen: string;
}

/** What the filter chose, in words: titles are the caller's, who has the rows. */
export interface Chosen {
  readonly filter: TotalsFilter;
  readonly projectTitle: string;
  readonly courseTitle: string;
}

type Line = readonly [name: string, value: Cell, definition: string];

/** The figures with their definitions beside them, what was chosen, and who has not been heard from. */
export function totalsSheet(words: Words, totals: Totals, chosen: Chosen, devices: readonly DeviceNotHeard[], madeAt: string): Table {
  const t = words.labels;
  return {
    name: t('export.sheet_totals'),
    columns: [
      { key: 'figure', heading: t('totals.figure'), kind: 'text', width: 42 },
      { key: 'value', heading: t('totals.value'), kind: 'int', width: 18 },
      { key: 'definition', heading: t('totals.definition'), kind: 'text', width: 90 },
    ],
    rows: [...chosenLines(words, chosen, madeAt), ...figureLines(words, totals), ...besideLines(words, totals, devices)],
    notes: devices.map((d) => `${d.label} — ${d.seen === '' ? t('export.never_seen') : momentWord(words, d.seen)}`),
  };
}

const of = (kind: CellKind, value: CellValue): Cell => ({ kind, value });

function chosenLines(words: Words, { filter, projectTitle, courseTitle }: Chosen, madeAt: string): Line[] {
  const t = words.labels;
  const day = (d: string | undefined): Cell => (d === undefined ? of('text', t('export.any')) : of('date', d));
  return [
    [t('export.made_at'), of('text', momentWord(words, madeAt)), ''],
    [t('export.filter_project'), of('text', projectTitle || t('export.any')), ''],
    [t('export.filter_course'), of('text', courseTitle || t('export.any')), ''],
    [t('export.filter_kind'), of('text', filter.kind === undefined ? t('export.any') : codeWord(words, 'event_kind', filter.kind)), ''],
    [t('export.filter_unit'), of('text', filter.unit === undefined ? t('export.any') : unitWord(words, filter.unit)), ''],
    [t('export.filter_from'), day(filter.from), ''],
    [t('export.filter_to'), day(filter.to), ''],
  ];
}

function figureLines(words: Words, x: Totals): Line[] {
  const line = (key: string, value: Cell, vars?: Record<string, number>): Line => [
    words.labels(`totals.${key}`),
    value,
    words.labels(`totals.def_${key}`, vars),
  ];
  return [
    line('trainings', x.trainings.value),
    line('training_days', x.trainingDays.value),
    line('first_day', of('date', x.span?.first ?? null)),
    line('last_day', of('date', x.span?.last ?? null)),
    line('municipalities', x.municipalities.value),
    line('oblasts', x.oblasts.value),
    line('registered', x.registered.value),
    ...(x.doubled.value > 0 ? [line('doubled', x.doubled.value)] : []),
    line('participants', x.participants.value),
    line('people', x.people.value),
    line('unknown_people', x.unknownPeople.value),
    line('person_days', x.personDays.value),
    line('completed', x.completed.value, { percent: Math.round(x.completedShare * 100) }),
    line('rate', of('percent', x.rate.value)),
    line('present_marks', x.rate.present.value),
    line('excused', x.rate.excused.value),
    line('places', x.rate.places),
    line('repeat', of('decimal', x.repeat)),
    line('women', x.women.value),
    line('men', x.men.value),
    line('sex_not_stated', x.notStated.value),
    line('share_women', of('percent', x.shareOfWomen)),
    ...x.kinds.rows.map((r): Line => [
      words.labels('totals.trainings_of_kind', { kind: codeWord(words, 'trainer_kind', r.code) }),
      r.trainings.value,
      words.labels('totals.def_kind'),
    ]),
    line('kind_sum', x.kinds.sum),
    line('kind_overlap', x.kinds.overlap),
  ];
}

function besideLines(words: Words, x: Totals, devices: readonly DeviceNotHeard[]): Line[] {
  const t = words.labels;
  const reached = t('totals.coverage_of', { reached: x.coverage.reached.value, units: x.coverage.units });
  return [
    [t('totals.coverage'), of('text', reached), t('totals.def_coverage')],
    [t('totals.outside'), x.coverage.outside.value, t('totals.def_outside')],
    [t('totals.open'), x.open.trainings.value, t('totals.def_open')],
    [t('totals.open_participants'), x.open.participants.value, t('totals.def_open')],
    [t('totals.devices_not_heard'), devices.length, t('totals.def_devices_not_heard')],
  ];
}
