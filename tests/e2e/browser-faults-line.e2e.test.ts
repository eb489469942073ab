import type { CDPSession, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYNC_LOCK } from '../../src/client/sync/turn.ts';
import { must } from '../../src/core/result.ts';
import { clientFolder } from '../../src/house/paths.ts';
import { serveShell, type ShellServer } from '../rules/support/shell-server.ts';
import { launchPlainTablet } from '../support/plain-browser.ts';
import { devtools, makeBench, type Bench } from '../support/browser-faults.ts';

let front: ShellServer;
let bench: Bench;
beforeAll(async () => {
  front = await serveShell(clientFolder);
  bench = await makeBench({ front, tablet: await launchPlainTablet() });
});
afterAll(async () => {
  await bench.end();
  await front.close();
});

const person = (i: number): string => must(bench.people[i], 'person');
const asked = (): number => front.asked.filter((path) => path === '/v1/sync').length;

/** Another page of the app, on the same list. */
async function another(): Promise<Page> {
  const page = await bench.app.tablet.context.newPage();
  await page.goto(`${bench.training}/register`);
  await page.getByLabel(bench.app.w('attendance.search')).waitFor();
  return page;
}

async function mark(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.getByRole('button', { name: `${bench.app.w('attendance.mark_came')}: ${name}`, exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`^${bench.app.w('mark.present')} .*: ${name}$`) }).waitFor();
}

describe('several pages', () => {
  it('[4.2/7] the one that sends is frozen in mid flight: the others send, nothing twice, no equal stamps', async () => {
    const { app } = bench;
    const others = [await another(), await another()];
    front.holding = true;
    await mark(app.page, person(0));
    await expect.poll(() => front.held(), { timeout: 30_000 }).toBe(1);
    const session = await devtools(app.page);
    // As it goes: another page comes to the front, then the one behind it is stopped.
    await must(others[0], 'page').bringToFront();
    await app.page.waitForFunction(() => document.visibilityState === 'hidden');
    await app.page.waitForTimeout(500);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    front.holding = false;
    for (const [i, page] of others.entries()) await mark(page, person(1 + i));
    expect(await bench.settled(must(others[0], 'page'))).toBe(3);
    // It thaws, and the answer it had waited for comes after all.
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    front.letGo();
    await mark(app.page, person(3));
    expect(await bench.settled(app.page)).toBe(4);
    for (const page of others) await page.close();
  });

  it('[4.2/7] one that hangs with the lock and gives no sign of life keeps nobody from sending', async () => {
    const { page } = bench.app;
    const hog = await bench.app.tablet.context.newPage();
    await hog.goto(bench.origin);
    await hog.evaluate(
      (name) => new Promise<void>((held) => void navigator.locks.request(name, () => (held(), new Promise(() => undefined)))),
      SYNC_LOCK,
    );
    await mark(page, person(4));
    expect(await bench.settled(page)).toBeGreaterThan(0);
    await hog.close();
  });
});

describe('a bad line', () => {
  const slow = (session: CDPSession, bytesPerSecond: number, offline = false): Promise<unknown> =>
    session.send('Network.emulateNetworkConditions', { offline, latency: 5_000, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond });

  it('[4.2/44] [I11] a byte a second, then 5 s there and back and gone every 3 s: few questions, and all is sent in the end', async () => {
    const { page } = bench.app;
    const session = await devtools(page);
    await session.send('Network.enable');
    let questions = 0;
    session.on('Network.requestWillBeSent', ({ request }) => (questions += request.url.endsWith('/v1/sync') ? 1 : 0));
    await slow(session, 1);
    await mark(page, person(5));
    await page.waitForTimeout(6_000);
    // On its way still: nobody asks anew because it takes long.
    expect(questions).toBeLessThanOrEqual(1);
    for (let i = 0; i < 2; i++) {
      await slow(session, 400, true);
      await page.waitForTimeout(3_000);
      await slow(session, 400);
      await page.waitForTimeout(3_000);
    }
    expect(questions).toBeLessThanOrEqual(8);
    await mark(page, person(6));
    await slow(session, 400);
    const before = asked();
    await bench.settled(page);
    expect(asked() - before).toBeLessThanOrEqual(6);
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    expect(bench.app.faults).toEqual([]);
  });
});
