import { hasCyrillic, hasLatin, mendImpostors, toCyrillicLook, toLatinLook } from './letters.ts';

/** Why a name is refused. The screen says it in words. */
export type NameFault = 'empty' | 'too_short' | 'too_long' | 'no_letters' | 'bad_text';

/** Code points a name may have (same limit as the field `person.name`). */
const LONGEST = 200;

// Soft hyphen, combining grapheme joiner, Arabic letter mark, Mongolian separator, zero-width and bidi controls, BOM.
const INVISIBLE = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const SPACES = /[\s\u0085]+/gu;
const HYPHENS = /[\u2010\u2011]/g;
const WORD = /[\p{L}\p{M}]+/gu;
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd\p{Cs}\p{Co}]/u;

/** Text without characters nobody sees, with one plain space between words. */
export function cleanText(raw: string): string {
  return raw.replace(INVISIBLE, '').normalize('NFC').replace(HYPHENS, '-').replace(SPACES, ' ').trim();
}

/**
 * Canonical repair of typed or pasted input: composed letters, impostors of ң ө ү, look-alikes of the other
 * alphabet inside a word and in single initials beside Cyrillic words, invisible characters, spaces.
 * Otherwise the person's spelling stays. Repairing twice changes nothing more.
 */
export function repairName(raw: string): string {
  const mended = mendImpostors(cleanText(raw)).replace(WORD, repairWord);
  return mendInitials(mended).normalize('NFC');
}

function repairWord(word: string): string {
  if (!hasLatin(word) || !hasCyrillic(word)) return word;
  // First towards Cyrillic: most names are. A word with letters only Latin has (s, v, n) is tried the other way.
  return toCyrillicLook(word) ?? toLatinLook(word) ?? word;
}

/** «A. Абрешова» with a Latin A: one letter cannot say its alphabet, its neighbours do. */
function mendInitials(name: string): string {
  const words = (name.match(WORD) ?? []).filter((word) => letterCount(word) > 1);
  const cyrillic = words.length > 0 && words.every((word) => hasCyrillic(word) && !hasLatin(word));
  if (!cyrillic) return name;
  return name.replace(WORD, (word) => (letterCount(word) === 1 ? (toCyrillicLook(word) ?? word) : word));
}

/** Null when the (repaired) name may be stored; else why not. Never refuses a name for the alphabet of its letters. */
export function nameFault(name: string): NameFault | null {
  if (name.trim() === '') return 'empty';
  if (UNSTORABLE.test(name)) return 'bad_text';
  if (name.length > LONGEST && [...name].length > LONGEST) return 'too_long';
  const letters = letterCount(name);
  if (letters === 0) return 'no_letters';
  return letters === 1 ? 'too_short' : null;
}

/** Whether a name has both Latin and Cyrillic letters: worth a second look, never refused. */
export function mixedScript(name: string): boolean {
  return hasLatin(name) && hasCyrillic(name);
}

const letterCount = (text: string): number => (text.match(/\p{L}/gu) ?? []).length;
