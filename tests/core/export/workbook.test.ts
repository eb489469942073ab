import { strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/core/export/csv.ts';
import { typed, type CellValue, type Table } from '../../../src/core/export/exporter.ts';
import type { WorkbookData } from '../../../src/core/export/list-sheets.ts';
import { attendanceWorkbook } from '../../../src/core/export/workbook.ts';
import { xlsx } from '../../../src/core/export/xlsx.ts';
import type { Lang } from '../../../src/core/format/languages.ts';
import { readText } from '../../../src/core/import/text-read.ts';
import { readXlsx } from '../../../src/core/import/xlsx-read.ts';
import data from '../../../src/core/reference/units.json' with { type: 'json' };
import { createUnits } from '../../../src/core/reference/units.ts';
import type { TotalsFilter } from '../../../src/core/totals/data.ts';
import { computeTotals, type Totals } from '../../../src/core/totals/totals.ts';
import { Book, rid } from '../totals/support.ts';
import { labelsOf } from './support.ts';

const LANGUAGES = ['ky', 'ru', 'en'] as const;
const units = createUnits(data);
const [BARPY, CHOLPON_ATA] = ['41703220812000', '41703225853000'];

function sample(): WorkbookData {
  const b = new Book();
  b.data.projects.push({ id: rid('prj'), scope: 'p', title_ky: 'Долбоор', title_ru: 'Проект', title_en: 'Project', units: [BARPY, CHOLPON_ATA] });
  b.training('A', { days: ['2019-11-18', '2019-11-19'], unit: BARPY, course: 'c1', venue: 'Клуб' });
  b.training('B', { days: ['2019-12-03'], unit: CHOLPON_ATA, title: '=Аталышы' });
  b.training('F', { days: ['2019-12-05'], unit: BARPY, status: 'running' });
  b.leads('A', 't1', 'G');
  b.leads('A', 't2', 'K');
  b.leads('B', 't2', 'K');
  const secret = { name: 'Купуя Айгүл', phone: '0700123456', org: 'Купуя уюм', position: 'Купуя кызмат', birth_year: 1975, sex: 'f', role: 'resident', unit: BARPY };
  b.register('A', 'p1', { ...secret, no: 2, source: 'walk_in' }, ['present', 'late']);
  b.register('A', 'p2', { name: 'Асанов Бакыт', sex: 'm', age_band: '60+', no: 1 }, ['present', 'absent']);
  b.register('A', 'p3', { name: 'Келген Жок', sex: 'm' }, ['excused', null]);
  b.register('A', null, { sex: 'x' }, ['present', 'present']);
  b.register('B', 'p1', { ...secret, role: 'ngo', name: '=Купуя Айгүл' }, ['present']);
  b.register('F', 'p2', { name: 'Асанов Бакыт', sex: 'm' }, ['present']);
  return {
    ...b.data,
    courses: [{ id: rid('c1'), scope: 'p', title_ky: 'Курс' }],
    trainers: [{ id: rid('t1'), scope: 'p', name: 'Тренер Биринчи' }, { id: rid('t2'), scope: 'p', name: 'Тренер Экинчи' }],
  };
}

const DEVICES = [{ label: 'Планшет 7', seen: '2019-12-01T10:30' }, { label: 'Планшет 8', seen: '' }];

function make(lang: Lang, people: boolean, filter: TotalsFilter = {}): { tables: Table[]; totals: Totals } {
  const rows = sample();
  const totals = computeTotals(rows, filter, units);
  const tables = attendanceWorkbook({
    totals, data: rows, filter, labels: labelsOf(lang), lang, units, people, devicesNotHeard: DEVICES, madeAt: '2026-01-15T09:05',
  });
  return { tables, totals };
}

/** A sheet of the file as it is read back. */
function sheetOf(tables: readonly Table[], name: string): readonly (readonly string[])[] {
  const read = readXlsx(xlsx.write(tables), name);
  if (!read.ok) throw new Error(`${name}: ${read.error}`);
  return read.value.rows;
}

/** A cell as the reader gives it: numbers to 15 digits, as spreadsheets keep them. */
const shown = (value: CellValue): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(15))) : (value ?? '').replace(/\s+/g, ' ').trim();

describe('the workbook of a coordinator', () => {
  it.each(LANGUAGES)('[5.1] every figure of the totals stands in the file, parsed back, in %s', (lang) => {
    const { tables, totals } = make(lang, true);
    const t = labelsOf(lang);
    const figures = new Map(sheetOf(tables, t('export.sheet_totals')).map((r) => [r[0], r]));
    const want: Record<string, number | string> = {
      trainings: 2, training_days: 3, first_day: '2019-11-18', last_day: '2019-12-03', municipalities: 2, oblasts: 1, registered: 5, participants: 4,
      people: 2, unknown_people: 1, person_days: 6, completed: 3, present_marks: 6, excused: 1, places: 9, women: 2, men: 1, sex_not_stated: 1, kind_sum: 3, kind_overlap: 1,
      rate: 6 / 9, repeat: 1.5, share_women: 2 / 3,
    };
    for (const [key, value] of Object.entries(want)) {
      const row = figures.get(t(`totals.${key}`));
      expect([key, typeof value === 'number' ? Number(row?.[1]).toFixed(6) : row?.[1]]).toEqual([key, typeof value === 'number' ? value.toFixed(6) : value]);
      expect(row?.[2]).toBe(t(`totals.def_${key}`, { percent: 80 }));
    }
    expect(totals.participants.value).toBe(want['participants']);
    expect(figures.get(t('totals.coverage'))?.[1]).toBe(t('totals.coverage_of', { reached: 2, units: 2 }));
    expect(figures.get(t('totals.open'))?.[1]).toBe('1');
  });

  it('[5.1] what was chosen, when it was made, who was not heard from', () => {
    const { tables } = make('ru', false, { from: '2019-11-18', unit: BARPY, project: 'prj' });
    const t = labelsOf('ru');
    const rows = sheetOf(tables, t('export.sheet_totals'));
    const at = (key: string): string | undefined => rows.find((r) => r[0] === t(key))?.[1];
    expect([at('export.made_at'), at('export.filter_project'), at('export.filter_unit'), at('export.filter_from'), at('export.filter_to')]).toEqual([
      '15.01.2026 09:05', 'Проект', units.name(BARPY, 'ru'), '2019-11-18', t('export.any'),
    ]);
    expect(at('totals.devices_not_heard')).toBe('2');
    expect(rows.slice(-2).map((r) => r[0])).toEqual(['Планшет 7 — 01.12.2019 10:30', `Планшет 8 — ${t('export.never_seen')}`]);
    expect(at('totals.trainings')).toBe('1');
  });

  it('[5.1] marginals of every table in the file equal its last row, the overlap of kinds is printed', () => {
    const { tables, totals } = make('ky', false);
    const t = labelsOf('ky');
    for (const key of ['by_age_band', 'by_role', 'by_unit', 'by_training_unit', 'by_rayon', 'by_oblast']) {
      const [head = [], ...body] = sheetOf(tables, t(`totals.${key}`));
      const sums = body.pop() ?? [];
      for (const word of ['women', 'men', 'sex_not_stated', 'participants']) {
        const c = head.indexOf(t(`totals.${word}`));
        expect(body.reduce((n, r) => n + Number(r[c]), 0)).toBe(Number(sums[c]));
      }
      expect(sums[head.indexOf(t('totals.participants'))]).toBe(String(totals.participants.value));
    }
    const kinds = sheetOf(tables, t('totals.by_kind'));
    expect(kinds.slice(1, 6).map((r) => r.slice(0, 2))).toEqual([
      ['Гендер боюнча эксперт', '1'], ['Билим башкаруу жана гендер боюнча адис', '2'], [t('totals.kind_sum'), '3'], [t('totals.kind_overlap'), '1'], [t('totals.total_row'), '2'],
    ]);
  });

  it('[5.1] places carry what they lie in', () => {
    const { tables } = make('ru', false);
    const rows = sheetOf(tables, labelsOf('ru')('totals.by_training_unit'));
    expect(rows.find((r) => r[0] === units.name(CHOLPON_ATA, 'ru'))?.slice(1, 4)).toEqual(['Токтогульский район', 'Джалал-Абадская область', '1']);
  });

  it('[5.1] trainings, finished first, open ones named so and outside the sums', () => {
    const { tables } = make('en', true);
    const t = labelsOf('en');
    const [head = [], ...rows] = sheetOf(tables, t('export.sheet_trainings'));
    const column = (key: string): string[] => rows.slice(0, 4).map((r) => r[head.indexOf(t(key))] ?? '');
    expect(column('export.col_status')).toEqual(['Completed', 'Completed', 'In progress', '']);
    expect(column('totals.participants')).toEqual(['3', '1', '1', '4']);
    expect(column('export.col_days')).toEqual(['2', '1', '1', '3']);
    expect(column('export.col_start')).toEqual(['2019-11-18', '2019-12-03', '2019-12-05', 'Total']);
    expect(column('export.col_title').slice(0, 2)).toEqual(['Курс', '=Аталышы']);
    expect(column('export.col_trainers').slice(0, 2)).toEqual(['Тренер Биринчи; Тренер Экинчи', 'Тренер Экинчи']);
  });

  it('[5.1] people: one line each, as the latest training knew them', () => {
    const { tables, totals } = make('ru', true);
    const t = labelsOf('ru');
    const [head = [], ...rows] = sheetOf(tables, t('export.sheet_people'));
    const people = rows.filter((r) => /^\d+$/.test(r[0] ?? ''));
    expect(people).toHaveLength(totals.people.value);
    const at = (r: readonly string[] | undefined, key: string): string | undefined => r?.[head.indexOf(t(key))];
    const woman = people.find((r) => at(r, 'export.col_name') === '=Купуя Айгүл');
    expect(['export.col_phone', 'totals.role', 'totals.trainings', 'totals.person_days', 'export.col_birth_year'].map((k) => at(woman, k))).toEqual([
      '+996 700 123 456', 'Представитель общественной организации', '2', '3', '1975',
    ]);
    expect(rows.at(-1)?.[0]).toBe(t('totals.unknown_for', { count: 1 }));
  });

  it('[5.1] attendance: one line per person and training, a column per day, marks and their sum', () => {
    const { tables, totals } = make('ru', true);
    const t = labelsOf('ru');
    const [head = [], ...rows] = sheetOf(tables, t('export.sheet_attendance'));
    const sums = rows.pop() ?? [];
    expect(rows).toHaveLength(totals.registered.value);
    const c = (key: string, vars?: Record<string, number>): number => head.indexOf(t(key, vars));
    expect(rows.map((r) => r[c('export.col_name')])).toEqual(['Асанов Бакыт', 'Купуя Айгүл', '', 'Келген Жок', '=Купуя Айгүл']);
    expect(rows.map((r) => [r[c('export.col_slot', { n: 1 })], r[c('export.col_slot', { n: 2 })], r[c('export.col_present')], r[c('export.col_slots')]])).toEqual([
      ['Присутствовал(а)', 'Отсутствовал(а)', '1', '2'], ['Присутствовал(а)', 'Опоздал(а)', '2', '2'], ['Присутствовал(а)', 'Присутствовал(а)', '2', '2'],
      ['По уважительной причине', '', '0', '2'], ['Присутствовал(а)', '', '1', '1'],
    ]);
    const add = (key: string): number => rows.reduce((n, r) => n + Number(r[c(key)]), 0);
    expect([add('export.col_present'), add('export.col_slots'), add('totals.completed')]).toEqual([totals.rate.present.value, totals.rate.places, totals.completed.value]);
    expect([sums[c('export.col_present')], sums[c('export.col_slots')], sums[c('totals.completed')]]).toEqual(['6', '9', '3']);
  });

  it('[B3-34] nothing personal unless asked: not in XLSX, not in CSV', () => {
    const { tables } = make('ky', false);
    const text = strFromU8(csv.write(tables)) + tables.map((x) => sheetOf(tables, x.name).flat().join('\n')).join('\n');
    for (const word of ['Купуя', 'Асанов', 'Тренер Биринчи', '700', '1975']) expect(text).not.toContain(word);
    expect(text).toContain('Тургун'); // the role is a counted fact
    expect(tables).toHaveLength(make('ky', true).tables.length);
  });

  it.each(LANGUAGES)('[B3-34] CSV and XLSX of one workbook say the same, cell by cell, in %s', (lang) => {
    const { tables } = make(lang, true);
    for (const t of tables) {
      const fromXlsx = sheetOf(tables, t.name);
      const cells = [...t.rows, ...(t.foot ?? [])].map((r) => t.columns.map((c, i) => typed(r[i], c)));
      expect(fromXlsx.slice(0, cells.length + 1)).toEqual([t.columns.map((c) => shown(c.heading)), ...cells.map((r) => r.map((x) => shown(x.value)))]);
      const fromCsv = readText(strFromU8(csv.write([t]))).rows;
      const asCsv = cells.map((r) => r.map(({ kind, value }) => {
        if (typeof value === 'number') return kind === 'percent' ? `${String(Number((value * 100).toFixed(1))).replace('.', ',')}%` : String(Number(value.toFixed(2))).replace('.', ',');
        if (kind === 'date' && value !== null) return value.split('-').reverse().join('.');
        return shown(value).replace(/^=/, "'=");
      }));
      expect(fromCsv.slice(1)).toEqual(asCsv);
    }
  });
});
