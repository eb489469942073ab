import { repairName } from '../names/repair.ts';

/**
 * Text of a heading or a post for comparing: lower case, look-alikes mended, ң ө ү ё as н о у е, everything but
 * letters and digits as one space, № as «no». Unlike folded names it keeps Latin as it is, so that English words stay words.
 */
export function foldHeading(text: string): string {
  return repairName(text.slice(0, 200).normalize('NFKC'))
    .toLowerCase()
    .replace(/[ңөүё]/g, (c) => KYRGYZ[c] ?? c)
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();
}

const KYRGYZ: Readonly<Record<string, string>> = { ң: 'н', ө: 'о', ү: 'у', ё: 'е' };
