import { vocabulary } from '../reference/vocabulary.ts';
import { cached, groupBy, type Attendee } from './attendees.ts';
import { NOT_STATED, order, type TotalsData, type TrainingRow, type UnitTree } from './data.ts';
import { figure, type Figure } from './figure.ts';

/** Participants by sex; "not stated" is always a column. Each opens registrations. */
export interface Cells {
  readonly f: Figure;
  readonly m: Figure;
  readonly x: Figure;
  readonly total: Figure;
}

export interface TableRow {
  /** A code of the table's vocabulary, a unit's code, or `x` for "not stated". */
  readonly code: string;
  readonly cells: Cells;
  /** Trainings held there: only in tables by place of the training and by kind of trainer. */
  readonly trainings?: Figure;
}

/** A table whose values exclude one another: its rows add up to `total` (DECISIONS 29). */
export interface TotalsTable {
  readonly rows: readonly TableRow[];
  readonly total: Cells;
}

/** A training may have several trainers, so rows of this table overlap: sum − overlap = trainings. */
export interface KindsTable {
  readonly rows: readonly (TableRow & { readonly trainings: Figure })[];
  /** Σk: the rows' trainings added up. */
  readonly sum: number;
  /** |T| */
  readonly trainings: Figure;
  readonly overlap: number;
  /** The trainings that stand in more than one row. */
  readonly overlapping: Figure;
  readonly total: Cells;
}

export interface Tables {
  readonly sex: TotalsTable;
  readonly age_band: TotalsTable;
  readonly role: TotalsTable;
  /** Where people said they come from. */
  readonly unit: TotalsTable;
  /** Where the training was held: municipality, rayon (a city stands for itself), oblast. */
  readonly training_unit: TotalsTable;
  readonly rayon: TotalsTable;
  readonly oblast: TotalsTable;
}

export type TableId = keyof Tables;

export function cellsOf(people: readonly Attendee[]): Cells {
  const of = (sex: string): Figure => figure('registration', people.flatMap((p) => (p.sex === sex ? [p.id] : [])));
  return { f: of('f'), m: of('m'), x: of('x'), total: figure('registration', people.map((p) => p.id)) };
}

/** The tables over people who came. `trainings` also stand where nobody came. */
export function tablesOf(people: readonly Attendee[], trainings: readonly TrainingRow[], units: UnitTree): Tables {
  const places = placesOf(units);
  const byPlace = (place: (t: TrainingRow) => string): TotalsTable => tableOf(people, (p) => place(p.training), [], { trainings, place });
  return {
    sex: tableOf(people, (p) => p.sex, codes('sex')),
    age_band: tableOf(people, (p) => p.ageBand, codes('age_band')),
    role: tableOf(people, (p) => p.role, codes('participant_role'), undefined, false),
    unit: tableOf(people, (p) => p.unit, []),
    training_unit: byPlace(places.municipality),
    rayon: byPlace(places.rayon),
    oblast: byPlace(places.oblast),
  };
}

const codes = (name: 'sex' | 'age_band' | 'participant_role'): string[] => vocabulary(name).map((e) => e.code);

/** Where a training was held, at each height. A local unit without a parent stands for itself. */
export function placesOf(units: UnitTree): Record<'municipality' | 'rayon' | 'oblast', (t: TrainingRow) => string> {
  const municipality = cached((code) => units.municipalityOf(code) ?? code);
  const rayon = cached((code) => units.rayonOf(code) ?? municipality(code));
  const oblast = cached((code) => units.oblastOf(code) ?? NOT_STATED);
  const at = (find: (code: string) => string) => (t: TrainingRow): string => (typeof t.unit === 'string' ? find(t.unit) : NOT_STATED);
  return { municipality: at(municipality), rayon: at(rayon), oblast: at(oblast) };
}

function tableOf(
  people: readonly Attendee[],
  value: (p: Attendee) => string,
  known: readonly string[],
  held?: { readonly trainings: readonly TrainingRow[]; readonly place: (t: TrainingRow) => string },
  keepEmpty = true,
): TotalsTable {
  const groups = groupBy(people, value);
  const trainings = held ? groupBy(held.trainings, held.place) : new Map<string, TrainingRow[]>();
  const found = new Set([...groups.keys(), ...trainings.keys(), ...(keepEmpty ? known : [])]);
  const rank = new Map(known.map((code, i) => [code, i]));
  const rows = [...found].sort(byRank(rank)).map((code): TableRow => ({
    code,
    cells: cellsOf(groups.get(code) ?? []),
    ...(held ? { trainings: figure('training', (trainings.get(code) ?? []).map((t) => t.id)) } : {}),
  }));
  return { rows, total: cellsOf(people) };
}

/** In the vocabulary's order, then by code (units: by oblast and rayon); "not stated" last. */
const byRank = (rank: ReadonlyMap<string, number>) => (a: string, b: string): number => {
  if (a === NOT_STATED || b === NOT_STATED) return a === b ? 0 : a === NOT_STATED ? 1 : -1;
  return (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size) || order(a, b);
};

/** Trainings and people by kind of trainer; a training without any kind stands under `x`. */
export function kindsOf(data: TotalsData, trainings: readonly TrainingRow[], people: readonly Attendee[]): KindsTable {
  const led = groupBy(data.trainingTrainers, (l) => l.training);
  const kindsOfTraining = cached((id) => {
    const kinds = new Set((led.get(id) ?? []).flatMap((l) => (typeof l.kind === 'string' ? [l.kind] : [])));
    return kinds.size > 0 ? kinds : new Set([NOT_STATED]);
  });
  const rank = new Map(vocabulary('trainer_kind').map((e, i) => [e.code, i]));
  const found = new Set(trainings.flatMap((t) => [...kindsOfTraining(t.id)]));
  const rows = [...found].sort(byRank(rank)).map((code) => ({
    code,
    cells: cellsOf(people.filter((p) => kindsOfTraining(p.training.id).has(code))),
    trainings: figure('training', trainings.flatMap((t) => (kindsOfTraining(t.id).has(code) ? [t.id] : []))),
  }));
  const sum = rows.reduce((n, r) => n + r.trainings.value, 0);
  return {
    rows,
    sum,
    trainings: figure('training', trainings.map((t) => t.id)),
    overlap: sum - trainings.length,
    overlapping: figure('training', trainings.flatMap((t) => (kindsOfTraining(t.id).size > 1 ? [t.id] : []))),
    total: cellsOf(people),
  };
}
