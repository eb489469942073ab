import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand right, with digits of one width. */
  readonly number?: boolean | undefined;
  /** The cell that names the row (the first of them, as a rule). */
  readonly heading?: boolean | undefined;
  /** Makes the column sortable: ascending order. */
  readonly compare?: ((a: Row, b: Row) => number) | undefined;
  /** The cell in the last row, of totals. */
  readonly total?: ComponentChildren;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly captionHidden?: boolean | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Instead of the table when there are no rows. */
  readonly empty?: ComponentChildren;
  readonly rowLook?: ((row: Row) => 'warn' | 'danger' | undefined) | undefined;
}

interface Order {
  readonly key: string;
  readonly down: boolean;
}

/** From here on the table scrolls under its head. */
const TALL = 12;

/** A table whose head stays in sight and which scrolls sideways inside itself, by finger and by keyboard. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionHidden, columns, rows, rowKey, empty, rowLook } = props;
  const [order, setOrder] = useState<Order | undefined>(undefined);
  const sorted = useMemo(() => sort(rows, columns, order), [rows, columns, order]);
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  const totals = columns.some((column) => column.total !== undefined);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <div class={classes('table', rows.length > TALL && 'table-tall')} role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={captionHidden === true ? 'sr' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)} class={rowLook?.(row)}>
              {columns.map((column) => (
                <Cell key={column.key} column={column}>
                  {column.cell(row)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <Cell key={column.key} column={column}>
                  {column.total}
                </Cell>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Cell<Row>({ column, children }: { readonly column: Column<Row>; readonly children: ComponentChildren }) {
  const look = column.number === true ? 'num' : undefined;
  return column.heading === true ? (
    <th scope="row" class={look}>
      {children}
    </th>
  ) : (
    <td class={look}>{children}</td>
  );
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order) => void;
}

function Head<Row>({ column, order, onOrder }: HeadProps<Row>) {
  const t = useT();
  const look = column.number === true ? 'num' : undefined;
  if (column.compare === undefined) {
    return (
      <th scope="col" class={look}>
        {column.label}
      </th>
    );
  }
  const mine = order?.key === column.key ? order : undefined;
  return (
    <th scope="col" class={look} aria-sort={mine === undefined ? 'none' : mine.down ? 'descending' : 'ascending'}>
      <button type="button" class="sort" onClick={() => onOrder({ key: column.key, down: mine?.down === false })}>
        {column.label}
        {mine !== undefined && (
          <>
            <Icon name={mine.down ? 'chevron-down' : 'chevron-up'} size={20} />
            <span class="sr">{t(mine.down ? 'ui.sort_down' : 'ui.sort_up')}</span>
          </>
        )}
      </button>
    </th>
  );
}

function sort<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | undefined): readonly Row[] {
  const compare = columns.find((column) => column.key === order?.key)?.compare;
  if (order === undefined || compare === undefined) return rows;
  return [...rows].sort((a, b) => (order.down ? compare(b, a) : compare(a, b)));
}
