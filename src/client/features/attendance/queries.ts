import { addDays, daysBetween } from '../../../core/format/dates.ts';
import type { RecordId } from '../../../core/ids.ts';
import { sortKey } from '../../../core/names/sort.ts';
import type { Read } from '../../store/store.ts';
import { slotId, type Mark } from './actions.ts';

/** A day (or session) that can be marked. */
export interface SlotView {
  readonly id: RecordId;
  readonly n: number;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly title: string;
  /** False where the row does not exist yet: the first mark makes it. */
  readonly stored: boolean;
}

/** What one mark says. `at`: local moment `YYYY-MM-DDTHH:MM`, absent on old rows. */
export interface MarkView {
  readonly mark: Mark;
  readonly at: string | null;
}

/** One person on the list, with what stands for the chosen slot. */
export interface RollRow {
  readonly registration: Read<'registration'>;
  readonly mark: MarkView | undefined;
}

export type Filter = 'all' | 'unmarked' | 'came';

export interface Counts {
  readonly registered: number;
  readonly came: number;
  readonly unmarked: number;
  /** How many are waited for: the planned number, but never fewer than stand on the list. */
  readonly expected: number;
  readonly women: number;
  readonly men: number;
  readonly notStated: number;
}

const PRESENT: ReadonlySet<Mark> = new Set<Mark>(['present', 'late', 'left_early']);
const MARKS: ReadonlySet<string> = new Set<Mark>(['present', 'late', 'left_early', 'absent', 'excused']);
/** A training without a row for its days shows at most so many. */
const MOST_DAYS = 31;

/** Whether the mark means that the person was there (DOMAIN 5.1). */
export const isPresent = (mark: Mark | undefined): boolean => mark !== undefined && PRESENT.has(mark);

/** The days of a training by number; where none is stored, the days from its start to its end. */
export function slotsOf(training: Pick<Read<'training'>, 'id' | 'start' | 'end'>, rows: readonly Read<'slot'>[]): SlotView[] {
  const stored = rows.map((r): SlotView => ({ id: r.id, n: r.n ?? 0, day: r.day ?? '', title: r.title ?? '', stored: true }));
  if (stored.length > 0) return stored.sort((a, b) => a.n - b.n);
  const { start, end } = training;
  if (!start) return [];
  const days = Math.min(MOST_DAYS, Math.max(1, daysBetween(start, end ?? start) + 1));
  return Array.from({ length: days }, (_, i) => ({ id: slotId(training.id, i + 1), n: i + 1, day: addDays(start, i), title: '', stored: false }));
}

/** The marks of one slot, by registration. A row whose mark was taken away is no mark. */
export function marksOf(attendance: readonly Read<'attendance'>[], slot: string | undefined): Map<string, MarkView> {
  const out = new Map<string, MarkView>();
  for (const a of attendance) {
    if (a.slot !== slot || !a.registration || !a.mark || !MARKS.has(a.mark)) continue;
    out.set(a.registration, { mark: a.mark as Mark, at: a.at ?? null });
  }
  return out;
}

/** Registrations by name in the order of the Kyrgyz alphabet, erased ones last; namesakes by their number on the sheet. */
export function sortByName(registrations: readonly Read<'registration'>[]): Read<'registration'>[] {
  const keyed = registrations.map((r) => ({ r, key: r.erased ? '\uffff' : sortKey(r.name ?? '') }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : (a.r.no ?? 0) - (b.r.no ?? 0)));
  return keyed.map((x) => x.r);
}

/**
 * The rows to show: while something is searched the found ones, best first; else those the filter lets through.
 * @param found ids of registrations; undefined when nothing is searched
 * @param kept rows marked since the filter was chosen: they stay, so that nobody slides under a finger
 */
export function shownRows(
  registrations: readonly Read<'registration'>[],
  marks: ReadonlyMap<string, MarkView>,
  filter: Filter,
  found: readonly string[] | undefined,
  kept: ReadonlySet<string>,
): RollRow[] {
  const row = (registration: Read<'registration'>): RollRow => ({ registration, mark: marks.get(registration.id) });
  if (found) {
    const byId = new Map(registrations.map((r) => [r.id as string, r]));
    return found.flatMap((id) => {
      const r = byId.get(id);
      return r ? [row(r)] : [];
    });
  }
  return registrations.map(row).filter((r) => filter === 'all' || kept.has(r.registration.id) || fits(r, filter));
}

const fits = (r: RollRow, filter: Filter): boolean => (filter === 'came' ? isPresent(r.mark?.mark) : r.mark === undefined);

/** How many came on the slot, of how many, and who they are by sex. */
export function countsOf(registrations: readonly Read<'registration'>[], marks: ReadonlyMap<string, MarkView>, planned: number | null | undefined): Counts {
  let [came, unmarked, women, men] = [0, 0, 0, 0];
  for (const r of registrations) {
    const mark = marks.get(r.id)?.mark;
    if (mark === undefined) unmarked += 1;
    if (!isPresent(mark)) continue;
    came += 1;
    if (r.sex === 'f') women += 1;
    else if (r.sex === 'm') men += 1;
  }
  const registered = registrations.length;
  return { registered, came, unmarked, expected: Math.max(planned ?? 0, registered), women, men, notStated: came - women - men };
}

/** The number on the sheet for the next person: one above the highest. */
export const nextNo = (registrations: readonly Pick<Read<'registration'>, 'no'>[]): number =>
  registrations.reduce((most, r) => Math.max(most, r.no ?? 0), 0) + 1;

/** Roles people of this list have: the one given last first, then the frequent ones. */
export function rolesByUse(registrations: readonly Read<'registration'>[]): string[] {
  const uses = new Map<string, number>();
  let last: Read<'registration'> | undefined;
  for (const r of registrations) {
    if (!r.role) continue;
    uses.set(r.role, (uses.get(r.role) ?? 0) + 1);
    if (r.source === 'walk_in' && (r.no ?? 0) >= (last?.no ?? 0)) last = r;
  }
  const often = [...uses].sort((a, b) => b[1] - a[1]).map(([role]) => role);
  return last?.role ? [last.role, ...often.filter((role) => role !== last.role)] : often;
}
