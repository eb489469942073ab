import { createPeopleIndex, type PersonCard, type PeopleIndex } from '../../core/names/people-index.ts';
import type { RecordId, Scope } from '../../core/ids.ts';
import type { Database } from './database.ts';
import { findAll, page, type Read } from './read.ts';

/** Rows read between two breaths: an index of 10,000 people is built without holding a tap up. */
const SLICE = 400;

/** What screens need of a person beside the name: enough to put them on a list. */
export interface KnownPerson {
  readonly id: RecordId;
  readonly scope: Scope;
  readonly name: string;
  readonly sex: string | null;
  readonly birth_year: number | null;
  readonly age_band: string | null;
  readonly phone: string | null;
  readonly org: string | null;
  readonly position: string | null;
  readonly role: string | null;
  readonly unit: string | null;
}

/**
 * People known to this tablet, searchable in memory: personal fields stand in no IndexedDB index.
 * A person whose own row this tablet may not read is known by their registrations (DECISIONS 4).
 */
export interface People {
  readonly index: PeopleIndex;
  get(id: string): KnownPerson | undefined;
  /** Resolves when all rows of the start were read. */
  readonly ready: Promise<void>;
  /** Rows changed: read them again. */
  refresh(keys: readonly (readonly [Scope, string, string])[]): Promise<void>;
  readonly size: number;
}

export function openPeople(db: Database, breathe: () => Promise<void>): People {
  const index = createPeopleIndex();
  const known = new Map<string, KnownPerson>();
  const own = new Set<string>();

  const put = (k: KnownPerson): void => {
    known.set(k.id, k);
    index.put(card(k));
  };
  const drop = (id: string): void => {
    known.delete(id);
    own.delete(id);
    index.remove(id);
  };
  const takePerson = (r: Read<'person'>): void => {
    // Nobody erased is found or offered.
    if (r.erased) return drop(r.id);
    own.add(r.id);
    put(fromPerson(r));
  };
  /** Known by a registration alone, and that is gone: `g:<training>/<person>`. */
  const forget = (registration: string): void => {
    const person = /^g:[^/]+\/(.+)$/.exec(registration)?.[1];
    if (person !== undefined && !own.has(person)) drop(person);
  };
  const takeRegistration = (r: Read<'registration'>): void => {
    if (r.erased) return forget(r.id);
    if (r.person && r.name && !own.has(r.person)) put(fromRegistration(r, r.person));
  };

  const fill = async (): Promise<void> => {
    await each(db, 'person', takePerson, breathe);
    await each(db, 'registration', takeRegistration, breathe);
  };

  return {
    index,
    get: (id) => known.get(id),
    get size() {
      return known.size;
    },
    ready: fill(),
    async refresh(keys) {
      const rows = await findAll(db, keys);
      for (const [i, [, t, id]] of keys.entries()) {
        const row = rows[i];
        if (t === 'person') {
          if (row) takePerson(row);
          else drop(id);
        } else if (t === 'registration') {
          if (row) takeRegistration(row);
          else forget(id);
        }
        // Thousands at once (an import): the thread is given back now and then.
        if (i % SLICE === SLICE - 1) await breathe();
      }
    },
  };
}

async function each<T extends 'person' | 'registration'>(db: Database, t: T, take: (row: Read<T>) => void, breathe: () => Promise<void>): Promise<void> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const { rows, next }: { rows: Read<T>[]; next: string | undefined } = await page(db, t, after, SLICE);
    rows.forEach(take);
    after = next;
    await breathe();
  }
}

const card = (k: KnownPerson): PersonCard => ({ id: k.id, name: k.name, sex: k.sex, phone: k.phone, unit: k.unit, birthYear: k.birth_year });

function fromPerson(r: Read<'person'>): KnownPerson {
  return {
    id: r.id, scope: r.scope, name: r.name ?? '', sex: r.sex ?? null, birth_year: r.birth_year ?? null, age_band: r.age_band ?? null,
    phone: r.phone ?? null, org: r.org ?? null, position: r.position ?? null, role: r.role ?? null, unit: r.unit ?? null,
  };
}

function fromRegistration(r: Read<'registration'>, person: string): KnownPerson {
  return {
    id: person as RecordId, scope: 'r:local', name: r.name ?? '', sex: r.sex ?? null, birth_year: r.birth_year ?? null, age_band: r.age_band ?? null,
    phone: r.phone ?? null, org: r.org ?? null, position: r.position ?? null, role: r.role ?? null, unit: r.unit ?? null,
  };
}
