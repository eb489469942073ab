/** A table as it was read: text alone, before anyone has said what the columns mean. */
export interface Grid {
  /** Rows that hold anything, of equal length, cells cleaned and trimmed. */
  readonly rows: readonly (readonly string[])[];
  /** Per row the line (from 1) where it stood in the source: what a person sees in their own file. */
  readonly lines: readonly number[];
  /** Indexes of rows with a cell that a formula reckoned: what stands there is its last result. */
  readonly formulas: ReadonlySet<number>;
  /** The sheet that was read, and all visible ones to choose from. */
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly notes: readonly GridNote[];
}

/** Something a person should know about how the file was read: `import.note_<code>` in locales. */
export type GridNote =
  | 'formulas' | 'cell_errors' | 'merged_cells' | 'hidden_rows' | 'more_sheets' | 'columns_cut' | 'rows_cut' | 'cells_cut'
  | 'unclosed_quote' | 'windows_1251' | 'hidden_characters';

/** Why a file cannot be read at all: `import.fault_<code>` in locales. */
export type ImportFault =
  | 'empty' | 'too_big' | 'unpacks_too_big' | 'too_many_rows' | 'old_excel' | 'encrypted' | 'open_document' | 'pdf' | 'picture' | 'web_page'
  | 'not_a_table' | 'broken' | 'unsafe_xml' | 'no_sheet';

/** Caps on what is read (TRUST c, Import). */
export const LIMITS = {
  /** Bytes of the file. */
  bytes: 10 * 1_048_576,
  /** Bytes it may unpack to, all parts together. */
  unpacked: 20 * 1_048_576,
  /** Unpacked bytes per packed one, asked once a part has grown past 1 MiB. */
  ratio: 100,
  rows: 50_000,
  columns: 100,
  /** UTF-16 units of one cell. */
  cell: 2_000,
} as const;

/** Collects cleaned rows, keeps them within the caps and remembers what was cut. */
export class GridBuilder {
  readonly notes = new Set<GridNote>();
  readonly #rows: string[][] = [];
  readonly #lines: number[] = [];
  readonly #formulas = new Set<number>();
  #width = 0;

  /** False once the cap of rows is passed. */
  add(cells: readonly string[], line: number, formula = false): boolean {
    const kept = cells.slice(0, LIMITS.columns).map((c) => this.#clean(c));
    if (cells.slice(LIMITS.columns).some((c) => c.trim() !== '')) this.notes.add('columns_cut');
    let width = kept.length;
    while (width > 0 && kept[width - 1] === '') width--;
    if (width === 0) return true;
    if (this.#rows.length >= LIMITS.rows) return false;
    if (formula) this.#formulas.add(this.#rows.length);
    this.#rows.push(kept.slice(0, width));
    this.#lines.push(line);
    this.#width = Math.max(this.#width, width);
    return true;
  }

  build(more: Pick<Grid, 'sheet' | 'sheets'> = {}): Grid {
    for (const row of this.#rows) while (row.length < this.#width) row.push('');
    return { rows: this.#rows, lines: this.#lines, formulas: this.#formulas, notes: [...this.notes], ...more };
  }

  #clean(cell: string): string {
    const seen = cell.replace(INVISIBLE, '');
    if (seen.length !== cell.length) this.notes.add('hidden_characters');
    const text = seen.replace(BLANK, ' ').trim();
    if (text.length <= LIMITS.cell) return text;
    this.notes.add('cells_cut');
    return text.slice(0, LIMITS.cell).replace(/[\ud800-\udbff]$/, '');
  }
}

/** Controls, zero-width and direction marks, soft hyphens, lone surrogates: nobody typed them on purpose. */
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udfff]/gu;
/** Every kind of blank, line breaks within a cell too, as one space. */
const BLANK = /[\s\u0085\u00a0\u2028\u2029]+/gu;
