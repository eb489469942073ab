import type { WorkbookData } from '../../../core/export/list-sheets.ts';
import { attendeesOf, slotsByTraining, type Attendee } from '../../../core/totals/attendees.ts';
import { order, type AttendanceRow, type RegistrationRow, type TrainingRow, type UnitTree } from '../../../core/totals/data.ts';
import type { Figure } from '../../../core/totals/figure.ts';
import { daysOf } from '../../../core/totals/totals.ts';

export interface TrainingLine {
  readonly id: string;
  readonly training: TrainingRow;
  readonly days: number;
  readonly registered: number;
  readonly participants: number;
}

export interface PersonLine {
  /** Of the registration. */
  readonly id: string;
  readonly registration: RegistrationRow;
  /** As totals count them: merged, with the age band of that day. */
  readonly attendee: Attendee;
  readonly slots: number;
}

export interface UniqueLine {
  /** Of the person. */
  readonly id: string;
  readonly name: string;
  /** As they stood on the list of the latest training. */
  readonly last: Attendee;
  readonly trainings: readonly TrainingRow[];
}

export interface MarkLine {
  readonly id: string;
  readonly mark: AttendanceRow;
  readonly day: string;
  readonly name: string;
  readonly attendee: Attendee;
  readonly training: TrainingRow;
}

/** The rows behind a figure, in the order people would look for them. */
export type RowsOf =
  | { readonly of: 'training'; readonly lines: readonly TrainingLine[] }
  | { readonly of: 'registration'; readonly lines: readonly PersonLine[] }
  | { readonly of: 'person'; readonly lines: readonly UniqueLine[] }
  | { readonly of: 'attendance'; readonly lines: readonly MarkLine[] };

/** Finds the rows a figure names. Each id gives exactly one line, so that what is shown can be counted. */
export function rowsOf(data: WorkbookData, figure: Figure, units: UnitTree): RowsOf {
  const wanted = new Set<string>(figure.rows);
  const attendees = attendeesOf(data, data.trainings, units);
  switch (figure.of) {
    case 'training':
      return { of: 'training', lines: trainingLines(data, wanted, attendees) };
    case 'registration':
      return { of: 'registration', lines: personLines(data, wanted, attendees) };
    case 'person':
      return { of: 'person', lines: uniqueLines(wanted, attendees) };
    case 'attendance':
      return { of: 'attendance', lines: markLines(data, wanted, attendees) };
  }
}

function trainingLines(data: WorkbookData, wanted: ReadonlySet<string>, attendees: readonly Attendee[]): TrainingLine[] {
  const slots = slotsByTraining(data);
  return data.trainings
    .filter((x) => wanted.has(x.id))
    .map((training) => {
      const people = attendees.filter((a) => a.training.id === training.id);
      return {
        id: training.id, training, days: daysOf(training, slots.get(training.id) ?? []),
        registered: people.length, participants: people.filter((a) => a.present.length > 0).length,
      };
    })
    .sort((a, b) => byStart(a.training, b.training));
}

function personLines(data: WorkbookData, wanted: ReadonlySet<string>, attendees: readonly Attendee[]): PersonLine[] {
  const slots = slotsByTraining(data);
  const lines: PersonLine[] = [];
  for (const attendee of attendees) {
    for (const registration of attendee.registrations) {
      if (!wanted.has(registration.id)) continue;
      lines.push({ id: registration.id, registration, attendee, slots: slots.get(attendee.training.id)?.length ?? 0 });
    }
  }
  return lines.sort((a, b) => byStart(a.attendee.training, b.attendee.training) || (a.registration.no ?? Infinity) - (b.registration.no ?? Infinity) || order(a.id, b.id));
}

function uniqueLines(wanted: ReadonlySet<string>, attendees: readonly Attendee[]): UniqueLine[] {
  const times = new Map<string, Attendee[]>();
  for (const a of attendees) {
    if (a.person === null || !wanted.has(a.person) || a.present.length === 0) continue;
    times.set(a.person, [...(times.get(a.person) ?? []), a]);
  }
  return [...times].flatMap(([id, list]) => {
    const sorted = list.sort((a, b) => byStart(a.training, b.training));
    const last = sorted.at(-1);
    return last ? [{ id, last, name: nameOf(last), trainings: sorted.map((a) => a.training) }] : [];
  });
}

function markLines(data: WorkbookData, wanted: ReadonlySet<string>, attendees: readonly Attendee[]): MarkLine[] {
  const dayOf = new Map(data.slots.map((s) => [s.id as string, s.day ?? '']));
  const of = new Map(attendees.flatMap((a) => a.registrations.map((r) => [r.id as string, a] as const)));
  return data.attendance
    .flatMap((mark): MarkLine[] => {
      const attendee = wanted.has(mark.id) ? of.get(mark.registration ?? '') : undefined;
      return attendee ? [{ id: mark.id, mark, day: dayOf.get(mark.slot ?? '') ?? '', name: nameOf(attendee), attendee, training: attendee.training }] : [];
    })
    .sort((a, b) => order(a.day, b.day) || byStart(a.training, b.training) || order(a.id, b.id));
}

/** The first name written among the registrations of one person on one training. */
export const nameOf = (a: Attendee): string => a.registrations.find((r) => typeof r.name === 'string' && r.name !== '')?.name ?? '';

const byStart = (a: TrainingRow, b: TrainingRow): number => order(a.start ?? '', b.start ?? '') || order(a.id, b.id);
