import { ageAt, ageBand } from '../format/dates.ts';
import type { RecordId } from '../ids.ts';
import {
  NOT_STATED, order, type AttendanceRow, type RegistrationRow, type SlotRow, type TotalsData, type TrainingRow, type UnitTree,
} from './data.ts';
import { mergedPersons } from './merged.ts';

export type Sex = 'f' | 'm' | 'x';

/** One (training, person): what every count of people is made of. */
export interface Attendee {
  /** The first registration by id; figures open this one. */
  readonly id: RecordId;
  readonly training: TrainingRow;
  /** More than one when a person stood twice on a list and was merged. */
  readonly registrations: readonly RegistrationRow[];
  /** The person after merges; null for a headcount or where consent was refused. */
  readonly person: RecordId | null;
  readonly sex: Sex;
  readonly ageBand: string;
  readonly role: string;
  /** Municipality stated at the registration, or a local unit's own id; `x` when not stated. */
  readonly unit: string;
  /** Per slot id the mark that counts. */
  readonly marks: ReadonlyMap<string, AttendanceRow>;
  /** Marks that mean "was there", one per slot, by day. */
  readonly present: readonly AttendanceRow[];
}

/** Marks that mean "was there" (DOMAIN 5.1). */
const PRESENT: ReadonlySet<string> = new Set(['present', 'late', 'left_early']);
/** Of two marks for one slot, which only a merge can bring together, the one further to the left holds. */
const STRENGTH = ['present', 'late', 'left_early', 'excused', 'absent'];

export const isPresent = (mark: string | null | undefined): boolean => typeof mark === 'string' && PRESENT.has(mark);

/** Rows by the value of one field, each list in the order of ids. */
export function groupBy<R extends { readonly id: string }>(rows: readonly R[], key: (row: R) => string | null | undefined): Map<string, R[]> {
  const out = new Map<string, R[]>();
  for (const row of rows) {
    const k = key(row);
    if (typeof k !== 'string') continue;
    const list = out.get(k);
    if (list) list.push(row);
    else out.set(k, [row]);
  }
  for (const list of out.values()) list.sort((a, b) => order(a.id, b.id));
  return out;
}

/** Days and sessions of every training, in order of number. */
export const slotsByTraining = (data: TotalsData): ReadonlyMap<string, readonly SlotRow[]> =>
  new Map([...groupBy(data.slots, (s) => s.training)].map(([id, list]) => [id, [...list].sort((a, b) => (a.n ?? 0) - (b.n ?? 0))]));

/** Everyone registered on the given trainings, in the order of trainings and ids. */
export function attendeesOf(data: TotalsData, trainings: readonly TrainingRow[], units: UnitTree): Attendee[] {
  const slots = slotsByTraining(data);
  const registrations = groupBy(data.registrations, (r) => r.training);
  const marks = groupBy(data.attendance, (a) => a.registration);
  const person = mergedPersons(data.merges);
  const municipality = cached((code) => units.municipalityOf(code) ?? code);
  return trainings.flatMap((training) => {
    const days = slots.get(training.id) ?? [];
    const groups = new Map<string, RegistrationRow[]>();
    for (const r of registrations.get(training.id) ?? []) {
      const key = typeof r.person === 'string' ? person(r.person) : `registration ${r.id}`;
      const group = groups.get(key);
      if (group) group.push(r);
      else groups.set(key, [r]);
    }
    return [...groups.values()].map((group) => attendee(training, group, days, marks, person, municipality));
  });
}

function attendee(
  training: TrainingRow,
  group: readonly RegistrationRow[],
  days: readonly SlotRow[],
  allMarks: ReadonlyMap<string, readonly AttendanceRow[]>,
  person: (id: string) => string,
  municipality: (code: string) => string,
): Attendee {
  const marks = strongest(group.flatMap((r) => allMarks.get(r.id) ?? []));
  const first = group[0];
  if (!first) throw new Error('an attendee has a registration');
  const unit = stated(group, (r) => r.unit);
  return {
    id: first.id,
    training,
    registrations: group,
    person: typeof first.person === 'string' ? (person(first.person) as RecordId) : null,
    sex: sexOf(stated(group, (r) => (r.sex === NOT_STATED ? null : r.sex))),
    ageBand: stated(group, (r) => bandOf(r, training)) ?? NOT_STATED,
    role: stated(group, (r) => r.role) ?? NOT_STATED,
    unit: unit === undefined ? NOT_STATED : municipality(unit),
    marks,
    // Only marks of slots that still stand: the day itself may have been deleted.
    present: days.flatMap((d) => {
      const mark = marks.get(d.id);
      return mark && isPresent(mark.mark) ? [mark] : [];
    }),
  };
}

/** Per slot the mark that counts. */
function strongest(all: readonly AttendanceRow[]): Map<string, AttendanceRow> {
  const out = new Map<string, AttendanceRow>();
  for (const a of all) {
    if (typeof a.slot !== 'string') continue;
    const had = out.get(a.slot);
    if (!had || strength(a) < strength(had)) out.set(a.slot, a);
  }
  return out;
}

/** Whether everything that named someone was erased: then a word stands for the name. */
export const isNameErased = (a: Attendee): boolean => a.registrations.some((r) => r.erased) && !a.registrations.some((r) => r.name);

/** What the first registration says that says anything: after a merge one may hold what the other lacks. */
export function stated<T>(registrations: readonly RegistrationRow[], read: (r: RegistrationRow) => T | null | undefined): T | undefined {
  for (const r of registrations) {
    const value = read(r);
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}

const strength = (a: AttendanceRow): number => {
  const at = STRENGTH.indexOf(a.mark ?? '');
  return at < 0 ? STRENGTH.length : at;
};

const sexOf = (code: string | undefined): Sex => (code === 'f' || code === 'm' ? code : NOT_STATED);

/** Age band on the training's first day: from the year of birth, else as stated (DOMAIN 5.1). */
function bandOf(r: RegistrationRow, t: TrainingRow): string | null {
  if (typeof r.birth_year === 'number' && typeof t.start === 'string') {
    const band = ageBand(ageAt(r.birth_year, t.start));
    if (band !== NOT_STATED) return band;
  }
  return r.age_band === NOT_STATED ? null : (r.age_band ?? null);
}

/** A function of text that reckons each answer once. */
export function cached<T>(reckon: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, reckon(key));
    return known.get(key) as T;
  };
}
