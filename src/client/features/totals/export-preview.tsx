import { typed, type Cell, type Column, type Table } from '../../../core/export/exporter.ts';
import { useFormat, useT, type Format } from '../../i18n/i18n.ts';
import { DataTable } from '../../ui/data-table.tsx';

const SHOWN = 10;

/** The first rows of a sheet as they will stand in the file. */
export function ExportPreview({ table }: { readonly table: Table }) {
  const t = useT();
  const format = useFormat();
  const rows = table.rows.slice(0, SHOWN).map((cells, n) => ({ n, cells }));
  return (
    <div class="stack">
      <DataTable
        caption={table.name}
        columns={table.columns.map((column, at) => ({
          key: column.key,
          label: column.heading,
          number: ['int', 'decimal', 'percent'].includes(column.kind),
          heading: at === 0,
          cell: (row: (typeof rows)[number]) => cellWords(format, row.cells[at], column),
        }))}
        rows={rows}
        rowKey={(row) => String(row.n)}
        empty={<p>{t('export.nothing')}</p>}
      />
      <p class="muted">{t('totals_screen.export_preview_rows', { n: rows.length, all: table.rows.length })}</p>
    </div>
  );
}

function cellWords(format: Format, cell: Cell | undefined, column: Column): string {
  const { kind, value } = typed(cell, column);
  if (value === null) return '';
  if (typeof value === 'string') return kind === 'date' ? format.day(value) : value;
  if (kind === 'percent') return format.percent(value);
  return kind === 'decimal' ? format.number(value, 2) : format.number(value);
}
