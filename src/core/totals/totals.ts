import { daysBetween } from '../format/dates.ts';
import type { RecordId } from '../ids.ts';
import { attendeesOf, slotsByTraining, type Attendee } from './attendees.ts';
import {
  isWithin, NOT_STATED, selectTrainings, type SlotRow, type TotalsData, type TotalsFilter, type TrainingRow, type UnitTree,
} from './data.ts';
import { figure, ratio, type Figure } from './figure.ts';
import { cellsOf, kindsOf, placesOf, tablesOf, type KindsTable, type Tables } from './tables.ts';

/** Present marks against the places they could have filled. */
export interface Rate {
  readonly present: Figure;
  /** Stays in the denominator, shown apart. */
  readonly excused: Figure;
  /** Σ over trainings of registered × slots. */
  readonly places: number;
  /** 0…1; null without places. */
  readonly value: number | null;
}

export interface Coverage {
  /** Units of the project with at least one training: the value counts units, the rows open those trainings. */
  readonly reached: Figure;
  /** Units of the project, within the filter's unit. */
  readonly units: number;
  /** Codes of units without a training. */
  readonly missing: readonly string[];
  /** Trainings held outside the project's units. */
  readonly outside: Figure;
}

/** DOMAIN 5.1, each figure with the rows behind it. */
export interface Totals {
  readonly trainings: Figure;
  /** Σ days of trainings: the value counts days, the rows open trainings. */
  readonly trainingDays: Figure;
  /** First day of the first training and last day of the last one. */
  readonly span: { readonly first: string; readonly last: string } | null;
  /** Municipalities and oblasts with at least one training: the value counts units, the rows open trainings. */
  readonly municipalities: Figure;
  readonly oblasts: Figure;
  /** (training, person) on the lists, after merges; a registration without a person counts for itself. */
  readonly registered: Figure;
  /** Registrations folded into another of the same training by a merge: registered + doubled = registrations. */
  readonly doubled: Figure;
  /** (training, person) with at least one present mark: the 398 of the report. */
  readonly participants: Figure;
  /** Distinct persons among the participants, after merges. */
  readonly people: Figure;
  /** Participants without a person: "unknown for n" beside `people`. */
  readonly unknownPeople: Figure;
  /** (person, day) with at least one present mark; two slots of a day are one. */
  readonly personDays: Figure;
  /** Registered who were present in at least `completedShare` of the training's slots. */
  readonly completed: Figure;
  readonly completedShare: number;
  readonly rate: Rate;
  /** Participants with a person / people; null without any. */
  readonly repeat: number | null;
  readonly women: Figure;
  readonly men: Figure;
  readonly notStated: Figure;
  /** Women / (women + men), 0…1. */
  readonly shareOfWomen: number | null;
  readonly tables: Tables;
  readonly kinds: KindsTable;
  readonly coverage: Coverage;
  /** Trainings not finished yet: beside the totals, never inside. */
  readonly open: { readonly trainings: Figure; readonly registered: Figure; readonly participants: Figure };
}

/** Share of slots from which a training counts as completed, unless told otherwise (EEA asks 1). */
const COMPLETED_SHARE = 0.8;

/**
 * The totals of DOMAIN 5.1 over the finished trainings a filter chooses.
 * @param completedShare 0…1, the share of slots needed to have completed a training
 */
export function computeTotals(data: TotalsData, filter: TotalsFilter, units: UnitTree, completedShare = COMPLETED_SHARE): Totals {
  const { finished, open } = selectTrainings(data, filter, units);
  const slots = slotsByTraining(data);
  const registered = attendeesOf(data, finished, units);
  const came = registered.filter((a) => a.present.length > 0);
  const known = came.filter((a) => a.person !== null);
  const people = figure('person', [...new Set(known.flatMap((a) => (a.person === null ? [] : [a.person])))]);
  const bySex = cellsOf(came);
  return {
    trainings: idsOf(finished),
    trainingDays: { ...idsOf(finished), value: finished.reduce((n, t) => n + daysOf(t, slots.get(t.id) ?? []), 0) },
    span: spanOf(finished),
    ...placesReached(finished, units),
    registered: figure('registration', registered.map((a) => a.id)),
    doubled: figure('registration', registered.flatMap((a) => a.registrations.slice(1).map((r) => r.id))),
    participants: bySex.total,
    people,
    unknownPeople: figure('registration', came.flatMap((a) => (a.person === null ? [a.id] : []))),
    personDays: personDaysOf(came, data.slots),
    completed: completedOf(registered, slots, completedShare),
    completedShare,
    rate: rateOf(registered, slots),
    repeat: ratio(known.length, people.value),
    women: bySex.f,
    men: bySex.m,
    notStated: bySex.x,
    shareOfWomen: ratio(bySex.f.value, bySex.f.value + bySex.m.value),
    tables: tablesOf(came, finished, units),
    kinds: kindsOf(data, finished, came),
    coverage: coverageOf(data, filter, finished, units),
    open: openOf(data, open, units),
  };
}

const idsOf = (trainings: readonly TrainingRow[]): Figure => figure('training', trainings.map((t) => t.id));

/** Days of a training: those on which attendance is kept; without any, the calendar days from start to end. */
export function daysOf(t: TrainingRow, slots: readonly SlotRow[]): number {
  if (slots.length > 0) return new Set(slots.map((s) => s.day ?? s.id)).size;
  const days = daysBetween(t.start ?? '', t.end ?? '') + 1;
  return days >= 1 ? days : 1; // also where a day is missing or the end lies before the start
}

function spanOf(trainings: readonly TrainingRow[]): Totals['span'] {
  const starts = trainings.flatMap((t) => t.start ?? []);
  const ends = trainings.flatMap((t) => t.end ?? t.start ?? []);
  const first = starts.sort()[0];
  const last = ends.sort().at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

function placesReached(trainings: readonly TrainingRow[], units: UnitTree): Pick<Totals, 'municipalities' | 'oblasts'> {
  const places = placesOf(units);
  const count = (place: (t: TrainingRow) => string): Figure => {
    const there = trainings.filter((t) => place(t) !== NOT_STATED);
    return { ...idsOf(there), value: new Set(there.map(place)).size };
  };
  return { municipalities: count(places.municipality), oblasts: count(places.oblast) };
}

function personDaysOf(came: readonly Attendee[], slots: readonly SlotRow[]): Figure {
  const dayOf = new Map(slots.map((s) => [s.id as string, s.day ?? s.id]));
  const days = new Map<string, RecordId>();
  for (const a of came) {
    for (const mark of a.present) {
      const key = `${a.person ?? a.id} ${dayOf.get(mark.slot ?? '') ?? ''}`;
      if (!days.has(key)) days.set(key, mark.id);
    }
  }
  return figure('attendance', [...days.values()]);
}

/** Whether so many present marks of so many slots complete a training. */
export const hasCompleted = (present: number, slots: number, share: number): boolean =>
  // The small number forgives what binary fractions lose: 0.28 × 25 is 7.000000000000001.
  slots > 0 && present >= slots * share - 1e-9;

function completedOf(registered: readonly Attendee[], slots: ReadonlyMap<string, readonly SlotRow[]>, share: number): Figure {
  const done = registered.filter((a) => hasCompleted(a.present.length, slots.get(a.training.id)?.length ?? 0, share));
  return figure('registration', done.map((a) => a.id));
}

function rateOf(registered: readonly Attendee[], slots: ReadonlyMap<string, readonly SlotRow[]>): Rate {
  const present: RecordId[] = [];
  const excused: RecordId[] = [];
  let places = 0;
  for (const a of registered) {
    const days = slots.get(a.training.id) ?? [];
    places += days.length;
    present.push(...a.present.map((m) => m.id));
    for (const d of days) {
      const mark = a.marks.get(d.id);
      if (mark?.mark === 'excused') excused.push(mark.id);
    }
  }
  return { present: figure('attendance', present), excused: figure('attendance', excused), places, value: ratio(present.length, places) };
}

function coverageOf(data: TotalsData, filter: TotalsFilter, trainings: readonly TrainingRow[], units: UnitTree): Coverage {
  const wanted = new Set<string>();
  for (const p of data.projects) {
    if (filter.project !== undefined && p.id !== filter.project) continue;
    for (const code of p.units ?? []) if (filter.unit === undefined || isWithin(code, filter.unit, units)) wanted.add(code);
  }
  const place = placesOf(units).municipality;
  const unitOf = (t: TrainingRow): string => (typeof t.unit === 'string' && wanted.has(t.unit) ? t.unit : place(t));
  const inside = trainings.filter((t) => wanted.has(unitOf(t)));
  const reached = new Set(inside.map(unitOf));
  return {
    reached: { ...idsOf(inside), value: reached.size },
    units: wanted.size,
    missing: [...wanted].filter((code) => !reached.has(code)).sort(),
    outside: idsOf(wanted.size === 0 ? [] : trainings.filter((t) => !wanted.has(unitOf(t)))),
  };
}

function openOf(data: TotalsData, open: readonly TrainingRow[], units: UnitTree): Totals['open'] {
  const people = attendeesOf(data, open, units);
  return {
    trainings: idsOf(open),
    registered: figure('registration', people.map((a) => a.id)),
    participants: figure('registration', people.flatMap((a) => (a.present.length > 0 ? [a.id] : []))),
  };
}
