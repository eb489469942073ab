import type { Lang } from './languages.ts';

// Own tables: browsers on desks have no Kyrgyz (DOMAIN 3.3). Names as CLDR and government write them.

/** Months inside a date: Kyrgyz nominative, Russian genitive, English. */
export const MONTHS: Readonly<Record<Lang, readonly string[]>> = {
  ky: ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  ru: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};

/** From Monday. */
export const WEEKDAYS: Readonly<Record<Lang, readonly string[]>> = {
  ky: ['дүйшөмбү', 'шейшемби', 'шаршемби', 'бейшемби', 'жума', 'ишемби', 'жекшемби'],
  ru: ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};

const BY_START: ReadonlyMap<string, number> = new Map([
  ...['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'].map((s, i): [string, number] => [s, i + 1]),
  ...['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((s, i): [string, number] => [s, i + 1]),
  ['мая', 5],
]);

// Russian nominatives are the Kyrgyz words, so three tables hold all forms.

/** Month 1–12 of a month's name, whole or short, in any of the three languages; null for another word. */
export function monthOf(word: string): number | null {
  const lower = word.toLowerCase();
  const month = BY_START.get(lower.slice(0, 3));
  if (month === undefined) return null;
  const whole = Object.values(MONTHS).map((names) => names[month - 1] ?? '');
  return whole.some((name) => name.toLowerCase().startsWith(lower)) ? month : null;
}

