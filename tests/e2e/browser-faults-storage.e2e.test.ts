import type { CDPSession, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { clientFolder } from '../../src/house/paths.ts';
import { serveShell, type ShellServer } from '../rules/support/shell-server.ts';
import { devtools, makeBench, stored, unsent, type Bench } from '../support/browser-faults.ts';

let front: ShellServer;
let bench: Bench;
let session: CDPSession | undefined;
beforeAll(async () => {
  front = await serveShell(clientFolder);
  bench = await makeBench({ front });
});
afterAll(async () => {
  await bench.end();
  await front.close();
});

const person = (i: number): string => must(bench.people[i], 'person');
const asked = (): number => front.asked.filter((path) => path === '/v1/sync').length;
const toMark = (i: number): ReturnType<Page['getByRole']> =>
  bench.app.page.getByRole('button', { name: `${bench.app.w('attendance.mark_came')}: ${person(i)}`, exact: true });

/** Whether a page of the app's origin that is not the app can write anything. */
async function isRoom(): Promise<boolean> {
  await bench.app.page.goto(`${bench.origin}/manifest.webmanifest`);
  return bench.app.page.evaluate(async () => {
    const open = indexedDB.open('probe', 1);
    open.addEventListener('upgradeneeded', () => open.result.createObjectStore('s', { autoIncrement: true }));
    return new Promise<boolean>((done) => {
      open.addEventListener('error', () => done(false));
      open.addEventListener('success', () => {
        const tx = open.result.transaction('s', 'readwrite');
        tx.objectStore('s').add(1);
        const end = (isWritten: boolean) => (): void => {
          open.result.close();
          done(isWritten);
        };
        tx.addEventListener('complete', end(true));
        tx.addEventListener('abort', end(false));
      });
    });
  });
}

/** Leaves the app no room at all, and opens it at `path`. */
async function noRoom(path: string): Promise<void> {
  const { page } = bench.app;
  let isLeft = true;
  // How much room there was is remembered for half a minute, unless the database is closed: that takes some seconds.
  for (const ms of [2_500, 4_000, 8_000]) {
    await page.goto('about:blank');
    // It holds as long as the session does.
    session ??= await devtools(page);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await session.send('Storage.overrideQuotaForOrigin', { origin: bench.origin, quotaSize: 1 });
    await page.waitForTimeout(ms);
    isLeft = await isRoom();
    if (!isLeft) break;
  }
  expect(isLeft).toBe(false);
  await page.goto(path);
}

async function roomAgain(): Promise<void> {
  await session?.send('Storage.overrideQuotaForOrigin', { origin: bench.origin });
}

async function sendNow(): Promise<void> {
  const { app } = bench;
  await app.page.goto(`${bench.origin}/sync`);
  await app.button('sync.send_now').or(app.button('sync.check_now')).first().click();
}

describe('what is saved', () => {
  it('[4.2/6] [2.3] goes to the disk before it is called saved: each transaction that writes asks for it', async () => {
    const { app } = bench;
    await app.page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const begin = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function transaction(this: IDBDatabase, ...args) {
        const tx = begin.apply(this, args);
        if (tx.mode === 'readwrite') seen.push(`${[...tx.objectStoreNames].join(' ')}: ${tx.durability}`);
        return tx;
      };
    });
    await app.page.goto(`${bench.training}/register`);
    await app.came(person(0));
    await bench.settled(app.page);
    const seen = await app.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    // The save, and the answer of the endpoint.
    expect(seen.filter((x) => /pend/.test(x) && /view/.test(x)).length).toBeGreaterThanOrEqual(2);
    expect(seen.filter((x) => !x.endsWith(': strict'))).toEqual([]);
  });
});

describe('no room', () => {
  it('[4.2/9] at a save: says «not saved», keeps what was there, and saves once there is room', async () => {
    const { app } = bench;
    await noRoom(`${bench.training}/register`);
    await toMark(1).click();
    await app.page.getByRole('alert').getByText(app.like('fault.not_saved')).first().waitFor();
    expect(await app.marked(person(1)).count()).toBe(0);
    expect(await app.marked(person(0)).count()).toBe(1);
    // A form with words in it stands as it was typed.
    await app.page.getByLabel(app.w('attendance.search')).fill('Эсенов Улан');
    await app.page.getByRole('button', { name: new RegExp(app.like('ui.add_typed').source.split('.*')[0] ?? '') }).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Мужчина', exact: true }).click();
    await app.button('person.save_came').click();
    await dialog.getByText(app.w('fault.not_saved')).first().waitFor();
    expect(await dialog.getByRole('textbox').first().inputValue()).toBe('Эсенов Улан');
    await roomAgain();
    await app.button('person.save_came').click();
    await dialog.waitFor({ state: 'detached' });
    await app.page.getByLabel(app.w('attendance.search')).fill('');
    await app.came(person(1));
    await bench.settled(app.page);
  });

  it('[4.2/9] at the acknowledgement: what was sent is sent again as it was, and taken once', async () => {
    const { app } = bench;
    front.holding = true;
    await app.came(person(2));
    await expect.poll(() => front.held(), { timeout: 30_000 }).toBe(1);
    front.holding = false;
    const before = asked();
    await noRoom(`${bench.training}/register`);
    front.letGo();
    // It asks again, is answered, and cannot take the answer down.
    await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(before);
    await app.page.waitForTimeout(500);
    expect(await unsent(app.page)).toBe(1);
    await roomAgain();
    await sendNow();
    await bench.settled(app.page);
  });

  it('[4.2/9] at rows that come: nothing of the answer is kept, and all of it comes anew', async () => {
    const { app } = bench;
    const before = await stored(app.page, 'rows');
    // As a tablet that has just joined: everything is to come.
    await app.page.evaluate(async () => {
      const open = indexedDB.open('tizme');
      const db = await new Promise<IDBDatabase>((done) => {
        open.addEventListener('success', () => done(open.result));
      });
      const tx = db.transaction(['meta', 'rows'], 'readwrite');
      tx.objectStore('meta').put({ k: 'cursors', list: [], agreed: false });
      tx.objectStore('rows').clear();
      await new Promise((done) => {
        tx.addEventListener('complete', done);
      });
      db.close();
    });
    const already = asked();
    await noRoom(`${bench.origin}/sync`);
    await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(already);
    await app.page.waitForTimeout(500);
    expect(await stored(app.page, 'rows')).toEqual([]);
    await roomAgain();
    await sendNow();
    await expect.poll(async () => (await stored(app.page, 'rows')).length, { timeout: 30_000 }).toBe(before.length);
  });
});

describe('records deleted by the browser', () => {
  it('[4.2/10] says plainly what happened, and joined anew, as another replica, has everything that was sent', async () => {
    const { app } = bench;
    const { page } = app;
    await page.goto(`${bench.origin}/devices`);
    await page.getByRole('radio', { name: app.like('settings.role.coordinator') }).click();
    await app.button('devices.make').click();
    const link = await page.getByText(/#j=/).innerText();
    await page.goto(`${bench.training}/register`);
    await bench.away();
    await app.came(person(3));
    await app.page.getByText(app.like('sync.failed_one')).first().waitFor();
    const self = async (): Promise<string> => must((await stored<{ k: string; replica: string }>(page, 'meta')).find((m) => m.k === 'self'), 'self').replica;
    const former = await self();
    const devices = await devtools(page);
    // While the page is open: it must not go on as if nothing were.
    await devices.send('Storage.clearDataForOrigin', { origin: bench.origin, storageTypes: 'indexeddb' });
    await page.getByText(app.w('start.lost_title')).waitFor({ timeout: 30_000 });
    await page.getByText(app.like('start.lost_unsent_one')).waitFor();
    await bench.back();
    await page.goto(link);
    await page.getByText(app.w('start.lost_title')).waitFor();
    await page.getByLabel(app.w('start.name')).fill('Айнура');
    await app.button('join.join').click();
    await page.getByRole('heading', { level: 1, name: app.w('nav.trainings') }).waitFor();
    expect(await self()).not.toBe(former);
    await page.goto(`${bench.training}/register`);
    await app.marked(person(2)).waitFor();
    // What had not been sent is gone, and was said to be.
    await toMark(3).waitFor();
    await bench.settled(page);
    expect(await page.getByText(app.w('start.lost_title')).count()).toBe(0);
  });
});
