import { asciiDigits } from '../names/letters.ts';
import { cleanText } from '../names/repair.ts';
import { isDay } from '../schema/field.ts';
import { readDay, two, weekday, writeDay, type Civil } from './calendar.ts';
import type { Lang } from './languages.ts';
import { MONTHS, monthOf, WEEKDAYS } from './months.ts';

export { addDays, ageAt, ageBand, daysBetween, excelDay, localDayTime, weekday } from './calendar.ts';

/** 18.11.2019 · 18 November 2019 · 18 November · Monday, 18 November 2019 (each as the language has it). */
export type DayStyle = 'numeric' | 'long' | 'day_month' | 'weekday_long';

/** A local day (`YYYY-MM-DD`) in words; text that is no day comes back unchanged. */
export function formatDay(lang: Lang, day: string, style: DayStyle): string {
  const parts = readDay(day);
  if (!parts) return day;
  switch (style) {
    case 'numeric':
      return `${two(parts.day)}.${two(parts.month)}.${parts.year}`;
    case 'long':
      return long(lang, parts);
    case 'day_month':
      return dayMonth(lang, parts);
    case 'weekday_long': {
      const name = WEEKDAYS[lang][weekday(day)] ?? '';
      return lang === 'ky' ? `${long(lang, parts)}, ${name}` : `${name}, ${long(lang, parts)}`;
    }
  }
}

const monthName = (lang: Lang, { month }: Civil): string => MONTHS[lang][month - 1] ?? '';

function dayMonth(lang: Lang, parts: Civil): string {
  return `${parts.day}${lang === 'ky' ? '-' : ' '}${monthName(lang, parts)}`;
}

/** The year round the rest of a date: «2019-ж. …», «… 2019 г.», «… 2019». */
function withYear(lang: Lang, { year }: Civil, rest: string): string {
  if (lang === 'ky') return `${year}-ж. ${rest}`;
  return lang === 'ru' ? `${rest} ${year} г.` : `${rest} ${year}`;
}

const long = (lang: Lang, parts: Civil): string => withYear(lang, parts, dayMonth(lang, parts));

/**
 * Days from first to last: «2019-ж. 18-ноябрь – 4-декабрь», «18–22 ноября 2019 г.». One day when both are equal or
 * the second is no day; the year is said once when it is one.
 */
export function formatRange(lang: Lang, start: string, end: string): string {
  const [from, to] = [readDay(start), readDay(end)];
  if (!from || !to || start === end) return formatDay(lang, from || !to ? start : end, 'long');
  if (from.year !== to.year) return `${long(lang, from)} – ${long(lang, to)}`;
  if (from.month === to.month) return withYear(lang, from, `${from.day}–${dayMonth(lang, to)}`);
  return withYear(lang, from, `${dayMonth(lang, from)} – ${dayMonth(lang, to)}`);
}

/** `HH:MM` of a local moment (`YYYY-MM-DDTHH:MM…`); '' when there is none. */
export function formatTime(localDateTime: string): string {
  return /^[0-9-]+T((?:[01]\d|2[0-3]):[0-5]\d)/.exec(localDateTime)?.[1] ?? '';
}

// A word for year, a weekday and a time of day may follow, unread; a second date may not, or it would be lost in silence.
// Two-digit years are refused: 05.11.52 is a birthday of 1952 or a plan for 2052.
const TAIL = '(?:\\s*-?(?:г|года?|ж|жыл|жылы)\\.?)?(?:,?\\s*\\p{L}{4,})?(?:[\\st,]+\\d{1,2}:\\d{2}[^,;–—]*)?$';
const DAY_FIRST = new RegExp(`^(\\d{1,2})\\s?([./-])\\s?(\\d{1,2})\\s?\\2\\s?(\\d{4})${TAIL}`, 'u');
const YEAR_FIRST = new RegExp(`^(\\d{4})([./-])(\\d{1,2})\\2(\\d{1,2})${TAIL}`, 'u');
const DAY_WORD = new RegExp(`^(\\d{1,2})[\\s-]+(\\p{L}+)\\.?,?[\\s-]+(\\d{4})${TAIL}`, 'u');
const YEAR_WORD = new RegExp(`^(\\d{4})\\s?-?(?:ж|жыл|жылы)?\\.?,?\\s+(\\d{1,2})[\\s-]+(\\p{L}+)${TAIL}`, 'u');

/**
 * The day meant by typed or pasted text: 18.11.2019, 18/11/2019 (day first), 2019-11-18, «28.10.2022 16:14»,
 * 18 ноября 2019, «2019-ж. 18-ноябрь». Null for a day that is not, for a two-digit year and for anything else.
 */
export function parseDay(text: string): string | null {
  const plain = asciiDigits(cleanText(text.slice(0, 100).normalize('NFKC'))).toLowerCase();
  const day = byNumbers(plain) ?? byWords(plain);
  return day !== null && isDay(day) ? day : null;
}

function byNumbers(text: string): string | null {
  const last = DAY_FIRST.exec(text);
  if (last) return writeDay({ year: Number(last[4]), month: Number(last[3]), day: Number(last[1]) });
  const first = YEAR_FIRST.exec(text);
  return first ? writeDay({ year: Number(first[1]), month: Number(first[3]), day: Number(first[4]) }) : null;
}

function byWords(text: string): string | null {
  const last = DAY_WORD.exec(text);
  const first = last ? null : YEAR_WORD.exec(text);
  const [year, word, day] = last ? [last[3], last[2], last[1]] : [first?.[1], first?.[3], first?.[2]];
  const month = monthOf(word ?? '');
  return month === null ? null : writeDay({ year: Number(year), month, day: Number(day) });
}
