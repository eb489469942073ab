import { rmSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import ky from '../../locales/ky.json' with { type: 'json' };
import { clientFolder } from '../../src/house/paths.ts';
import { launchTablet, type Tablet } from '../support/browser.ts';
import { nextBuild, precacheList } from './support/next-build.ts';
import { serveShell, type ShellServer } from './support/shell-server.ts';

const portal = { status: 200, type: 'text/html', body: '<title>Free Wi-Fi</title>' };
const someScript = (): string => {
  const entry = precacheList(clientFolder).find(({ url }) => /^assets\/en-.*\.js$/.test(url));
  if (entry === undefined) throw new Error('no script of the English words');
  return `/${entry.url}`;
};

let second: string;
let server: ShellServer;
let tablet: Tablet;

beforeAll(() => {
  second = nextBuild(clientFolder, 'second');
});
afterAll(() => {
  rmSync(second, { recursive: true, force: true });
});
beforeEach(async () => {
  server = await serveShell(clientFolder);
  tablet = await launchTablet();
});
afterEach(async () => {
  await tablet.close().catch(() => undefined);
  tablet.forget();
  await server.close();
});

const mark = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=mark]')?.content);
const hasRendered = (page: Page): Promise<unknown> => page.waitForSelector('#app :is(h1, h2, button)');
const controlled = (page: Page): Promise<unknown> => page.waitForFunction(() => navigator.serviceWorker.controller !== null);

/** Looks for a new version and waits for what becomes of it: `installed` (it waits) or `redundant` (it was refused). */
const lookForUpdate = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined);
    const worker = registration.installing ?? registration.waiting;
    if (worker === null) return 'none';
    return await new Promise<string>((resolve) => {
      const look = (): void => {
        if (worker.state === 'installed' || worker.state === 'redundant') resolve(worker.state);
      };
      worker.addEventListener('statechange', look);
      look();
    });
  });

async function open(): Promise<Page> {
  await tablet.page.goto(server.origin);
  await hasRendered(tablet.page);
  await controlled(tablet.page);
  return tablet.page;
}

describe('without a network', () => {
  test('the app opens cold, on a deep address too, after one visit, and asks nobody', async () => {
    await open();
    await tablet.close();
    const { origin } = server;
    await server.close();
    tablet = await launchTablet({ profileDir: tablet.profileDir });
    for (const path of ['/', '/settings']) {
      await tablet.page.goto(origin + path);
      await hasRendered(tablet.page);
      expect(await tablet.page.title()).not.toBe('');
    }
    server = await serveShell(clientFolder);
  });

  test('[T26] nothing the endpoint answered is in a cache', async () => {
    const page = await open();
    await page.evaluate(() => fetch('/v1/health').catch(() => undefined));
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const lists = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
      return lists.flat();
    });
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter((url) => new URL(url).pathname.startsWith('/v1'))).toEqual([]);
  });
});

describe('a version that does not come whole', () => {
  const faults = [
    { fault: 'a page in place of a script, answered 200', lie: portal },
    { fault: 'a script cut short', lie: { status: 200, type: 'text/javascript', body: 'export' } },
    { fault: 'a script that is not there', lie: { status: 404, type: 'text/plain', body: '' } },
  ];
  test.each(faults)('[T18] [T21] is refused ($fault), the one before goes on, and the next try succeeds', async ({ lie }) => {
    const page = await open();
    // The unchanged files are kept already; the new worker fetches what changed, so the page is what must be lied about.
    server.folder = second;
    server.lies.set('/index.html', lie);
    expect(await lookForUpdate(page)).toBe('redundant');
    await tablet.context.setOffline(true);
    await page.reload();
    await hasRendered(page);
    expect(await mark(page)).toBeUndefined();
    await tablet.context.setOffline(false);
    server.lies.clear();
    expect(await lookForUpdate(page)).toBe('installed');
  });

  test('[T18] is refused at the very first visit as well', async () => {
    server.lies.set(someScript(), portal);
    await tablet.page.goto(server.origin);
    await hasRendered(tablet.page);
    await expect.poll(() => server.asked.includes(someScript()), { timeout: 10_000 }).toBe(true);
    await expect
      .poll(() => tablet.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) === undefined))
      .toBe(true);
    server.lies.clear();
    await tablet.page.reload();
    await controlled(tablet.page);
  });
});

describe('a new version', () => {
  test('[T19] waits for a tap, then every tab has it and the old files are gone', async () => {
    const page = await open();
    const other = await tablet.context.newPage();
    await other.goto(server.origin);
    await controlled(other);
    server.folder = second;
    expect(await lookForUpdate(page)).toBe('installed');
    await page.reload();
    expect(await mark(page)).toBeUndefined();
    await page.getByRole('button', { name: ky.update.apply, exact: true }).click();
    await expect.poll(() => mark(page).catch(() => undefined), { timeout: 15_000 }).toBe('second');
    await expect.poll(() => mark(other).catch(() => undefined), { timeout: 15_000 }).toBe('second');
    const pages = await page.evaluate(async () =>
      (
        await Promise.all(
          (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
        )
      ).flat(),
    );
    expect(pages.filter((url) => url.includes('/index.html'))).toHaveLength(1);
  });

  test('[T19] is kept back while another tab has an open form, and comes when that tab is closed', async () => {
    const page = await open();
    const other = await tablet.context.newPage();
    await other.goto(server.origin);
    await controlled(other);
    // What an open form does: see update-gate.ts.
    await other.evaluate(
      () => void navigator.locks.request('tizme.form-open', { mode: 'shared' }, () => new Promise(() => undefined)),
    );
    server.folder = second;
    expect(await lookForUpdate(page)).toBe('installed');
    const button = page.getByRole('button', { name: ky.update.apply, exact: true });
    await button.click();
    await page.getByText(ky.update.held_elsewhere).waitFor();
    expect(await mark(page)).toBeUndefined();
    await other.close();
    await button.click();
    await expect.poll(() => mark(page).catch(() => undefined), { timeout: 15_000 }).toBe('second');
  });
});

test('[T20] a part of the app that is gone reloads the page once, and not again when that did not help', async () => {
  server.lies.set('/sw.js', { status: 404, type: 'text/plain', body: '' });
  const { page } = tablet;
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.goto(server.origin);
  await hasRendered(page);
  // What Vite says when a lazy part cannot be fetched; answered by our reload, or left to go on.
  const missing = (): Promise<boolean> =>
    page.evaluate(() => dispatchEvent(new Event('vite:preloadError', { cancelable: true })));
  expect(await missing()).toBe(false);
  await expect.poll(() => loads, { timeout: 10_000 }).toBe(2);
  await hasRendered(page);
  expect(await missing()).toBe(true);
  expect(loads).toBe(2);
});
