import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeText, isUtf8 } from '../../../src/core/import/decode.ts';
import { LIMITS } from '../../../src/core/import/grid.ts';
import { readText } from '../../../src/core/import/text-read.ts';

const rows = (text: string): readonly (readonly string[])[] => readText(text).rows;

describe('text pasted from a spreadsheet, and CSV', () => {
  it.each([
    ['tabs', 'Асанов Бакыт\tм\t1980\nСыдыкова Айгүл\tж\t1975'],
    ['semicolons', 'Асанов Бакыт;м;1980\r\nСыдыкова Айгүл;ж;1975\r\n'],
    ['commas', 'Асанов Бакыт,м,1980\nСыдыкова Айгүл,ж,1975\n'],
    ['lines that end in CR alone', 'Асанов Бакыт;м;1980\rСыдыкова Айгүл;ж;1975\r'],
    ['every cell quoted', '"Асанов Бакыт";"м";"1980"\r\n"Сыдыкова Айгүл";"ж";"1975"\r\n'],
    ['byte order marks, twice', '\ufeff\ufeffАсанов Бакыт;м;1980\nСыдыкова Айгүл;ж;1975'],
    ['no-break and thin spaces', '\u00a0Асанов\u00a0 Бакыт \t\u2009м\t1980\u00a0\nСыдыкова\u202fАйгүл\tж\t1975'],
    ['marks nobody sees', 'Аса\u200bнов Бакыт\tм\t19\u00ad80\n\u202eСыдыкова Айгүл\u202c\tж\t\u00001975'],
    ['empty lines between', '\n\nАсанов Бакыт\tм\t1980\n\t\t\n\nСыдыкова Айгүл\tж\t1975\n\n'],
  ])('[T77] %s', (_, text) => {
    expect(rows(text)).toEqual([['Асанов Бакыт', 'м', '1980'], ['Сыдыкова Айгүл', 'ж', '1975']]);
  });

  it('[T77] keeps the line of each row, over empty lines and breaks within cells', () => {
    const grid = readText('\nname;note\r\n"Асанов";"one\r\ntwo"\r\n\r\nСыдыкова;x');
    expect(grid.rows).toEqual([['name', 'note'], ['Асанов', 'one two'], ['Сыдыкова', 'x']]);
    expect(grid.lines).toEqual([2, 3, 6]);
  });

  it('[T77] doubled quotes are one; quotes within and around words are letters', () => {
    expect(rows('"ОО ""Достук""";1\nОО "Достук";2\n"Достук" ОО;3\n')).toEqual([['ОО "Достук"', '1'], ['ОО "Достук"', '2'], ['"Достук" ОО', '3']]);
  });

  it('[T77] a quote that never closes does not swallow the list', () => {
    const grid = readText('Асанов;"ОО Достук\nСыдыкова;ЖАМК\nТокоев;x');
    expect(grid.rows).toEqual([['Асанов', '"ОО Достук'], ['Сыдыкова', 'ЖАМК'], ['Токоев', 'x']]);
    expect(grid.notes).toContain('unclosed_quote');
  });

  it('[T77] one column of names stays one column, commas and all', () => {
    expect(rows('Асанов Бакыт\nСыдыкова Айгүл, депутат\nТокоев Нурлан\n')).toEqual([['Асанов Бакыт'], ['Сыдыкова Айгүл, депутат'], ['Токоев Нурлан']]);
  });

  it('[T77] rows of other length are filled up', () => {
    expect(rows('a;b;c\nd;e\nf;g;h')).toEqual([['a', 'b', 'c'], ['d', 'e', ''], ['f', 'g', 'h']]);
  });

  it('[T77] a thousand columns are cut to the cap, and it says so', () => {
    const grid = readText(`${Array.from({ length: 1000 }, (_, i) => `c${i}`).join('\t')}\nx\ty`);
    expect(grid.rows[0]).toHaveLength(LIMITS.columns);
    expect(grid.notes).toContain('columns_cut');
  });

  it('[T77] a name of 10,000 letters is cut and noted', () => {
    const grid = readText(`${'я'.repeat(10_000)};1\nb;2`);
    expect(grid.rows[0]?.[0]).toHaveLength(LIMITS.cell);
    expect(grid.notes).toContain('cells_cut');
  });

  it('[T77] more rows than the cap are cut and noted', () => {
    const grid = readText('a\n'.repeat(LIMITS.rows + 1));
    expect(grid.rows).toHaveLength(LIMITS.rows);
    expect(grid.notes).toContain('rows_cut');
  });

  it.each([['pairs of quotes over lines', '"""x\n'.repeat(200_000) + '" z'], ['pairs over cells', '"""x;'.repeat(200_000) + '" z'], ['one line', 'x'.repeat(3_000_000)]])(
    '[T77] takes a time in proportion to its length: %s',
    (_, text) => {
      const from = performance.now();
      expect(readText(text).rows.length).toBeGreaterThan(0);
      expect(performance.now() - from).toBeLessThan(3000);
    },
  );

  it('[T77] whatever is written as CSV is read back', () => {
    const cell = fc.string({ unit: fc.constantFrom('а', 'Ө', '"', ';', ',', '\n', ' ', '=', '1'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), (table) => {
        const text = table.map((r) => r.map((c) => `"${c.replaceAll('"', '""')}"`).join(';')).join('\r\n');
        const clean = table.map((r) => r.map((c) => c.replace(/\s+/g, ' ').trim())).filter((r) => r.some((c) => c !== ''));
        const width = Math.max(0, ...clean.map((r) => r.reduce((w, c, i) => (c === '' ? w : i + 1), 0)));
        expect(rows(text)).toEqual(clean.map((r) => r.slice(0, width)));
      }),
    );
  });
});

describe('text of unknown encoding', () => {
  const text = 'Асанов Ё ё № «Достук» – 1\r\n';
  const utf16 = (littleEndian: boolean): Uint8Array => {
    const view = new DataView(new ArrayBuffer((text.length + 1) * 2));
    [0xfeff, ...text.split('').map((c) => c.charCodeAt(0))].forEach((u, i) => view.setUint16(i * 2, u, littleEndian));
    return new Uint8Array(view.buffer);
  };

  it('[T77] UTF-8 with and without a mark, UTF-16 both ways', () => {
    const utf8 = new TextEncoder().encode(text);
    expect(decodeText(utf8)).toBe(text);
    expect(decodeText(new TextEncoder().encode(`\ufeff\ufeff${text}`))).toBe(text);
    expect(decodeText(utf16(true))).toBe(text);
    expect(decodeText(utf16(false))).toBe(text);
    expect(decode(utf16(false)).encoding).toBe('utf-16be');
  });

  it('[T77] windows-1251, every byte as the standard has it', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(decode(bytes)).toEqual({ text: new TextDecoder('windows-1251').decode(bytes), encoding: 'windows-1251' });
  });

  it('[T77] tells UTF-8 from other bytes as a strict decoder does', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x9f, 0xa0, 0xbf, 0x90, 0x8f));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 6 }), (list) => {
        const bytes = Uint8Array.from(list);
        let valid = true;
        try {
          strict.decode(bytes);
        } catch {
          valid = false;
        }
        expect(isUtf8(bytes)).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });
});
