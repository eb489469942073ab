// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askPersistence, persistence, readPersistence, usedBytes } from '../../../src/client/device/storage.ts';

interface Browser {
  persisted: boolean;
  says: boolean;
}

/** Chromium without a window never grants it, so the browser's answer is given here. */
function stubStorage(browser: Browser): void {
  vi.stubGlobal('navigator', {
    storage: {
      persisted: async () => browser.persisted,
      persist: async () => (browser.persisted = browser.says),
      estimate: async () => ({ usage: 1234, quota: 10_737_419_474 }),
    },
  });
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test('[T4] nothing is asked at the start; the answer is shown and kept once it is', async () => {
  const browser = { persisted: false, says: true };
  stubStorage(browser);
  expect(await readPersistence()).toBe('unasked');
  expect(browser.persisted).toBe(false);
  const told: string[] = [];
  const stop = persistence.subscribe(() => told.push(persistence.get()));
  expect(await askPersistence()).toBe('granted');
  expect(told).toEqual(['granted']);
  stop();
});

test('[T4] a refusal is remembered over a restart and can become a yes', async () => {
  const browser = { persisted: false, says: false };
  stubStorage(browser);
  expect(await askPersistence()).toBe('denied');
  expect(await readPersistence()).toBe('denied');
  browser.says = true;
  expect(await askPersistence()).toBe('granted');
});

test('[T4] a promise the browser took back is shown as denied', async () => {
  const browser = { persisted: true, says: true };
  stubStorage(browser);
  expect(await readPersistence()).toBe('granted');
  browser.persisted = false;
  expect(await readPersistence()).toBe('denied');
});

test('a browser without the question is «unsupported», and does not say what is used', async () => {
  vi.stubGlobal('navigator', {});
  expect(await readPersistence()).toBe('unsupported');
  expect(await askPersistence()).toBe('unsupported');
  expect(await usedBytes()).toBeUndefined();
});

test('what is used is told in bytes', async () => {
  stubStorage({ persisted: false, says: false });
  expect(await usedBytes()).toBe(1234);
});
