import { compareNames, parseName, type ParsedName } from '../names/compare.ts';
import { foldPhone } from '../names/phone.ts';
import type { RowValues } from './row-values.ts';

interface Seen {
  readonly line: number;
  readonly name: ParsedName;
  readonly phone: string;
  readonly values: RowValues;
}

/** Birth years written from memory are one off at times; further apart they are two people of one name. */
const YEARS_OFF = 1;
/** Nobody has more names; a cell of a hundred words must not make thousands of pairs. */
const MOST_WORDS = 6;
/** Rows kept per pair of words: where more share it, a rarer pair of theirs finds the twin. */
const MOST_PER_KEY = 200;

/**
 * Finds the same person twice in one list: equal names (as `compareNames` has it) that neither sex nor year of
 * birth tells apart, or a like name with the same phone. Only rows that share two words of the name, or a phone,
 * are compared, so that long lists stay quick. Answers the earlier row's line and remembers the new one.
 */
export function twinFinder(): (values: RowValues, line: number) => number | undefined {
  const buckets = new Map<string, Seen[]>();
  return (values, line) => {
    const row: Seen = { line, name: parseName(values.name), phone: foldPhone(values.phone ?? ''), values };
    const keys = keysOf(row);
    const twin = keys.flatMap((k) => buckets.get(k) ?? []).find((other) => isTwin(row, other));
    if (twin) return twin.line;
    for (const k of keys) {
      const bucket = buckets.get(k);
      if (!bucket) buckets.set(k, [row]);
      else if (bucket.length < MOST_PER_KEY) bucket.push(row);
    }
    return undefined;
  };
}

/** Every two words of the name, in any order; the phone. A name of one word is its own key. */
function keysOf({ name, phone }: Seen): string[] {
  const words = [...new Set(name.tokens)].slice(0, MOST_WORDS).sort();
  const pairs = words.flatMap((a, i) => words.slice(i + 1).map((b) => `${a} ${b}`));
  return [...(pairs.length > 0 ? pairs : words), ...(phone === '' ? [] : [`+${phone}`])];
}

function isTwin(a: Seen, b: Seen): boolean {
  const [x, y] = [a.values, b.values];
  if (isStated(x.sex) && isStated(y.sex) && x.sex !== y.sex) return false;
  if (x.birth_year !== null && y.birth_year !== null && Math.abs(x.birth_year - y.birth_year) > YEARS_OFF) return false;
  const verdict = compareNames(a.name, b.name);
  return verdict === 'same' || (verdict === 'maybe' && a.phone !== '' && a.phone === b.phone);
}

const isStated = (sex: RowValues['sex']): boolean => sex === 'f' || sex === 'm';
