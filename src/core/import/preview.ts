import type { Likely, PeopleIndex } from '../names/people-index.ts';
import type { Units } from '../reference/units.ts';
import type { Grid } from './grid.ts';
import type { Mapping } from './headings.ts';
import { placeFinder } from './places.ts';
import { roleOfPosition } from './roles.ts';
import { readRow, skipReason, type ReadFault, type RowValues, type SkipReason } from './row-values.ts';
import { twinFinder } from './twins.ts';

/** What a row becomes. check: someone should look (a doubt who it is, or twice in the list). */
export type RowState = 'new' | 'known' | 'check' | 'faulty' | 'skipped';

export interface ImportRow {
  /** Line in the source, from 1. */
  readonly line: number;
  /** The cells as they were read, so that nothing dropped goes out of sight. */
  readonly cells: readonly string[];
  readonly values: RowValues;
  /** Why the row cannot be taken as it is: the name is missing or no name. */
  readonly faults: readonly ReadFault[];
  /** What was dropped or wants a look: the row can be taken without it. */
  readonly warnings: readonly ReadFault[];
  /** Known people it may be, best first. */
  readonly likely: readonly Likely[];
  /** Line of an earlier row of this list that is the same person. */
  readonly sameAs?: number;
  /** Why it is no row of the list. */
  readonly skip?: SkipReason;
  readonly state: RowState;
}

export interface PreviewContext {
  /** The people this device knows. */
  readonly index: Pick<PeopleIndex, 'likely'>;
  readonly units: Units;
  /** First day of the training, `YYYY-MM-DD`: ages are reckoned for it, births after it refused. */
  readonly day: string;
  /** Unit of the training: of places with one name the near one is meant. */
  readonly near?: string | null;
}

/** Known people offered per row. */
const MOST_LIKELY = 3;

/** All rows at once. 5,000 of them take a second or two: screens use `previewSteps`. */
export const previewRows = (grid: Grid, mapping: Mapping, ctx: PreviewContext): ImportRow[] => [...previewSteps(grid, mapping, ctx)];

/** Row by row, so that a screen can stop between any two and let the tablet breathe. */
export function* previewSteps(grid: Grid, mapping: Mapping, ctx: PreviewContext): Generator<ImportRow, void> {
  const twinOf = twinFinder();
  const roles = new Map<string, string | null>();
  const role = (position: string, org: string): string | null => {
    const key = `${position}\n${org}`;
    const known = roles.get(key);
    if (known !== undefined) return known;
    const found = roleOfPosition(position, org);
    roles.set(key, found);
    return found;
  };
  const reading = { day: ctx.day, place: placeFinder(ctx.units, ctx.near ?? null), role };
  for (let r = mapping.from; r < grid.rows.length; r++) {
    const cells = grid.rows[r] ?? [];
    const line = grid.lines[r] ?? r + 1;
    const skip = skipReason(cells, mapping.columns);
    const { values, faults, warnings } = readRow(cells, mapping.columns, reading);
    if (skip !== null) {
      yield { line, cells, values, faults: [], warnings: [], likely: [], skip, state: 'skipped' };
      continue;
    }
    if (grid.formulas.has(r)) warnings.push({ field: 'row', code: 'formula', raw: '' });
    if (faults.length > 0) {
      yield { line, cells, values, faults, warnings, likely: [], state: 'faulty' };
      continue;
    }
    // The blank behind the name says that its last word is whole.
    const card = { name: `${values.name} `, sex: values.sex, phone: values.phone, unit: values.unit, birthYear: values.birth_year };
    const likely = ctx.index.likely(card, MOST_LIKELY);
    const sameAs = twinOf(values, line);
    const twice = sameAs === undefined ? {} : { sameAs };
    yield { line, cells, values, faults, warnings, likely, ...twice, state: stateOf(likely, sameAs !== undefined) };
  }
}

function stateOf(likely: readonly Likely[], twice: boolean): RowState {
  if (twice) return 'check';
  const same = likely.filter((l) => l.verdict === 'same').length;
  return same === 1 ? 'known' : likely.length > 0 ? 'check' : 'new';
}
