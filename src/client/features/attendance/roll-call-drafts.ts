import { ageAt, ageBand } from '../../../core/format/dates.ts';
import type { RecordId, Scope } from '../../../core/ids.ts';
import type { Value } from '../../../core/schema/field.ts';
import type { KnownPerson } from '../../store/people.ts';
import type { Build, Draft, Read } from '../../store/store.ts';
import { knownPersonDrafts, markDraft, newPersonDrafts, trainingScope, type ListContext, type Mark, type PersonFacts } from './actions.ts';
import type { SlotView } from './queries.ts';

/** Whom and when a save of the roll call is about. */
export interface MarkContext {
  readonly training: Pick<Read<'training'>, 'id' | 'start'>;
  readonly slot: SlotView;
  /** Local moment `YYYY-MM-DDTHH:MM`. */
  readonly moment: string;
}

/** One mark; the slot's own row is made along with its first mark. */
export function markDrafts(c: MarkContext, registration: RecordId, mark: Mark | null): Draft[] {
  const { training, slot } = c;
  const row: Draft = { t: 'slot', s: trainingScope(training.id), id: slot.id, values: { training: training.id, n: slot.n, day: slot.day }, gone: false };
  return [...(slot.stored ? [] : [row]), markDraft(training.id, registration, slot.id, mark, c.moment)];
}

const listContext = (c: MarkContext, area: string, no: number): ListContext => ({ training: c.training, area, source: 'walk_in', no });

/** A person this tablet knows comes unannounced: on the list and marked, in one save. */
export function knownCameDrafts(c: MarkContext, no: number, known: KnownPerson, anew: Partial<PersonFacts> = {}): Draft[] {
  // The person's row stays where it is, so no area is needed.
  const { drafts, registration } = knownPersonDrafts(listContext(c, '', no), known, anew);
  return [...drafts, ...markDrafts(c, registration, 'present')];
}

/** A person not known before: person, registration and, when `came`, the mark, in one save. */
export function newPersonBuild(c: MarkContext, area: string, no: number, facts: PersonFacts, came: boolean): Build {
  return (mint) => {
    const { drafts, registration } = newPersonDrafts(mint, listContext(c, area, no), facts);
    return [...drafts, ...(came ? markDrafts(c, registration, 'present') : [])];
  };
}

/** What an edit changed; `null` empties a cell. Facts not named stay. */
export type ChangedFacts = Readonly<Partial<Record<keyof PersonFacts, string | number | null>>>;

/**
 * An edit goes to the snapshot of this training and, where this tablet may write it, to the person's own row: only
 * what was changed, since the person may have another post today than the snapshot says.
 */
export function editDrafts(training: Pick<Read<'training'>, 'id' | 'start'>, registration: RecordId, person: { id: RecordId; scope: Scope } | undefined, changed: ChangedFacts): Draft[] {
  const values: Record<string, Value> = {};
  for (const [field, value] of Object.entries(changed)) values[field] = value;
  const snapshot = { ...values };
  const year = changed.birth_year;
  if (typeof year === 'number' && training.start) snapshot['age_band'] = ageBand(ageAt(year, training.start));
  const drafts: Draft[] = [{ t: 'registration', s: trainingScope(training.id), id: registration, values: snapshot }];
  if (person) drafts.push({ t: 'person', s: person.scope, id: person.id, values });
  return drafts;
}

/** Off the list, marks and all: someone put on it again later starts unmarked. */
export function takeOffDrafts(training: string, registration: RecordId, attendance: readonly Read<'attendance'>[]): Draft[] {
  const s = trainingScope(training);
  const marks = attendance.filter((a) => a.registration === registration);
  return [
    { t: 'registration', s, id: registration, values: {}, gone: true },
    ...marks.map((a): Draft => ({ t: 'attendance', s, id: a.id, values: {}, gone: true })),
  ];
}
