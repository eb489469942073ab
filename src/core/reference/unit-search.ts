import { asPlace, foldOpen, foldPlace, foldWord, words } from '../names/fold.ts';
import { asciiDigits } from '../names/letters.ts';
import type { Unit, UnitLevel } from './unit-data.ts';

/** Words that say what a unit is, not which: they count only when nothing else was typed. */
const GENERIC = new Set(
  (
    'айыл айылы айылный айылного аймак аймагы район району района облус облусу область области шаар шаары город село ' +
    'rayon raion district oblast town city village aiyl ayil aimak region'
  )
    .split(' ')
    .flatMap(foldPlace),
);

/** Worth of a match: in the unit's own name or in those it lies in; whole or beginning. */
const OWN = 3;
const OWN_START = 2;
const AROUND = 0.4;
const AROUND_START = 0.3;
/** Weight of the other words among equals. */
const EVEN = 0.1;
/** Trainings are held in municipalities: they come before villages of like name, after better matches; then larger units. */
const MUNICIPALITY = 1.5;
const LARGER: Readonly<Partial<Record<UnitLevel, number>>> = { rayon: 0.5, oblast: 0.5 };
/** Fewer digits are a number in a name («15 Жаш»). */
const SHORTEST_CODE = 3;
const COUNTRY = '417';

interface Indexed {
  readonly unit: Unit;
  readonly own: readonly string[];
  readonly around: readonly string[];
  readonly bonus: number;
}

export interface UnitSearch {
  search(query: string, limit: number, levels?: readonly UnitLevel[]): Unit[];
}

/**
 * Search by name in Kyrgyz or Russian, by the rayon or city it lies in, by code. Folding of all names waits for the
 * first search: a start of the app does not pay for it.
 * @param above units a unit lies in, nearest first, itself not among them
 */
export function createUnitSearch(units: readonly Unit[], above: (unit: Unit) => readonly Unit[], isMunicipality: (unit: Unit) => boolean): UnitSearch {
  let indexed: readonly Indexed[] | undefined;
  const build = (): readonly Indexed[] => {
    const own = new Map(units.map((unit) => [unit, tokensOf(unit)]));
    return units.map((unit) => ({
      unit,
      own: own.get(unit) ?? [],
      around: above(unit).flatMap((other) => own.get(other) ?? []).filter((token) => !GENERIC.has(token)),
      bonus: isMunicipality(unit) ? MUNICIPALITY : (LARGER[unit.level] ?? 0),
    }));
  };

  return {
    search(query, limit, levels) {
      indexed ??= build();
      const worth = matcher(query);
      const found: { unit: Unit; score: number }[] = [];
      for (const entry of indexed) {
        if (levels && !levels.includes(entry.unit.level)) continue;
        const score = worth(entry);
        if (score > 0) found.push({ unit: entry.unit, score: score + entry.bonus });
      }
      found.sort((a, b) => b.score - a.score || (a.unit.code < b.unit.code ? -1 : 1));
      return found.slice(0, Math.max(limit, 0)).map(({ unit }) => unit);
    },
  };
}

/** Words of both names, and each name in one word: Жалалабад. */
function tokensOf({ ky, ru }: Unit): string[] {
  const names = (ky === ru ? [ru] : [ky, ru]).map(foldPlace);
  return [...new Set([...names.flat(), ...names.map((name) => name.filter((token) => !GENERIC.has(token)).join(''))])];
}

/** A typed word: whole, and as a beginning, whose last consonant is not final yet (абад is абат, but абад… may go on). */
interface Typed {
  readonly whole: string;
  readonly open: string;
}

function typedWords(query: string): Typed[] {
  const all = words(query)
    .map((word) => ({ whole: asPlace(foldWord(word)), open: asPlace(foldOpen(word)) }))
    .filter(({ whole }) => whole !== '');
  const telling = all.filter(({ whole }) => !GENERIC.has(whole));
  return telling.length > 0 ? telling : all;
}

function matcher(query: string): (entry: Indexed) => number {
  const digits = asciiDigits(query.normalize('NFKC')).replace(/\s/g, '');
  if (/^[0-9]+$/.test(digits) && digits.length >= SHORTEST_CODE) return ({ unit }) => codeWorth(unit.code, digits);
  const typed = typedWords(query);
  return (entry) => {
    let [sum, least] = [0, typed.length === 0 ? 0 : OWN];
    for (const word of typed) {
      const worth = wordWorth(entry, word);
      if (worth === 0) return 0;
      sum += worth;
      least = Math.min(least, worth);
    }
    // The weakest word decides, or «Ак-Суу» would find everything called Ак- in Ак-Суу rayon first.
    return least + (least > 0 ? (sum / typed.length) * EVEN : 0);
  };
}

function codeWorth(code: string, digits: string): number {
  if (code === digits) return OWN;
  return code.startsWith(digits) || code.startsWith(COUNTRY + digits) ? OWN_START : 0;
}

function wordWorth({ own, around }: Indexed, { whole, open }: Typed): number {
  if (own.includes(whole)) return OWN;
  const begins = (other: string): boolean => other.startsWith(open) || other.startsWith(whole);
  const longest = own.find(begins);
  if (longest !== undefined) return OWN_START + whole.length / (longest.length + 1);
  if (around.includes(whole)) return AROUND;
  return around.some(begins) ? AROUND_START : 0;
}
