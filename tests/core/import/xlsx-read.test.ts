import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS, type Grid } from '../../../src/core/import/grid.ts';
import { readTable } from '../../../src/core/import/table-read.ts';
import { readXlsx } from '../../../src/core/import/xlsx-read.ts';
import { book, bytesOf, inline, simple } from './support.ts';

const grid = (bytes: Uint8Array, sheet?: string): Grid => {
  const read = readXlsx(bytes, sheet);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const fault = (bytes: Uint8Array): string => {
  const read = readXlsx(bytes);
  return read.ok ? 'ok' : read.error;
};

describe('XLSX as programs write it', () => {
  it('[T77] shared strings with runs, inline strings, numbers, booleans; gaps by reference', () => {
    const bytes = book({
      strings: '<si><t>Аты-жөнү</t></si><si><r><t>Асанов </t></r><r><rPr><b/></rPr><t xml:space="preserve">Бакыт</t></r><rPh sb="0" eb="1"><t>アサ</t></rPh></si>',
      sheets: [{
        data:
          '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="D2" t="inlineStr"><is><t>Жыны</t><t>сы</t></is></c></row>' +
          '<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5"><v>1980</v></c><c r="C5" t="b"><v>1</v></c><c r="D5" t="str"><v>м</v></c></row>',
      }],
    });
    const read = grid(bytes);
    expect(read.rows).toEqual([['Аты-жөнү', '', '', 'Жынысы'], ['Асанов Бакыт', '1980', 'TRUE', 'м']]);
    expect(read.lines).toEqual([2, 5]);
    expect(read.sheet).toBe('Лист1');
  });

  it('[T77] elements with a prefix, CDATA, entities, escapes of spreadsheets', () => {
    const xml =
      '<x:worksheet xmlns:x="m"><!-- <row> --><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>A&amp;B &lt;i&gt; &#1040;&#x411; &nope;</x:t></x:is></x:c>' +
      '<x:c r="B1" t="inlineStr"><x:is><x:t><![CDATA[<c>&amp;]]></x:t></x:is></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>a_x000D_b_x005F_x000D_</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    const bytes = book({ sheets: [{ data: '' }], parts: { 'xl/worksheets/sheet1.xml': xml } });
    expect(grid(bytes).rows).toEqual([['A&B <i> АБ &nope;', '<c>&amp;', 'a b_x000D_']]);
  });

  it('[T77] dates of both calendars as days, times and numbers left alone', () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="[$-419]d\\ mmmm\\ yyyy\\ &quot;г.&quot;"/><numFmt numFmtId="166" formatCode="0&quot; дней&quot;"/>' +
      '<numFmt numFmtId="167" formatCode="h:mm"/><numFmt numFmtId="168" formatCode="[Red]General"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs>' + [0, 14, 164, 165, 166, 167, 168].map((id) => `<xf numFmtId="${id}"/>`).join('') + '</cellXfs>';
    const data = `<row>${[0, 1, 2, 3, 4, 5, 6].map((s) => `<c s="${s}"><v>${s === 5 ? 0.5 : 43787}</v></c>`).join('')}<c t="d"><v>2019-11-18T00:00:00</v></c></row>`;
    expect(grid(book({ styles, sheets: [{ data }] })).rows).toEqual([['43787', '2019-11-18', '2019-11-18', '2019-11-18', '43787', '0.5', '43787', '2019-11-18']]);
    const old = data.replaceAll('43787', String(43787 - 1462));
    expect(grid(book({ styles, workbookPr: '<workbookPr date1904="1"/>', sheets: [{ data: old }] })).rows[0]?.[1]).toBe('2019-11-18');
  });

  it('[T77] numbers as people wrote them', () => {
    const cells = ['7.00123456E8', '0.30000000000000004', '1980', '-5', '12345678901234567890', 'x'];
    const read = grid(book({ sheets: [{ data: `<row>${cells.map((v) => `<c><v>${v}</v></c>`).join('')}</row>` }] }));
    expect(read.rows).toEqual([['700123456', '0.3', '1980', '-5', '12345678901234567890', 'x']]);
  });

  it('[T77] formulas give their saved result and are marked; errors are empty and noted', () => {
    const read = grid(book({
      sheets: [{ data: '<row><c t="str"><f>A1&amp;B1</f><v>Асанов Бакыт</v></c><c><f>1+1</f><v>2</v></c></row><row><c t="e"><f>B9/0</f><v>#REF!</v></c><c t="inlineStr"><is><t>x</t></is></c></row><row><c><v>1</v></c></row>' }],
    }));
    expect(read.rows).toEqual([['Асанов Бакыт', '2'], ['', 'x'], ['1', '']]);
    expect([...read.formulas]).toEqual([0, 1]);
    expect(read.notes).toEqual(expect.arrayContaining(['formulas', 'cell_errors']));
  });

  it('[T77] a merged cell fills only its first one; hidden rows are read and noted', () => {
    const read = grid(book({ sheets: [{ data: '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>Тизме</t></is></c></row><row r="2"><c r="C2"><v>1</v></c></row>', after: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>' }] }));
    expect(read.rows).toEqual([['Тизме', '', ''], ['', '', '1']]);
    expect(read.notes).toEqual(expect.arrayContaining(['merged_cells', 'hidden_rows']));
  });

  it('[T77] the first visible sheet, all visible ones offered', () => {
    const bytes = book({ sheets: [{ name: 'secret', state: 'veryHidden', data: inline([['no']]) }, { name: 'Бир', data: inline([['one']]) }, { name: 'Эки & үч', data: inline([['two']]) }] });
    expect(grid(bytes)).toMatchObject({ sheet: 'Бир', sheets: ['Бир', 'Эки & үч'], rows: [['one']] });
    expect(grid(bytes, 'Эки & үч').rows).toEqual([['two']]);
    expect(readXlsx(bytes, 'secret')).toEqual({ ok: false, error: 'no_sheet' });
  });

  it('[T77] a cell far to the right and a row far below cost nothing', () => {
    const read = grid(book({ sheets: [{ data: '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row>' }] }));
    expect(read.rows).toEqual([['1'], ['3']]);
    expect(read.lines).toEqual([1, 1_048_576]);
    expect(read.notes).toContain('columns_cut');
  });

  it('[T77] zip64 sizes, stored parts, parts in any order', () => {
    const plain = simple([['Асанов', '1']]);
    expect(grid(zip64(plain)).rows).toEqual([['Асанов', '1']]);
    const stored = book({ sheets: [{ data: inline([['Асанов']]) }] });
    expect(grid(stored).rows).toEqual([['Асанов']]);
  });

  it('[T77] 20,000 rows of 8 cells in less than 2 s', () => {
    const row = `<row>${Array.from({ length: 8 }, (_, i) => `<c r="${'ABCDEFGH'[i]}1" s="1" t="s"><v>${i}</v></c>`).join('')}</row>`;
    const bytes = book({ strings: Array.from({ length: 8 }, (_, i) => `<si><t>Текст ${i} ${'я'.repeat(10)}</t></si>`).join(''), sheets: [{ data: Array.from({ length: 20_000 }, (_, i) => row.replaceAll('1"', `${i + 1}"`)).join('') }] });
    const before = process.cpuUsage();
    expect(grid(bytes).rows).toHaveLength(20_000);
    const spent = process.cpuUsage(before);
    expect((spent.user + spent.system) / 1000).toBeLessThan(2000);
  });
});

/** The same archive with sizes and offsets moved into zip64 fields, as some writers always do. */
function zip64(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  let at = view.getUint32(end + 16, true);
  const parts: Uint8Array[] = [bytes.slice(0, at)];
  const u64 = (n: number): number[] => [...new Uint8Array(new BigUint64Array([BigInt(n)]).buffer)];
  while (view.getUint32(at, true) === 0x02014b50) {
    const name = view.getUint16(at + 28, true);
    const head = bytes.slice(at, at + 46 + name);
    const h = new DataView(head.buffer);
    const extra = [1, 0, 24, 0, ...u64(h.getUint32(24, true)), ...u64(h.getUint32(20, true)), ...u64(h.getUint32(42, true))];
    for (const field of [20, 24, 42]) h.setUint32(field, 0xffffffff, true);
    h.setUint16(30, extra.length, true);
    parts.push(head, Uint8Array.from(extra));
    at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const start = view.getUint32(end + 16, true);
  const count = view.getUint16(end + 10, true);
  const size = parts.slice(1).reduce((n, p) => n + p.length, 0);
  parts.push(bytesOf('PK', 6, 6, ...u64(44), 45, 0, 45, 0, ...u64(0), ...u64(count), ...u64(count), ...u64(size), ...u64(start)));
  parts.push(bytesOf('PK', 6, 7, 0, 0, 0, 0, ...u64(start + size), 1, 0, 0, 0));
  parts.push(bytesOf('PK', 5, 6, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0));
  return bytesOf(...parts);
}

describe('files made to do harm, or broken on the way', () => {
  const good = simple([['Асанов', '1']]);
  const sheet = 'xl/worksheets/sheet1.xml';

  it('[T77] a bomb that unpacks to 66 MB is stopped', () => {
    const bomb = book({ sheets: [{ data: '' }], parts: { [sheet]: strToU8(`<worksheet><sheetData>${' '.repeat(66_000_000)}</sheetData></worksheet>`) } });
    expect(bomb.length).toBeLessThan(300_000);
    expect(fault(bomb)).toBe('unpacks_too_big');
  });

  it('[T77] many parts that are small alone and too big together are stopped', () => {
    const noise = Uint8Array.from({ length: 7_000_000 }, (_, i) => 32 + ((i * i) % 9) * 4);
    const part = (open: string, close: string): Uint8Array => {
      const all = new Uint8Array(noise.length + open.length + close.length);
      all.set(strToU8(open));
      all.set(noise, open.length);
      all.set(strToU8(close), open.length + noise.length);
      return all;
    };
    const big = book({
      sheets: [{ data: '' }], strings: '', styles: '',
      parts: {
        'xl/sharedStrings.xml': part('<sst><!--', '--></sst>'), 'xl/styles.xml': part('<styleSheet><!--', '--></styleSheet>'),
        [sheet]: part('<worksheet><!--', '--></worksheet>'),
      },
    });
    expect(fault(big)).toBe('unpacks_too_big');
  });

  it('[T77] entities are not expanded, a document type is refused', () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;&f;</t></is></c></row></sheetData></worksheet>';
    expect(fault(book({ sheets: [{ data: '' }], parts: { [sheet]: laughs } }))).toBe('unsafe_xml');
    const undeclared = book({ sheets: [{ data: inline([['&b;&f;&#0;&#x110000;x']]) }] });
    expect(grid(undeclared).rows).toEqual([['&b;&f;x']]);
  });

  it('[T77] more rows than the cap', () => {
    const bytes = book({ sheets: [{ data: Array.from({ length: LIMITS.rows + 1 }, (_, i) => `<row><c><v>${(i * 7919) % 100_003}</v></c></row>`).join('') }] });
    expect(fault(bytes)).toBe('too_many_rows');
  });

  it('[T77] names of parts lead nowhere: `..`, absolute, with backslashes', () => {
    const bytes = book({ sheets: [{ data: inline([['ok']]) }], parts: { '../../etc/passwd': 'x', '/abs': 'y', 'C:\\x': 'z' } });
    expect(grid(bytes).rows).toEqual([['ok']]);
    const outside = book({ sheets: [{ data: inline([['ok']]) }], parts: { 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>' } });
    expect(fault(outside)).toBe('broken');
    const external = book({ sheets: [{ data: '' }], parts: { 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="https://example.org/x.xml"/></Relationships>' } });
    expect(fault(external)).toBe('not_a_table');
  });

  it('[T77] names such as __proto__ are names', () => {
    const bytes = book({ sheets: [{ name: '__proto__', data: '<row __proto__="x" constructor="y" r="1"><c r="A1" t="inlineStr"><is><t>__proto__</t></is></c></row>' }] });
    expect(grid(bytes)).toMatchObject({ sheet: '__proto__', rows: [['__proto__']] });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('[T77] a wrong checksum, a lying size', () => {
    const wrong = Uint8Array.from(good);
    const central = lastIndexOf(good, strToU8('xl/worksheets/sheet1.xml')) - 46;
    wrong[central + 16] = (wrong[central + 16] ?? 0) ^ 1;
    expect(fault(wrong)).toBe('broken');
    const lying = Uint8Array.from(good);
    new DataView(lying.buffer).setUint32(central + 24, 1, true);
    expect(grid(lying).rows).toEqual([['Асанов', '1']]);
  });

  it('[T77] two parts of one name: the first holds', () => {
    const two = book({ sheets: [{ data: inline([['first']]) }, { data: inline([['second']]) }] });
    const renamed = Uint8Array.from(two);
    const name = strToU8('sheet2.xml');
    for (let i = 0; i < renamed.length; i++) if (name.every((b, k) => renamed[i + k] === b)) renamed[i + 5] = 0x31;
    expect(grid(renamed).rows).toEqual([['first']]);
    expect(readXlsx(renamed, 'Лист2')).toEqual({ ok: false, error: 'broken' });
  });

  it('[T77] an archive of 65,535 entries, one that claims them, and one inside another', () => {
    const claims = Uint8Array.from(good);
    new DataView(claims.buffer).setUint16(good.length - 22 + 10, 65_534, true);
    expect(fault(claims)).toBe('broken');
    const many = zipSync(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, new Uint8Array(0)])));
    expect(fault(many)).toBe('broken');
    expect(fault(zipSync({ 'inner.xlsx': good }))).toBe('not_a_table');
  });

  it('[T77] cut or poked at any byte: a fault or a table, never a throw', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }), (cut, pokes) => {
        const bytes = Uint8Array.from(good);
        for (const [i, b] of pokes) bytes[i] = b;
        expect(typeof fault(bytes)).toBe('string');
        expect(typeof fault(bytes.slice(0, cut))).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});

const lastIndexOf = (bytes: Uint8Array, want: Uint8Array): number => {
  for (let i = bytes.length - want.length; i >= 0; i--) if (want.every((b, k) => bytes[i + k] === b)) return i;
  return -1;
};

describe('files that are something else than their name says', () => {
  const answer = async (bytes: Uint8Array): Promise<string> => {
    const read = await readTable(bytes);
    return read.ok ? 'ok' : read.error;
  };
  const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  const utf16 = (s: string): number[] => [...s].flatMap((c) => [c.charCodeAt(0), 0]);

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'empty'],
    ['blanks alone', bytesOf(' \r\n \t\r\n'), 'empty'],
    ['an old Excel file', bytesOf(...ole, ...Array.from({ length: 600 }, () => 0), ...utf16('Workbook')), 'old_excel'],
    ['an older Excel file', bytesOf(9, 4, 6, 0, 0, 0, 0x10, 0), 'old_excel'],
    ['a workbook under a password', bytesOf(...ole, ...Array.from({ length: 600 }, () => 0), ...utf16('EncryptedPackage')), 'encrypted'],
    ['an OpenDocument table', zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }], 'content.xml': strToU8('<x/>') }), 'open_document'],
    ['a PDF', bytesOf('%PDF-1.7\n'), 'pdf'],
    ['a PNG', bytesOf(0x89, 'PNG\r\n', 0x1a, '\n'), 'picture'],
    ['a JPEG', bytesOf(0xff, 0xd8, 0xff, 0xe0), 'picture'],
    ['a web page named .xls', bytesOf('\r\n<html><body><table><tr><td>x</td></tr></table>'), 'web_page'],
    ['an XML spreadsheet of 2003', bytesOf('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'), 'not_a_table'],
    ['a program', bytesOf('MZ', 0x90, 0, 3, 0, 0, 0, 4, 0, 0xff, 0xff), 'not_a_table'],
    ['a zip of photos', zipSync({ 'a.jpg': bytesOf(0xff, 0xd8) }), 'not_a_table'],
    ['a text document', zipSync({ '_rels/.rels': strToU8('<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'), 'word/document.xml': strToU8('<w:document/>') }), 'not_a_table'],
    ['a binary workbook', zipSync({ '_rels/.rels': strToU8('<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'), 'xl/workbook.bin': bytesOf(1, 2) }), 'old_excel'],
    ['an archive cut short', bytesOf('PK', 3, 4, 20, 0), 'broken'],
    ['more than the cap', new Uint8Array(LIMITS.bytes + 1), 'too_big'],
  ])('[T77] %s', async (_, bytes, want) => {
    expect(await answer(bytes)).toBe(want);
  });

  it('[T77] CSV named .xlsx and windows-1251 are read for what they are', async () => {
    const old = bytesOf(0xc0, 0xf1, 0xe0, 0xed, 0xee, 0xe2, ';1\r\n', 0xd1, 0xfb, 0xe4, ';2');
    expect(await readTable(old)).toMatchObject({ ok: true, value: { rows: [['Асанов', '1'], ['Сыд', '2']], notes: ['windows_1251'] } });
    expect(await readTable(simple([['Асанов']]))).toMatchObject({ ok: true, value: { rows: [['Асанов']] } });
  });
});
