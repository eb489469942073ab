import { GridBuilder, type Grid } from './grid.ts';

type Delimiter = '\t' | ';' | ',';

/** How many records the delimiter is judged by. */
const SAMPLE = 30;

interface Records {
  readonly rows: readonly { readonly cells: readonly string[]; readonly line: number }[];
  /** Cells that begin with a quote which turned out to be a letter. */
  readonly letters: number;
}

/**
 * A table from text: pasted from a spreadsheet (tabs) or the content of a CSV file (`;`, `,` or tabs).
 * Quotes as in RFC 4180, read kindly: a quote inside a cell is a letter. Lines may end in CRLF, LF or CR.
 */
export function readText(text: string): Grid {
  const source = text.replace(/^\ufeff+/, '');
  const delimiter = delimiterOf(source);
  const builder = new GridBuilder();
  const quoted = split(source, delimiter, true, Infinity);
  if (!quoted) builder.notes.add('unclosed_quote');
  for (const { cells, line } of (quoted ?? unquoted(source, delimiter, Infinity)).rows) {
    if (builder.add(cells, line)) continue;
    builder.notes.add('rows_cut');
    break;
  }
  return builder.build();
}

/**
 * Tab where there is one; else the sign with which quotes make most sense, then the one that cuts most lines
 * into the same number of cells, more than one. None does: the text is one column, its commas belong to it.
 */
function delimiterOf(text: string): Delimiter | null {
  let best: Delimiter | null = null;
  let most = 0;
  let fewest = Infinity;
  for (const d of ['\t', ';', ','] as const) {
    if (!text.includes(d)) continue;
    const paired = split(text, d, true, SAMPLE);
    const letters = paired?.letters ?? Number.MAX_SAFE_INTEGER;
    const widths = (paired ?? unquoted(text, d, SAMPLE)).rows.map((r) => r.cells.length);
    const usual = mode(widths.filter((n) => n > 1));
    const agree = widths.filter((n) => n === usual).length;
    if (d === '\t' && agree > 0) return d;
    if (agree * 2 <= widths.length || letters > fewest || (letters === fewest && agree * usual <= most)) continue;
    best = d;
    most = agree * usual;
    fewest = letters;
  }
  return best;
}

function mode(xs: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const x of xs) counts.set(x, (counts.get(x) ?? 0) + 1);
  let best = 0;
  for (const [x, n] of counts) if (n > (counts.get(best) ?? 0)) best = x;
  return best;
}

/** One stray quote must not swallow the rest of the list: quotes as letters. */
const unquoted = (text: string, delimiter: Delimiter | null, most: number): Records =>
  split(text, delimiter, false, most) ?? { rows: [], letters: 0 };

/** Cuts text into records of cells, at most so many. Null when quotes do not pair. */
function split(text: string, delimiter: Delimiter | null, quotes: boolean, most: number): Records | null {
  const rows: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let line = 1;
  let startedAt = 1;
  let i = 0;
  let letters = 0;
  while (i <= text.length && rows.length < most) {
    const mark = quotes && text[i] === '"';
    const quoted = mark ? quotedCell(text, i, delimiter) : null;
    if (quoted === 'unclosed') return null;
    const cell = quoted ?? plainCell(text, i, delimiter);
    if (mark && cell !== quoted) letters++;
    cells.push(cell.value);
    line += cell.lines;
    i = cell.end;
    const more = delimiter !== null && text[i] === delimiter;
    i += text.startsWith('\r\n', i) ? 2 : 1;
    if (more) continue;
    rows.push({ cells, line: startedAt });
    startedAt = ++line;
    cells = [];
  }
  return { rows, letters };
}

interface CellRead {
  readonly value: string;
  /** Where the delimiter, the line's end or the text's end stands. */
  readonly end: number;
  /** Line breaks within. */
  readonly lines: number;
}

function plainCell(text: string, from: number, delimiter: Delimiter | null): CellRead {
  let end = from;
  while (!isEnd(text[end], delimiter)) end++;
  return { value: text.slice(from, end), end, lines: 0 };
}

/**
 * Null when the quote turns out to be a letter: «"Достук" ОО» begins with one and does not end with one.
 * Where such a cell would reach over others, quotes are not to be trusted at all; this also keeps reading
 * linear, whatever the text.
 */
function quotedCell(text: string, from: number, delimiter: Delimiter | null): CellRead | 'unclosed' | null {
  let close = text.indexOf('"', from + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return 'unclosed';
  let end = close + 1;
  while (text[end] === ' ') end++;
  const value = text.slice(from + 1, close).replaceAll('""', '"');
  const lines = value.match(/\r\n|\r|\n/g)?.length ?? 0;
  if (isEnd(text[end], delimiter)) return { value, end, lines };
  return lines > 0 || (delimiter !== null && value.includes(delimiter)) ? 'unclosed' : null;
}

const isEnd = (c: string | undefined, delimiter: Delimiter | null): boolean => c === undefined || c === delimiter || c === '\n' || c === '\r';
