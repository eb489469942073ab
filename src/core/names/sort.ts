import { asciiDigits, mendImpostors } from './letters.ts';
import { cleanText } from './repair.ts';

// Kyrgyz alphabet order, made here because the browser does not have it (TOOLCHAIN 5). The Russian alphabet is a
// part of it, with ё a letter of its own after е, so one order serves both. Letters of neighbours' alphabets stand
// beside the letter they come from.
const ALPHABET = 'аәӓбвгғґдеёєжҗҷзийіїкқҡлмнңоөӧпрстуўүұфхҳһцчџшщъыьэюя';

/** Code units of the key: separators before digits before Cyrillic before Latin before all else. */
const SEPARATOR = '\u0001';
const DIGITS = 0x10;
const CYRILLIC = 0x100;
const LATIN = 0x200;
const OTHER = '\u0300';

const PLACES: ReadonlyMap<string, string> = new Map([
  ...Array.from(ALPHABET, (letter, i): [string, string] => [letter, String.fromCharCode(CYRILLIC + i)]),
  ...Array.from('abcdefghijklmnopqrstuvwxyz', (letter, i): [string, string] => [letter, String.fromCharCode(LATIN + i)]),
]);

/**
 * A key for sorting: keys compared by code unit (`<`) give the order of the Kyrgyz alphabet (ң after н, ө after о,
 * ү after у, ё after е), Cyrillic before Latin, numbers by value («2-күн» before «10-күн»), letter case and
 * punctuation only when all else is equal. Different texts have different keys.
 */
export function sortKey(text: string): string {
  const plain = mendImpostors(asciiDigits(cleanText(text)).toLowerCase());
  let key = '';
  for (const piece of plain.match(/[0-9]+|[\p{L}\p{M}]|[^\p{L}\p{M}0-9]+/gu) ?? []) key += place(piece, key);
  return `${key.endsWith(SEPARATOR) ? key.slice(0, -1) : key}\u0000${text}`;
}

function place(piece: string, before: string): string {
  const known = PLACES.get(piece);
  if (known !== undefined) return known;
  if (/^[0-9]/.test(piece)) return number(piece);
  if (!/^[\p{L}\p{M}]/u.test(piece)) return before === '' || before.endsWith(SEPARATOR) ? '' : SEPARATOR;
  // é as e; a mark alone says nothing.
  const bare = piece.normalize('NFD').replace(/\p{M}+/gu, '');
  return bare === '' ? '' : (PLACES.get(bare) ?? OTHER + bare);
}

/** Once leading zeros are gone a longer number is greater: its length stands first, in one code unit (below CYRILLIC). */
function number(digits: string): string {
  const bare = digits.replace(/^0+/, '');
  return String.fromCharCode(DIGITS + Math.min(bare.length, CYRILLIC - DIGITS - 1)) + bare;
}

/** Order of two texts as `sortKey` has it: negative, 0 (only for equal texts) or positive. For long lists sort by keys made once. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return sortKey(a) < sortKey(b) ? -1 : 1;
}
