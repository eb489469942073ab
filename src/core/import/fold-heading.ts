import { repairName } from '../names/repair.ts';

/**
 * Text of a heading or a post for comparing: lower case, look-alikes mended, ң ө ү ё as н о у е, everything but
 * letters and digits as one space, № as «no». Unlike folded names it keeps Latin as it is, so that English words stay words.
 */
export function foldHeading(text: string): string {
  const short = text.slice(0, 200).normalize('NFKC');
  // Mending is dear, and text of Cyrillic letters alone needs none.
  return (NEEDS_MENDING.test(short) ? repairName(short) : short)
    .toLowerCase()
    .replace(/[ңӊөӧүӱё]/g, (c) => KYRGYZ[c] ?? c)
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();
}

const NEEDS_MENDING = /[a-z\u0300-\u036f\u00ad\u200b-\u206f]/i;
const KYRGYZ: Readonly<Record<string, string>> = { ң: 'н', ӊ: 'н', ө: 'о', ӧ: 'о', ү: 'у', ӱ: 'у', ё: 'е' };
