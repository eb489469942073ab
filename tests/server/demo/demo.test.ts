import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { strFromU8 } from 'fflate';
import { attendanceWorkbook } from '../../../src/core/export/workbook.ts';
import { csv } from '../../../src/core/export/csv.ts';
import type { WorkbookData } from '../../../src/core/export/list-sheets.ts';
import { registry, type TableName } from '../../../src/core/entities/registry.ts';
import { createPeopleIndex } from '../../../src/core/names/people-index.ts';
import { nameFault, repairName } from '../../../src/core/names/repair.ts';
import data from '../../../src/core/reference/units.json' with { type: 'json' };
import { createUnits } from '../../../src/core/reference/units.ts';
import { vocabulary, type VocabularyName } from '../../../src/core/reference/vocabulary.ts';
import { must } from '../../../src/core/result.ts';
import { isGone } from '../../../src/core/sync/merge.ts';
import { computeTotals, type Totals } from '../../../src/core/totals/totals.ts';
import { invite } from '../../../src/server/access/invitations.ts';
import { ensureProject } from '../../../src/server/access/project.ts';
import { runDemo } from '../../../src/server/demo/run-demo.ts';
import type { Tablet } from '../../support/tablet.ts';
import { labelsOf } from '../../core/export/support.ts';
import { kinds, makeEndpoint, type Endpoint } from '../support/endpoint.ts';

const units = createUnits(data);

/** Rows of a table as screens read them. */
function rowsOf<T>(t: Tablet, table: TableName): T[] {
  return [...t.rows.values()].filter((r) => r.t === table && !isGone(r)).map((r) => ({ id: r.id, scope: r.s, ...r.f, ...r.p }) as T);
}

function dataOf(t: Tablet): WorkbookData {
  return {
    projects: rowsOf(t, 'project'), trainings: rowsOf(t, 'training'), slots: rowsOf(t, 'slot'), registrations: rowsOf(t, 'registration'),
    attendance: rowsOf(t, 'attendance'), trainingTrainers: rowsOf(t, 'training_trainer'), merges: rowsOf(t, 'person_merge'),
    courses: rowsOf(t, 'course'), trainers: rowsOf(t, 'trainer'),
  };
}

const start = async (endpoint: Endpoint): Promise<string[]> => {
  const { store, clock, ask } = endpoint;
  const random = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => (i * 37 + 11) % 251);
  const ports = { now: () => clock.now++, random };
  const { invite: secret } = await store.write(async (tx) => {
    await ensureProject(tx, random);
    return invite(tx, { role: 'coordinator', areas: [], name: '' }, 'demo', ports);
  });
  const lines: string[] = [];
  await runDemo({ request: ask, invite: secret, now: ports.now, random, log: (line) => lines.push(line) });
  return lines;
};

describe.each(kinds)('the demo, through the endpoint with %s', (kind) => {
  let endpoint: Endpoint;
  let coordinator: Tablet;
  let lines: string[];
  let rows: WorkbookData;
  let totals: Totals;

  beforeAll(async () => {
    endpoint = makeEndpoint(kind);
    lines = await start(endpoint);
    coordinator = await endpoint.coordinator();
    await coordinator.settle();
    rows = dataOf(coordinator);
    totals = computeTotals(rows, {}, units);
  });
  afterAll(() => endpoint.close());

  it('[5.2] 2 oblasts, 25 municipalities, 25 trainings from 18 November to 4 December 2019', () => {
    expect([totals.oblasts.value, totals.municipalities.value, totals.trainings.value]).toEqual([2, 25, 25]);
    expect(totals.span).toEqual({ first: '2019-11-18', last: '2019-12-04' });
    expect(totals.open.trainings.value).toBe(0);
    const perDay = new Map<string, number>();
    for (const t of rows.trainings) perDay.set(t.start ?? '', (perDay.get(t.start ?? '') ?? 0) + 1);
    expect([...perDay.values()].sort()).toEqual([1, ...Array.from({ length: 12 }, () => 2)]);
    expect(totals.tables.oblast.rows.map((r) => [units.name(r.code, 'ky'), r.trainings?.value])).toEqual([['Ысык-Көл облусу', 10], ['Жалал-Абад облусу', 15]]);
  });

  it('[5.2] 398 participants, as many people and person-days; 219 women, 179 men', () => {
    expect([totals.participants.value, totals.people.value, totals.personDays.value, totals.registered.value, totals.completed.value]).toEqual([398, 398, 398, 398, 398]);
    expect([totals.women.value, totals.men.value, totals.notStated.value, totals.unknownPeople.value]).toEqual([219, 179, 0, 0]);
    expect([totals.rate.value, totals.repeat, totals.trainingDays.value]).toEqual([1, 1, 25]);
    const sizes = totals.tables.training_unit.rows.map((r) => r.cells.total.value);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([11, 22]);
  });

  it('[5.2] trainings with G, K, L: 5, 8, 13, overlap 1', () => {
    expect(totals.kinds.rows.map((r) => [r.code, r.trainings.value])).toEqual([['G', 5], ['K', 8], ['L', 13]]);
    expect([totals.kinds.sum, totals.kinds.overlap, totals.kinds.overlapping.value]).toEqual([26, 1, 1]);
  });

  it('[5.2] all municipalities of the project reached, none outside', () => {
    expect([totals.coverage.reached.value, totals.coverage.units, totals.coverage.outside.value, totals.coverage.missing]).toEqual([25, 25, 0, []]);
  });

  it('[5.2] the three people whom the report quotes, each in their role, one in Чолпон-Ата of Токтогул', () => {
    const quoted = rows.registrations.filter((r) => ['А. Абрешова', 'Коробаева К.', 'Нусупов Е.'].includes(r.name ?? ''));
    expect(quoted.map((r) => [r.name, r.sex, r.role]).sort()).toEqual([
      ['А. Абрешова', 'f', 'kenesh_deputy'], ['Коробаева К.', 'f', 'ao_specialist'], ['Нусупов Е.', 'm', 'activist'],
    ]);
    expect(quoted.find((r) => r.name === 'Нусупов Е.')?.unit).toBe('41703225853000');
  });

  it('[5.2] the project says in every language that its people are made up', () => {
    const [project, ...others] = rows.projects;
    expect(others).toEqual([]);
    expect([project?.title_ky, project?.title_ru, project?.title_en].map((title) => /үлгү|образец|sample/.test(title ?? ''))).toEqual([true, true, true]);
    expect(lines).toEqual(['The demo is in: 25 trainings with 398 participants, all of them made up.']);
  });

  it('[5.2] nobody is taken for somebody else, every name stands as it would be typed', () => {
    const people = rowsOf<{ id: string; name: string; sex: string; phone?: string }>(coordinator, 'person');
    expect(people).toHaveLength(398);
    const index = createPeopleIndex();
    for (const p of people) {
      expect([repairName(p.name), nameFault(p.name), p.phone]).toEqual([p.name, null, undefined]);
      expect(index.likely({ name: `${p.name} `, sex: p.sex }, 5).filter((l) => l.verdict === 'same')).toEqual([]);
      index.put(p);
    }
  });

  it('[9] every row lies in the scope of its kind, every code is one of its vocabulary', () => {
    for (const r of coordinator.rows.values()) {
      const entity = must(registry.get(r.t), r.t);
      expect(r.s.slice(0, 1)).toBe(entity.scope);
      if (r.t === 'person') expect(r.s).toBe(`r:${units.areaOf(r.f['unit'] as string)}`);
      for (const [name, value] of [...Object.entries(r.f), ...Object.entries(r.p)]) {
        const vocab = entity.fields[name]?.vocab;
        if (vocab === undefined) continue;
        const known = vocabulary(vocab as VocabularyName).map((e) => e.code);
        for (const code of [value].flat()) expect([r.t, name, known.includes(String(code))]).toEqual([r.t, name, true]);
      }
    }
  });

  it('[5.2] the figures stand in the export as well', () => {
    const tables = attendanceWorkbook({
      totals, data: rows, filter: {}, labels: labelsOf('ky'), lang: 'ky', units, people: false, devicesNotHeard: [], madeAt: '2026-01-15T09:05',
    });
    const t = labelsOf('ky');
    const text = strFromU8(csv.write(tables.slice(0, 1)));
    for (const [key, value] of [['participants', 398], ['trainings', 25], ['women', 219], ['men', 179], ['kind_overlap', 1]]) {
      expect(text).toContain(`"${t(`totals.${key}`)}";"${value}";`);
    }
  });

  it('[5.2] nothing went to quarantine, no answer but 200', () => {
    expect(endpoint.log.flatMap((entry) => ('status' in entry ? [entry.status] : [])).every((status) => status === 200)).toBe(true);
  });

  it('[5.2] a second run of the same replica is refused aloud, and changes nothing', async () => {
    await expect(start(endpoint)).rejects.toThrow('/v1/enrol answered 409');
    await coordinator.settle();
    expect(computeTotals(dataOf(coordinator), {}, units).participants.value).toBe(398);
  });
});
