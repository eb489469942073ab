// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { expectText, newTablet, tap, units, until, words } from '../settings/support.tsx';
import { fill, openTotals } from './support.ts';
import { readTotalsData } from '../../../../src/client/features/totals/queries.ts';
import { readText } from '../../../../src/core/import/text-read.ts';
import { decodeText } from '../../../../src/core/import/decode.ts';
import { readXlsx } from '../../../../src/core/import/xlsx-read.ts';
import { must } from '../../../../src/core/result.ts';
import { computeTotals } from '../../../../src/core/totals/totals.ts';

const files: { readonly blob: Blob; name: string }[] = [];

beforeEach(() => {
  files.length = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    files.push({ blob: blob as Blob, name: '' });
    return 'blob:one';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    const file = files.at(-1);
    if (file) file.name = this.download;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function open(): Promise<void> {
  const tablet = await newTablet();
  await fill(tablet.store);
  await openTotals(tablet);
  await tap('Excel / CSV');
  await expectText('Первые строки:');
}

async function saved(): Promise<{ bytes: Uint8Array; name: string }> {
  await until(() => files.length > 0 && files[0]?.name !== '', 'a file');
  const file = must(files[0], 'file');
  return { bytes: new Uint8Array(await file.blob.arrayBuffer()), name: file.name };
}

async function askPersonal(): Promise<void> {
  const box = must(document.querySelector<HTMLInputElement>('dialog input[type=checkbox]'), 'personal');
  expect(box.checked).toBe(false);
  box.checked = true;
  box.dispatchEvent(new Event('change', { bubbles: true }));
  await expectText('В файле будут персональные данные.');
  await expectText('Первые строки:');
}

const sheet = (bytes: Uint8Array, name: string): readonly (readonly string[])[] => {
  const read = readXlsx(bytes, name);
  if (!read.ok) throw new Error(`${name}: ${read.error}`);
  return read.value.rows;
};

/** The number beside a word in the sheet of totals. */
const value = (rows: readonly (readonly string[])[], figure: string): string | undefined => rows.find((row) => row[0] === figure)?.[1];

/** The number people see on the card of a figure. */
const shown = (label: string): string => must(/^\d+/.exec(words(must([...document.querySelectorAll('.big')].find((b) => words(b).includes(label)), label))), label)[0];

describe('the file', () => {
  it('[2 taps] CSV: two taps from the totals, and its numbers are those of the screen', async () => {
    await open();
    const numbers = ['Тренинги', 'Участники', 'Человеко-дни'].map((label) => [label, shown(label)] as const);
    await tap('Сохранить CSV');
    const { bytes, name } = await saved();
    expect(name).toMatch(/^tizme_.*2019-12-05\.csv$/);
    const { rows } = readText(decodeText(bytes));
    for (const [label, number] of numbers) expect(value(rows, label), label).toBe(number);
    expect(value(rows, 'Пересечение')).toBe('1');
    await expectText(`Файл готов: ${name}`);
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('XLSX: every sheet’s sum is the total of the screen', async () => {
    await open();
    await tap('Сохранить Excel (XLSX)');
    const { bytes, name } = await saved();
    expect(name).toMatch(/\.xlsx$/);
    expect(value(sheet(bytes, 'Итоги'), 'Участники')).toBe(shown('Участники'));
    const places = sheet(bytes, 'По муниципалитетам');
    const at = must(places.find((row) => row.includes('Участники')), 'heading').indexOf('Участники');
    const cells = places.filter((row) => /^\d+$/.test(row[at] ?? '')).map((row) => Number(row[at]));
    const total = must(cells.pop(), 'total');
    expect(String(total)).toBe(shown('Участники'));
    expect(cells.reduce((n, x) => n + x, 0)).toBe(total);
  });

  it('holds no name unless someone asks for personal data', async () => {
    await open();
    await tap('Сохранить CSV');
    const plain = decodeText((await saved()).bytes);
    for (const name of ['Асанова', 'Токтогулов', 'Тренер']) expect(plain).not.toContain(`${name} `);
    await tap('Excel / CSV');
    await expectText('Первые строки:');
    await askPersonal();
    files.length = 0;
    await tap('Сохранить CSV');
    const asked = decodeText((await saved()).bytes);
    expect(asked).toContain('Асанова Айгүл');
    // A name that a spreadsheet would take for a formula.
    expect(asked).toContain(`"'=Сыдыкова, «Роза»"`);
  });

  it('can be one sheet alone, shown beforehand', async () => {
    await open();
    const select = must(document.querySelector<HTMLSelectElement>('dialog select'), 'sheets');
    const kinds = must([...select.options].find((o) => o.textContent === 'По тренерам'), 'by kind');
    select.value = kinds.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => document.querySelector('dialog caption')?.textContent === 'По тренерам', 'the preview');
    await tap('Сохранить CSV');
    const { rows } = readText(decodeText((await saved()).bytes));
    expect(rows[0]?.slice(0, 2)).toEqual(['Вид тренера', 'Тренинги']);
    expect(rows.find((row) => row[0] === 'Итого')?.[1]).toBe('3');
  });

  it('says so when it could not be made, and stays open', async () => {
    await open();
    vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
      throw new Error('no memory');
    });
    await tap('Сохранить CSV');
    await expectText('Файл не создан.');
    expect(document.querySelector('dialog')).not.toBeNull();
  });

  it('names the filter', async () => {
    const tablet = await newTablet();
    await fill(tablet.store);
    await openTotals(tablet, '/totals?unit=41702000000000&from=2019-12-01');
    const totals = computeTotals(await readTotalsData(tablet.store), { unit: '41702000000000', from: '2019-12-01' }, units);
    await tap('Excel / CSV');
    await expectText('Первые строки:');
    await tap('Сохранить CSV');
    const { bytes, name } = await saved();
    expect(name).toBe('tizme_issyk-kulskaya-oblast_from-2019-12-01_made-2019-12-05.csv');
    expect(value(readText(decodeText(bytes)).rows, 'Участники')).toBe(String(totals.participants.value));
    expect(totals.participants.value).toBe(2);
  });
});
