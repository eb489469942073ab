import { err, ok, type Result } from '../result.ts';
import { decode } from './decode.ts';
import { LIMITS, type Grid, type ImportFault } from './grid.ts';
import { readText } from './text-read.ts';

/** A table from the bytes of a file, by what the file is and not by what it is called. XLSX code loads when needed. */
export async function readTable(bytes: Uint8Array, sheet?: string): Promise<Result<Grid, ImportFault>> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > LIMITS.bytes) return err('too_big');
  const kind = kindOf(bytes);
  if (kind === 'zip') {
    const { readXlsx } = await import('./xlsx-read.ts');
    return readXlsx(bytes, sheet);
  }
  return kind === 'text' ? textTable(bytes) : err(kind);
}

function textTable(bytes: Uint8Array): Result<Grid, ImportFault> {
  const { text, encoding } = decode(bytes);
  const start = text.slice(0, 500).replace(/^\ufeff+/, '');
  if (/^\s*<(!doctype html|html|table|meta)/i.test(start)) return err('web_page');
  if (/^\s*<\?xml/i.test(start)) return err('not_a_table');
  // Bytes that no text has: a photo, a program, a file of another kind.
  if (encoding === 'windows-1251' && /[\u0000-\u0008\u000e-\u001f\u0098]/.test(text)) return err('not_a_table');
  const grid = readText(text);
  if (grid.rows.length === 0) return err('empty');
  if (grid.notes.includes('rows_cut')) return err('too_many_rows');
  return ok(encoding === 'windows-1251' ? { ...grid, notes: [...grid.notes, 'windows_1251'] } : grid);
}

const SIGNATURES: readonly (readonly [bytes: string, kind: ImportFault])[] = [
  ['%PDF', 'pdf'],
  ['\u0089PNG', 'picture'],
  ['\u00ff\u00d8\u00ff', 'picture'],
  ['GIF8', 'picture'],
];

function kindOf(bytes: Uint8Array): 'zip' | 'text' | ImportFault {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  if (/^PK(\u0003\u0004|\u0005\u0006)/.test(head)) return openDocument(bytes) ? 'open_document' : 'zip';
  if (head === '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1') return holdsUtf16(bytes, 'EncryptedPackage') ? 'encrypted' : 'old_excel';
  // BIFF 2–4 begin without a container: record 0x09 of length 4, 6 or 8.
  if (/^\u0009[\u0000\u0002\u0004\u0008][\u0004\u0006\u0008]\u0000/.test(head)) return 'old_excel';
  return SIGNATURES.find(([mark]) => head.startsWith(mark))?.[1] ?? 'text';
}

/** OpenDocument puts a part named `mimetype` first, stored: its content stands in the clear near the start. */
const openDocument = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(30, 100)).startsWith('mimetypeapplication/vnd.oasis.opendocument');

/** Names in an OLE container are UTF-16LE. An encrypted workbook is such a container with this one name. */
function holdsUtf16(bytes: Uint8Array, name: string): boolean {
  const want = [...name].flatMap((c) => [c.charCodeAt(0), 0]);
  for (let at = 0; at + want.length <= bytes.length; at++) {
    if (bytes[at] === want[0] && want.every((b, i) => bytes[at + i] === b)) return true;
  }
  return false;
}
