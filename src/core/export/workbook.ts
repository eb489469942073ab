import type { Lang } from '../format/languages.ts';
import type { Units } from '../reference/units.ts';
import { selectTrainings, type TotalsFilter } from '../totals/data.ts';
import type { Totals } from '../totals/totals.ts';
import type { Table } from './exporter.ts';
import { attendanceSheet, peopleSheet, titleOf, trainingsSheet, type WorkbookData } from './list-sheets.ts';
import { tableSheets } from './table-sheets.ts';
import { totalsSheet, type DeviceNotHeard } from './totals-sheet.ts';
import type { Labels, Words } from './words.ts';

export interface WorkbookInput {
  /** Of the same data and filter. */
  readonly totals: Totals;
  readonly data: WorkbookData;
  readonly filter: TotalsFilter;
  readonly labels: Labels;
  readonly lang: Lang;
  readonly units: Units;
  /** Whether personal columns are written: off unless someone asked. */
  readonly people: boolean;
  readonly devicesNotHeard: readonly DeviceNotHeard[];
  /** Local `YYYY-MM-DDTHH:MM`. */
  readonly madeAt: string;
}

/** The coordinator's export: totals with definitions, tables, trainings, people, attendance. */
export function attendanceWorkbook(input: WorkbookInput): Table[] {
  const { totals, data, filter, devicesNotHeard, madeAt } = input;
  const words: Words = { labels: input.labels, lang: input.lang, units: input.units, people: input.people };
  const chosen = selectTrainings(data, filter, input.units);
  const projectTitle = titleOf(data.projects.find((p) => p.id === filter.project), input.lang);
  const courseTitle = titleOf(data.courses.find((c) => c.id === filter.course), input.lang);
  return [
    totalsSheet(words, totals, { filter, projectTitle, courseTitle }, devicesNotHeard, madeAt),
    ...tableSheets(words, totals),
    trainingsSheet(words, data, chosen, totals),
    peopleSheet(words, data, chosen.finished, totals),
    attendanceSheet(words, data, chosen.finished, totals),
  ];
}
