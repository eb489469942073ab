/** Letters that stand for Kyrgyz ones without being them: same look or nearest key (DOMAIN 3.4: seen in print and on sites). */
const IMPOSTORS: ReadonlyMap<string, string> = new Map(
  pairs('ӊң ӈң ӧө ӱү ұү ɵө ѳө θө ӉҢ ӇҢ ӦӨ ӰҮ ҰҮ ƟӨ ѲӨ ΘӨ ϴӨ'),
);

/** Latin letters that look like Cyrillic ones. Upper-case Y is drawn like Ү, lower-case y like у. */
const LATIN_AS_CYRILLIC: ReadonlyMap<string, string> = new Map(
  pairs('aа cс eе kк oо pр xх yу ëё öө üү ñң AА BВ CС EЕ HН KК MМ OО PР TТ XХ YҮ ËЁ ÖӨ ÜҮ ÑҢ'),
);

/** The other way, for one Cyrillic letter inside a Latin word. */
const CYRILLIC_AS_LATIN: ReadonlyMap<string, string> = new Map(
  pairs('аa сc еe оo рp хx уy іi ѕs јj АA ВB СC ЕE НH КK МM ОO РP ТT ХX УY ҮY ІI ЅS ЈJ'),
);

function pairs(text: string): [string, string][] {
  return text.split(' ').map((pair) => {
    const [from = '', to = ''] = pair;
    return [from, to];
  });
}

const IMPOSTOR = new RegExp(`[${[...IMPOSTORS.keys()].join('')}]`, 'gu');
const CYRILLIC = /\p{Script=Cyrillic}/u;
const LATIN = /\p{Script=Latin}/u;

/** Whether any letter is Cyrillic. */
export const hasCyrillic = (text: string): boolean => CYRILLIC.test(text);
/** Whether any letter is Latin. */
export const hasLatin = (text: string): boolean => LATIN.test(text);

/** Impostors of ң ө ү put right. */
export function mendImpostors(text: string): string {
  return text.replace(IMPOSTOR, (letter) => IMPOSTORS.get(letter) ?? letter);
}

/** The word with every Latin letter replaced by the Cyrillic one it looks like; null when one has no such double. */
export function toCyrillicLook(word: string): string | null {
  return mapScript(word, LATIN, LATIN_AS_CYRILLIC);
}

/** The word with every Cyrillic letter replaced by the Latin one it looks like; null when one has no such double. */
export function toLatinLook(word: string): string | null {
  return mapScript(word, CYRILLIC, CYRILLIC_AS_LATIN);
}

function mapScript(word: string, script: RegExp, doubles: ReadonlyMap<string, string>): string | null {
  let out = '';
  for (const letter of word) {
    if (!script.test(letter)) {
      out += letter;
      continue;
    }
    const double = doubles.get(letter);
    if (double === undefined) return null;
    out += double;
  }
  return out;
}

/** Digits of other scripts that keyboards on people's phones produce (Arabic-Indic, Persian), as ASCII digits. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (d) => String(d.charCodeAt(0) & 0xf));
}
