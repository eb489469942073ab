import { isDay } from '../schema/field.ts';

// Gregorian arithmetic without Date. Day numbers after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
// (days_from_civil, civil_from_days): eras of 400 years, years that begin in March.

/** A day taken apart; month and day from 1. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const ERA_DAYS = 146_097;
/** From 1 March 0000 to 1 January 1970. */
const TO_1970 = 719_468;

/** Days since 1970-01-01 (negative before). */
function dayNumber({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - TO_1970;
}

/** The day `days` after 1970-01-01. */
function civil(days: number): Civil {
  const z = days + TO_1970;
  const era = Math.floor(z / ERA_DAYS);
  const dayOfEra = z - era * ERA_DAYS;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** `YYYY-MM-DD` taken apart; null when it is no real day between 1900 and 2199. */
export function readDay(day: string): Civil | null {
  if (!isDay(day)) return null;
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

/** As `YYYY-MM-DD`. */
export function writeDay({ year, month, day }: Civil): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** A number of two digits, zero before. */
export const two = (n: number): string => String(n).padStart(2, '0');

/** The day `n` days later (earlier when negative); '' when `day` is none or the result leaves 1900–2199. */
export function addDays(day: string, n: number): string {
  const from = readDay(day);
  if (!from || !Number.isSafeInteger(n)) return '';
  const to = writeDay(civil(dayNumber(from) + n));
  return isDay(to) ? to : '';
}

/** Days from `a` to `b`: 0 for one day, negative when `b` is earlier, NaN when either is no day. */
export function daysBetween(a: string, b: string): number {
  const [from, to] = [readDay(a), readDay(b)];
  return from && to ? dayNumber(to) - dayNumber(from) : NaN;
}

/** Monday 0 … Sunday 6; NaN when `day` is none. */
export function weekday(day: string): number {
  const parts = readDay(day);
  // 1970-01-01 was a Thursday.
  return parts ? (((dayNumber(parts) + 3) % 7) + 7) % 7 : NaN;
}

/**
 * A moment as people read it, `YYYY-MM-DDTHH:MM`.
 * @param epochMs milliseconds since 1970-01-01T00:00Z; whole or not
 * @param offsetMinutes minutes east of UTC (Bishkek: 360)
 */
export function localDayTime(epochMs: number, offsetMinutes: number): string {
  const minutes = Math.floor(epochMs / 60_000) + offsetMinutes;
  const days = Math.floor(minutes / 1440);
  const rest = minutes - days * 1440;
  return `${writeDay(civil(days))}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** Days before the serial number 0 of a spreadsheet: 1899-12-30 (with the leap day 1900 never had), 1904-01-01. */
const SERIAL_1900 = dayNumber({ year: 1899, month: 12, day: 30 });
const SERIAL_1904 = dayNumber({ year: 1904, month: 1, day: 1 });

/**
 * The day of a spreadsheet's serial number; the time of day (its fraction) is dropped. Null for what is no day
 * between 1900 and 2199, and for 60 of the 1900 system, a 29 February 1900 that never was.
 */
export function excelDay(serial: number, date1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 200_000) return null;
  const whole = Math.floor(serial);
  if (date1904) return realDay(SERIAL_1904 + whole);
  if (whole === 0 || whole === 60) return null;
  return realDay(SERIAL_1900 + whole + (whole < 60 ? 1 : 0));
}

function realDay(days: number): string | null {
  const day = writeDay(civil(days));
  return isDay(day) ? day : null;
}

/** Years a person of that birth year is or becomes in the year of `day`; null when unknown or not born yet. Unknown stays unknown. */
export function ageAt(birthYear: number | null | undefined, day: string): number | null {
  const at = readDay(day);
  if (!at || birthYear === null || birthYear === undefined || !Number.isInteger(birthYear)) return null;
  return birthYear > at.year ? null : at.year - birthYear;
}

/** Nobody is older; a greater age is a slip of the pen. */
const OLDEST = 130;

/** Code of the vocabulary `age_band`; 'x' (not stated) when unknown or impossible. */
export function ageBand(age: number | null | undefined): string {
  if (age === null || age === undefined || !(age >= 0 && age <= OLDEST)) return 'x';
  if (age < 18) return 'u18';
  if (age < 29) return '18-28';
  if (age < 45) return '29-44';
  return age < 60 ? '45-59' : '60+';
}
