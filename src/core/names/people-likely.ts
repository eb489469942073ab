import { nameCost } from './compare.ts';
import { stemsOf, type Entry, type Likely, type PeopleTables } from './people-entry.ts';
import { differByOne } from './edit.ts';

/** Parts of the score. Set so that a like name comes first, a like phone next, the rest decides between equals. */
const SCORE = { same: 0.6, maybe: 0.4, perDoubt: 0.05, partial: 0.25, grown: 0.1, phone: 0.3, year: 0.1, unit: 0.05, asWritten: 0.02 } as const;
/** As in `compareNames`: above it two names are two people's. */
const LIMIT = 2;
/** Birth years given from memory are one off at times. */
const YEARS_OFF = 1;
const SHORTEST_NEAR = 5;

/** See `PeopleIndex.likely`. */
export function likelyPeople(tables: PeopleTables, candidate: Entry, limit: number): Likely[] {
  const found: Likely[] = [];
  for (const n of suspects(tables, candidate)) {
    const entry = tables.entries[n];
    const likely = entry ? judge(candidate, entry) : null;
    if (likely) found.push(likely);
  }
  found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return found.slice(0, Math.max(limit, 0));
}

/** People worth comparing: by phone, or with enough words in common. */
function suspects(tables: PeopleTables, candidate: Entry): Set<number> {
  const chosen = new Set(tables.phones.get(candidate.phone) ?? []);
  const common = new Map<number, number>();
  const tokens = candidate.parsed.tokens;
  tokens.forEach((token, i) => {
    const bearers = new Set(related(tables, token, i === tokens.length - 1).flatMap((other) => tables.names.bearers(other)));
    for (const n of bearers) common.set(n, (common.get(n) ?? 0) + 1);
  });
  const stems = new Set(stemsOf(candidate.parsed).flatMap((stem) => tables.stems.bearers(stem)));
  for (const n of stems) common.set(n, (common.get(n) ?? 0) + 1);
  const loose = tokens.some((token) => token.length === 1);
  for (const [n, count] of common) {
    const other = tables.entries[n]?.parsed.tokens ?? [];
    const enough = tokens.length === 1 ? other.length === 1 : count > 1 || loose || other.some((token) => token.length === 1);
    if (enough) chosen.add(n);
  }
  return chosen;
}

/** Words of the index a typed word may be: itself, one letter apart, and for the last one those it begins. */
function related(tables: PeopleTables, token: string, last: boolean): string[] {
  if (token.length < 2) return [];
  const found = [token, ...tables.names.near(token)];
  return last ? [...found, ...tables.names.startingWith(token)] : found;
}

/** What speaks for two cards being one person. */
interface Evidence {
  readonly cost: number;
  readonly partial: number;
  readonly phone: boolean;
  readonly years: number | null;
  readonly unit: boolean;
  readonly asWritten: boolean;
}

function judge(candidate: Entry, entry: Entry): Likely | null {
  if (candidate.sex !== null && entry.sex !== null && candidate.sex !== entry.sex) return null;
  const evidence = gather(candidate, entry);
  const byName = evidence.cost <= LIMIT || evidence.partial > 0;
  if (!byName && !evidence.phone && !(evidence.years === 0 && newFamilyName(candidate, entry))) return null;
  return { id: entry.card.id, verdict: verdict(evidence), score: score(evidence), why: reasons(evidence, byName) };
}

function gather(candidate: Entry, entry: Entry): Evidence {
  const cost = nameCost(candidate.parsed, entry.parsed);
  const [a, b] = [candidate.card, entry.card];
  return {
    cost,
    partial: cost > LIMIT ? partialShare(candidate, entry) : 0,
    phone: candidate.phone !== '' && candidate.phone === entry.phone,
    years: yearsApart(candidate, entry),
    unit: typeof a.unit === 'string' && a.unit !== '' && a.unit === b.unit,
    asWritten: a.name === b.name,
  };
}

function reasons({ phone, unit, years }: Evidence, byName: boolean): Likely['why'] {
  const all = [
    ['name', byName],
    ['phone', phone],
    ['unit', unit],
    ['birth_year', years === 0],
  ] as const;
  return all.filter(([, holds]) => holds).map(([reason]) => reason);
}

/** Equal names of different years ask; doubtful names with phone and year alike need not. */
function verdict({ cost, phone, years }: Evidence): 'same' | 'maybe' {
  if (years !== null && years > YEARS_OFF) return 'maybe';
  return cost === 0 || (cost <= LIMIT && phone && years === 0) ? 'same' : 'maybe';
}

function score(e: Evidence): number {
  let sum = e.partial > 0 ? SCORE.partial + SCORE.grown * e.partial : 0;
  if (e.cost <= LIMIT) sum = e.cost === 0 ? SCORE.same : SCORE.maybe - SCORE.perDoubt * e.cost;
  if (e.phone) sum += SCORE.phone;
  if (e.years === 0) sum += SCORE.year;
  if (e.years !== null && e.years > YEARS_OFF) sum -= SCORE.year;
  if (e.unit) sum += SCORE.unit;
  if (e.asWritten) sum += SCORE.asWritten;
  return Math.min(Math.max(sum, 0), 1);
}

function yearsApart(a: Entry, b: Entry): number | null {
  const [x, y] = [a.card.birthYear ?? null, b.card.birthYear ?? null];
  return x === null || y === null ? null : Math.abs(x - y);
}

/** A married woman's other family name: given name and father agree (asked only when the birth year does, too). */
function newFamilyName(a: Entry, b: Entry): boolean {
  const [x, y] = [a.parsed, b.parsed];
  const given = x.given.join('');
  if (a.sex === 'm' || b.sex === 'm' || given.length < 2 || given !== y.given.join('')) return false;
  return x.father !== null && y.father !== null && x.father.stem === y.father.stem;
}

/**
 * While the last word is being typed: every word before it is one of the person's, and it begins another. Answers
 * how much of that word is there (0..1); 0 when it is not so, or when the word is whole (a space stands behind it).
 */
function partialShare(candidate: Entry, entry: Entry): number {
  const typed = [...candidate.parsed.tokens];
  const last = typed.pop();
  if (last === undefined || typed.length === 0 || /[\s.]$/u.test(candidate.card.name)) return 0;
  const left = [...entry.parsed.tokens];
  for (const token of typed) {
    const at = left.findIndex((other) => alike(token, other));
    if (at < 0) return 0;
    left.splice(at, 1);
  }
  const whole = left.find((other) => other.startsWith(last));
  return whole === undefined ? 0 : last.length / whole.length;
}

function alike(token: string, other: string): boolean {
  if (token === other) return true;
  if (token.length === 1 || other.length === 1) return token.charAt(0) === other.charAt(0);
  return Math.min(token.length, other.length) >= SHORTEST_NEAR && differByOne(token, other);
}
