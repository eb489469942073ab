import { bareStem, familyEnding, kinMarker, nameWords, patronymic, type Ending, type Word } from './words.ts';

export interface FamilyName {
  /** Folded, for equality. */
  readonly key: string;
  /** Without ending or «уулу»: what Тойчубекова and Тойчубек кызы share. */
  readonly stem: string;
  /** «X уулу», an ending that carries sex (-ов, -ова), or neither. */
  readonly kind: 'kin' | 'gendered' | 'plain';
  readonly sex: 'f' | 'm' | null;
  /** Halves of a double name; one entry for a single one. */
  readonly parts: readonly string[];
}

export interface FatherName {
  /** Stem of a patronymic, or one folded letter when only an initial is known. */
  readonly stem: string;
  readonly initial: boolean;
}

/** A name taken apart for comparing. Derived, never stored: the name as written is what counts. */
export interface ParsedName {
  /** All words folded in the order written, one space between. */
  readonly text: string;
  /** Folded words without уулу and кызы, in the order written; a single letter is an initial. */
  readonly tokens: readonly string[];
  readonly family: FamilyName | null;
  /** Folded, hyphens gone; a single letter is an initial. */
  readonly given: readonly string[];
  /** First half of a double given name when it was written with a hyphen. */
  readonly givenParts: readonly string[];
  readonly father: FatherName | null;
  readonly sex: 'f' | 'm' | null;
  /** «X уулу» stood behind another word, against official order. */
  readonly kinLast: boolean;
  /** Which word is the family name was read from its ending, not merely from its place. */
  readonly sure: boolean;
}

interface Kin {
  readonly stem: string;
  readonly key: string;
  readonly sex: 'f' | 'm';
  readonly at: number;
}

/** Takes a name apart: Family Given Patronymic in any order that endings tell, «X уулу Y», initials. Never throws. */
export function parseName(name: string): ParsedName {
  const all = nameWords(name);
  const { kin, rest } = takeKin(all);
  const { father, sex: fatherSex, words } = takePatronymic(rest);
  const full = words.filter((word) => !isInitial(word, words));
  const letters = words.filter((word) => isInitial(word, words)).map((word) => word.key);
  const family = pickFamily(full, kin, letters.length > 0, father !== null);
  const givenWords = full.filter((word) => word !== family.word);
  // «Бекова К. С.»: given name, then father's.
  const given = givenWords.length > 0 ? givenWords.map((word) => word.key) : letters.splice(0, 1);
  return {
    text: all.map((word) => word.key).join(' '),
    tokens: all.filter((word) => kinMarker(word.key) === null).map((word) => word.key),
    family: family.name,
    given,
    givenParts: givenWords.flatMap((word) => word.parts),
    father: father ?? (kin ? { stem: kin.stem, initial: false } : initialFather(letters[0])),
    sex: fatherSex ?? kin?.sex ?? family.name?.sex ?? null,
    kinLast: standsLast(kin, family.name, full),
    sure: family.sure,
  };
}

const standsLast = (kin: Kin | null, family: FamilyName | null, full: readonly Word[]): boolean =>
  kin !== null && family?.kind === 'kin' && kin.at > 0 && full.length > 0;

const initialFather = (letter: string | undefined): FatherName | null =>
  letter === undefined ? null : { stem: letter, initial: true };

/** «X уулу» is two words: the first marker that has a name before it. */
function takeKin(all: readonly Word[]): { kin: Kin | null; rest: Word[] } {
  for (let i = 1; i < all.length; i++) {
    const [father, marker] = [all[i - 1], all[i]];
    const sex = marker ? kinMarker(marker.key) : null;
    if (!father || !marker || sex === null || father.key.length < 2) continue;
    const kin: Kin = { stem: bareStem(father.key), key: `${father.key} ${sex}`, sex, at: i - 1 };
    return { kin, rest: all.filter((_, n) => n !== i && n !== i - 1) };
  }
  return { kin: null, rest: [...all] };
}

/** A patronymic stands second or later: «Абрамович Роман» is a family name. */
function takePatronymic(rest: readonly Word[]): { father: FatherName | null; sex: 'f' | 'm' | null; words: Word[] } {
  for (let i = rest.length - 1; i > 0; i--) {
    const word = rest[i];
    const found = word ? patronymic(word.key) : null;
    if (found) return { father: { stem: found.stem, initial: false }, sex: found.sex, words: rest.filter((w) => w !== word) };
  }
  return { father: null, sex: null, words: [...rest] };
}

/** One letter is an initial, but a first word without a dot may be a family name (Ю, У, О) unless another word is one. */
function isInitial(word: Word, words: readonly Word[]): boolean {
  if (word.key.length > 1) return false;
  if (word.dot || word !== words[0]) return true;
  return words.some((other) => familyEnding(other)?.strong === true);
}

interface Picked {
  readonly name: FamilyName | null;
  readonly word: Word | null;
  readonly sure: boolean;
}

function pickFamily(full: readonly Word[], kin: Kin | null, hasLetters: boolean, hasFather: boolean): Picked {
  const strong = full.find((word) => familyEnding(word)?.strong === true);
  if (strong) return fromWord(strong, true);
  if (kin && (full.length < 2 || kin.at === 0)) return { name: kinFamily(kin), word: null, sure: true };
  const first = full[0];
  // «Бакыт Маратович» has no family name; «Коробаева К.» and «Бакыт» are read as one.
  if (!first || (full.length === 1 && hasFather && !hasLetters)) return { name: null, word: null, sure: false };
  return fromWord(first, false);
}

function fromWord(word: Word, sure: boolean): Picked {
  const end: Ending | null = familyEnding(word);
  const name: FamilyName = {
    key: word.key,
    stem: end?.stem ?? bareStem(word.key),
    kind: end ? 'gendered' : 'plain',
    sex: end?.sex ?? null,
    parts: word.parts,
  };
  return { name, word, sure };
}

const kinFamily = (kin: Kin): FamilyName => ({ key: kin.key, stem: kin.stem, kind: 'kin', sex: kin.sex, parts: [kin.key] });
