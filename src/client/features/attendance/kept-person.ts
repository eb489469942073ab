import { tabDrop, tabKeep, tabKept } from '../../deps/tab-memory.ts';
import { EMPTY_FORM, type FormField, type PersonForm } from './person-form.ts';

/** A person's sheet that a reload closed over unsaved words. */
export interface KeptPerson {
  /** The registration being edited; undefined for someone new. */
  readonly editing: string | undefined;
  /** What was typed over. */
  readonly before: PersonForm;
  readonly form: PersonForm;
  /** Text in the unit field that was not chosen from the list. */
  readonly looseUnit: string;
}

/** One sheet is open at a time: one memory per training, in this tab alone. */
const keyOf = (training: string): string => `tizme.person ${training}`;

export const keepPerson = (training: string, what: KeptPerson): void => tabKeep(keyOf(training), what);
export const dropPerson = (training: string): void => tabDrop(keyOf(training));

export function keptPerson(training: string): KeptPerson | undefined {
  const found = tabKept(keyOf(training));
  if (typeof found !== 'object' || found === null) return undefined;
  const { editing, before, form, looseUnit } = found as Record<string, unknown>;
  if (!isForm(before) || !isForm(form) || typeof looseUnit !== 'string') return undefined;
  return { editing: typeof editing === 'string' ? editing : undefined, before, form, looseUnit };
}

/** The kept words over the facts as they stand now: what nobody touched follows what came meanwhile. */
export function restoredForm(kept: KeptPerson, now: PersonForm): PersonForm {
  const touched = FIELDS.filter((field) => kept.form[field] !== kept.before[field]).map((field) => [field, kept.form[field]]);
  return { ...now, ...(Object.fromEntries(touched) as Partial<PersonForm>) };
}

const FIELDS = Object.keys(EMPTY_FORM) as FormField[];

/** A form of another version of the app is no form of this one. */
const isForm = (form: unknown): form is PersonForm =>
  typeof form === 'object' && form !== null && FIELDS.every((field) => typeof (form as Record<string, unknown>)[field] === 'string');
