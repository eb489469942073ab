import { hasCyrillic } from '../../../core/names/letters.ts';
import { phoneFault, formatPhone, type PhoneFault } from '../../../core/names/phone.ts';
import { cleanText, mixedScript, nameFault, repairName, type NameFault } from '../../../core/names/repair.ts';
import type { KnownPerson } from '../../store/people.ts';
import type { Read } from '../../store/store.ts';
import type { PersonFacts } from './actions.ts';
import type { ChangedFacts } from './roll-call-drafts.ts';

/** What is being typed; '' where nothing is chosen or written yet. */
export interface PersonForm {
  readonly name: string;
  readonly sex: string;
  readonly band: string;
  /** As typed. Year of birth or age band, never both. */
  readonly year: string;
  readonly role: string;
  readonly unit: string;
  readonly phone: string;
  readonly org: string;
  readonly position: string;
}

export type FormField = keyof PersonForm;

/** Why a field is refused: a code of the core, or one of the form's own. */
export type FormFault = NameFault | PhoneFault | 'sex_missing' | 'year_bad' | 'unit_unknown' | 'text_long';

/** Faults in the order of the fields on the screen: the focus goes to the first. */
export type FormFaults = ReadonlyMap<FormField, FormFault>;

export const EMPTY_FORM: PersonForm = { name: '', sex: '', band: '', year: '', role: '', unit: '', phone: '', org: '', position: '' };

const FIRST_YEAR = 1900;
/** Longest organisation and position, as the entity has it. */
const LONGEST = 200;

/** A form filled from what was typed into the search: a phone when it holds digits and no letter, else a name. */
export function formFromSearch(typed: string, unit: string): PersonForm {
  const text = cleanText(typed);
  const isPhone = /[0-9]/.test(text) && !/\p{L}/u.test(text);
  return { ...EMPTY_FORM, unit, ...(isPhone ? { phone: text } : { name: text }) };
}

export function formFromRegistration(r: Read<'registration'>): PersonForm {
  return {
    name: r.name ?? '', sex: r.sex ?? '', band: r.birth_year ? '' : (r.age_band ?? ''), year: r.birth_year ? String(r.birth_year) : '',
    role: r.role ?? '', unit: r.unit ?? '', phone: r.phone ?? '', org: r.org ?? '', position: r.position ?? '',
  };
}

/** The year of birth typed: undefined when empty, null when it is no year someone of this training can have. */
export function birthYear(typed: string, latest: number): number | null | undefined {
  const text = typed.replace(/\s/g, '');
  if (text === '') return undefined;
  if (!/^[0-9]{4}$/.test(text)) return null;
  const year = Number(text);
  return year >= FIRST_YEAR && year <= latest ? year : null;
}

export interface FormRules {
  /** Last possible year of birth. */
  readonly latestYear: number;
  /** A new person needs an answer about the sex; an older row without one can still be mended elsewhere. */
  readonly sexNeeded: boolean;
  /** Text in the unit field that was not chosen from the list. */
  readonly looseUnit: string;
}

export function formFaults(form: PersonForm, rules: FormRules): FormFaults {
  const faults = new Map<FormField, FormFault>();
  const name = nameFault(repairName(form.name));
  if (name) faults.set('name', name);
  if (form.sex === '' && rules.sexNeeded) faults.set('sex', 'sex_missing');
  if (birthYear(form.year, rules.latestYear) === null) faults.set('year', 'year_bad');
  if (form.unit === '' && rules.looseUnit.trim() !== '') faults.set('unit', 'unit_unknown');
  const phone = phoneFault(form.phone);
  if (phone) faults.set('phone', phone);
  for (const field of ['org', 'position'] as const) if ([...form[field]].length > LONGEST) faults.set(field, 'text_long');
  return faults;
}

/** What to say softly about a name, or nothing: it is saved mended, or two alphabets remain in it. */
export function nameNotice(typed: string): { readonly kind: 'mended' | 'mixed'; readonly name: string } | undefined {
  const mended = repairName(typed);
  if (nameFault(mended)) return undefined;
  if (mixedScript(mended)) return { kind: 'mixed', name: mended };
  return mended !== cleanText(typed) && hasCyrillic(mended) ? { kind: 'mended', name: mended } : undefined;
}

/** The facts as they are stored: the name mended, the phone in one writing, no empty text. */
export function factsOf(form: PersonForm, latestYear: number): PersonFacts {
  const year = birthYear(form.year, latestYear) ?? null;
  const text = (value: string): string | null => cleanText(value) || null;
  return {
    name: repairName(form.name), sex: form.sex || null, birth_year: year, age_band: year === null ? form.band || null : null,
    phone: form.phone.trim() === '' ? null : formatPhone(form.phone), org: text(form.org), position: text(form.position),
    role: form.role || null, unit: form.unit || null,
  };
}

/** What an edit changed, against what the form was opened with. */
export function changedFacts(before: PersonForm, after: PersonForm, latestYear: number): ChangedFacts {
  const facts = factsOf(after, latestYear);
  const out: Partial<Record<keyof PersonFacts, string | number | null>> = {};
  for (const field of ['name', 'sex', 'phone', 'org', 'position', 'role', 'unit'] as const) {
    if (before[field] !== after[field]) out[field] = facts[field] ?? null;
  }
  if (before.band !== after.band || before.year !== after.year) {
    out.birth_year = facts.birth_year ?? null;
    out.age_band = facts.age_band ?? null;
  }
  return out;
}

/** Facts that are there. */
export type News = { readonly [K in keyof PersonFacts]?: NonNullable<PersonFacts[K]> };

/** What the form adds to a known person: an answer typed now for what was not known, and today's role. */
export function newsOf(known: KnownPerson, facts: PersonFacts): News {
  const out: Record<string, string | number> = {};
  for (const field of ['sex', 'phone', 'org', 'position', 'unit'] as const) {
    const fact = facts[field];
    if (!known[field] && fact) out[field] = fact;
  }
  if (facts.role) out['role'] = facts.role;
  if (!known.birth_year && !known.age_band) {
    if (facts.birth_year) out['birth_year'] = facts.birth_year;
    else if (facts.age_band) out['age_band'] = facts.age_band;
  }
  return out;
}

/** Whether something would be lost by closing: what was filled in by itself does not count. */
export const isDirty = (before: PersonForm, now: PersonForm): boolean =>
  (Object.keys(before) as FormField[]).some((field) => before[field] !== now[field]);
