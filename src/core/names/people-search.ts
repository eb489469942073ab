import { foldOpen, foldWord, words } from './fold.ts';
import { hasCyrillic, hasLatin, toCyrillicLook } from './letters.ts';
import type { Entry, PeopleTables } from './people-entry.ts';
import { foldPhone } from './phone.ts';

interface Hit {
  readonly entry: Entry;
  readonly score: number;
}

/** Nobody's name and phone are longer; a pasted page is not searched for. */
const LONGEST = 200;
const MOST_WORDS = 8;
/** A tail shorter than this is anybody's. */
const SHORTEST_TAIL = 3;
/** What a match is worth: the whole word, its beginning (more the more of it), one letter wrong. */
const WORTH = { whole: 1, start: 0.5, grown: 0.3, near: 0.3 } as const;
/** A little for the first word of the name, so that family names come before given ones. */
const FIRST_WORD = 0.1;

/** See `PeopleIndex.search`. */
export function searchPeople(tables: PeopleTables, query: string, limit: number, prefer?: (id: string) => number): string[] {
  const all = words(query.slice(0, LONGEST)).slice(0, MOST_WORDS);
  const joined = all.filter(isNumber).join('');
  const tail = joined.length >= SHORTEST_TAIL ? joined : '';
  const typed = all.filter((word) => tail === '' || !isNumber(word));
  let hits = typed.length > 0 ? byWords(tables, typed, matchStart) : everybody(tables, tail);
  if (hits.length === 0) hits = byWords(tables, typed, matchNear);
  if (tail !== '') hits = hits.flatMap((hit) => withPhone(hit, tail));
  const ranked = hits.map(({ entry, score }) => ({ entry, score: score + (prefer?.(entry.card.id) ?? 0) }));
  ranked.sort((a, b) => b.score - a.score || order(a.entry, b.entry));
  return ranked.slice(0, Math.max(limit, 0)).map(({ entry }) => entry.card.id);
}

const isNumber = (word: string): boolean => /^[0-9]+$/.test(word);

function order(a: Entry, b: Entry): number {
  if (a.parsed.text !== b.parsed.text) return a.parsed.text < b.parsed.text ? -1 : 1;
  return a.card.id < b.card.id ? -1 : 1;
}

/** Dictionary words a typed one may mean, best first, with the worth of each. */
type Match = (tables: PeopleTables, word: string) => Iterable<readonly [token: string, worth: number]>;

function byWords(tables: PeopleTables, typed: readonly string[], match: Match): Hit[] {
  const seen = new Map<number, { words: number; worth: number; first: boolean }>();
  typed.forEach((word, i) => {
    for (const [token, worth] of match(tables, word)) {
      for (const n of tables.names.bearers(token)) {
        const had = seen.get(n) ?? { words: 0, worth: 0, first: false };
        // Whoever lacked an earlier word is out; the best match of this word counts.
        if (had.words !== i) continue;
        const first = had.first || tables.entries[n]?.tokens[0] === token;
        seen.set(n, { words: i + 1, worth: had.worth + worth, first });
      }
    }
  });
  const hits: Hit[] = [];
  for (const [n, had] of seen) {
    const entry = tables.entries[n];
    if (!entry || had.words !== typed.length) continue;
    hits.push({ entry, score: (had.worth / typed.length) * (1 - FIRST_WORD) + (had.first ? FIRST_WORD : 0) });
  }
  return hits;
}

function* matchStart(tables: PeopleTables, word: string): Generator<readonly [string, number]> {
  const whole = foldWord(word);
  if (whole !== '') yield [whole, WORTH.whole];
  for (const form of typedForms(word)) {
    const tokens = tables.names.startingWith(form);
    for (const token of tokens) yield [token, WORTH.start + (WORTH.grown * form.length) / token.length];
  }
}

function* matchNear(tables: PeopleTables, word: string): Generator<readonly [string, number]> {
  yield* matchStart(tables, word);
  for (const token of tables.names.nearStart(foldOpen(word))) yield [token, WORTH.near];
}

/** Latin letters that may be the first half of two: the other letter they begin. */
const HALVES: readonly (readonly [string, string])[] = [['z', 'ж'], ['d', 'ж'], ['s', 'ш'], ['c', 'ч'], ['k', 'х'], ['t', 'ц']];

/** Beginnings a word may stand for while it is typed; folding looks at neighbours that are not there yet. */
function typedForms(word: string): Set<string> {
  const open = foldOpen(word);
  const forms = new Set([open, foldWord(word)]);
  // й before a vowel goes: Сүй… is on its way to Сүйүнбаев.
  if (/[аоуе]и$/u.test(open)) forms.add(open.slice(0, -1));
  if (hasLatin(word) && !hasCyrillic(word)) {
    const look = toCyrillicLook(word);
    if (look !== null) forms.add(foldOpen(look));
    for (const [half, letter] of HALVES) if (word.endsWith(half)) forms.add(foldOpen(word.slice(0, -1)) + letter);
  }
  forms.delete('');
  return forms;
}

function everybody(tables: PeopleTables, tail: string): Hit[] {
  if (tail === '') return [];
  return tables.entries.flatMap((entry) => (entry && entry.phone !== '' ? [{ entry, score: 0 }] : []));
}

function withPhone({ entry, score }: Hit, digits: string): Hit[] {
  const worth = phoneWorth(entry.phone, digits);
  return worth === 0 ? [] : [{ entry, score: score / 2 + worth / 2 }];
}

/** 1 for the tail of the number or the whole of it, less for its beginning or, from 4 digits, its middle; 0 for none. */
function phoneWorth(phone: string, digits: string): number {
  if (phone === '') return 0;
  if (phone.endsWith(digits) || (digits.length > 9 && foldPhone(digits) === phone)) return 1;
  if ([phone, `0${phone}`, `996${phone}`].some((written) => written.startsWith(digits))) return 0.8;
  return digits.length > SHORTEST_TAIL && phone.includes(digits) ? 0.5 : 0;
}
