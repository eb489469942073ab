import { foldPlace } from '../../../core/names/fold.ts';

/** A final consonant is folded to its voiceless twin; in a word still being typed it may not be final. */
const VOICED: Readonly<Record<string, string>> = { п: 'б', т: 'д', к: 'г' };

/** Whether every word typed begins some word of the texts, in any order and however ң ө ү were typed. */
export function matches(query: string, texts: readonly (string | null | undefined)[]): boolean {
  const asked = foldPlace(query);
  if (asked.length === 0) return true;
  const words = texts.flatMap((text) => (text ? foldPlace(text) : []));
  return asked.every((token) => {
    const voiced = VOICED[token.slice(-1)];
    const open = voiced === undefined ? token : token.slice(0, -1) + voiced;
    return words.some((word) => word.startsWith(token) || word.startsWith(open));
  });
}
