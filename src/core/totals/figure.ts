import type { RecordId } from '../ids.ts';

/** The table whose rows a figure opens. */
export type FigureOf = 'training' | 'registration' | 'person' | 'attendance';

/** A number and the rows behind it: whoever doubts it opens them. */
export interface Figure {
  readonly value: number;
  readonly rows: readonly RecordId[];
  readonly of: FigureOf;
}

/** A figure that counts its rows. */
export const figure = (of: FigureOf, rows: readonly RecordId[]): Figure => ({ value: rows.length, rows, of });

/** `part / whole`, or null where there is nothing to divide by. Both whole numbers. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
