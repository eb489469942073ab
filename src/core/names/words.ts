import { foldWord } from './fold.ts';
import { asciiDigits } from './letters.ts';
import { repairName } from './repair.ts';

/** One word of a name as compared. */
export interface Word {
  /** As written, repaired, lower case. */
  readonly raw: string;
  /** Folded, hyphens gone. */
  readonly key: string;
  /** Folded halves of a hyphened word. */
  readonly parts: readonly string[];
  /** A dot stands behind it. */
  readonly dot: boolean;
}

const LETTERS = "[\\p{L}\\p{N}\\p{M}'’‘ʼʻ`´]+";
const WRITTEN = new RegExp(`(${LETTERS}(?:-${LETTERS})*)(\\.?)`, 'gu');
/** Son or daughter of, written in one word with the father's name. Only with both у's: Айсулуу is a girl. */
const GLUED = /^(\p{L}{3,})-?(уулу|uulu|кызы|kyzy)$/u;

/** Longer text is no name (`nameFault`), and comparing need not wade through it. */
const LONGEST = 400;

/** The words of a name with their folded keys, «Асануулу» as two. Never throws. */
export function nameWords(name: string): Word[] {
  const text = asciiDigits(repairName(name.slice(0, LONGEST).normalize('NFKC')).toLowerCase());
  const found: Word[] = [];
  for (const match of text.matchAll(WRITTEN)) {
    const raw = match[1] ?? '';
    const glued = GLUED.exec(raw);
    for (const piece of glued ? glued.slice(1) : [raw]) {
      const parts = piece.split('-').map(foldWord).filter((part) => part !== '');
      if (parts.length > 0) found.push({ raw: piece, key: parts.join(''), parts, dot: match[2] === '.' });
    }
  }
  return found;
}

const SON = /^(улу|ули|угли|огли|оглу)$/;
const DAUGHTER = /^кизи?$/;

/** What «уулу», «кызы» and their Uzbek, Kazakh and Turkic kin say of sex; null for any other word. */
export function kinMarker(key: string): 'f' | 'm' | null {
  return SON.test(key) ? 'm' : DAUGHTER.test(key) ? 'f' : null;
}

/** A family name's ending that carries sex. `strong` endings make a family name of a word wherever it stands. */
export interface Ending {
  readonly stem: string;
  readonly sex: 'f' | 'm';
  readonly strong: boolean;
}

/** -ов -ова -ев -ева -ский -ская (strong), -ин -ина (weak: Нурдин, Карина are given names); null for none. */
export function familyEnding(word: Pick<Word, 'raw' | 'key'>): Ending | null {
  const { key, raw } = word;
  if (key.length < 5) return null;
  const strong = /^(.+)[ое]в(а?)$/u.exec(key);
  if (strong) return ending(strong[1], strong[2] === 'а', true);
  if (/(ск|цк)(ий|ой|ая)$|sk(i|y|iy|ii|ij|aya|aia|aja)$/u.test(raw)) return ending(key.replace(/(и|ои|а+)$/u, ''), /[аa]$|ая$/u.test(raw), true);
  if (/(ин|цын|ина|цына|in|ina)$/u.test(raw)) return ending(key.replace(/ина?$/u, ''), /[аa]$/u.test(raw), false);
  return null;
}

const ending = (stem: string | undefined, female: boolean, strong: boolean): Ending => ({
  stem: bareStem(stem ?? ''),
  sex: female ? 'f' : 'm',
  strong,
});

const MALE = /^(.+)[ое]вич$/u;
const FEMALE = /^(.+)[ое]вна$/u;
const MALE_SHORT = /^(ил|кузм|лук|фом|никит|сав)ич$/u;
const FEMALE_SHORT = /^(.+?)(?:ин)?ична$/u;

/** -ович -евич -овна -евна and the few short ones: father's stem and sex; null for any other word. */
export function patronymic(key: string): { readonly stem: string; readonly sex: 'f' | 'm' } | null {
  if (key.length < 5) return null;
  const male = MALE.exec(key) ?? MALE_SHORT.exec(key);
  if (male) return { stem: bareStem(male[1] ?? ''), sex: 'm' };
  const female = FEMALE.exec(key) ?? FEMALE_SHORT.exec(key);
  return female ? { stem: bareStem(female[1] ?? ''), sex: 'f' } : null;
}

const FINAL: ReadonlyMap<string, string> = new Map([['б', 'п'], ['д', 'т'], ['г', 'к']]);

/** What a father's name and names made of it share: Сергей and Сергеевич, Якуб and Якупов, Мырза and Мырзаев. */
export function bareStem(key: string): string {
  const bare = key.length > 2 ? key.replace(/[аеиоу]+$/u, '') : key;
  const stem = bare.length > 1 ? bare : key;
  const last = stem.slice(-1);
  return stem.slice(0, -1) + (FINAL.get(last) ?? last);
}
