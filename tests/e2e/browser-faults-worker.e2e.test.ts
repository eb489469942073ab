import { rmSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUSH_TAG } from '../../src/client/sync/push-tag.ts';
import { clientFolder } from '../../src/house/paths.ts';
import { must } from '../../src/core/result.ts';
import { nextBuild } from '../rules/support/next-build.ts';
import { serveShell, type ShellServer } from '../rules/support/shell-server.ts';
import { devtools, makeBench, stored, unsent, wakeWorker, type Bench } from '../support/browser-faults.ts';

let front: ShellServer;
let bench: Bench;
let second: string;
beforeAll(async () => {
  second = nextBuild(clientFolder, 'second');
  front = await serveShell(clientFolder);
  bench = await makeBench({ front });
});
afterAll(async () => {
  await bench.end();
  await front.close();
  rmSync(second, { recursive: true, force: true });
});

const came = (): number => bench.rows('attendance').filter((f) => f['mark'] === 'present').length;
const person = (i: number): string => must(bench.people[i], 'person');
const note = async (page: Page): Promise<{ ok: number; pushed?: number }> =>
  must((await stored<{ k: string; ok: number; pushed?: number }>(page, 'meta')).find((m) => m.k === 'sync'), 'note');

describe('the service worker', () => {
  it('[2.15] sends what was saved without a network, with no page of the app open', async () => {
    const { app, training, origin } = bench;
    await bench.away();
    for (const i of [0, 1]) await app.came(person(i));
    // The page has asked to be woken by itself.
    const tags = (): Promise<string[]> =>
      app.page.evaluate(async () => ((await navigator.serviceWorker.ready) as unknown as { sync: { getTags(): Promise<string[]> } }).sync.getTags());
    await expect.poll(tags, { timeout: 30_000 }).toContain(PUSH_TAG);
    const before = await note(app.page);
    await app.page.goto('about:blank');
    await bench.back();
    await wakeWorker(app.page, origin, PUSH_TAG);
    await expect.poll(came, { timeout: 30_000 }).toBe(2);
    // A push alone is no full sync, and is not called one. The page that reads it must not make it one.
    await app.page.route('**/v1/sync', (route) => route.abort());
    await app.page.goto(`${training}/register`);
    await app.page.getByLabel(app.w('attendance.search')).waitFor();
    expect(await unsent(app.page)).toBe(0);
    const after = await note(app.page);
    expect(after.ok).toBe(before.ok);
    expect(after.pushed ?? 0).toBeGreaterThan(before.ok);
    await app.page.unroute('**/v1/sync');
    await bench.settled(app.page);
  });

  it('[2.15] tells the open page what it has sent, so that nothing is called unsent', async () => {
    const { app, origin } = bench;
    await app.page.goto(`${bench.training}/register`);
    await app.page.getByLabel(app.w('attendance.search')).waitFor();
    const before = came();
    // The page's own questions fail; the worker's do not.
    await app.page.route('**/v1/sync', (route) => route.abort());
    await app.came(person(2));
    await app.page.getByText(app.like('sync.failed_one')).first().waitFor();
    await wakeWorker(app.page, origin, PUSH_TAG);
    await expect.poll(came, { timeout: 30_000 }).toBeGreaterThan(before);
    await app.page.getByText(app.like('sync.done')).first().waitFor();
    await app.page.unroute('**/v1/sync');
    await bench.settled(app.page);
  });

  it('[4.2/8] [2.13] a new version takes over while an answer is on its way: nothing lost, nothing twice', async () => {
    const { app } = bench;
    const { page } = app;
    front.holding = true;
    await app.came(person(3));
    await expect.poll(() => front.held(), { timeout: 30_000 }).toBe(1);
    front.folder = second;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await app.button('update.apply').click({ timeout: 30_000 });
    const mark = (): Promise<string | undefined> => page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=mark]')?.content);
    await expect.poll(() => mark().catch(() => undefined), { timeout: 30_000 }).toBe('second');
    expect(await unsent(page)).toBe(1);
    front.holding = false;
    front.letGo();
    await bench.settled(page);
  });

  it('[4.2/8] a new version takes over while the worker before is sending', async () => {
    const { app, origin } = bench;
    const { page } = app;
    const session = await devtools(page);
    await page.route('**/v1/sync', (route) => route.abort());
    front.holding = true;
    await app.came(person(4));
    await wakeWorker(page, origin, PUSH_TAG);
    await expect.poll(() => front.held(), { timeout: 30_000 }).toBe(1);
    front.folder = clientFolder;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await session.send('ServiceWorker.enable');
    await app.button('update.apply').click({ timeout: 30_000 });
    front.holding = false;
    await page.unroute('**/v1/sync');
    front.letGo();
    await page.reload();
    await bench.settled(page);
    expect(app.faults).toEqual([]);
  });
});
