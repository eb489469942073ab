import { derivedId, type RecordId } from '../../../core/ids.ts';
import { repairName } from '../../../core/names/repair.ts';
import { must } from '../../../core/result.ts';
import type { Value } from '../../../core/schema/field.ts';
import type { Draft, Receipt, Store } from '../../store/store.ts';
import { planSlots } from './days.ts';
import { wantedDays, type FormState, type TrainerLine } from './form-state.ts';
import { loadSlots } from './load.ts';
import { scopeOf, type Slot, type Training } from './queries.ts';

/** The training as it stood when its form was opened. */
export interface Before {
  readonly training: Training;
  readonly form: FormState;
  readonly slots: readonly Slot[];
  /** Slots that bear marks. */
  readonly marked: ReadonlySet<string>;
}

export interface SavedTraining {
  readonly id: RecordId;
  readonly receipt: Receipt;
}

/** Saves a form in one go: training, days and trainers, or nothing. */
export async function saveTraining(store: Store, form: FormState, before: Before | undefined): Promise<SavedTraining> {
  // Marks may have come since the form was opened.
  const now = before && { ...before, ...(await loadSlots(store, before.training.id)) };
  let made: ReturnType<typeof trainingDrafts> | undefined;
  const receipt = await store.save((mint) => (made = trainingDrafts(mint, form, now)).drafts);
  return { id: must(made, 'drafts').id, receipt };
}

type Mint = () => RecordId;

/**
 * Everything a saved form changes: training, slots, new trainers and their links.
 * Of a training that stands only what the person changed is written, so that what others changed meanwhile stays.
 */
function trainingDrafts(mint: Mint, form: FormState, before: Before | undefined): { readonly id: RecordId; readonly drafts: Draft[] } {
  const id = before?.training.id ?? mint();
  const values = before ? changedFacts(form, before.form) : { ...facts(form), status: 'planned', per: 'day' };
  const drafts: Draft[] = Object.keys(values).length > 0 ? [{ t: 'training', s: 'p', id, values }] : [];
  drafts.push(...slotDrafts(id, form, before), ...trainerDrafts(mint, id, form.trainers, before?.form.trainers ?? []));
  return { id, drafts };
}

const orNull = (text: string): string | null => text.trim() || null;

const facts = (f: FormState): Record<string, Value> => ({
  unit: orNull(f.unit), start: orNull(f.start), end: orNull(f.end), venue: orNull(f.venue), planned: f.planned ?? null,
  kind: orNull(f.kind), title: orNull(f.title), topics: f.topics, langs: f.langs, notes: orNull(f.notes),
});

function changedFacts(form: FormState, before: FormState): Record<string, Value> {
  const old = facts(before);
  return Object.fromEntries(Object.entries(facts(form)).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(old[k])));
}

function slotDrafts(training: RecordId, form: FormState, before: Before | undefined): Draft[] {
  const days = wantedDays(form);
  // Days nobody touched stay as they are, also where slots of another tablet have not arrived yet.
  if (before && String(days) === String(wantedDays(before.form))) return [];
  const plan = planSlots(before?.slots ?? [], days, before?.marked ?? new Set());
  const s = scopeOf(training);
  return [
    ...plan.moved.map(({ slot, day }): Draft => ({ t: 'slot', s, id: slot.id, values: { day } })),
    ...plan.made.map(({ n, day }): Draft => ({ t: 'slot', s, values: { training, n, day }, gone: false })),
    ...plan.dropped.map((slot): Draft => ({ t: 'slot', s, id: slot.id, values: {}, gone: true })),
  ];
}

function trainerDrafts(mint: Mint, training: RecordId, now: readonly TrainerLine[], before: readonly TrainerLine[]): Draft[] {
  const kept = new Set(now.map((l) => l.trainer));
  const removed = before.flatMap((l): Draft[] =>
    l.trainer === undefined || kept.has(l.trainer) ? [] : [{ t: 'training_trainer', s: 'p', id: linkId(training, l.trainer), values: {}, gone: true }]);
  const added = now.flatMap((line): Draft[] => {
    const old = before.find((l) => l.trainer !== undefined && l.trainer === line.trainer);
    if (old && old.kind === line.kind && old.part === line.part) return [];
    const made = line.trainer === undefined ? mint() : undefined;
    const trainer = line.trainer ?? made ?? '';
    const values = { training, trainer, kind: orNull(line.kind), part: orNull(line.part) };
    const link: Draft = { t: 'training_trainer', s: 'p', id: linkId(training, trainer), values, gone: false };
    return made ? [{ t: 'trainer', s: 'p', id: made, values: { name: repairName(line.name), kinds: line.kind ? [line.kind] : [] } }, link] : [link];
  });
  return [...removed, ...added];
}

const linkId = (training: string, trainer: string): RecordId => derivedId('l', [training, trainer]);

/** Finished trainings count in the totals (DECISIONS 28); reopened ones do not. */
export const setFinished = (store: Store, training: RecordId, isFinished: boolean): Promise<Receipt> =>
  store.save([{ t: 'training', s: 'p', id: training, values: { status: isFinished ? 'completed' : 'running' } }]);

/** Takes a training off every list and count. Its people and marks lie untouched, so that undoing brings all back. */
export const removeTraining = (store: Store, training: RecordId): Promise<Receipt> =>
  store.save([{ t: 'training', s: 'p', id: training, values: {}, gone: true }]);
