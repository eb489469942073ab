import { asciiDigits } from './letters.ts';
import { cleanText } from './repair.ts';

/** Why a phone is refused. The screen says it in words. */
export type PhoneFault = 'phone_national_number' | 'phone_too_short' | 'phone_too_long' | 'phone_bad';

/** Fewest digits that are a phone: a number within a town. */
const FEWEST = 6;
/** Most digits of an international number (ITU-T E.164), without 00 before it. */
const MOST = 15;
/** Digits of the citizen's personal number (ПИН), which this project must never hold. */
const NATIONAL = 14;

/** Numbers in one field, as people write two: «0700…, 0555…». */
const numbers = (raw: string): string[] => clean(raw).split(/[,;/|]/);
const clean = (raw: string): string => asciiDigits(cleanText(raw.normalize('NFKC')));
const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');

/** What two writings of one number share: the last 9 digits of the first number in the field; '' with fewer than 6. */
export function foldPhone(raw: string): string {
  const first = numbers(raw).map(digitsOf).find((digits) => digits.length >= FEWEST);
  if (first === undefined || isNational(first)) return '';
  return first.slice(-9);
}

/** «+996 700 123 456» for a Kyrgyz number however it was typed; any other as typed, without invisible characters. */
export function formatPhone(raw: string): string {
  const parts = numbers(raw);
  const all = parts.map((part) => kyrgyz(part));
  if (parts.length > 1 && all.every((part) => part !== null)) return all.map((part) => grouped(part ?? '')).join(', ');
  const one = parts.length === 1 ? (all[0] ?? null) : null;
  return one === null ? clean(raw) : grouped(one);
}

/** Null when the text may stand in a phone field (an empty one may); else why not. */
export function phoneFault(raw: string): PhoneFault | null {
  if (clean(raw) === '') return null;
  const all = numbers(raw).map(digitsOf).filter((digits) => digits !== '');
  if (all.length === 0 || /[\p{Cs}\p{Cc}]/u.test(clean(raw))) return 'phone_bad';
  if (all.some(isNational)) return 'phone_national_number';
  // O for 0: a number nobody can ring.
  if (/[0-9]\p{L}|\p{L}[0-9]/u.test(clean(raw))) return 'phone_bad';
  if (all.some((digits) => digits.replace(/^00/, '').length > MOST)) return 'phone_too_long';
  return all.some((digits) => digits.length < FEWEST) ? 'phone_too_short' : null;
}

/** 14 digits are a person's number; 00 996 and nine digits are as long and are a phone. */
const isNational = (digits: string): boolean => digits.length === NATIONAL && !digits.startsWith('00996');

/** The nine digits of a Kyrgyz number; null for anything else. */
function kyrgyz(text: string): string | null {
  if (/\p{L}/u.test(text)) return null;
  const digits = digitsOf(text);
  const plus = text.trim().startsWith('+');
  // +996 0700 … is common and means +996 700 …
  const found = plus ? /^9960?([2-9]\d{8})$/.exec(digits) : /^(?:(?:00)?9960?|0)?([2-9]\d{8})$/.exec(digits);
  return found?.[1] ?? null;
}

const grouped = (nine: string): string => `+996 ${nine.slice(0, 3)} ${nine.slice(3, 6)} ${nine.slice(6)}`;
