import type { Read, Store } from '../../store/store.ts';
import type { TrainerRows } from './form-state.ts';
import { byDay } from '../../deps/slot-now.ts';
import { scopeOf, type Slot, type Training } from './queries.ts';

/** One training with its days and trainers. */
export interface TrainingRows extends TrainerRows {
  readonly training: Training;
  readonly slots: readonly Slot[];
}

/** Undefined when there is no such training, or no more. */
export async function loadTraining(store: Store, id: string): Promise<TrainingRows | undefined> {
  const training = await store.find('training', id);
  if (!training) return undefined;
  const [slots, links, trainers] = await Promise.all([store.list('slot', scopeOf(id)), store.list('training_trainer'), store.list('trainer')]);
  return { training, slots: byDay(slots), links: links.filter((l) => l.training === id), trainers };
}

/** The days of a training and which of them bear marks. */
export async function loadSlots(store: Store, id: string): Promise<{ readonly slots: readonly Slot[]; readonly marked: ReadonlySet<string> }> {
  const [slots, attendance] = await Promise.all([store.list('slot', scopeOf(id)), store.list('attendance', scopeOf(id))]);
  return { slots, marked: new Set<string>(attendance.flatMap((a) => (a.slot && a.mark ? [a.slot] : []))) };
}

/** What the form needs beside the training itself. */
export interface FormRows {
  readonly rows: TrainingRows | undefined;
  readonly slots: readonly Slot[];
  readonly marked: ReadonlySet<string>;
  readonly trainers: readonly Read<'trainer'>[];
  readonly trainings: readonly Training[];
}

export async function loadForm(store: Store, id: string | undefined): Promise<FormRows> {
  const [trainers, trainings] = await Promise.all([store.list('trainer'), store.list('training')]);
  if (id === undefined) return { rows: undefined, slots: [], marked: new Set(), trainers, trainings };
  const [rows, days] = await Promise.all([loadTraining(store, id), loadSlots(store, id)]);
  return { rows, ...days, trainers, trainings };
}
