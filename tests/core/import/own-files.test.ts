import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/core/export/csv.ts';
import { attendanceWorkbook } from '../../../src/core/export/workbook.ts';
import { xlsx } from '../../../src/core/export/xlsx.ts';
import { recogniseColumns } from '../../../src/core/import/headings.ts';
import { previewRows, type ImportRow } from '../../../src/core/import/preview.ts';
import { readTable } from '../../../src/core/import/table-read.ts';
import { createPeopleIndex } from '../../../src/core/names/people-index.ts';
import data from '../../../src/core/reference/units.json' with { type: 'json' };
import { createUnits } from '../../../src/core/reference/units.ts';
import { must } from '../../../src/core/result.ts';
import { computeTotals } from '../../../src/core/totals/totals.ts';
import { labelsOf } from '../export/support.ts';
import { Book } from '../totals/support.ts';

const units = createUnits(data);
const BARPY = '41703220812000';

/** The sheet of people of an export, in a file of the given format, imported again. */
async function importOwn(lang: 'ky' | 'ru' | 'en', format: typeof xlsx): Promise<ImportRow[]> {
  const b = new Book();
  b.training('A', { days: ['2019-11-18'], unit: BARPY });
  b.register('A', 'p1', { name: 'Асанова Айгүл Бакыт кызы', sex: 'f', birth_year: 1980, phone: '0700123456', org: 'ОО «Достук»', role: 'ngo', unit: BARPY }, ['present']);
  b.register('A', 'p2', { name: '=Сыдыков Бек', sex: 'm', role: 'kenesh_deputy' }, ['present']);
  b.register('A', 'p3', { name: 'Токоева Ж.', sex: 'x' }, ['present']);
  const rows = { ...b.data, courses: [], trainers: [] };
  const labels = labelsOf(lang);
  const tables = attendanceWorkbook({
    totals: computeTotals(rows, {}, units), data: rows, filter: {}, labels, lang, units, people: true, devicesNotHeard: [], madeAt: '2026-01-15T09:05',
  });
  const sheet = must(tables.find((t) => t.name === labels('export.sheet_people')), 'people');
  const read = await readTable(format.write([sheet]));
  if (!read.ok) throw new Error(read.error);
  return previewRows(read.value, recogniseColumns(read.value), { index: createPeopleIndex(), units, day: '2019-12-03' });
}

describe('what we export we can read again', () => {
  it.each([['ky', xlsx], ['ru', xlsx], ['en', xlsx], ['ky', csv], ['ru', csv], ['en', csv]] as const)('[T77] people in %s', async (lang, format) => {
    const rows = await importOwn(lang, format);
    expect(rows.map((r) => [r.state, r.values.name.replace(/^'?=/, ''), r.values.sex, r.values.birth_year, r.values.age_band, r.values.phone, r.values.role, r.values.unit])).toEqual([
      ['new', 'Асанова Айгүл Бакыт кызы', 'f', 1980, '29-44', '+996 700 123 456', 'ngo', BARPY],
      ['new', 'Сыдыков Бек', 'm', null, null, null, 'kenesh_deputy', null],
      ['new', 'Токоева Ж.', 'x', null, null, null, null, null],
    ]);
    expect(rows.flatMap((r) => r.warnings)).toEqual([]);
  });
});
