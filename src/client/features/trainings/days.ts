import { addDays, daysBetween } from '../../../core/format/dates.ts';
import { byDay } from '../../deps/slot-now.ts';
import type { Slot } from './queries.ts';

/** Longest training, in days: longer ones are slips of the year. */
export const MOST_DAYS = 60;

/** Every day from `start` to `end`, both included; [] when they are no range of at most `MOST_DAYS`. */
export function daysOf(start: string, end: string): string[] {
  if (start === '' || end === '') return [];
  const length = daysBetween(start, end) + 1;
  if (length < 1 || length > MOST_DAYS) return [];
  return Array.from({ length }, (_, i) => addDays(start, i));
}

/** What becomes of a training's slots when its days change. */
export interface SlotPlan {
  /** Slots that stand for another day from now on. */
  readonly moved: readonly { readonly slot: Slot; readonly day: string }[];
  readonly made: readonly { readonly n: number; readonly day: string }[];
  readonly dropped: readonly Slot[];
  /** Days no longer wanted whose marks keep them. */
  readonly kept: readonly Slot[];
}

/**
 * Fits slots to days. A slot with marks is never touched: its marks would vanish from every count. A slot without marks
 * moves with the training rather than being replaced, since another tablet may have marked it and not yet sent that.
 * @param days wanted, in order
 * @param marked ids of slots that bear marks; may name slots already deleted, whose numbers are then not used again
 */
export function planSlots(slots: readonly Slot[], days: readonly string[], marked: ReadonlySet<string>): SlotPlan {
  const wanted = new Set(days);
  const stray = byDay(slots).filter((s) => !wanted.has(s.day ?? ''));
  const free = stray.filter((s) => !marked.has(s.id));
  const held = new Set(slots.map((s) => s.day));
  const unserved = days.filter((d) => !held.has(d));
  const moved = free.slice(0, unserved.length).flatMap((slot, i) => {
    const day = unserved[i];
    return day === undefined ? [] : [{ slot, day }];
  });
  const used = [...slots.map((s) => s.n ?? 0), ...[...marked].map(numberIn)];
  const last = Math.max(0, ...used);
  return {
    moved,
    made: unserved.slice(moved.length).map((day, i) => ({ n: last + 1 + i, day })),
    dropped: free.slice(moved.length),
    kept: stray.filter((s) => marked.has(s.id)),
  };
}

/** The number in the derived id of a slot (`d:<training>/<n>`). */
const numberIn = (id: string): number => {
  const n = Number(id.slice(id.lastIndexOf('/') + 1));
  return Number.isSafeInteger(n) ? n : 0;
};
