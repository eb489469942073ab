/**
 * The port of an export: tables in, bytes out. A new format is one file that implements `Exporter`
 * and one line in registry.ts.
 */

/**
 * What a cell holds. text: any words. id: digits that are no number (phone, code), always text.
 * int, decimal: numbers. percent: 0…1. date: `YYYY-MM-DD`.
 */
export type CellKind = 'text' | 'id' | 'int' | 'decimal' | 'percent' | 'date';
export type CellValue = string | number | null;

/** A value of its column's kind, or one that brings its own: the totals sheet mixes them in one column. */
export type Cell = CellValue | { readonly kind: CellKind; readonly value: CellValue };

export interface Column {
  /** Name for programs and tests, never shown. */
  readonly key: string;
  readonly heading: string;
  readonly kind: CellKind;
  /** In characters. */
  readonly width?: number;
}

export interface Table {
  /** Name of the sheet, in the reader's language. Formats shorten it as they must. */
  readonly name: string;
  /** Stands above the headings. */
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows of sums: bold, below the others, outside sorting and filtering. */
  readonly foot?: readonly (readonly Cell[])[];
  /** Lines below the table. */
  readonly notes?: readonly string[];
}

export interface Exporter {
  /** The file's bytes. Throws only on broken invariants: any text is made harmless, none is refused. */
  readonly write: (tables: readonly Table[]) => Uint8Array;
}

export interface TypedCell {
  readonly kind: CellKind;
  readonly value: CellValue;
}

/** A cell with the kind it has: its own, else its column's. */
export function typed(cell: Cell | undefined, column: Column | undefined): TypedCell {
  if (typeof cell === 'object' && cell !== null) return cell;
  return { kind: column?.kind ?? 'text', value: cell ?? null };
}
