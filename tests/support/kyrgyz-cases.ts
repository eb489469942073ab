import { formatDay, formatRange, parseDay } from '../../src/core/format/dates.ts';
import { formatBytes, formatNumber, formatPercent } from '../../src/core/format/numbers.ts';
import { formatRelative } from '../../src/core/format/relative.ts';
import { foldPlace, foldTokens } from '../../src/core/names/fold.ts';
import { repairName } from '../../src/core/names/repair.ts';
import { compareText, sortKey } from '../../src/core/names/sort.ts';

/** One thing that must come out the same on every device. Plain data but for `actual`, so that a page can run it and answer by JSON. */
export interface KyrgyzCase {
  readonly title: string;
  readonly actual: () => unknown;
  readonly expected: unknown;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const is = (title: string, actual: () => unknown, expected: unknown): KyrgyzCase => ({ title, actual, expected });

const dates: readonly KyrgyzCase[] = [
  is('ky list', () => formatDay('ky', '2019-11-18', 'numeric'), '18.11.2019'),
  is('ky long', () => formatDay('ky', '2019-11-18', 'long'), '2019-ж. 18-ноябрь'),
  is('ky day and month', () => formatDay('ky', '2019-12-04', 'day_month'), '4-декабрь'),
  is('ky weekday', () => formatDay('ky', '2022-10-28', 'weekday_long'), '2022-ж. 28-октябрь, жума'),
  is('ru list', () => formatDay('ru', '2019-11-18', 'numeric'), '18.11.2019'),
  is('ru long', () => formatDay('ru', '2019-11-18', 'long'), '18 ноября 2019 г.'),
  is('ru day and month', () => formatDay('ru', '2019-12-04', 'day_month'), '4 декабря'),
  is('ru weekday', () => formatDay('ru', '2022-10-28', 'weekday_long'), 'пятница, 28 октября 2022 г.'),
  is('en long', () => formatDay('en', '2019-11-18', 'long'), '18 November 2019'),
  is('en weekday', () => formatDay('en', '2022-10-28', 'weekday_long'), 'Friday, 28 October 2022'),
  is('ky range over months', () => formatRange('ky', '2019-11-18', '2019-12-04'), '2019-ж. 18-ноябрь – 4-декабрь'),
  is('ky range in a month', () => formatRange('ky', '2019-11-18', '2019-11-22'), '2019-ж. 18–22-ноябрь'),
  is('ky range over years', () => formatRange('ky', '2019-12-30', '2020-01-02'), '2019-ж. 30-декабрь – 2020-ж. 2-январь'),
  is('ky range of one day', () => formatRange('ky', '2019-11-18', '2019-11-18'), '2019-ж. 18-ноябрь'),
  is('ru range over months', () => formatRange('ru', '2019-11-18', '2019-12-04'), '18 ноября – 4 декабря 2019 г.'),
  is('ru range in a month', () => formatRange('ru', '2019-11-18', '2019-11-22'), '18–22 ноября 2019 г.'),
  is('ru range over years', () => formatRange('ru', '2019-12-30', '2020-01-02'), '30 декабря 2019 г. – 2 января 2020 г.'),
  is('en range over months', () => formatRange('en', '2019-11-18', '2019-12-04'), '18 November – 4 December 2019'),
  is('range without an end', () => formatRange('ky', '2019-11-18', ''), '2019-ж. 18-ноябрь'),
  is(
    'ky months',
    () => Array.from({ length: 12 }, (_, i) => formatDay('ky', `2020-${String(i + 1).padStart(2, '0')}-01`, 'day_month').slice(2)),
    ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь'],
  ),
  is(
    'ky weekdays from Monday',
    () => Array.from({ length: 7 }, (_, i) => formatDay('ky', `2019-11-${18 + i}`, 'weekday_long').split(', ')[1]),
    ['дүйшөмбү', 'шейшемби', 'шаршемби', 'бейшемби', 'жума', 'ишемби', 'жекшемби'],
  ),
  is('reading a Kyrgyz date', () => parseDay('2019-ж. 18-ноябрь'), '2019-11-18'),
  is('reading a Russian date', () => parseDay('4 декабря 2019 г.'), '2019-12-04'),
];

const numbers: readonly KyrgyzCase[] = [
  is('ky groups and comma', () => formatNumber('ky', 1234567.891), '1\u00a0234\u00a0567,89'),
  is('ru groups and comma', () => formatNumber('ru', 1234567.891), '1\u00a0234\u00a0567,89'),
  is('en groups and point', () => formatNumber('en', 1234567.891), '1,234,567.89'),
  is('ky fixed decimals', () => formatNumber('ky', 15.92, 2), '15,92'),
  is('ky thousand', () => formatNumber('ky', 1000), '1\u00a0000'),
  is('ky below a thousand', () => formatNumber('ky', 398), '398'),
  is('binary dust', () => formatNumber('ky', 0.1 + 0.2), '0,3'),
  is('halves go up', () => formatNumber('ky', 1.005, 2), '1,01'),
  is('ky percent', () => formatPercent('ky', 0.876), '88\u00a0%'),
  is('ru percent', () => formatPercent('ru', 0.5025, 2), '50,25\u00a0%'),
  is('en percent', () => formatPercent('en', 0.876), '88%'),
  is('nothing of nothing', () => formatPercent('ky', 0 / 0), '—'),
  is('ky bytes', () => formatBytes('ky', 1434), '1,4\u00a0КБ'),
  is('en bytes', () => formatBytes('en', 5 * 1024 * 1024), '5\u00a0MB'),
];

const relative: readonly KyrgyzCase[] = [
  is('ky now', () => formatRelative('ky', 59_999), 'азыр эле'),
  is('ky minutes', () => formatRelative('ky', 5 * MINUTE), '5 мүнөт мурун'),
  is('ky hours', () => formatRelative('ky', 3 * HOUR), '3 саат мурун'),
  is('ky days', () => formatRelative('ky', 2 * DAY), '2 күн мурун'),
  is('ky to come', () => formatRelative('ky', -5 * MINUTE), '5 мүнөттөн кийин'),
  is('ru plural forms', () => [1, 2, 5, 11, 21, 22].map((n) => formatRelative('ru', n * MINUTE)), [
    '1 минуту назад',
    '2 минуты назад',
    '5 минут назад',
    '11 минут назад',
    '21 минуту назад',
    '22 минуты назад',
  ]),
  is('ru days, months, years', () => [DAY, 59 * DAY, 61 * DAY, 800 * DAY, 2000 * DAY].map((ms) => formatRelative('ru', ms)), [
    '1 день назад',
    '59 дней назад',
    '2 месяца назад',
    '2 года назад',
    '5 лет назад',
  ]),
  is('en', () => [0, MINUTE, 5 * MINUTE, -HOUR].map((ms) => formatRelative('en', ms)), [
    'just now',
    '1 minute ago',
    '5 minutes ago',
    'in 1 hour',
  ]),
];

const sorted = (texts: readonly string[]): string[] => [...texts].reverse().sort(compareText);
const byKey = (texts: readonly string[]): string[] => [...texts].reverse().sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
const inOrder = (title: string, texts: readonly string[]): KyrgyzCase[] => [
  is(title, () => sorted(texts), texts),
  is(`${title} (by keys)`, () => byKey(texts), texts),
];

const order: readonly KyrgyzCase[] = [
  ...inOrder('the alphabet', 'А Б В Г Д Е Ё Ж З И Й К Л М Н Ң О Ө П Р С Т У Ү Ф Х Ц Ч Ш Щ Ъ Ы Ь Э Ю Я'.split(' ')),
  ...inOrder('small letters', 'а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я'.split(' ')),
  ...inOrder('ң after н, ө after о, ү after у', ['Наз', 'Нур', 'Ңаз', 'Омар', 'Орозбек', 'Өмүр', 'Пери', 'Умут', 'Уулу', 'Үмүт', 'Фатима']),
  ...inOrder('ң inside words', ['Жан', 'Жаныл', 'Жаңыл', 'Жапар']),
  ...inOrder('ё a letter of its own after е', ['Еж', 'Ель', 'Ёж', 'Ёлка', 'Жан']),
  ...inOrder('shorter first, spaces and hyphens before letters', ['Асан', 'Асан-Алы', 'Асан уулу', 'Асанов', 'Асанова']),
  ...inOrder('numbers by value', ['2-күн', '10-күн', '010-күн а', '1000-күн', 'Күн 2', 'Күн 10']),
  ...inOrder('Cyrillic before Latin', ['Ырыс', 'Яна', 'Adam', 'Émile', 'Ezra', 'Zoe']),
  is('case does not part words', () => sorted(['жан', 'Жаңыл', 'Жан', 'жаңыл']), ['Жан', 'жан', 'Жаңыл', 'жаңыл']),
];

const letters: readonly KyrgyzCase[] = [
  is('Latin initial', () => repairName('A. Абрешова'), 'А. Абрешова'),
  is('ӊ for ң', () => repairName('Жаӊыл'), 'Жаңыл'),
  is('folding', () => foldTokens('Жаңыл Өмүрова'), foldTokens('Zhangyl Omurova')),
  is('folding of places', () => foldPlace('Көк-Мойнок'), foldPlace('Кек-Мойнок')),
  is('capitals of ң ө ү', () => foldTokens('ҢӨҮ'), foldTokens('ңөү')),
];

/** Dates, numbers, times past, order and letters: run in Node and in a real browser, which has no Kyrgyz of its own. */
export const kyrgyzCases: readonly KyrgyzCase[] = [
  ...dates.map((c) => ({ ...c, title: `dates: ${c.title}` })),
  ...numbers.map((c) => ({ ...c, title: `numbers: ${c.title}` })),
  ...relative.map((c) => ({ ...c, title: `relative: ${c.title}` })),
  ...order.map((c) => ({ ...c, title: `order: ${c.title}` })),
  ...letters.map((c) => ({ ...c, title: `letters: ${c.title}` })),
];

/** Runs all cases; answers those that came out otherwise, with both values as JSON, for a test in a browser to print. */
export function failingKyrgyzCases(): { title: string; actual: string; expected: string }[] {
  return kyrgyzCases
    .map(({ title, actual, expected }) => ({ title, actual: JSON.stringify(actual()), expected: JSON.stringify(expected) }))
    .filter(({ actual, expected }) => actual !== expected);
}
