import { addDays, daysBetween, two } from '../format/calendar.ts';
import type { Value } from '../schema/field.ts';
import { areIds, packIds, packNumbers, unpackIds, unpackNumbers, type IdColumn, type NumberColumn, type Replicas } from './columns.ts';

/** Which rows have a value: one character a row, '1' for those that have; absent when all have. */
interface Gaps {
  readonly a?: string;
}

/**
 * The values of one field. One value for all rows stands as it is (`k` for a list); else
 * `n` whole numbers, `day` days and `min` minutes since 1970 on the local clock, `i` ids,
 * `d` the different values with `x` the place of each row's among them (a base-36 digit, '-' for none),
 * `l` texts joined by '|', or `v` values as they are.
 */
export type ValueColumn =
  | string | number | boolean | null
  | { readonly k: Value }
  | { readonly d: readonly Value[]; readonly x: string }
  | (Gaps & { readonly n: NumberColumn })
  | (Gaps & { readonly day: NumberColumn })
  | (Gaps & { readonly min: NumberColumn })
  | (Gaps & { readonly i: IdColumn })
  | (Gaps & { readonly l: string })
  | (Gaps & { readonly v: readonly Value[] });

/** Different values that one base-36 digit can tell apart. */
const MAX_DIFFERENT = 36;
/** Longest joined text: the endpoint refuses longer ones in a message. */
const MAX_JOINED = 16_000;
/** Deltas between numbers beyond this are not exact. */
const MAX_EXACT = 2 ** 51;
const SEPARATOR = '|';
const EPOCH = '1970-01-01';
const DAY_MINUTES = 1_440;
/** Lengths of `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM`. */
const [DAY_WIDTH, MINUTE_WIDTH] = [10, 16];

/** `undefined` marks a row without this field; at least one row has it. */
export function packValues(values: readonly (Value | undefined)[], replicas: Replicas): ValueColumn {
  const present = values.filter((v) => v !== undefined);
  const told = values.map((v) => (v === undefined ? undefined : JSON.stringify(v)));
  const texts = told.filter((t) => t !== undefined);
  if (present.length === values.length && texts.every((t) => t === texts[0])) return constant(known(present[0]));
  const gaps: Gaps = present.length === values.length ? {} : { a: values.map((v) => (v === undefined ? '0' : '1')).join('') };
  return packWhole(present, gaps) ?? packTimes(present, gaps) ?? packRefs(present, gaps, replicas) ?? packFew(present, texts, told) ?? packTexts(present, gaps);
}

/** Unlike `must`: null is a value. */
function known(v: Value | undefined): Value {
  if (v === undefined) throw new RangeError('no such value');
  return v;
}

const constant = (v: Value): ValueColumn => (typeof v === 'object' && v !== null ? { k: v } : v);

const areTexts = (xs: readonly Value[]): xs is readonly string[] => xs.every((x) => typeof x === 'string');

function packWhole(present: readonly Value[], gaps: Gaps): ValueColumn | undefined {
  const fits = (x: Value): x is number => Number.isSafeInteger(x) && Math.abs(x as number) < MAX_EXACT;
  return present.every(fits) ? { n: packNumbers(present), ...gaps } : undefined;
}

function packTimes(present: readonly Value[], gaps: Gaps): ValueColumn | undefined {
  const width = typeof present[0] === 'string' ? present[0].length : 0;
  if ((width !== DAY_WIDTH && width !== MINUTE_WIDTH) || !areTexts(present) || present.some((x) => x.length !== width)) return undefined;
  // Times of one training are of few days: each is reckoned once.
  const dayOf = once((day: string) => daysBetween(EPOCH, day));
  const textOf = once(dayText);
  if (width === DAY_WIDTH) {
    const days = present.map(dayOf);
    return comeBack(days, present, textOf) ? { day: packNumbers(days), ...gaps } : undefined;
  }
  const minutes = present.map((x) => minuteOf(x, dayOf));
  return comeBack(minutes, present, (m) => minuteText(m, textOf)) ? { min: packNumbers(minutes), ...gaps } : undefined;
}

/** A function that remembers what it gave. */
function once<K, V>(f: (key: K) => V): (key: K) => V {
  const given = new Map<K, V>();
  return (key) => {
    const had = given.get(key);
    if (had !== undefined) return had;
    const made = f(key);
    given.set(key, made);
    return made;
  };
}

/** Whether every text was counted, and is what its count is written as. */
const comeBack = (counts: readonly number[], texts: readonly string[], write: (count: number) => string): boolean =>
  counts.every((count, i) => Number.isInteger(count) && write(count) === texts[i]);

/** Minutes since 1970 of `YYYY-MM-DDTHH:MM`; NaN when it does not look like one. */
function minuteOf(text: string, dayOf: (day: string) => number): number {
  const [, day = '', hour, minute] = /^(.{10})T(\d\d):(\d\d)$/.exec(text) ?? [];
  return dayOf(day) * DAY_MINUTES + Number(hour) * 60 + Number(minute);
}

/** @throws RangeError for a count outside the days that a field may hold */
function dayText(days: number): string {
  const day = addDays(EPOCH, days);
  if (day === '') throw new RangeError('day');
  return day;
}

function minuteText(minutes: number, textOf: (days: number) => string): string {
  const days = Math.floor(minutes / DAY_MINUTES);
  const rest = minutes - days * DAY_MINUTES;
  if (!Number.isSafeInteger(rest)) throw new RangeError('minute');
  return `${textOf(days)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

function packRefs(present: readonly Value[], gaps: Gaps, replicas: Replicas): ValueColumn | undefined {
  return areTexts(present) && present.length > 1 && areIds(present) ? { i: packIds(present, replicas), ...gaps } : undefined;
}

function packFew(present: readonly Value[], texts: readonly string[], told: readonly (string | undefined)[]): ValueColumn | undefined {
  const different = [...new Set(texts)];
  if (different.length > MAX_DIFFERENT || different.length >= present.length) return undefined;
  const place = new Map(different.map((t, i) => [t, i.toString(36)]));
  const x = told.map((t) => (t === undefined ? '-' : place.get(t))).join('');
  return { d: different.map((t) => known(present[texts.indexOf(t)])), x };
}

function packTexts(present: readonly Value[], gaps: Gaps): ValueColumn {
  if (present.length < 2 || !areTexts(present) || present.some((x) => x.includes(SEPARATOR))) return { v: present, ...gaps };
  const l = present.join(SEPARATOR);
  return l.length > MAX_JOINED ? { v: present, ...gaps } : { l, ...gaps };
}

/** @throws RangeError or TypeError when it is no column of n rows */
export function unpackValues(col: ValueColumn, n: number, replicas: readonly string[]): (Value | undefined)[] {
  if (typeof col !== 'object' || col === null) return Array.from({ length: n }, () => col);
  if ('k' in col) return Array.from({ length: n }, () => col.k);
  if ('d' in col) return unpackFew(col.d, col.x, n);
  const has = presence(col.a, n);
  const present = unpackPresent(col, has.filter(Boolean).length, replicas);
  let next = 0;
  return has.map((yes) => (yes ? present[next++] : undefined));
}

function unpackFew(different: readonly Value[], x: string, n: number): (Value | undefined)[] {
  if (typeof x !== 'string' || x.length !== n) throw new RangeError('column length');
  return [...x].map((digit) => (digit === '-' ? undefined : known(different[parseInt(digit, 36)])));
}

function presence(a: string | undefined, n: number): boolean[] {
  if (a === undefined) return Array.from({ length: n }, () => true);
  if (typeof a !== 'string' || a.length !== n) throw new RangeError('column length');
  return [...a].map((c) => c === '1');
}

type Several = Exclude<ValueColumn, string | number | boolean | null | { readonly k: Value } | { readonly x: string }>;

function unpackPresent(col: Several, n: number, replicas: readonly string[]): readonly Value[] {
  if ('n' in col) return unpackNumbers(col.n, n);
  if ('i' in col) return unpackIds(col.i, n, replicas);
  if ('day' in col) return unpackNumbers(col.day, n).map(dayText);
  if ('min' in col) {
    const textOf = once(dayText);
    return unpackNumbers(col.min, n).map((m) => minuteText(m, textOf));
  }
  const list = 'l' in col ? col.l.split(SEPARATOR) : col.v;
  if (!Array.isArray(list) || list.length !== n) throw new RangeError('column length');
  return list;
}
