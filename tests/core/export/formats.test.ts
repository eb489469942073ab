import { strFromU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/core/export/csv.ts';
import type { Table } from '../../../src/core/export/exporter.ts';
import { fileName } from '../../../src/core/export/file-name.ts';
import { formats } from '../../../src/core/export/registry.ts';
import { sheetNames } from '../../../src/core/export/sheet-names.ts';
import { xlsx } from '../../../src/core/export/xlsx.ts';
import { cellXml } from '../../../src/core/export/xml-text.ts';
import { readText } from '../../../src/core/import/text-read.ts';
import { readXlsx } from '../../../src/core/import/xlsx-read.ts';

const table = (cells: readonly (string | null)[], more: Partial<Table> = {}): Table => ({
  name: 'Тизме', columns: [{ key: 'a', heading: 'Аты', kind: 'text' }], rows: cells.map((c) => [c]), ...more,
});
const parts = (t: readonly Table[]): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(xlsx.write(t))).map(([k, v]) => [k, strFromU8(v)]));
const rowsOf = (t: readonly Table[], sheet?: string): readonly (readonly string[])[] => {
  const read = readXlsx(xlsx.write(t), sheet);
  if (!read.ok) throw new Error(read.error);
  return read.value.rows;
};
const csvText = (t: readonly Table[]): string => strFromU8(csv.write(t)).replace(/^\ufeff/, '');

/** What people and attackers write into cells (TRUST d). */
const NAUGHTY = [
  '=1+1', '+1', '-1', '@SUM(1)', '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", '=WEBSERVICE("http://x")', '\t=1', '\r=1', '\n=1', ' =1+1', '\u0000=1', '＝1+1', '＋1', '－1', '＠x', '\u200b=1',
  '"quoted"', 'a;b', 'a,b', 'line\r\nbreak', "O'Brien", '<script>alert(1)</script>', '{{x}}', '$t(x)', '__proto__', '&amp;', '_x000D_', 'Жаңыл-Мырза', '👩‍👩‍👧', '\ud800', '\uffff', '',
];

describe('XLSX', () => {
  it('[T76] cells have their types: text, id, whole, decimal, percent, date', () => {
    const t: Table = {
      name: 'T',
      columns: (['text', 'id', 'int', 'decimal', 'percent', 'date'] as const).map((kind) => ({ key: kind, heading: kind, kind })),
      rows: [['007', '0700123456', 398, 1.25, 0.551, '2019-11-18'], [null, null, null, null, null, null], ['x', 'y', { kind: 'text', value: '5' }, NaN, Infinity, 'no day']],
      foot: [['sum', null, 398]],
    };
    const xml = parts([t])['xl/worksheets/sheet1.xml'] ?? '';
    expect(xml).toContain('<c r="C2" s="2"><v>398</v></c><c r="D2" s="3"><v>1.25</v></c><c r="E2" s="4"><v>0.551</v></c><c r="F2" s="5"><v>43787</v></c>');
    expect(xml).toContain('<c r="A2" s="0" t="s">');
    expect(xml).toContain('<c r="B2" s="1" t="s">');
    expect(xml).toContain('<c r="C5" s="8"><v>398</v></c>'); // bold
    expect(rowsOf([t])).toEqual([
      ['text', 'id', 'int', 'decimal', 'percent', 'date'], ['007', '0700123456', '398', '1.25', '0.551', '2019-11-18'], ['x', 'y', '5', '', '', 'no day'], ['sum', '', '398', '', '', ''],
    ]);
  });

  it('[T76] bold frozen headings, filter over the rows without the sums, widths', () => {
    const t = table(['x', 'y'], { title: 'Title', foot: [['sum']], notes: ['note'], columns: [{ key: 'a', heading: 'A', kind: 'text', width: 40 }] });
    const files = parts([t]);
    const xml = files['xl/worksheets/sheet1.xml'] ?? '';
    expect(xml).toContain('<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>');
    expect(xml).toContain('<col min="1" max="1" width="40" customWidth="1"/>');
    expect(xml).toContain('<autoFilter ref="A2:A4"/>');
    expect(xml).toContain('<c r="A2" s="12" t="s">');
    expect(files['xl/workbook.xml']).toContain("'Тизме'!$A$2:$A$4");
    expect(rowsOf([t])).toEqual([['Title'], ['A'], ['x'], ['y'], ['sum'], ['note']]);
  });

  it('[T76] never a formula, whatever is written', () => {
    const files = parts([table(NAUGHTY, { title: '=1+1', notes: ['=2'], name: '=3' })]);
    expect(Object.values(files).join('\n')).not.toMatch(/<f[ >/]/);
    // Text even after someone has edited the cell.
    expect(files['xl/worksheets/sheet1.xml']).toMatch(/<c r="A3" s="14" t="s">/);
    expect(files['xl/styles.xml']).toContain('quotePrefix="1"');
  });

  it('[T76] text comes back as it was, less what XML forbids', () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom('а', 'Ң', '<', '&', '"', "'", '_', 'x', '0', 'D', '\u0000', '\ud800', '👩', '\uffff', ']'), fc.string({ minLength: 1, maxLength: 1 })), maxLength: 20 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
        const seen = cells.map((c) => c.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/gu, '').replace(/\s+/g, ' ').trim()).filter((c) => c !== '');
        expect(rowsOf([table(cells)]).slice(1).map((r) => r[0])).toEqual(seen);
      }),
    );
    expect(cellXml('a\rb_x000D_\u0001<&>"\ud800')).toBe('a_x000D_b_x005F_x000D_&lt;&amp;&gt;&quot;');
  });

  it('[T76] names of sheets: 31 signs, none forbidden, none twice, none empty', () => {
    const long = 'Катышуучулардын муниципалитеттери боюнча';
    expect(sheetNames(['a/b:c*?[d]\\', "'x'", '', 'History', long, long, long.toUpperCase(), '\ud800', '👩'.repeat(20)])).toEqual([
      'a b c d', 'x', '3', 'History 2', long.slice(0, 31), `${long.slice(0, 29)} 2`, `${long.toUpperCase().slice(0, 29)} 3`, '8', '👩'.repeat(15),
    ]);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 })), (wanted) => {
        const names = sheetNames(wanted);
        expect(new Set(names.map((n) => n.toLowerCase())).size).toBe(wanted.length);
        for (const n of names) expect(n).toMatch(/^[^[\]:*?/\\\u0000-\u001f]{1,31}$/);
      }),
    );
  });

  it('[T76] several sheets, read by name; equal tables give equal bytes', () => {
    const two = [table(['x']), table(['y'], { name: 'Б' })];
    expect(rowsOf(two, 'Б')).toEqual([['Аты'], ['y']]);
    expect(xlsx.write(two)).toEqual(xlsx.write(two));
  });

  it('[T76] 26 and more columns', () => {
    const columns = Array.from({ length: 60 }, (_, i) => ({ key: `c${i}`, heading: `H${i}`, kind: 'int' as const }));
    const rows = rowsOf([{ name: 'T', columns, rows: [columns.map((_, i) => i)] }]);
    expect(rows[1]).toEqual(columns.map((_, i) => String(i)));
  });

  it('[T76] days before March 1900 and today', () => {
    const days = ['1900-01-01', '1900-02-28', '1900-03-01', '2000-02-29', '2199-12-31'];
    expect(rowsOf([{ name: 'T', columns: [{ key: 'd', heading: 'd', kind: 'date' }], rows: days.map((d) => [d]) }]).slice(1)).toEqual(days.map((d) => [d]));
  });
});

describe('CSV', () => {
  it('[T76] mark, semicolons, quotes, CRLF; numbers and days as a Russian Excel takes them', () => {
    const t: Table = {
      name: 'T',
      columns: (['text', 'id', 'int', 'decimal', 'percent', 'date'] as const).map((kind) => ({ key: kind, heading: kind, kind })),
      rows: [['a"b;c', '0700123456', 398, 1.25, 0.551, '2019-11-18'], ['', '+996700123456', -5, 1, 1, null], [null, '996 (700) 12-34-56', 0, 0.5, 0, 'no'], ['x', '41703225853000', 1, 2, 0.1, null]],
      foot: [['Σ', null, 398]],
    };
    expect(strFromU8(csv.write([t]), true).slice(0, 3)).toBe('\u00ef\u00bb\u00bf');
    expect(csvText([t])).toBe(
      '"text";"id";"int";"decimal";"percent";"date"\r\n"a""b;c";"\'0700123456";"398";"1,25";"55,1%";"18.11.2019"\r\n"";"+996 700 123 456";"-5";"1";"100%";""\r\n' +
      '"";"+996 700 123 456";"0";"0,5";"0%";"no"\r\n"x";"\'41703225853000";"1";"2";"10%";""\r\n"Σ";"";"398";"";"";""\r\n',
    );
  });

  it('[T76] what could run as a formula is harmless, numbers and names are left alone', () => {
    const lines = csvText([table(NAUGHTY)]).slice('"Аты"\r\n'.length);
    for (const c of NAUGHTY.slice(0, 17).filter((x) => x !== '+1' && x !== '-1')) expect(lines).toContain(`"'${c.replaceAll('\u0000', '').replaceAll('"', '""')}"`);
    expect(lines).toContain('"\'+1"');
    expect(lines).toContain('"-1"');
    expect(lines).toContain('"Жаңыл-Мырза"');
    expect(lines).toContain('"O\'Brien"');
    for (const field of lines.match(/"(?:[^"]|"")*"/g) ?? []) expect(field).not.toMatch(/^"[\s\u200b]*[=+@＝＋－＠]/u);
  });

  it('[T76] what is written is read back, but for the mark before formulas', () => {
    const cell = fc.string({ unit: fc.constantFrom('а', 'Ө', '"', ';', '\n', ' ', '1', ','), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const want = cells.map((c) => c.replace(/^\n/, "'\n").replace(/\s+/g, ' ').trim()).filter((c) => c !== '');
        const rows = cells.map((c) => [c, 'x']);
        const two: Table = { name: 'T', columns: [{ key: 'a', heading: 'A', kind: 'text' }, { key: 'b', heading: 'B', kind: 'text' }], rows };
        expect(readText(csvText([two])).rows.slice(1).map((r) => r[0]).filter((c) => c !== '')).toEqual(want);
      }),
    );
  });

  it('[T76] several tables follow one another under their names', () => {
    expect(csvText([table(['x'], { notes: ['n'] }), table(['y'], { name: '=Б', title: '=T' })])).toBe('"Тизме"\r\n"Аты"\r\n"x"\r\n"n"\r\n\r\n"\'=T"\r\n"Аты"\r\n"y"\r\n');
  });
});

describe('formats and file names', () => {
  it('[9] every format of the registry writes the same tables', async () => {
    for (const f of formats) {
      const bytes = (await f.load()).write([table(['x'])]);
      expect(bytes.length).toBeGreaterThan(10);
      expect(f.mime).toMatch(/^\w+\//);
      expect(f.extension).toMatch(/^[a-z]+$/);
    }
    expect(new Set(formats.map((f) => f.id)).size).toBe(formats.length);
  });

  it('[B3-34] a file name holds date and filter, in ASCII, whatever the names', () => {
    const day = '2026-01-15';
    expect(fileName({ filter: {}, names: [], day, extension: 'xlsx' })).toBe('tizme_made-2026-01-15.xlsx');
    expect(fileName({ filter: { from: '2019-11-18', to: '2019-12-04' }, names: ['Жалал-Абад облусу', 'Үч-Терек айыл аймагы'], day, extension: 'csv' })).toBe(
      'tizme_zhalal-abad-oblusu_uch-terek-ayyl-aymagy_from-2019-11-18_to-2019-12-04_made-2026-01-15.csv',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), fc.string(), (names, from) => {
        expect(fileName({ filter: { from }, names: [...names, '../../x', 'CON', 'a'.repeat(300)], day, extension: 'csv' })).toMatch(/^tizme_[a-z0-9_-]{1,230}\.csv$/);
      }),
    );
  });
});
