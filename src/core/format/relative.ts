import { formatNumber } from './numbers.ts';
import type { Lang } from './languages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Largest unit first: milliseconds in it, and from how many milliseconds on it is used. A month is 30 days, a year 365: these are words, not dates. */
const STEPS = [
  { unit: 'year', ms: 365 * DAY, from: 365 * DAY },
  { unit: 'month', ms: 30 * DAY, from: 60 * DAY },
  { unit: 'day', ms: DAY, from: DAY },
  { unit: 'hour', ms: HOUR, from: HOUR },
  { unit: 'minute', ms: MINUTE, from: MINUTE },
] as const;
type Unit = (typeof STEPS)[number]['unit'];

interface Words {
  readonly now: string;
  /** Noun forms: Russian for 1, 2–4, 5 and more (accusative); Kyrgyz in the past and after it; English for 1 and more. */
  readonly units: Readonly<Record<Unit, readonly [string, string, string?]>>;
}

const WORDS: Readonly<Record<Lang, Words>> = {
  ky: {
    now: 'азыр эле',
    units: {
      year: ['жыл', 'жылдан'],
      month: ['ай', 'айдан'],
      day: ['күн', 'күндөн'],
      hour: ['саат', 'сааттан'],
      minute: ['мүнөт', 'мүнөттөн'],
    },
  },
  ru: {
    now: 'только что',
    units: {
      year: ['год', 'года', 'лет'],
      month: ['месяц', 'месяца', 'месяцев'],
      day: ['день', 'дня', 'дней'],
      hour: ['час', 'часа', 'часов'],
      minute: ['минуту', 'минуты', 'минут'],
    },
  },
  en: {
    now: 'just now',
    units: {
      year: ['year', 'years'],
      month: ['month', 'months'],
      day: ['day', 'days'],
      hour: ['hour', 'hours'],
      minute: ['minute', 'minutes'],
    },
  },
};

/**
 * How long ago: «5 мүнөт мурун», «5 минут назад», "5 minutes ago"; under a minute «азыр эле».
 * @param deltaMs milliseconds since then; negative for what is still to come («через 5 минут»)
 */
export function formatRelative(lang: Lang, deltaMs: number): string {
  const words = WORDS[lang];
  const abs = Math.abs(deltaMs);
  const step = STEPS.find(({ from }) => abs >= from);
  if (!step || !Number.isFinite(deltaMs)) return words.now;
  const n = Math.floor(abs / step.ms);
  const forms = words.units[step.unit];
  const past = deltaMs > 0;
  const number = formatNumber(lang, n);
  switch (lang) {
    case 'ky':
      return past ? `${number} ${forms[0]} мурун` : `${number} ${forms[1]} кийин`;
    case 'ru':
      return past ? `${number} ${russian(n, forms)} назад` : `через ${number} ${russian(n, forms)}`;
    case 'en':
      return past ? `${number} ${n === 1 ? forms[0] : forms[1]} ago` : `in ${number} ${n === 1 ? forms[0] : forms[1]}`;
  }
}

/** 1, 21, 31 … (not 11); 2–4, 22–24 … (not 12–14); the rest. CLDR plural rules for whole numbers in Russian. */
function russian(n: number, [one, few, many = few]: readonly [string, string, string?]): string {
  const [last, lastTwo] = [n % 10, n % 100];
  if (last === 1 && lastTwo !== 11) return one;
  return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14) ? few : many;
}
