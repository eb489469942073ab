import { differByOne } from './edit.ts';
import { parseName, type FamilyName, type ParsedName } from './parse.ts';
import { kinMarker, nameWords } from './words.ts';

export { parseName, type ParsedName } from './parse.ts';

/** `maybe`: ask a human. Nothing is ever merged by itself. */
export type NameVerdict = 'same' | 'maybe' | 'different';

/** Costs of what differs; more than `LIMIT` in all is another person. Set so that any one doubt asks and most pairs of doubts do not. */
const LIMIT = 2;
const COST = { initial: 1.2, letter: 1, shortLetter: 1.5, form: 0.8, order: 0.6, missing: 1.5, half: 1, fatherInitial: 0.5 } as const;
const NO = Infinity;

/**
 * Whether two names may be one person's (DOMAIN 3.4): other sex or other patronymic never; equal folded family and
 * given name are the same; an initial, one letter (of more than four), -ов against уулу, another order: ask.
 */
export function compareNames(a: string | ParsedName, b: string | ParsedName): NameVerdict {
  const cost = nameCost(typeof a === 'string' ? parseName(a) : a, typeof b === 'string' ? parseName(b) : b);
  return cost === 0 ? 'same' : cost <= LIMIT ? 'maybe' : 'different';
}

/** How far two names are apart: 0 the same, up to 2 maybe, above that (or Infinity) different. */
export function nameCost(a: ParsedName, b: ParsedName): number {
  if (a.text === b.text) return a.text === '' ? NO : 0;
  if (a.tokens.length === 0 || b.tokens.length === 0) return NO;
  if (a.sex !== null && b.sex !== null && a.sex !== b.sex) return NO;
  const straight = readingCost(a, b);
  if (straight === 0) return 0;
  return Math.min(straight, swappedCost(a, b));
}

/** A family name known by its place alone may be the given name: the other way round costs, unless an ending elsewhere settles it. */
function swappedCost(a: ParsedName, b: ParsedName): number {
  const [swapA, swapB] = [swapped(a), swapped(b)];
  const least = Math.min(swapA ? readingCost(swapA, b) : NO, swapB ? readingCost(a, swapB) : NO);
  if (least === 0 && (a.family?.sex ?? b.family?.sex ?? null) !== null) return 0;
  // A single word is not in any order.
  return least + (a.given.length === 0 || b.given.length === 0 ? 0 : COST.order);
}

function swapped(p: ParsedName): ParsedName | null {
  const { family, given } = p;
  if (p.sure || !family || given.length > 1) return null;
  const [word] = given;
  const name: FamilyName | null = word === undefined ? null : { key: word, stem: word, kind: 'plain', sex: null, parts: p.givenParts };
  return { ...p, family: name, given: [family.key], givenParts: family.parts, sex: null };
}

function readingCost(a: ParsedName, b: ParsedName): number {
  const father = fatherCost(a, b);
  if (father === NO) return NO;
  const given = extraWord(a, b) && extraWord(b, a) ? givenCost(a, b) : NO;
  if (given === NO) return NO;
  return given + father + familyCost(a, b) + (a.kinLast === b.kinLast ? 0 : COST.order);
}

function familyCost(a: ParsedName, b: ParsedName): number {
  const [x, y] = [a.family, b.family];
  if (!x || !y) return x === y ? 0 : COST.missing;
  if (x.sex !== null && y.sex !== null && x.sex !== y.sex) return NO;
  if (x.key === y.key) return 0;
  return x.kind !== y.kind && sameFather(a, b) ? COST.form : keyCost(x, y);
}

function keyCost(x: FamilyName, y: FamilyName): number {
  if (x.key.length === 1 || y.key.length === 1) return initialCost(x.key, y.key);
  if (x.kind !== y.kind && x.stem === y.stem) return COST.form;
  if (x.parts.length !== y.parts.length && x.parts.some((part) => y.parts.includes(part))) return COST.half;
  return wordCost(x, y);
}

const initialCost = (x: string, y: string): number => (x.charAt(0) === y.charAt(0) ? COST.initial : NO);

/** One letter changed; between two forms of family name («X уулу» and another) it is one doubt too many. */
function wordCost(x: FamilyName, y: FamilyName): number {
  if (x.kind !== 'kin' && y.kind !== 'kin') return letterCost(x.key, y.key);
  return x.kind === y.kind ? letterCost(x.stem, y.stem) : NO;
}

/** «Асан уулу Бакыт» and «Маратов Бакыт Асанович» have one father. */
function sameFather(a: ParsedName, b: ParsedName): boolean {
  const kin = a.family?.kind === 'kin' || b.family?.kind === 'kin';
  return kin && a.father !== null && b.father !== null && !a.father.initial && a.father.stem === b.father.stem;
}

function fatherCost(a: ParsedName, b: ParsedName): number {
  const [x, y] = [a.father, b.father];
  if (!x || !y || (x.stem === y.stem && x.initial === y.initial)) return 0;
  if (x.initial || y.initial) return x.stem.charAt(0) === y.stem.charAt(0) ? COST.fatherInitial : NO;
  return letterCost(x.stem, y.stem);
}

function givenCost(a: ParsedName, b: ParsedName): number {
  const [x, y] = [a.given.join(''), b.given.join('')];
  if (x === y) return 0;
  if (x === '' || y === '') return COST.missing;
  if (x.length === 1 || y.length === 1) return initialCost(x, y);
  const [p, q] = [a.givenParts, b.givenParts];
  if (p.length !== q.length && (p.every((part) => q.includes(part)) || q.every((part) => p.includes(part)))) return COST.half;
  return letterCost(x, y);
}

/** A third word without an ending («Асанов Бакыт Марат») may be the father's name: then it agrees with the other's patronymic. */
function extraWord(a: ParsedName, b: ParsedName): boolean {
  const extra = a.given[b.given.length];
  if (extra === undefined || b.given.length === 0 || a.father || !b.father) return true;
  return extra.startsWith(b.father.stem) || b.father.stem.startsWith(extra);
}

/** One letter apart is a doubt in a long name and another name in a short one (Анна, Алла; Өмүр, Омар). */
function letterCost(x: string, y: string): number {
  const short = Math.min(x.length, y.length);
  if (short <= 4 || !differByOne(x, y)) return NO;
  return short > 5 ? COST.letter : COST.shortLetter;
}

/** Up to two capital letters for a badge, in the order written, «уулу» and «кызы» left out; '' when there is no letter. */
export function initials(name: string): string {
  const letters = nameWords(name)
    .filter((word) => kinMarker(word.key) === null)
    .map((word) => /\p{L}/u.exec(word.raw)?.[0]?.toUpperCase() ?? '');
  return letters.filter((letter) => letter !== '').slice(0, 2).join('');
}

/** Sex as endings tell it (-ова, -ович, кызы, уулу); null when they do not. Only ever a suggestion. */
export function sexFromName(name: string): 'f' | 'm' | null {
  return parseName(name).sex;
}
