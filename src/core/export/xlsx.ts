import { strToU8, zipSync, type Zippable } from 'fflate';
import { daysBetween } from '../format/dates.ts';
import { isDay } from '../schema/field.ts';
import { typed, type CellKind, type Cell, type Exporter, type Table } from './exporter.ts';
import { sheetNames } from './sheet-names.ts';
import { attributeXml, cellXml } from './xml-text.ts';

/** Longest text of one cell, in UTF-16 units (Excel's limit). */
const MAX_TEXT = 32_767;
/** A date in every file: the core has no clock, and equal tables give equal bytes. */
const ZIP_DAY = '1980-01-01T00:00:00';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_ML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Order of the styles in `styles()`; bold ones lie behind the plain ones. */
const STYLE: Readonly<Record<CellKind, number>> = { text: 0, id: 1, int: 2, decimal: 3, percent: 4, date: 5 };
const BOLD = 6;
const HEADING = 12;
const NOTE = 13;
/** Marks text that looks like a formula as text even after someone has edited the cell. */
const QUOTED = 14;
const LIKE_FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/**
 * XLSX (ECMA-376): typed cells, dates as dates, text as shared strings and never as formulas, bold frozen
 * headings, widths, filters.
 */
export const xlsx: Exporter = {
  write(tables) {
    const strings = new Map<string, number>();
    const names = sheetNames(tables.map((t) => t.name));
    const files: Zippable = {};
    const add = (path: string, xml: string): void => {
      files[path] = strToU8(XML + xml);
    };
    const sheets = tables.map((t) => sheet(t, strings));
    add('[Content_Types].xml', contentTypes(tables.length));
    add('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]));
    add('xl/workbook.xml', workbook(names, tables));
    add('xl/_rels/workbook.xml.rels', relations([
      ...tables.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]),
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]));
    add('xl/styles.xml', styles());
    add('xl/sharedStrings.xml', sharedStrings([...strings.keys()]));
    sheets.forEach((xml, i) => add(`xl/worksheets/sheet${i + 1}.xml`, xml));
    return zipSync(files, { level: 6, mtime: ZIP_DAY });
  },
};

function sheet(t: Table, strings: Map<string, number>): string {
  const rows: string[] = [];
  const put = (cells: readonly string[]): void => {
    rows.push(`<row r="${rows.length + 1}">${cells.join('')}</row>`);
  };
  const words = (text: string, column: number, style: number): string => textCell(text, at(column, rows.length), style, strings);
  if (t.title !== undefined) put([words(t.title, 0, STYLE.text + BOLD)]);
  const top = rows.length + 1;
  put(t.columns.map((c, i) => words(c.heading, i, HEADING)));
  for (const row of t.rows) put(t.columns.map((c, i) => cell(row[i], c.kind, at(i, rows.length), 0, strings)));
  const bottom = rows.length;
  for (const row of t.foot ?? []) put(t.columns.map((c, i) => cell(row[i], c.kind, at(i, rows.length), BOLD, strings)));
  if (t.notes && t.notes.length > 0) put([]);
  for (const note of t.notes ?? []) put([words(note, 0, NOTE)]);
  const cols = t.columns.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width ?? widthOf(c.kind)}" customWidth="1"/>`);
  const filter = t.columns.length === 0 ? '' : `<autoFilter ref="A${top}:${letters(t.columns.length - 1)}${bottom}"/>`;
  return (
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="${top}" topLeftCell="A${top + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `${cols.length > 0 ? `<cols>${cols.join('')}</cols>` : ''}<sheetData>${rows.join('')}</sheetData>${filter}</worksheet>`
  );
}

const widthOf = (kind: CellKind): number => (kind === 'text' ? 24 : kind === 'id' ? 18 : 12);

function cell(given: Cell | undefined, columnKind: CellKind, ref: string, bold: number, strings: Map<string, number>): string {
  const { kind, value } = typed(given, { key: '', heading: '', kind: columnKind });
  if (value === null || value === '') return '';
  const style = STYLE[kind] + bold;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `<c r="${ref}" s="${style}"><v>${value}</v></c>` : '';
  }
  if (kind === 'date' && isDay(value)) return `<c r="${ref}" s="${style}"><v>${serial(value)}</v></c>`;
  return textCell(value, ref, STYLE[kind === 'id' ? 'id' : 'text'] + bold, strings);
}

/** A spreadsheet's number for a day: 1 is 1 January 1900, and 29 February 1900, which never was, counts. */
const serial = (day: string): number => daysBetween('1900-01-01', day) + (day < '1900-03-01' ? 1 : 2);

function textCell(text: string, ref: string, style: number, strings: Map<string, number>): string {
  const known = text.slice(0, MAX_TEXT);
  const index = strings.get(known) ?? strings.size;
  strings.set(known, index);
  const shown = style === STYLE.text && LIKE_FORMULA.test(known) ? QUOTED : style;
  return `<c r="${ref}" s="${shown}" t="s"><v>${index}</v></c>`;
}

const at = (column: number, rowsAbove: number): string => `${letters(column)}${rowsAbove + 1}`;

/** 0 → A, 25 → Z, 26 → AA. */
function letters(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest < 0 ? '' : letters(rest)) + String.fromCharCode(65 + (column % 26));
}

function sharedStrings(texts: readonly string[]): string {
  const items = texts.map((t) => `<si><t xml:space="preserve">${cellXml(t)}</t></si>`);
  return `<sst xmlns="${MAIN}" uniqueCount="${texts.length}">${items.join('')}</sst>`;
}

function workbook(names: readonly string[], tables: readonly Table[]): string {
  const sheets = names.map((n, i) => `<sheet name="${attributeXml(n)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  // Excel wants the hidden name beside every filter, or offers to repair the file.
  const filters = names.flatMap((n, i) => {
    const t = tables[i];
    if (!t || t.columns.length === 0) return [];
    const top = t.title === undefined ? 1 : 2;
    const range = `'${n.replaceAll("'", "''")}'!$A$${top}:$${letters(t.columns.length - 1)}$${top + t.rows.length}`;
    return [`<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${attributeXml(range)}</definedName>`];
  });
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${sheets.join('')}</sheets>` +
    `${filters.length > 0 ? `<definedNames>${filters.join('')}</definedNames>` : ''}</workbook>`
  );
}

const relations = (list: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">` +
  list.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('') +
  '</Relationships>';

function contentTypes(sheets: number): string {
  const part = (name: string, type: string): string => `<Override PartName="/xl/${name}.xml" ContentType="${SHEET_ML}.${type}+xml"/>`;
  return (
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('styles', 'styles')}` +
    `${part('sharedStrings', 'sharedStrings')}${Array.from({ length: sheets }, (_, i) => part(`worksheets/sheet${i + 1}`, 'worksheet')).join('')}</Types>`
  );
}

/** Formats in the order of STYLE: as it is, text, 0, 0.00, 0.0%, dd.mm.yyyy; plain, then bold; heading; note; quoted. */
function styles(): string {
  const formats = [0, 49, 1, 2, 164, 165];
  const xf = (numFmt: number, font: number, more = ''): string => `<xf numFmtId="${numFmt}" fontId="${font}" fillId="0" borderId="0" xfId="0"${more}`;
  const cells = [0, 1].flatMap((font) => formats.map((f) => `${xf(f, font, ' applyNumberFormat="1" applyFont="1"')}/>`));
  const heading = `${xf(0, 1, ' applyFont="1" applyAlignment="1"')}><alignment vertical="top" wrapText="1"/></xf>`;
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
    `<cellXfs count="15">${cells.join('')}${heading}${xf(0, 0)}/>${xf(0, 0, ' quotePrefix="1"')}/></cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}
