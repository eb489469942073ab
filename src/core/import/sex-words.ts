import { foldHeading } from './fold-heading.ts';

const list = (text: string): ReadonlySet<string> => new Set(text.split(', '));
const WOMEN = list('а, аял, аялы, аялзаты, ж, жен, женщина, женский, жен пол, ж п, кыз, девушка, f, female, fem, w, woman, ayal');
const MEN = list('э, эр, эркек, эркеги, м, муж, мужчина, мужской, муж пол, м п, жигит, m, male, man, erkek');
const UNSTATED = list('x, х, белгисиз, корсотулгон эмес, не указано, не указан, нет, жок, not stated, n a, unknown, null, undefined, nan');

/** Words people and programs write where nothing is known. */
export const saysNothing = (text: string): boolean => text.length < 20 && UNSTATED.has(foldHeading(text));

/**
 * Sex by the words and letters of three languages; `x` where someone wrote that it is not stated; null where it
 * cannot be told: 1 and 2 mean different things in different lists.
 */
export function sexOfWord(text: string): 'f' | 'm' | 'x' | null {
  const folded = foldHeading(text);
  // A single Latin «a» is the Kyrgyz «а» typed on the wrong keyboard.
  const word = folded === 'a' ? 'а' : folded;
  if (WOMEN.has(word)) return 'f';
  if (MEN.has(word)) return 'm';
  return UNSTATED.has(word) ? 'x' : null;
}
