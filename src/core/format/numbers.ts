import type { Lang } from './languages.ts';

/** Between groups of three digits in Kyrgyz and Russian, and before a unit. */
const NBSP = '\u00a0';
/** For what is no number: a screen shows a dash rather than NaN. */
const NONE = '—';

/**
 * A number as people read it: «1 234,5» (no-break space, comma) in Kyrgyz and Russian, "1,234.5" in English.
 * @param decimals digits after the point, always that many; without it as many as needed, at most 2
 */
export function formatNumber(lang: Lang, n: number, decimals?: number): string {
  if (!Number.isFinite(n)) return NONE;
  const rounded = round(Math.abs(n), decimals ?? 2);
  const [whole = '0', part = ''] = rounded.split('.');
  const fraction = decimals === undefined ? part.replace(/0+$/, '') : part;
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'en' ? ',' : NBSP);
  const point = lang === 'en' ? '.' : ',';
  const text = fraction === '' ? digits : `${digits}${point}${fraction}`;
  return n < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Halves go up as written (1,005 → 1,01): the decimal text is shifted, since its binary value lies a hair below. */
function round(abs: number, decimals: number): string {
  const places = Math.min(Math.max(Math.trunc(decimals), 0), 10);
  const text = String(abs);
  if (text.includes('e') || abs >= 1e15) return abs >= 1e15 ? wholeText(abs) : abs.toFixed(places);
  return Number(`${Math.round(Number(`${text}e${places}`))}e-${places}`).toFixed(places);
}

/** All digits of a large number, without an exponent. */
const wholeText = (abs: number): string => BigInt(abs).toString();

/** A share: «87 %» in Kyrgyz and Russian, "87%" in English. `ratio` 1 is all; a dash for what is no number (0 of 0). */
export function formatPercent(lang: Lang, ratio: number, decimals = 0): string {
  if (!Number.isFinite(ratio)) return NONE;
  return `${formatNumber(lang, ratio * 100, decimals)}${lang === 'en' ? '' : NBSP}%`;
}

const UNITS: Readonly<Record<Lang, readonly string[]>> = {
  ky: ['Б', 'КБ', 'МБ', 'ГБ'],
  ru: ['Б', 'КБ', 'МБ', 'ГБ'],
  en: ['B', 'KB', 'MB', 'GB'],
};

/** A size in steps of 1024: «512 Б», «12 КБ», «1,4 МБ»; one decimal below ten. */
export function formatBytes(lang: Lang, bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return NONE;
  let [value, step] = [bytes, 0];
  // 1023.5 KB would print as 1 024 KB.
  while (Math.round(value) >= 1024 && step < 3) [value, step] = [value / 1024, step + 1];
  const shown = step > 0 && value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${formatNumber(lang, shown)}${NBSP}${UNITS[lang][step] ?? ''}`;
}
