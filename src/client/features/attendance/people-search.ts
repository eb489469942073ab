import { createPeopleIndex, type PeopleIndex, type PersonCard } from '../../../core/names/people-index.ts';
import type { KnownPerson, People } from '../../store/people.ts';
import type { Read } from '../../store/store.ts';

/** From so many characters on, people who are not on the list are looked for as well. */
const KNOWN_FROM = 2;
/** More known people than this nobody reads through: the next letter helps. */
const KNOWN_MOST = 8;
/** A candidate with a shorter name and no phone is like half the country. */
const LIKELY_FROM = 3;
const LIKELY_MOST = 2;

/** The people of one list, searchable: also those without a person row, under the name they have here. */
export interface ListIndex {
  readonly index: PeopleIndex;
  /** Brings the index to the present rows; untouched ones cost nothing. */
  update(registrations: readonly Read<'registration'>[]): void;
}

export function makeListIndex(): ListIndex {
  const index = createPeopleIndex();
  const seen = new Map<string, string>();
  return {
    index,
    update(registrations) {
      const gone = new Set(seen.keys());
      for (const r of registrations) {
        if (r.erased) continue; // nobody to be found, nor to be taken for somebody else
        gone.delete(r.id);
        const card = cardOf(r);
        const text = JSON.stringify(card);
        if (seen.get(r.id) === text) continue;
        seen.set(r.id, text);
        index.put(card);
      }
      for (const id of gone) {
        seen.delete(id);
        index.remove(id);
      }
    },
  };
}

const cardOf = (r: Read<'registration'>): PersonCard => ({
  id: r.id, name: r.name ?? '', sex: r.sex ?? null, phone: r.phone ?? null, unit: r.unit ?? null, birthYear: r.birth_year ?? null,
});

/** Where people are looked for. */
export interface SearchPlace {
  readonly list: PeopleIndex;
  readonly people: People;
  readonly registrations: readonly Read<'registration'>[];
  /** Whether everyone known has been read: right after a start the index is still filling. */
  readonly filled: boolean;
  /** How near a unit is to this training: the nearer known person comes first. */
  readonly nearness: (unit: string | null) => number;
}

export interface Found {
  /** Ids of registrations, best first. */
  readonly listed: readonly string[];
  /** People known to this tablet who are not on the list. */
  readonly known: readonly KnownPerson[];
}

/** Who may be meant by a name, a part of one, or the last digits of a phone. */
export function findPeople(place: SearchPlace, query: string): Found {
  const listed = place.list.search(query, place.registrations.length);
  if (query.trim().length < KNOWN_FROM) return { listed, known: [] };
  const onList = registrationsByPerson(place.registrations);
  const ids = place.people.index.search(query, KNOWN_MOST + onList.size, (id) => place.nearness(place.people.get(id)?.unit ?? null));
  const already = new Set(listed);
  const more: string[] = [];
  const known: KnownPerson[] = [];
  for (const id of ids) {
    const registration = onList.get(id)?.id;
    const person = place.people.get(id);
    // Found by what only the person's own row says (a phone): that is a match on the list as well.
    if (registration !== undefined) {
      if (!already.has(registration)) more.push(registration);
    } else if (person && known.length < KNOWN_MOST) known.push(person);
  }
  return { listed: [...listed, ...more], known };
}

/** Someone who may be the person being typed: on the list already, or known to this tablet. */
export interface LikelyPerson {
  /** Of the registration when on the list, else of the person. */
  readonly id: string;
  readonly score: number;
  readonly registration?: Read<'registration'>;
  readonly known?: KnownPerson;
}

/** The likeliest known people for a candidate, best first; those in `except` were declared to be someone else. */
export function findLikely(place: Omit<SearchPlace, 'nearness' | 'filled'>, candidate: Omit<PersonCard, 'id'>, except: ReadonlySet<string>): LikelyPerson[] {
  if (candidate.name.trim().length < LIKELY_FROM && !candidate.phone) return [];
  const byId = new Map(place.registrations.map((r) => [r.id as string, r]));
  const onList = registrationsByPerson(place.registrations);
  const best = new Map<string, LikelyPerson>();
  const take = (one: LikelyPerson): void => {
    if (!except.has(one.id) && one.score > (best.get(one.id)?.score ?? -1)) best.set(one.id, one);
  };
  for (const { id, score } of place.list.likely(candidate, LIKELY_MOST + except.size)) {
    const registration = byId.get(id);
    if (registration) take({ id, score, registration });
  }
  for (const { id, score } of place.people.index.likely(candidate, LIKELY_MOST + except.size)) {
    const registration = onList.get(id);
    const known = place.people.get(id);
    if (registration) take({ id: registration.id, score, registration });
    else if (known) take({ id, score, known });
  }
  // Of two as likely the one on the list: marking it changes least.
  const order = (a: LikelyPerson, b: LikelyPerson): number => b.score - a.score || Number(b.registration !== undefined) - Number(a.registration !== undefined);
  return [...best.values()].sort(order).slice(0, LIKELY_MOST);
}

function registrationsByPerson(registrations: readonly Read<'registration'>[]): Map<string, Read<'registration'>> {
  const out = new Map<string, Read<'registration'>>();
  for (const r of registrations) if (r.person) out.set(r.person, r);
  return out;
}
