import type { Column } from './sql-tx.ts';

/** A table as the database itself describes it. */
export interface TableShape {
  readonly name: string;
  /** In alphabetical order. */
  readonly columns: readonly string[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/** Values in the order of `columns`. */
export type TableRow = readonly Column[];

/** A database seen as tables and rows, whatever they mean. Nothing in it changes while it is open. */
export interface TableSource {
  /** All tables that hold data, in alphabetical order. */
  list(): Promise<readonly TableShape[]>;
  /** Up to `limit` rows after a key, in the order of the key, by bytes. */
  page(table: TableShape, after: TableRow | undefined, limit: number): Promise<readonly TableRow[]>;
  close(): Promise<void>;
}

/** One that can be filled: what moving an installation needs. It is ours alone while it is open. */
export interface Tables extends TableSource {
  /** Adds rows, all of them or none. */
  add(table: TableShape, rows: readonly TableRow[]): Promise<void>;
  /** Removes every row of every table and leaves `MOVING` behind, all at once. */
  begin(): Promise<void>;
  /** Takes `MOVING` away: the database may be used. */
  finish(): Promise<void>;
}

/** Name in `meta` that stands from the first row copied until everything was compared. */
export const MOVING = 'moving';

/** Tables that say how the database is made, or hold nothing. */
const OWN_TABLES: readonly string[] = ['migrations', 'locks'];

/** The statement behind `page`; both databases speak it. */
export function pageSql({ name, columns, key }: TableShape, after: boolean): string {
  const from = after ? ` where (${key.join(', ')}) > (${key.map(() => '?').join(', ')})` : '';
  return `select ${columns.join(', ')} from ${name}${from} order by ${key.join(', ')} limit ?`;
}

/** The statement behind `add`. */
export function addSql({ name, columns }: TableShape, rows: number): string {
  const places = `(${columns.map(() => '?').join(', ')})`;
  return `insert into ${name} (${columns.join(', ')}) values ${Array.from({ length: rows }, () => places).join(', ')}`;
}

/** The key of a row, as `page` takes it. */
export const keyOf = ({ columns, key }: TableShape, row: TableRow): TableRow => key.map((k) => row[columns.indexOf(k)] ?? '');

/** From (table, column, place in the key or 0), one each, to tables. */
export function shapesOf(columns: readonly { readonly table: string; readonly column: string; readonly pk: number }[]): TableShape[] {
  const names = [...new Set(columns.map((c) => c.table))].filter((n) => !OWN_TABLES.includes(n)).toSorted();
  return names.map((name) => {
    const mine = columns.filter((c) => c.table === name);
    const key = mine.filter((c) => c.pk > 0).toSorted((a, b) => a.pk - b.pk);
    return { name, columns: mine.map((c) => c.column).toSorted(), key: key.map((c) => c.column) };
  });
}

/** A row of a driver as values. Throws for anything that is neither text nor a number nor bytes: the tables have no such column. */
export function rowOf({ columns }: TableShape, raw: Readonly<Record<string, unknown>>): TableRow {
  return columns.map((c) => {
    const v = raw[c];
    if (typeof v === 'string' || typeof v === 'number' || v instanceof Uint8Array) return v;
    throw new Error(`column ${c} holds neither text nor a number nor bytes`);
  });
}
