import type { Cells, TableRow } from '../../../core/totals/tables.ts';
import { compareText } from '../../../core/names/sort.ts';
import type { Figure } from '../../../core/totals/figure.ts';
import { useT } from '../../i18n/i18n.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import { FigureLink } from './figure-link.tsx';
import { cellPath, type AnyTable, type CellKey } from './figure-path.ts';
import type { ReadyTotals } from './use-totals.ts';
import { useWide } from './use-wide.ts';
import { aboveWord, columnWord, rowWord, tableHeading, tableTitle, type Words } from './words.ts';

interface PeopleTableProps {
  readonly ready: ReadyTotals;
  readonly words: Words;
  readonly table: AnyTable;
  readonly rows: readonly TableRow[];
  readonly total: Cells;
  /** Trainings held, where the table has such a column. */
  readonly trainings?: Figure;
  /** Without the bars, where a drawing beside the table shows the shares. */
  readonly plain?: boolean;
}

/** Participants by something, women, men and "not stated" apart, with a sum below. Each number opens its rows. */
export function PeopleTable(props: PeopleTableProps) {
  const { words, table, rows } = props;
  const t = useT();
  // The bars go before the numbers do.
  const plain = !useWide() || props.plain === true;
  return (
    <DataTable
      caption={tableTitle(t, table)}
      columns={columnsOf({ ...props, plain }, t)}
      rows={rows}
      rowKey={(row) => row.code}
      empty={<p>{words.t('totals.none')}</p>}
    />
  );
}

function columnsOf({ ready, words, table, total, trainings, plain }: PeopleTableProps, t: Words['t']): Column<TableRow>[] {
  const name = (row: TableRow): string => rowWord(words, table, row.code);
  const sums = t('totals.total_row');
  const link = (who: string, code: string | undefined, cell: CellKey, figure: Figure) => (
    <FigureLink chosen={ready} path={cellPath(table, code, cell)} figure={figure} label={`${who} · ${columnWord(t, cell)}`} />
  );
  const count = (cell: keyof Cells, label: string): Column<TableRow> => ({
    key: cell,
    label,
    number: true,
    cell: (row) => link(name(row), row.code, cell, row.cells[cell]),
    compare: (a, b) => a.cells[cell].value - b.cells[cell].value,
    total: link(sums, undefined, cell, total[cell]),
  });
  const held: Column<TableRow> = {
    key: 'trainings',
    label: t('totals.trainings'),
    number: true,
    cell: (row) => row.trainings && link(name(row), row.code, 'trainings', row.trainings),
    compare: (a, b) => (a.trainings?.value ?? 0) - (b.trainings?.value ?? 0),
    total: trainings && link(sums, undefined, 'trainings', trainings),
  };
  const share: Column<TableRow> = {
    key: 'share', label: t('totals_screen.share'), cell: (row) => <ShareCell cells={row.cells} />, total: <ShareCell cells={total} />,
  };
  return [
    {
      key: 'name',
      label: tableHeading(t, table),
      heading: true,
      cell: (row) => <NameCell name={name(row)} above={aboveWord(words, table, row.code)} />,
      compare: (a, b) => compareText(name(a), name(b)),
      total: sums,
    },
    ...(trainings ? [held] : []),
    count('f', t('totals.women')),
    count('m', t('totals.men')),
    count('x', t('totals.not_stated')),
    count('total', t('totals_screen.total_column')),
    ...(plain === true ? [] : [share]),
  ];
}

function NameCell({ name, above }: { readonly name: string; readonly above: string | undefined }) {
  return (
    <>
      {name}
      {above !== undefined && <small class="muted"> · {above}</small>}
    </>
  );
}

function ShareCell({ cells }: { readonly cells: Cells }) {
  if (cells.total.value === 0) return null;
  return <StackedBar low women={cells.f.value} men={cells.m.value} notStated={cells.x.value} />;
}
