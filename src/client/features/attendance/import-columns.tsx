import type { Grid } from '../../../core/import/grid.ts';
import { COLUMN_ROLES, type ColumnRole, type Mapping } from '../../../core/import/headings.ts';
import { useT, type MessageKey } from '../../i18n/i18n.ts';
import { NumberInput } from '../../ui/number-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import type { ImportState } from './use-import.ts';

/** Cells shown of a column, so that one sees what it holds. */
const SAMPLES = 3;

/** What each column was taken for, and where the list begins: both can be put right by hand. */
export function ImportColumns({ state }: { readonly state: ImportState }): preact.JSX.Element | null {
  const t = useT();
  const { grid, mapping } = state;
  if (!grid || !mapping) return null;
  const named = mapping.columns.some((r) => r === 'name' || r === 'family' || r === 'given');
  const setRole = (at: number, role: ColumnRole | null): void =>
    state.setMapping({
      ...mapping,
      // One column per meaning, but for places: the newly chosen one takes it over.
      columns: mapping.columns.map((had, i) => (i === at ? role : had === role && role !== 'place' ? null : had)),
    });
  const unused = unusedColumns(grid, mapping).map(({ heading, at }) => heading || t('import_screen.column', { number: at + 1 }));
  const options = COLUMN_ROLES.map((r) => ({ value: r, label: t(`import.column_${r}` as MessageKey) }));
  return (
    <>
      {!named && (
        <Notice tone="warn" alert>
          {t('import_screen.no_name_column')}
        </Notice>
      )}
      {unused.length > 0 && <p class="muted">{t('import_screen.unused', { names: unused.join(', ') })}</p>}
      <details class="card" open={!named}>
        <summary>{t('import_screen.columns', { count: mapping.columns.filter((r) => r !== null).length })}</summary>
        <div class="grid import-columns">
          {mapping.columns.map((role, at) => (
            <Select
              key={at}
              label={t('import_screen.column', { number: at + 1 })}
              hint={sample(grid.rows, mapping.from, at)}
              value={role ?? ''}
              onValue={(v) => setRole(at, v === '' ? null : (v as ColumnRole))}
              options={options}
              empty={t('import_screen.column_left_out')}
            />
          ))}
        </div>
        <NumberInput
          label={t('import_screen.first_row')}
          hint={t('import_screen.first_row_hint')}
          value={grid.lines[mapping.from] ?? mapping.from + 1}
          min={1}
          max={grid.lines.at(-1) ?? 1}
          steps
          onValue={(line) => {
            const from = line === undefined ? -1 : grid.lines.findIndex((l) => l >= line);
            if (from >= 0) state.setMapping({ ...mapping, from });
          }}
        />
      </details>
    </>
  );
}

const sample = (rows: readonly (readonly string[])[], from: number, at: number): string =>
  rows
    .slice(from, from + 20)
    .map((r) => r[at] ?? '')
    .filter((cell) => cell !== '')
    .slice(0, SAMPLES)
    .join(' · ');

/** A heading stands at most so many rows above the list. */
const HEADING_ROWS = 4;
const LONGEST_HEADING = 40;

/** Columns in which something stands and that are left out, by their headings; '' where a column has none. */
function unusedColumns(grid: Grid, mapping: Mapping): { readonly at: number; readonly heading: string }[] {
  const above = grid.rows.slice(Math.max(0, mapping.from - HEADING_ROWS), mapping.from).reverse();
  // A title over the whole list stands alone in its row.
  const headings = above.filter((row) => row.filter((cell) => cell !== '').length > 1);
  return mapping.columns.flatMap((role, at) => {
    if (role !== null) return [];
    const heading = headings.map((row) => row[at] ?? '').find((cell) => /\p{L}/u.test(cell)) ?? '';
    const isEmpty = heading === '' && sample(grid.rows, mapping.from, at) === '';
    return isEmpty ? [] : [{ at, heading: heading.slice(0, LONGEST_HEADING) }];
  });
}
