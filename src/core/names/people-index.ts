import { likelyPeople } from './people-likely.ts';
import { makeEntry, stemsOf, type Entry, type Likely, type PeopleTables, type PersonCard } from './people-entry.ts';
import { searchPeople } from './people-search.ts';
import { createTokenTable } from './token-table.ts';

export type { Likely, PersonCard } from './people-entry.ts';

/** People in memory, findable by parts of a name or a phone: nothing of it is stored, so personal fields may be sealed at rest. */
export interface PeopleIndex {
  readonly size: number;
  /** Inserts or replaces. */
  put(card: PersonCard): void;
  remove(id: string): void;
  get(id: string): PersonCard | undefined;
  /**
   * Ids, best first: every word of the query begins a word of the name, in any order, Latin or Cyrillic, with or
   * without ң ө ү; digits (3 or more) are the tail of a phone. When nobody fits, one letter may be wrong.
   * [] for a query without letters or digits.
   * @param prefer added to the score (0..1) of a person, e.g. for those expected today
   */
  search(query: string, limit: number, prefer?: (id: string) => number): string[];
  /**
   * Who the candidate likely is, best first, also while the last word of the name is still being typed (a space
   * behind it says it is whole). Never someone of the other sex. One word alone finds nobody but by phone.
   */
  likely(candidate: Omit<PersonCard, 'id'>, limit: number): Likely[];
}

/** An empty index. */
export function createPeopleIndex(): PeopleIndex {
  const entries: (Entry | undefined)[] = [];
  const free: number[] = [];
  const numbers = new Map<string, number>();
  const phones = new Map<string, number[]>();
  const tables: PeopleTables = { entries, names: createTokenTable(), stems: createTokenTable(), phones };

  const remove = (id: string): void => {
    const n = numbers.get(id);
    const entry = n === undefined ? undefined : entries[n];
    if (n === undefined || !entry) return;
    for (const token of entry.tokens) tables.names.remove(token, n);
    for (const stem of stemsOf(entry.parsed)) tables.stems.remove(stem, n);
    dropPhone(phones, entry.phone, n);
    entries[n] = undefined;
    numbers.delete(id);
    free.push(n);
  };

  return {
    get size() {
      return numbers.size;
    },
    put(card) {
      remove(card.id);
      const n = free.pop() ?? entries.length;
      const entry = makeEntry(card);
      entries[n] = entry;
      numbers.set(card.id, n);
      for (const token of entry.tokens) tables.names.add(token, n);
      for (const stem of stemsOf(entry.parsed)) tables.stems.add(stem, n);
      if (entry.phone !== '') phones.set(entry.phone, [...(phones.get(entry.phone) ?? []), n]);
    },
    remove,
    get: (id) => entries[numbers.get(id) ?? -1]?.card,
    search: (query, limit, prefer) => searchPeople(tables, query, limit, prefer),
    likely: (candidate, limit) => likelyPeople(tables, makeEntry({ ...candidate, id: '' }), limit),
  };
}

function dropPhone(phones: Map<string, number[]>, phone: string, n: number): void {
  const left = (phones.get(phone) ?? []).filter((other) => other !== n);
  if (left.length > 0) phones.set(phone, left);
  else phones.delete(phone);
}

/** Fills in slices: yields the number put so far after each `slice` cards, so that the caller may give the thread back. */
export function* fillIndex(index: PeopleIndex, cards: Iterable<PersonCard>, slice: number): Generator<number> {
  let n = 0;
  for (const card of cards) {
    index.put(card);
    n++;
    if (n % slice === 0) yield n;
  }
}
