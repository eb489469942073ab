import { daysBetween } from '../../../core/format/dates.ts';
import type { Read } from '../../store/store.ts';
import { daysOf, MOST_DAYS } from './days.ts';
import type { Slot, Training } from './queries.ts';

/** A trainer as the form holds them. Without `trainer` someone new. */
export interface TrainerLine {
  readonly trainer: string | undefined;
  readonly name: string;
  readonly kind: string;
  /** '' = not said. */
  readonly part: string;
}

/** What is typed and ticked. Text fields hold '' where the row holds nothing. */
export interface FormState {
  readonly unit: string;
  readonly start: string;
  readonly end: string;
  /** Days of the range on which nothing takes place. */
  readonly off: readonly string[];
  readonly venue: string;
  readonly planned: number | undefined;
  readonly trainers: readonly TrainerLine[];
  readonly kind: string;
  readonly title: string;
  readonly topics: readonly string[];
  readonly langs: readonly string[];
  readonly notes: string;
  /** Text in fields of a choice, a day or a number that is none: never saved, but not lost either. */
  readonly loose: Loose;
}

export type Loose = Partial<Readonly<Record<'unit' | 'start' | 'end' | 'planned', string>>>;

/** `text` is '' where the field holds what it asks for, or nothing. */
export function withLoose(loose: Loose, field: keyof Loose, text: string): Loose {
  const { [field]: _, ...others } = loose;
  return text.trim() === '' ? others : { ...others, [field]: text };
}

export const newForm = (today: string): FormState => ({
  unit: '', start: today, end: today, off: [], venue: '', planned: undefined, trainers: [],
  kind: 'training', title: '', topics: [], langs: [], notes: '', loose: {},
});

/** Links and trainers of one training, as rows. */
export interface TrainerRows {
  readonly links: readonly Read<'training_trainer'>[];
  readonly trainers: readonly Read<'trainer'>[];
}

export function formOf(t: Training, slots: readonly Slot[], rows: TrainerRows): FormState {
  const [start, end] = [t.start ?? '', t.end ?? ''];
  const held = new Set(slots.map((s) => s.day));
  return {
    unit: t.unit ?? '', start, end,
    // Slots of another tablet may not have arrived: no slots at all say nothing about days off.
    off: slots.length === 0 ? [] : daysOf(start, end).filter((d) => !held.has(d)),
    venue: t.venue ?? '', planned: t.planned ?? undefined, trainers: linesOf(rows),
    kind: t.kind ?? '', title: t.title ?? '', topics: t.topics ?? [], langs: t.langs ?? [], notes: t.notes ?? '', loose: {},
  };
}

export function linesOf({ links, trainers }: TrainerRows): TrainerLine[] {
  const names = new Map(trainers.map((t) => [t.id as string, t.name ?? '']));
  return links.flatMap((l) =>
    l.trainer ? [{ trainer: l.trainer, name: names.get(l.trainer) ?? '', kind: l.kind ?? '', part: l.part ?? '' }] : []);
}

/** Days on which the training takes place. */
export const wantedDays = (form: Pick<FormState, 'start' | 'end' | 'off'>): string[] =>
  daysOf(form.start, form.end).filter((d) => !form.off.includes(d));

/** What keeps a form from being saved, by field. The screen has the words: `form.<code>`. */
export type FormErrors = Partial<Record<keyof FormState, FormError>>;
export type FormError = 'no_unit' | 'no_start' | 'no_end' | 'end_before_start' | 'too_many_days' | 'no_days' | 'planned_too_big';

export function checkForm(form: FormState): FormErrors {
  const errors: FormErrors = {};
  if (form.unit === '') errors.unit = 'no_unit';
  if (form.start === '') errors.start = 'no_start';
  const end = endError(form.start, form.end);
  if (end) errors.end = end;
  else if (form.start !== '' && wantedDays(form).length === 0) errors.off = 'no_days';
  if ((form.planned ?? 0) > 10_000) errors.planned = 'planned_too_big';
  return errors;
}

function endError(start: string, end: string): FormError | undefined {
  if (end === '') return 'no_end';
  if (start === '') return undefined;
  const days = daysBetween(start, end) + 1;
  if (days < 1) return 'end_before_start';
  return days > MOST_DAYS ? 'too_many_days' : undefined;
}

/** The first day moved: a last day before it, or one that stood on the same day, goes along. */
export function withStart(form: FormState, start: string): FormState {
  const follows = start !== '' && (form.end === form.start || form.end === '');
  return { ...form, start, end: follows ? start : form.end };
}
