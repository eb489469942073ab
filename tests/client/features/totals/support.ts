import { RowsScreen } from '../../../../src/client/features/totals/rows-screen.tsx';
import { TotalsScreen } from '../../../../src/client/features/totals/totals-screen.tsx';
import type { Draft, Store } from '../../../../src/client/store/store.ts';
import { derivedId, type RecordId, type Scope } from '../../../../src/core/ids.ts';
import type { Value } from '../../../../src/core/schema/field.ts';
import type { Tablet } from '../../../support/store.ts';
import { expectText, showScreens, until } from '../settings/support.tsx';

const BARPY = '41703220812000';
const CHOLPON_ATA = '41703225853000';
const BOSTERI = '41702215808000';

type Person = Readonly<Record<string, Value>>;

const PEOPLE: readonly Person[] = [
  { name: 'Асанова Айгүл', sex: 'f', birth_year: 1975, role: 'resident', unit: BARPY },
  { name: 'Токтогулов Бакыт', sex: 'm', age_band: '60+', role: 'ao_head', unit: BARPY },
  { name: 'Осмонова Чолпон', sex: 'f', age_band: '29-44', role: 'ngo' },
  { name: '=Сыдыкова, «Роза»', age_band: '18-28' },
  { name: 'Осмонова Чолпон', sex: 'f', age_band: '29-44', role: 'ngo' },
];

interface Given {
  readonly days: readonly string[];
  readonly values?: Readonly<Record<string, Value>>;
  /** Kinds of trainers. */
  readonly led: readonly string[];
  /** Index in PEOPLE (null: a headcount) and a mark for each day. */
  readonly came: readonly (readonly [number | null, ...(string | null)[]])[];
}

/** What makes participants, people and person-days differ, and what must not be counted. */
const TRAININGS: readonly Given[] = [
  {
    days: ['2019-11-18', '2019-11-19'], values: { unit: BARPY, title: 'Бюджет' }, led: ['G', 'K'],
    came: [[0, 'present', 'late'], [1, 'present', 'absent'], [2, 'excused', null], [null, 'present', 'present']],
  },
  { days: ['2019-11-25'], values: { unit: CHOLPON_ATA, title: 'Гендер' }, led: ['K'], came: [[0, 'present'], [3, 'left_early'], [4, 'present'], [1, 'absent']] },
  { days: ['2019-12-03'], values: { unit: BOSTERI, kind: 'seminar' }, led: ['L'], came: [[0, 'present'], [2, 'present']] },
  { days: ['2019-12-04'], values: { unit: BOSTERI, status: 'running' }, led: ['L'], came: [[1, 'present'], [3, null]] },
  { days: ['2019-12-02'], values: { unit: BOSTERI, status: 'cancelled' }, led: ['L'], came: [[1, 'present']] },
];

/** Fills a tablet with five trainings: three finished, one open, one cancelled; two rows of one person are merged. */
export async function fill(store: Store): Promise<void> {
  await store.save((mint) => {
    const people = PEOPLE.map(() => mint());
    const trainers = new Map(['G', 'K', 'L'].map((kind) => [kind, mint()]));
    const [, , a, , b] = people;
    const merge = [a, b].map(String).sort();
    return [
      ...PEOPLE.map((values, n): Draft => ({ t: 'person', s: 'r:local', id: people[n], values })),
      ...[...trainers].map(([kind, id]): Draft => ({ t: 'trainer', s: 'p', id, values: { name: `Тренер ${kind}`, kinds: [kind] } })),
      ...TRAININGS.flatMap((given) => trainingDrafts(mint, given, people, trainers)),
      { t: 'person_merge', s: 'r:local', values: { a: merge[0] ?? null, b: merge[1] ?? null } },
    ];
  });
}

function trainingDrafts(mint: () => RecordId, x: Given, people: readonly RecordId[], trainers: ReadonlyMap<string, RecordId>): Draft[] {
  const id = mint();
  const s: Scope = `t:${id}`;
  const [start = '', end = start] = [x.days[0], x.days.at(-1)];
  const slot = (n: number): RecordId => derivedId('d', [id, n]);
  return [
    { t: 'training', s: 'p', id, values: { start, end, status: 'completed', kind: 'training', per: 'day', ...x.values } },
    ...x.days.map((day, n): Draft => ({ t: 'slot', s, values: { training: id, n: n + 1, day } })),
    ...x.led.map((kind): Draft => ({ t: 'training_trainer', s: 'p', values: { training: id, trainer: trainers.get(kind) ?? null, kind } })),
    ...x.came.flatMap(([who, ...marks], no): Draft[] => {
      const person = who === null ? null : (people[who] ?? null);
      const registration = person === null ? mint() : derivedId('g', [id, person]);
      const facts = who === null ? { sex: 'm' } : PEOPLE[who];
      return [
        { t: 'registration', s, id: registration, values: { ...facts, training: id, person, source: 'list', no: no + 1 } },
        ...marks.flatMap((mark, n): Draft[] => (mark === null ? [] : [{ t: 'attendance', s, values: { registration, slot: slot(n + 1), mark, at: `${x.days[n] ?? ''}T09:00` } }])),
      ];
    }),
  ];
}

const pages = [{ path: '/totals', component: TotalsScreen }, { path: '/totals/rows', component: RowsScreen }];

/** Opens the totals, or the rows of a figure, and waits until the rows of the store are read. */
export async function openTotals(tablet: Tablet, at = '/totals'): Promise<HTMLElement> {
  const root = await showScreens(tablet, { pages, at });
  if (at.startsWith('/totals/rows')) await until(() => document.querySelector('.totals-count') !== null, 'the rows');
  else await expectText('Как это посчитано?');
  return root;
}
