import { foldHeading } from './fold-heading.ts';
import type { Grid } from './grid.ts';
import type { ColumnRole } from './heading-patterns.ts';
import type { Mapping } from './headings.ts';
import { sexOfWord } from './sex-words.ts';

/** How many rows columns are judged by. */
const SAMPLE = 200;
/** Share of filled cells from which a column is what they look like. */
const MOST = 0.6;

const WORD = /^[\p{Lu}\p{L}][\p{L}’'ʼ`-]*\.?$/u;
const KIN = /^(уулу|кызы|uulu|kyzy)$/i;

/** Two to four words of letters with capitals, or a word with initials: «Асан уулу Бакыт», «Абрешова А.». */
export function looksLikeName(text: string): boolean {
  const words = text.replace(/\.(?=\p{L})/gu, '. ').split(/\s+/).filter((w) => w !== '');
  if (words.length < 2 || words.length > 5 || text.length > 80) return false;
  return words.every((w) => WORD.test(w) && (KIN.test(w) || /^\p{Lu}/u.test(w)));
}

/** Lines that stand above lists: titles, dates, places of a training. */
const TITLE = /тизме|список|участник|катышуучу|тренинг|семинар|каттоо|регистрац|list of|participants|attendance|долбоор|проект/;

/** Columns by what stands in them: for a list without headings. */
export function guessColumns(grid: Grid, from = 0): Mapping {
  const start = skipTitles(grid, from);
  const rows = grid.rows.slice(start, start + SAMPLE);
  const width = grid.rows[0]?.length ?? 0;
  const columns: (ColumnRole | null)[] = Array.from({ length: width }, () => null);
  const share = (c: number, fits: (cell: string) => boolean): number => {
    const filled = rows.map((r) => r[c] ?? '').filter((x) => x !== '');
    return filled.length === 0 ? 0 : filled.filter(fits).length / filled.length;
  };
  const take = (role: ColumnRole, worth: (c: number) => number): void => {
    let best = -1;
    let most = MOST;
    for (let c = 0; c < width; c++) {
      const w = columns[c] === null ? worth(c) : 0;
      if (w > most) [best, most] = [c, w];
    }
    if (best >= 0) columns[best] = role;
  };
  take('number', (c) => (counts(rows.map((r) => r[c] ?? '')) ? 1 : 0));
  take('sex', (c) => share(c, (x) => sexOfWord(x) !== null));
  take('phone', (c) => share(c, (x) => /^[+\d][\d\s()-]{8,}$/.test(x)));
  take('birth', (c) => share(c, (x) => /^(19[2-9]\d|20[01]\d)$|\b(19[2-9]\d|20[01]\d)\b.*\d|\d.*\b(19[2-9]\d|20[01]\d)$/.test(x)));
  take('name', (c) => share(c, looksLikeName));
  // Nothing looks like names: a list of one column is still a list.
  if (!columns.includes('name') && columns.filter((r) => r === null).length === 1) columns[columns.indexOf(null)] = 'name';
  return { columns, from: start };
}

/** 1, 2, 3 … down the column. */
function counts(cells: readonly string[]): boolean {
  const numbers = cells.filter((c) => c !== '').map((c) => Number(c.replace(/[.)]$/, '')));
  return numbers.length > 1 && numbers.every((n, i) => n === (numbers[0] ?? 0) + i);
}

function skipTitles(grid: Grid, from: number): number {
  let at = from;
  const usual = grid.rows.slice(from).reduce((most, r) => Math.max(most, filled(r)), 0);
  for (; at < grid.rows.length; at++) {
    const row = grid.rows[at] ?? [];
    const text = row.filter((c) => c !== '').join(' ');
    if (looksLikeName(text) && !TITLE.test(foldHeading(text))) break;
    const title = TITLE.test(foldHeading(text)) || (usual > 1 && filled(row) === 1);
    if (!title) break;
  }
  return at === grid.rows.length ? from : at;
}

const filled = (row: readonly string[]): number => row.filter((c) => c !== '').length;
