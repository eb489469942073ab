import { parseName, type ParsedName } from './compare.ts';
import { foldTokens } from './fold.ts';
import { foldPhone } from './phone.ts';
import type { TokenTable } from './token-table.ts';

/** What the index needs to know of a person. */
export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly sex?: string | null;
  readonly phone?: string | null;
  readonly unit?: string | null;
  readonly birthYear?: number | null;
}

/** Someone who may be the candidate. `score` 0..1; `why` says what agrees. */
export interface Likely {
  readonly id: string;
  readonly verdict: 'same' | 'maybe';
  readonly score: number;
  readonly why: readonly ('name' | 'phone' | 'unit' | 'birth_year')[];
}

/** One person as the index holds them. */
export interface Entry {
  readonly card: PersonCard;
  readonly parsed: ParsedName;
  /** As stored, or as the name's endings tell; null when neither does. */
  readonly sex: 'f' | 'm' | null;
  /** Folded words, hyphened ones whole and in halves. */
  readonly tokens: readonly string[];
  readonly phone: string;
}

/** What search and likely read. Entries by number; a removed one leaves a hole. */
export interface PeopleTables {
  readonly entries: readonly (Entry | undefined)[];
  readonly names: TokenTable;
  /** Stems of family and fathers' names: Асан уулу, Асанов, Асанович. */
  readonly stems: TokenTable;
  readonly phones: ReadonlyMap<string, readonly number[]>;
}

/** A card taken apart once. */
export function makeEntry(card: PersonCard): Entry {
  const parsed = parseName(card.name);
  return {
    card,
    parsed,
    sex: card.sex === 'f' || card.sex === 'm' ? card.sex : parsed.sex,
    tokens: [...new Set([...parsed.tokens, ...foldTokens(card.name)])],
    phone: foldPhone(card.phone ?? ''),
  };
}

/** Stems under which a name is looked for when its words differ. */
export function stemsOf({ family, father }: ParsedName): string[] {
  const stems = [family?.stem ?? '', father && !father.initial ? father.stem : ''];
  return [...new Set(stems.filter((stem) => stem.length > 1))];
}
