import { excelDay } from '../format/dates.ts';
import { err, ok, type Result } from '../result.ts';
import { GridBuilder, LIMITS, type Grid, type ImportFault } from './grid.ts';
import { readBook, readPart, unescapeCell, type Book } from './sheet-parts.ts';
import type { XmlHandler } from './xml.ts';
import { openZip } from './zip.ts';

/**
 * One sheet of an XLSX file as text: the named one, else the first visible one. Dates become `YYYY-MM-DD`,
 * formulas give the result that was saved with them; nothing is reckoned, nothing outside the file is read.
 */
export function readXlsx(bytes: Uint8Array, wanted?: string): Result<Grid, ImportFault> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > LIMITS.bytes) return err('too_big');
  const zip = openZip(bytes);
  if (!zip.ok) return zip;
  const book = readBook(zip.value);
  if (!book.ok) return book;
  const visible = book.value.sheets.filter((s) => !s.hidden);
  const sheet = wanted === undefined ? visible[0] : visible.find((s) => s.name === wanted);
  if (!sheet) return err('no_sheet');
  const builder = new GridBuilder();
  if (visible.length > 1) builder.notes.add('more_sheets');
  const reader = new SheetReader(book.value, builder);
  const read = readPart(zip.value, sheet.path, reader.handler());
  if (!read.ok) return read;
  if (reader.tooManyRows) return err('too_many_rows');
  return ok(builder.build({ sheet: sheet.name, sheets: visible.map((s) => s.name) }));
}

/** Turns the XML of a sheet into rows. */
class SheetReader {
  tooManyRows = false;
  readonly #book: Book;
  readonly #builder: GridBuilder;
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #type = 'n';
  #style = -1;
  #value = '';
  #reading = false;
  #phonetic = false;
  #formula = false;

  constructor(book: Book, builder: GridBuilder) {
    this.#book = book;
    this.#builder = builder;
  }

  handler(): XmlHandler {
    return {
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (text) => {
        if (this.#reading) this.#value += text;
      },
    };
  }

  #open(name: string, attributes: () => Readonly<Record<string, string>>): boolean | undefined {
    switch (name) {
      case 'row':
        this.#startRow(attributes());
        break;
      case 'c':
        this.#startCell(attributes());
        break;
      case 'v':
      case 't':
        this.#reading = !this.#phonetic;
        break;
      case 'rPh':
        this.#phonetic = true;
        break;
      case 'f':
        this.#formula = true;
        this.#builder.notes.add('formulas');
        break;
      case 'mergeCell':
        this.#builder.notes.add('merged_cells');
        break;
      default:
    }
    return this.tooManyRows ? false : undefined;
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#reading = false;
    else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c') this.#endCell();
    else if (name === 'row' && !this.#builder.add(this.#cells, this.#line, this.#formula)) this.tooManyRows = true;
  }

  #startRow(a: Readonly<Record<string, string>>): void {
    const stated = Number(a['r']);
    this.#line = Number.isSafeInteger(stated) && stated > this.#line ? stated : this.#line + 1;
    this.#cells = [];
    this.#column = -1;
    this.#formula = false;
    if (/^(1|true)$/.test(a['hidden'] ?? '')) this.#builder.notes.add('hidden_rows');
  }

  #startCell(a: Readonly<Record<string, string>>): void {
    const stated = columnOf(a['r'] ?? '');
    this.#column = stated ?? this.#column + 1;
    this.#type = a['t'] ?? 'n';
    this.#style = Number(a['s'] ?? -1);
    this.#value = '';
  }

  #endCell(): void {
    const text = this.#textOf();
    if (text === '') return;
    if (this.#column > LIMITS.columns) {
      this.#builder.notes.add('columns_cut');
      return;
    }
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
  }

  #textOf(): string {
    switch (this.#type) {
      case 's':
        return this.#book.strings[Number(this.#value)] ?? '';
      case 'inlineStr':
      case 'str':
        return unescapeCell(this.#value);
      case 'b':
        return this.#value === '1' ? 'TRUE' : this.#value === '0' ? 'FALSE' : this.#value;
      case 'e':
        this.#builder.notes.add('cell_errors');
        return '';
      default:
        return this.#numberText();
    }
  }

  /** A number as people write it; a date as a day. What is neither stays as it stands (`t="d"` is ISO already). */
  #numberText(): string {
    const n = Number(this.#value);
    if (this.#value.trim() === '' || !Number.isFinite(n)) return this.#value.replace(/T00:00:00(\.0+)?$/, '');
    if (this.#book.dates[this.#style] === true) return excelDay(n, this.#book.date1904) ?? String(n);
    // Past 2^53 digits would be made up.
    return Math.abs(n) < Number.MAX_SAFE_INTEGER ? String(Number(n.toPrecision(15))) : this.#value;
  }
}

/** The column of a reference such as `AB12`, from 0; undefined when there is none. */
function columnOf(ref: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(ref)?.[1];
  if (letters === undefined) return undefined;
  let n = 0;
  for (const c of letters) n = n * 26 + c.charCodeAt(0) - 64;
  return n - 1;
}
