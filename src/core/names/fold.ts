import { asciiDigits, hasCyrillic, hasLatin } from './letters.ts';
import { repairName } from './repair.ts';

// Folding for search (DOMAIN 3.4): what is typed on a keyboard without ң ө ү, in Latin or in an older
// spelling meets what is stored. Folded text is for comparing alone; nobody ever reads it.

const APOSTROPHES = "'’‘ʼʻ`´ʹ′";
const TOKEN = new RegExp(`[\\p{L}\\p{N}\\p{M}${APOSTROPHES}]+`, 'gu');
const APOSTROPHE = new RegExp(`[${APOSTROPHES}]`, 'gu');
/** Soft and hard signs, apostrophes, marks: й keeps its breve, since text is composed here. */
const SILENT = new RegExp(`[ьъ\\p{M}${APOSTROPHES}]`, 'gu');

/** Latin letters with marks that are other letters, before marks are stripped. */
const LATIN_MARKED: ReadonlyMap<string, string> = letters('şsh šsh çch čch žzh ğg ıi æe ßss øo əa ŋn ɵo ðd þt łl đd');

/** Latin by sound, longest first; `y` and `i` beside vowels are the first half of я ю ё е. */
const LATIN_SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|sh/g, 'ш'],
  [/ch/g, 'ч'],
  [/dzh|zh|dj|j/g, 'ж'],
  [/kh/g, 'х'],
  [/ph/g, 'ф'],
  [/ts|tz/g, 'ц'],
  [/gh|g'/g, 'г'],
  [/ya|(?<=[aoue])ia/g, 'я'],
  [/yu|(?<=[aoue])iu/g, 'ю'],
  [/yo|ye|(?<=[aoue])i[oe]/g, 'е'],
  [/yi/g, 'и'],
  [/x/g, 'кс'],
];

const LATIN_LETTERS: ReadonlyMap<string, string> = letters(
  'aа bб cк dд eе fф gг hх iи kк lл mм nн oо pп qк rр sс tт uу vв wв yи zз',
);

/** Cyrillic letters that count as one: Kyrgyz ң ө ү and other alphabets' letters by the nearest Russian one, rough vowels. */
const CYRILLIC_LETTERS: ReadonlyMap<string, string> = letters(
  'ңн өо үу ёе эе ыи щш ѐе ѝи қк ҡк ҝк ғг ҕг ҳх һх ўу ӯу ұу әа ӓа іи їи ӣи єе ҷж җж љл њн ћч ђж џж ґг ҥн ԛк ԝв ѕс јж',
);

/** Letters that are two sounds: put after doubled letters became one, so that Аяна does not become Анна. */
const HALF_VOWELS: ReadonlyMap<string, string> = letters('йи юу яа');

const FINAL: ReadonlyMap<string, string> = letters('бп дт гк');

function letters(text: string): Map<string, string> {
  return new Map(
    text.split(' ').map((pair): [string, string] => {
      const [from = '', ...to] = pair;
      return [from, to.join('')];
    }),
  );
}

/**
 * The words of a text, folded: lower case, Latin by sound, rough vowels, single letters for doubled ones.
 * Never throws, whatever the text; [] when it holds no letter or digit.
 */
export function foldTokens(text: string): string[] {
  return words(text).map(foldWord).filter((token) => token !== '');
}

/** As `foldTokens`, with ө, о and е as one: Кек-Мойнок is Көк-Мойнок, Терт-Куль is Төрт-Күл. */
export function foldPlace(text: string): string[] {
  return foldTokens(text).map(asPlace);
}

/** One folded word, as places are compared. */
export const asPlace = (token: string): string => single(token.replaceAll('о', 'е'), /(е)\1+/g);

/** Words in order, lower case, look-alikes put right, not yet folded. Hyphens divide; apostrophes do not. */
export function words(text: string): string[] {
  return asciiDigits(repairName(text.normalize('NFKC')).toLowerCase()).match(TOKEN) ?? [];
}

/** One word of `words`, folded whole. */
export function foldWord(word: string): string {
  const open = foldOpen(word);
  const last = open.slice(-1);
  return open.length > 1 ? open.slice(0, -1) + (FINAL.get(last) ?? last) : open;
}

/** A word that may still be typed on: as `foldWord`, but its last consonant is not yet final. */
export function foldOpen(word: string): string {
  const cyrillic = hasLatin(word) ? bySound(word) : word;
  return roughen(cyrillic.normalize('NFC'));
}

function bySound(word: string): string {
  let out = swap(word.replace(APOSTROPHE, "'"), LATIN_MARKED);
  // Uzbek oʻ is a letter of its own; elsewhere an apostrophe is a soft sign or nothing.
  if (!hasCyrillic(out)) out = out.replace(/o'/g, 'u');
  out = out.normalize('NFD').replace(/(?<=\p{Script=Latin})\p{M}+/gu, '');
  for (const [sound, letter] of LATIN_SOUNDS) out = out.replace(sound, letter);
  return swap(out, LATIN_LETTERS);
}

function roughen(word: string): string {
  const plain = swap(word.replace(SILENT, '').replace(/дж/g, 'ж'), CYRILLIC_LETTERS);
  // йу is ю: Сүйүнбаев, Суюнбаев.
  const halves = swap(single(plain, /(\p{L})\1+/gu).replace(/й(?=[аоуе])/g, ''), HALF_VOWELS);
  // нг is how ң is written without the letter: Жангыл, Жаңыл; Кок-Жангак, Көк-Жаңгак.
  return single(halves.replace(/нг/g, 'н'), /([^аоуе\P{L}])\1+/gu);
}

const single = (text: string, doubled: RegExp): string => text.replace(doubled, '$1');

function swap(text: string, table: ReadonlyMap<string, string>): string {
  let out = '';
  for (const letter of text) out += table.get(letter) ?? letter;
  return out;
}
