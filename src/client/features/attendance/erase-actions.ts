import type { EraseSubject } from '../../../core/sync/erasure.ts';
import { mergedPersons } from '../../../core/totals/merged.ts';
import type { Read, Store } from '../../store/store.ts';

/** Who is erased, and on how many lists of this tablet they stand. */
export interface ToErase {
  readonly subjects: readonly EraseSubject[];
  readonly trainings: number;
}

/** The person of a place on a list with everybody known to be the same; a place without a person stands for itself. */
export async function whoIs(store: Store, registration: Pick<Read<'registration'>, 'id' | 'person'>): Promise<ToErase> {
  const { person } = registration;
  if (!person) return { subjects: [{ t: 'registration', id: registration.id }], trainings: 1 };
  const [merges, registrations] = await Promise.all([store.list('person_merge'), store.list('registration')]);
  const same = mergedPersons(merges);
  const others = merges.flatMap((m) => [m.a, m.b]).filter((id) => typeof id === 'string');
  const group = new Set([person, ...others.filter((id) => same(id) === same(person))]);
  const trainings = new Set(registrations.filter((r) => r.person && group.has(r.person)).map((r) => r.scope));
  return { subjects: [...group].map((id) => ({ t: 'person', id: id as EraseSubject['id'] })), trainings: trainings.size };
}
