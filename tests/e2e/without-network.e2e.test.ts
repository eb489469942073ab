import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { eventually, openApp, type App } from '../support/app.ts';
import { fakeCameraFlags, filmCodes } from '../support/fake-camera.ts';
import { startEndpoint } from '../support/server-process.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-carry-'));
const film = join(data, 'film.y4m');
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true, maxRetries: 3 })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function tablet(lang: 'ky' | 'ru', flags: readonly string[] = []): Promise<App> {
  const app = await openApp({ lang, flags });
  ends.push(() => app.tablet.forget(), () => app.tablet.close());
  return app;
}

const synced = (app: App): Promise<void> =>
  eventually(async () => {
    await app.page.getByText(app.like('sync.done')).first().waitFor({ timeout: 1000 });
  });

/** Inside the app: what is behind an address may need no network, loading it anew would ask the worker. */
async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}

/** The bitmaps that the screen shows, one after the other, until there are so many different ones. */
async function filmed(page: Page, all: number): Promise<boolean[][][]> {
  const found = new Map<string, boolean[][]>();
  for (let looks = 0; found.size < all && looks < 600; looks++) {
    const code = await page.locator('canvas.qr-picture').evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => (pixels[(y * width + x) * 4] ?? 255) < 128));
    });
    found.set(JSON.stringify(code), code);
    await page.waitForTimeout(90);
  }
  return [...found.values()];
}

const NAMES = ['Исакова Бүбүсара', 'Токтогулов Эсенбек', 'Жумагулова Айсулуу', 'Мамбеталиев Тынчтыкбек', 'Абдыкеримова Нурзат'];

async function importFile(app: App, path: string): Promise<void> {
  await go(app.page, '/sync/take');
  await app.page.locator('input[type=file]').setInputFiles(path);
  await app.button('carry.accept').waitFor();
}

describe('without a network', () => {
  it('[4.2/46] [2.16] [I4] a file and pictures take saves from tablet to tablet, and each is taken once', async () => {
    let endpoint = await startEndpoint({ dataDir: join(data, 'db') });
    ends.push(() => endpoint.stop());
    const { origin } = endpoint;
    const office = await tablet('ru', fakeCameraFlags(film));
    await office.start(must(endpoint.firstLink, 'link'), 'join', 'Айнура');
    await office.installed();
    await office.page.goto(`${origin}/devices`);
    await office.page.getByRole('radio', { name: office.like('settings.role.trainer') }).click();
    await office.button('devices.make').click();
    const invitation = await office.page.getByText(/#j=/).innerText();
    // The same link as a code: two tablets side by side need no messenger.
    await office.page.getByRole('img', { name: office.w('devices.qr') }).waitFor();
    const trainer = await tablet('ky');
    await trainer.start(invitation, 'join');
    await trainer.installed();
    await trainer.page.goto(`${origin}/`);
    await Promise.all([office, trainer].map(synced));

    // No endpoint any more.
    await endpoint.kill('SIGKILL');
    await trainer.newTraining('барскоон');
    const training = new URL(trainer.page.url()).pathname;
    await trainer.openRollCall();
    for (const [i, name] of NAMES.entries()) await trainer.addPerson(name, i % 2 === 0 ? 'f' : 'm');

    // A file, saved here and opened there.
    await go(trainer.page, '/sync/send');
    const [download] = await Promise.all([trainer.page.waitForEvent('download'), trainer.button('carry.save').click()]);
    expect(download.suggestedFilename()).toMatch(/^tizme-\d{4}-\d\d-\d\d-[a-z0-9]{6}\.tizme$/);
    const file = join(data, download.suggestedFilename());
    await download.saveAs(file);
    expect(readFileSync(file).includes('Исакова')).toBe(false);
    await importFile(office, file);
    await office.button('carry.accept').click();
    await office.page.getByText(office.like('carry.accepted')).waitFor();
    await go(office.page, `${training}/register`);
    expect(await office.inHall()).toBe(NAMES.length);

    // One more person, and now as pictures from screen to camera.
    await trainer.page.goto(`${origin}${training}/register`);
    await trainer.addPerson('Осмонова Гүлзат', 'f');
    await go(trainer.page, '/sync/send');
    await trainer.page.getByRole('button', { name: new RegExp(`^${trainer.w('carry.show')}: `) }).click();
    await trainer.button('carry.faster').click();
    const shown = await trainer.page.getByText(trainer.like('carry.picture_n')).innerText();
    const pieces = Number(/(\d+)\D*$/.exec(shown)?.[1]);
    expect(pieces).toBeGreaterThan(2);
    // Of several rounds, with a spare one in each. The camera misses some: those stand in for them.
    const codes = await filmed(trainer.page, pieces + 5);
    filmCodes(film, codes.slice(2), 4);
    await go(office.page, '/sync/take');
    await office.button('carry.camera_on').click();
    await office.button('carry.accept').waitFor({ timeout: 60_000 });
    await office.page.getByText(office.w('carry.known')).waitFor();
    await office.button('carry.accept').click();
    await office.page.getByText(office.like('carry.accepted')).waitFor();
    await go(office.page, `${training}/register`);
    await eventually(async () => expect(await office.inHall()).toBe(NAMES.length + 1));

    // The first file once more changes nothing.
    await importFile(office, file);
    await office.button('carry.accept').click();
    await office.page.getByText(office.w('carry.accepted_none')).waitFor();

    // The one that has a network sends it all; later the trainer's own tablet does too.
    endpoint = await startEndpoint({ dataDir: join(data, 'db'), port: endpoint.port });
    for (const app of [office, trainer, office]) {
      await app.page.goto(`${origin}/sync`);
      await app.button('sync.send_now').or(app.button('sync.check_now')).first().click();
      await synced(app);
    }
    for (const app of [office, trainer]) {
      await app.page.goto(`${origin}${training}/register`);
      await eventually(async () => expect(await app.inHall()).toBe(NAMES.length + 1));
      expect(app.faults).toEqual([]);
    }
    const held = await office.page.evaluate(async () => {
      const open = indexedDB.open('tizme');
      const db = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
      const read = <T>(store: string, key?: IDBValidKey): Promise<T> =>
        new Promise((done) => {
          const s = db.transaction(store).objectStore(store);
          const q = key === undefined ? s.getAll() : s.get(key);
          q.onsuccess = () => done(q.result as T);
        });
      const link = await read<{ token: string }>('meta', 'link');
      const answer = await fetch('/v1/quarantine', { headers: { authorization: `Bearer ${link.token}` } });
      const { quarantine } = (await answer.json()) as { quarantine: unknown[] };
      const rows = await read<{ t: string }[]>('rows');
      return { quarantine: quarantine.length, carried: (await read<unknown[]>('carried')).length, people: rows.filter((r) => r.t === 'registration').length };
    });
    expect(held).toEqual({ quarantine: 0, carried: 0, people: NAMES.length + 1 });
  });

  it('[2.16] a tablet without a camera says so, and where else to go', async () => {
    const app = await tablet('ru');
    const endpoint = await startEndpoint({ dataDir: join(data, 'db2') });
    ends.push(() => endpoint.stop());
    await app.start(endpoint.origin, 'alone', 'Айнура');
    await go(app.page, '/sync/take');
    await app.button('carry.camera_on').click();
    await app.page.getByText(app.w('carry.camera_problem.none')).waitFor();
    await app.page.locator('input[type=file]').setInputFiles({ name: 'list.tizme', mimeType: '', buffer: Buffer.from('ФИО;Пол') });
    await app.page.getByText(app.w('carry.fault.not_parcel')).waitFor();
    expect(app.faults).toEqual([]);
  });
});
