import { ageAt, ageBand } from '../../../core/format/dates.ts';
import type { RecordId, Scope } from '../../../core/ids.ts';
import { derivedId } from '../../../core/ids.ts';
import type { Value } from '../../../core/schema/field.ts';
import type { KnownPerson } from '../../store/people.ts';
import type { Draft, Read } from '../../store/store.ts';

export type Mark = 'present' | 'late' | 'left_early' | 'absent' | 'excused';
export type Source = 'list' | 'walk_in' | 'import';

/** What a form or a list knows of a person. Empty fields are left out, not stored as empty text. */
export interface PersonFacts {
  readonly name: string;
  readonly sex?: string | null | undefined;
  readonly birth_year?: number | null | undefined;
  readonly age_band?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly org?: string | null | undefined;
  readonly position?: string | null | undefined;
  readonly role?: string | null | undefined;
  readonly unit?: string | null | undefined;
}

/** Everything needed to put people on the list of one training. */
export interface ListContext {
  readonly training: Pick<Read<'training'>, 'id' | 'start'>;
  /** Area in which a person new to us is kept (`Units.areaOf` of the training's unit). */
  readonly area: string;
  readonly source: Source;
  /** Number on the sheet for the next one. */
  readonly no: number;
}

export const trainingScope = (training: string): Scope => `t:${training}` as Scope;

/** The registration of a person on a training: the same on every tablet. */
export const registrationId = (training: string, person: string): RecordId => derivedId('g', [training, person]);
export const slotId = (training: string, n: number): RecordId => derivedId('d', [training, n]);

const FACTS = ['name', 'sex', 'birth_year', 'age_band', 'phone', 'org', 'position', 'role', 'unit'] as const;

function valuesOf(p: PersonFacts): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const f of FACTS) {
    const v = p[f];
    if (v !== undefined && v !== null && v !== '') out[f] = v;
  }
  return out;
}

/** Snapshot of a person as they are on the day of the training (DECISIONS 4): the age band of that day. */
function snapshot(p: PersonFacts, day: string | null | undefined): Record<string, Value> {
  const values = valuesOf(p);
  if (p.birth_year && day) values['age_band'] = ageBand(ageAt(p.birth_year, day));
  return values;
}

/** Drafts that put a person not known before on the list: person row and registration. */
export function newPersonDrafts(mint: () => RecordId, c: ListContext, facts: PersonFacts): { drafts: Draft[]; registration: RecordId; person: RecordId } {
  const person = mint();
  return { ...withRegistration(c, person, facts, [{ t: 'person', s: `r:${c.area}` as Scope, id: person, values: valuesOf(facts) }]), person };
}

/** Drafts that put a known person on the list; facts given anew are laid over the known ones. */
export function knownPersonDrafts(c: ListContext, known: KnownPerson, anew: Partial<PersonFacts> = {}): { drafts: Draft[]; registration: RecordId; person: RecordId } {
  return { ...withRegistration(c, known.id, { ...known, ...anew }, []), person: known.id };
}

function withRegistration(c: ListContext, person: RecordId, facts: PersonFacts, before: Draft[]): { drafts: Draft[]; registration: RecordId } {
  const registration = registrationId(c.training.id, person);
  const values = { training: c.training.id, person, ...snapshot(facts, c.training.start), source: c.source, no: c.no };
  // `gone: false`: someone taken off the list and put on again is the same registration, brought back.
  return { registration, drafts: [...before, { t: 'registration', s: trainingScope(c.training.id), id: registration, values, gone: false }] };
}

/** One mark; `null` takes the mark away ("not marked" is not "absent"). `at`: local moment. */
export function markDraft(training: string, registration: RecordId, slot: RecordId, mark: Mark | null, at: string): Draft {
  // `gone: false`: a mark taken back by undo and set again within the minute has the same values, and must stand again.
  return { t: 'attendance', s: trainingScope(training), values: { registration, slot, mark, at: mark === null ? null : at }, gone: false };
}
