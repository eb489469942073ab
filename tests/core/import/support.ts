import { strToU8, zipSync, type Zippable } from 'fflate';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = (list: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${REL}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

export interface SheetSpec {
  readonly name?: string;
  readonly state?: string;
  /** Content of `<sheetData>`. */
  readonly data: string;
  /** What follows it. */
  readonly after?: string;
}

export interface BookSpec {
  readonly sheets: readonly SheetSpec[];
  readonly strings?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
  /** Parts added or replaced as they are. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

/** A workbook as programs write it, to be bent out of shape. */
export function book({ sheets, strings, styles, workbookPr = '', parts = {} }: BookSpec): Uint8Array {
  const listed = sheets.map((s, i) => `<sheet name="${s.name ?? `Лист${i + 1}`}" sheetId="${i + 1}" r:id="rId${i + 1}"${s.state === undefined ? '' : ` state="${s.state}"`}/>`);
  const files: Record<string, string | Uint8Array> = {
    '_rels/.rels': rels([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${XML}<workbook xmlns:r="${REL}">${workbookPr}<sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': rels([
      ...sheets.map((_, i): [string, string, string] => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`]),
      ['rId90', 'sharedStrings', 'sharedStrings.xml'],
      ['rId91', 'styles', 'styles.xml'],
    ]),
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `${XML}<sst>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `${XML}<styleSheet>${styles}</styleSheet>` }),
    ...Object.fromEntries(sheets.map((s, i) => [`xl/worksheets/sheet${i + 1}.xml`, `${XML}<worksheet><sheetData>${s.data}</sheetData>${s.after ?? ''}</worksheet>`])),
    ...parts,
  };
  const zippable: Zippable = Object.fromEntries(Object.entries(files).map(([k, v]) => [k, typeof v === 'string' ? strToU8(v) : v]));
  return zipSync(zippable);
}

/** Rows of inline strings. */
export const inline = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `<row>${cells.map((c) => `<c t="inlineStr"><is><t>${c}</t></is></c>`).join('')}</row>`).join('');

/** A workbook of one sheet of text. */
export const simple = (rows: readonly (readonly string[])[]): Uint8Array => book({ sheets: [{ data: inline(rows) }] });

/** Cuts, joins, and pokes bytes. */
export const bytesOf = (...xs: (number | string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(xs.flatMap((x) => (typeof x === 'number' ? [x] : typeof x === 'string' ? [...x].map((c) => c.charCodeAt(0)) : [...x])));
