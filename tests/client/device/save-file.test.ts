// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { canShareFile, saveFile, shareFile } from '../../../src/client/device/save-file.ts';

const blob = new Blob(['a;b'], { type: 'text/csv' });
const saved: { name: string; href: string }[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:test');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue(undefined);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    saved.push({ name: this.download, href: this.href });
  });
});
afterEach(() => {
  saved.length = 0;
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function stubShare(share: () => Promise<void>): void {
  vi.stubGlobal('navigator', { canShare: ({ files }: ShareData) => files?.[0]?.name === 'тизме.csv', share });
}

test('a file goes to the downloads under its name, and its memory is given back later', () => {
  expect(saveFile(blob, 'тизме.csv')).toBe('saved');
  expect(saved).toEqual([{ name: 'тизме.csv', href: 'blob:test' }]);
  expect(document.querySelector('a')).toBeNull();
  expect(URL.revokeObjectURL).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:test');
});

test('the tablet’s sheet is used where there is one', async () => {
  stubShare(async () => undefined);
  expect(canShareFile(blob, 'тизме.csv')).toBe(true);
  expect(await shareFile(blob, 'тизме.csv')).toBe('shared');
  expect(saved).toEqual([]);
});

test('a sheet the person closes is no failure and no download', async () => {
  stubShare(() => Promise.reject(new DOMException('closed', 'AbortError')));
  expect(await shareFile(blob, 'тизме.csv')).toBe('cancelled');
  expect(saved).toEqual([]);
});

test('without a sheet, or when it fails, the file is saved all the same', async () => {
  vi.stubGlobal('navigator', {});
  expect(await shareFile(blob, 'a.csv')).toBe('saved');
  stubShare(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  expect(await shareFile(blob, 'тизме.csv')).toBe('saved');
  expect(saved.map(({ name }) => name)).toEqual(['a.csv', 'тизме.csv']);
});
