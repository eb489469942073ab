import { err, ok, type Result } from '../result.ts';
import { decodeText } from './decode.ts';
import type { ImportFault } from './grid.ts';
import { scanXml, type XmlHandler } from './xml.ts';
import type { Archive } from './zip.ts';

/** A sheet as the workbook lists it. */
export interface SheetRef {
  readonly name: string;
  readonly path: string;
  readonly hidden: boolean;
}

export interface Book {
  readonly sheets: readonly SheetRef[];
  readonly date1904: boolean;
  readonly strings: readonly string[];
  /** Per cell format whether it shows a date. */
  readonly dates: readonly boolean[];
}

const NO_TEXT = (): void => undefined;

/** Reads one part as XML through a handler. */
export function readPart(zip: Archive, path: string, on: XmlHandler): Result<null, ImportFault> {
  const bytes = zip.read(path);
  if (!bytes.ok) return bytes;
  const fault = scanXml(decodeText(bytes.value), on);
  return fault === null ? ok(null) : err(fault);
}

/** What a workbook says of itself: its sheets, its strings, its formats. */
export function readBook(zip: Archive): Result<Book, ImportFault> {
  const root = relations(zip, '');
  if (!root.ok) return root;
  const path = [...root.value.values()].find((r) => r.type === 'officeDocument')?.path;
  if (path === undefined || !zip.names.includes(path)) return err('not_a_table');
  if (path.endsWith('.bin')) return err('old_excel');
  const links = relations(zip, path);
  if (!links.ok) return links;
  const listed = sheetsOf(zip, path, links.value);
  if (!listed.ok) return listed;
  const at = (type: string): string | undefined => [...links.value.values()].find((r) => r.type === type && zip.names.includes(r.path))?.path;
  const strings = sharedStrings(zip, at('sharedStrings'));
  if (!strings.ok) return strings;
  const dates = dateFormats(zip, at('styles'));
  if (listed.value.sheets.length === 0) return err('not_a_table'); // a document or slides in the same wrapping
  return dates.ok ? ok({ ...listed.value, strings: strings.value, dates: dates.value }) : dates;
}

interface Relation {
  readonly type: string;
  readonly path: string;
}

/** The parts a part refers to, by relation id. `owner` '' for the package itself. */
function relations(zip: Archive, owner: string): Result<Map<string, Relation>, ImportFault> {
  const folder = owner.slice(0, owner.lastIndexOf('/') + 1);
  const path = `${folder}_rels/${owner.slice(folder.length)}.rels`;
  const out = new Map<string, Relation>();
  if (!zip.names.includes(path)) return owner === '' ? err('not_a_table') : ok(out);
  const read = readPart(zip, path, {
    open: (name, attributes) => {
      if (name !== 'Relationship') return undefined;
      const a = attributes();
      const target = a['Target'] ?? '';
      if (a['TargetMode'] !== 'External') {
        out.set(a['Id'] ?? '', { type: (a['Type'] ?? '').replace(/^.*\//, ''), path: resolve(folder, target) });
      }
      return undefined;
    },
    close: NO_TEXT,
    text: NO_TEXT,
  });
  return read.ok ? ok(out) : read;
}

/** A target against the folder of the part that names it; it only ever looks up a name in the archive. */
function resolve(folder: string, target: string): string {
  const steps: string[] = [];
  for (const s of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (s === '..') steps.pop();
    else if (s !== '' && s !== '.') steps.push(s);
  }
  return steps.join('/');
}

function sheetsOf(zip: Archive, path: string, links: ReadonlyMap<string, Relation>): Result<Pick<Book, 'sheets' | 'date1904'>, ImportFault> {
  const sheets: SheetRef[] = [];
  let date1904 = false;
  const read = readPart(zip, path, {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes()['date1904'] ?? '');
      if (name !== 'sheet') return undefined;
      const a = attributes();
      const link = links.get(a['id'] ?? '');
      if (link?.type === 'worksheet') sheets.push({ name: a['name'] ?? '', path: link.path, hidden: (a['state'] ?? 'visible') !== 'visible' });
      return undefined;
    },
    close: NO_TEXT,
    text: NO_TEXT,
  });
  return read.ok ? ok({ sheets, date1904 }) : read;
}

/** Strings by number; phonetic guides (`rPh`) are not part of them. */
function sharedStrings(zip: Archive, path: string | undefined): Result<string[], ImportFault> {
  const out: string[] = [];
  if (path === undefined) return ok(out);
  let text = '';
  let reading = false;
  let phonetic = false;
  const read = readPart(zip, path, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') reading = !phonetic;
      return undefined;
    },
    close: (name) => {
      if (name === 'si') out.push(unescapeCell(text));
      else if (name === 'rPh') phonetic = false;
      else if (name === 't') reading = false;
    },
    text: (t) => {
      if (reading) text += t;
    },
  });
  return read.ok ? ok(out) : read;
}

/** `_x000D_` and the like (ECMA-376 22.9.2.19) as the characters they stand for. */
export const unescapeCell = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Built-in number formats that show dates (ECMA-376 18.8.30). */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** A format that shows days, months or years, once words and colours are taken away. */
const isDateCode = (code: string): boolean =>
  /[dym]/i.test(code.replace(/"[^"]*"|\\.|_.|\[[^\]]*\]/g, '').replace(/general|h+:m+(:s+)?|m+:s+/gi, ''));

function dateFormats(zip: Archive, path: string | undefined): Result<boolean[], ImportFault> {
  const out: boolean[] = [];
  if (path === undefined) return ok(out);
  const custom = new Map<number, boolean>();
  let within = false;
  const read = readPart(zip, path, {
    open: (name, attributes) => {
      if (name === 'cellXfs') within = true;
      if (name === 'numFmt') {
        const a = attributes();
        custom.set(Number(a['numFmtId']), isDateCode(a['formatCode'] ?? ''));
      }
      if (within && name === 'xf') {
        const id = Number(attributes()['numFmtId'] ?? 0);
        out.push(custom.get(id) ?? isBuiltInDate(id));
      }
      return undefined;
    },
    close: (name) => {
      if (name === 'cellXfs') within = false;
    },
    text: NO_TEXT,
  });
  return read.ok ? ok(out) : read;
}
