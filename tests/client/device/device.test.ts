// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { browserProblem } from '../../../src/client/device/browser-problem.ts';
import { seemsOnline, watchOnline } from '../../../src/client/device/online.ts';
import { keepAwake } from '../../../src/client/device/wake-lock.ts';
import { watchable } from '../../../src/client/device/watched.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a watched value', () => {
  test('tells its listeners of changes only, until they stop', () => {
    const value = watchable(1);
    const told: number[] = [];
    const stop = value.subscribe(() => told.push(value.get()));
    value.set(1);
    value.set(2);
    stop();
    value.set(3);
    expect(told).toEqual([2]);
    expect(value.get()).toBe(3);
  });
});

describe('what stands in the way', () => {
  test.each([
    [{ isSecureContext: true, indexedDB: {} }, undefined],
    [{ isSecureContext: false, indexedDB: {} }, 'insecure_origin'],
    [{ isSecureContext: true }, 'no_database'],
    [{ isSecureContext: true, indexedDB: null }, 'no_database'],
  ])('%o: %s', (parts, problem) => {
    expect(browserProblem(parts)).toBe(problem);
  });
});

test('the network’s coming and going is followed', () => {
  watchOnline();
  dispatchEvent(new Event('offline'));
  expect(seemsOnline.get()).toBe(false);
  dispatchEvent(new Event('online'));
  expect(seemsOnline.get()).toBe(true);
});

describe('the screen', () => {
  const flush = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  function stubWakeLock(): { asked: number; released: number } {
    const count = { asked: 0, released: 0 };
    const request = async (): Promise<{ release(): Promise<void> }> => {
      count.asked += 1;
      return {
        release: async () => {
          count.released += 1;
        },
      };
    };
    vi.stubGlobal('navigator', { wakeLock: { request } });
    return count;
  }

  test('is kept on, asked for again when the page returns, and let go', async () => {
    const count = stubWakeLock();
    const letGo = keepAwake();
    await flush();
    expect(count.asked).toBe(1);
    document.dispatchEvent(new Event('visibilitychange'));
    await flush();
    expect(count.asked).toBe(2);
    letGo();
    await flush();
    expect(count.released).toBeGreaterThan(0);
    document.dispatchEvent(new Event('visibilitychange'));
    await flush();
    expect(count.asked).toBe(2);
  });

  test('let go before the answer came is let go when it comes', async () => {
    const count = stubWakeLock();
    keepAwake()();
    await flush();
    expect(count).toEqual({ asked: 1, released: 1 });
  });

  test('stays as it is where the browser has no such thing or refuses', async () => {
    vi.stubGlobal('navigator', {});
    keepAwake()();
    vi.stubGlobal('navigator', {
      wakeLock: { request: () => Promise.reject(new DOMException('low battery', 'NotAllowedError')) },
    });
    const letGo = keepAwake();
    await flush();
    expect(letGo).not.toThrow();
  });
});
