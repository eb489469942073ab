import { differByOne } from './edit.ts';

/** From which length on one letter apart may be a slip of the pen (DOMAIN 3.4). */
const SHORTEST_NEAR = 5;
/** Searches remembered for the next keystroke, in which all but the last word are the same. */
const REMEMBERED = 64;

/**
 * Folded words and who bears them: exact, by beginning, and one letter apart. Bearers are small whole numbers
 * given by the owner. Words are kept sorted for search by beginning, sorted anew only when a new one has come.
 */
export interface TokenTable {
  add(token: string, bearer: number): void;
  remove(token: string, bearer: number): void;
  bearers(token: string): readonly number[];
  /** Words that begin so, the very word first. */
  startingWith(prefix: string): readonly string[];
  /** Words one letter apart, when both are long enough for that to be a slip. */
  near(token: string): readonly string[];
  /** Words whose beginning is one letter apart from `prefix`, and single letters it begins with: a last resort. */
  nearStart(prefix: string): readonly string[];
}

const NOBODY: readonly number[] = [];

/** An empty table. */
export function createTokenTable(): TokenTable {
  const postings = new Map<string, number[]>();
  let list: WordList | null = null;
  // Many words come one after another while an index is filled: they are sorted when first asked for.
  const words = (): WordList => (list ??= createWordList([...postings.keys()]));

  return {
    add(token, bearer) {
      const bearers = postings.get(token);
      if (bearers) {
        bearers.push(bearer);
        return;
      }
      postings.set(token, [bearer]);
      list = null;
    },
    remove(token, bearer) {
      const bearers = postings.get(token);
      const at = bearers?.indexOf(bearer) ?? -1;
      if (!bearers || at < 0) return;
      bearers.splice(at, 1);
      if (bearers.length > 0) return;
      postings.delete(token);
      list = null;
    },
    bearers: (token) => postings.get(token) ?? NOBODY,
    startingWith: (prefix) => words().startingWith(prefix),
    near: (token) => (token.length < SHORTEST_NEAR ? [] : words().near(token)),
    nearStart: (prefix) => words().nearStart(prefix),
  };
}

type WordList = Pick<TokenTable, 'startingWith' | 'near' | 'nearStart'>;

function createWordList(words: readonly string[]): WordList {
  const sorted = [...words].sort();
  const byLength = new Map<number, string[]>();
  for (const word of sorted) {
    const alike = byLength.get(word.length);
    if (alike) alike.push(word);
    else byLength.set(word.length, [word]);
  }
  const known = new Map<string, readonly string[]>();

  const findNear = (token: string): string[] => {
    const lengths = [token.length - 1, token.length, token.length + 1].filter((length) => length >= SHORTEST_NEAR);
    return lengths.flatMap((length) => (byLength.get(length) ?? []).filter((other) => differByOne(token, other)));
  };

  return {
    startingWith(prefix) {
      // No letter of a folded word is above U+FFFF, so this is the end of everything that begins so.
      return sorted.slice(lowerBound(sorted, prefix), lowerBound(sorted, `${prefix}\uffff`));
    },
    near(token) {
      const found = known.get(token) ?? findNear(token);
      if (known.size >= REMEMBERED) known.clear();
      known.set(token, found);
      return found;
    },
    nearStart: (prefix) => sorted.filter((word) => (word.length === 1 ? prefix.startsWith(word) : startsNearly(word, prefix))),
  };
}

function startsNearly(token: string, prefix: string): boolean {
  if (prefix.length < SHORTEST_NEAR - 1) return false;
  for (let length = prefix.length - 1; length <= prefix.length + 1; length++) {
    if (length <= token.length && differByOne(token.slice(0, length), prefix)) return true;
  }
  return false;
}

/** First place in a sorted list whose text is not before `text`. */
function lowerBound(list: readonly string[], text: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
