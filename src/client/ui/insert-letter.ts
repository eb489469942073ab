export interface Insertion {
  readonly value: string;
  readonly caret: number;
}

/**
 * Puts `letter` (given as a capital) over the selection of `value`, in the case the place asks for:
 * capital at the start of a word or among capitals, small otherwise.
 * @param start,end UTF-16 offsets of the selection, as an input element gives them.
 */
export function insertLetter(value: string, start: number, end: number, letter: string): Insertion {
  const before = value.slice(0, start);
  const cased = wantsCapital(before) ? letter.toUpperCase() : letter.toLowerCase();
  return { value: before + cased + value.slice(end), caret: before.length + cased.length };
}

function wantsCapital(before: string): boolean {
  const word = /[\p{L}\p{M}'’]*$/u.exec(before)?.[0] ?? '';
  if (word === '') return true;
  if ([...word].length > 1) return isCapital(word);
  // One capital letter says nothing yet («А|» of «Аида» or of «АИДА»): the word before it decides.
  const previous = /([\p{L}\p{M}'’]{2,})[^\p{L}]+$/u.exec(before.slice(0, before.length - word.length))?.[1];
  return isCapital(word) && previous !== undefined && isCapital(previous);
}

const isCapital = (text: string): boolean => text === text.toUpperCase() && text !== text.toLowerCase();
