import { foldHeading } from './fold-heading.ts';
import type { Grid } from './grid.ts';
import { HEADING_PATTERNS, type ColumnRole } from './heading-patterns.ts';
import { guessColumns, looksLikeName } from './guess-columns.ts';

export type { ColumnRole } from './heading-patterns.ts';

/** What each column is and where the list begins. A person may change both. */
export interface Mapping {
  /** One per column of the grid; null: left out. */
  readonly columns: readonly (ColumnRole | null)[];
  /** Index in `grid.rows` of the first row of the list. */
  readonly from: number;
}

export const COLUMN_ROLES: readonly ColumnRole[] = [
  'name', 'family', 'given', 'patronymic', 'sex', 'birth', 'age', 'phone', 'org', 'position', 'place', 'number',
];

/** What a heading says; undefined when it is none that we know. */
export function headingRole(text: string): ColumnRole | null | undefined {
  if (text === '' || text.length > 80) return undefined;
  const folded = foldHeading(text);
  if (folded === '') return undefined;
  return HEADING_PATTERNS.find(([, pattern]) => pattern.test(folded))?.[0];
}

/** Where a heading is looked for: below title, logo and address lines there may be many. */
const DEPTH = 30;

/** Columns by their headings, else by what stands in them. */
export function recogniseColumns(grid: Grid): Mapping {
  const block = headingBlock(grid);
  if (!block) return guessColumns(grid);
  const width = grid.rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, c) => {
    // The lowest heading is the narrowest: «Ф.И.О.» above, «Фамилия», «Имя» below.
    for (let r = block.to; r >= block.from; r--) {
      const role = headingRole(grid.rows[r]?.[c] ?? '');
      if (role !== undefined) return role;
    }
    return null;
  });
  const from = skipNumbering(grid, block.to + 1);
  return withName(grid, { columns: settle(columns), from });
}

/** Rows of headings: the one that says most, and its like above and below. */
function headingBlock(grid: Grid): { from: number; to: number } | null {
  const counts = grid.rows.slice(0, DEPTH).map(matches);
  const top = counts.reduce((most, n) => Math.max(most, n), 0);
  const best = counts.indexOf(top);
  if (top === 0 || (top === 1 && !saysNameAlone(grid.rows[best] ?? []))) return null;
  const isHeading = (r: number): boolean => (counts[r] ?? 0) > 0 && !holdsPerson(grid.rows[r] ?? []);
  let [from, to] = [best, best];
  while (isHeading(from - 1)) from--;
  while (isHeading(to + 1)) to++;
  return { from, to };
}

const matches = (row: readonly string[]): number => new Set(row.map(headingRole).filter((r) => r !== undefined)).size;

/** A single heading counts only where it heads a list of names. */
function saysNameAlone(row: readonly string[]): boolean {
  const roles = row.map(headingRole).filter((r) => r !== undefined && r !== null);
  return row.filter((c) => c !== '').length <= 2 && roles.some((r) => r === 'name' || r === 'family');
}

/** A person's row may hold a word that is also a heading («Айыл өкмөтү»); headings hold no name. */
const holdsPerson = (row: readonly string[]): boolean => row.some((c) => headingRole(c) === undefined && looksLikeName(c));

/** Printed forms number their columns below the headings: 1 2 3 4 5. */
function skipNumbering(grid: Grid, at: number): number {
  const cells = (grid.rows[at] ?? []).filter((c) => c !== '');
  const numbered = cells.length > 2 && cells.every((c, i) => Number(c) === Number(cells[0]) + i);
  return numbered ? at + 1 : at;
}

/** One column per role, but for places; a whole name beside its parts gives way when family and given name are there. */
function settle(columns: readonly (ColumnRole | null)[]): (ColumnRole | null)[] {
  const parts = columns.includes('family') && columns.includes('given');
  const seen = new Set<ColumnRole>();
  return columns.map((role) => {
    if (role === null || (seen.has(role) && role !== 'place') || (role === 'name' && parts)) return null;
    seen.add(role);
    // A family name alone in its row of headings is the whole name.
    return role === 'family' && !parts && !columns.includes('name') ? 'name' : role;
  });
}

/** Headings that do not say which column is the name: what stands in the columns does. */
function withName(grid: Grid, mapping: Mapping): Mapping {
  if (mapping.columns.some((r) => r === 'name' || r === 'family')) return mapping;
  const given = mapping.columns.indexOf('given');
  const byContent = guessColumns(grid, mapping.from).columns;
  const guess = given >= 0 ? given : byContent.findIndex((r, c) => r === 'name' && mapping.columns[c] === null);
  return guess < 0 ? mapping : { ...mapping, columns: mapping.columns.map((r, c) => (c === guess ? 'name' : r)) };
}
