import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Request } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { hasMetadata, mediaOf, pixelsOf } from '../../src/core/files/image-bytes.ts';
import { must } from '../../src/core/result.ts';
import { eventually, openApp, type App } from '../support/app.ts';
import { takePicture } from '../support/camera.ts';
import { startEndpoint, type Endpoint } from '../support/server-process.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-photos-'));
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** The pieces that left the tablet: where each begins and how long it is. */
function piecesOf(page: Page): { at: number; size: number }[] {
  const pieces: { at: number; size: number }[] = [];
  page.on('request', (r: Request) => {
    if (r.method() === 'PATCH') pieces.push({ at: Number(r.headers()['upload-offset']), size: r.postDataBuffer()?.length ?? 0 });
  });
  return pieces;
}

/** The bytes this tablet keeps of its photos. */
async function kept(page: Page): Promise<{ sha: string; state: string; bytes: number[] }[]> {
  return page.evaluate(async () => {
    const open = indexedDB.open('tizme');
    const db = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
    const all = db.transaction('blobs').objectStore('blobs').getAll();
    const rows = await new Promise<{ sha: string; state: string; bytes: ArrayBuffer }[]>((done) => (all.onsuccess = () => done(all.result as never)));
    db.close();
    return rows.map((r) => ({ sha: r.sha, state: r.state, bytes: [...new Uint8Array(r.bytes)] }));
  });
}

const tile = (app: App) => app.page.locator('.photo-tile');

async function choose(app: App, which: 'camera' | 'files', buffer: Buffer, name = 'IMG_20191118.jpg', mimeType = 'image/jpeg'): Promise<void> {
  await app.page.locator(which === 'camera' ? 'input[type=file][capture]' : 'input[type=file]:not([capture])').setInputFiles({ name, mimeType, buffer });
}

describe('photos', () => {
  it('[4.2/40] [2.10] [40] one taken offline goes when the network is back, through an endpoint killed in the middle; a second tablet sees it', async () => {
    let endpoint: Endpoint = await startEndpoint({ dataDir: data });
    ends.push(() => endpoint.stop());
    const { origin } = endpoint;
    const first = await openApp({ lang: 'ru' });
    ends.push(() => first.tablet.close());
    await first.start(must(endpoint.firstLink, 'link'), 'join', 'Айнура');
    await first.installed();
    await first.page.goto(`${origin}/devices`);
    await first.page.getByRole('radio', { name: first.like('settings.role.coordinator') }).click();
    await first.button('devices.make').click();
    const invitation = await first.page.getByText(/#j=/).innerText();
    await first.page.goto(origin);
    await first.newTraining('барскоон');
    const training = new URL(first.page.url()).pathname;
    await eventually(() => first.page.getByText(first.like('sync.done')).first().waitFor({ timeout: 1000 }));

    // No network at all: the photo is taken, kept, and seen.
    const picture = await takePicture(first.page, 7);
    await first.tablet.context.setOffline(true);
    await choose(first, 'camera', picture);
    await tile(first).getByText(first.w('photos.unsent')).waitFor();
    const [photo] = await kept(first.page);
    const bytes = Uint8Array.from(must(photo, 'photo').bytes);
    expect([mediaOf(bytes), pixelsOf(bytes), hasMetadata(bytes)]).toEqual(['webp', { width: 1200, height: 1600 }, false]);
    expect(bytes.length).toBeGreaterThan(100_000);
    await first.page.reload();
    await tile(first).getByText(first.w('photos.unsent')).waitFor();

    // The network is back, slow; the endpoint dies while the photo is on its way, and comes back.
    const pieces = piecesOf(first.page);
    const cdp = await first.tablet.context.newCDPSession(first.page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 50, downloadThroughput: 200_000, uploadThroughput: 24_000 });
    await first.tablet.context.setOffline(false);
    await expect.poll(() => pieces.length, { timeout: 60_000 }).toBeGreaterThan(1);
    await endpoint.kill('SIGKILL');
    await first.page.waitForTimeout(500);
    const before = pieces.length;
    endpoint = await startEndpoint({ dataDir: data, port: endpoint.port });
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    // As when the tablet finds its network again: else it would come by itself within minutes.
    await first.page.evaluate(() => dispatchEvent(new Event('online')));
    await eventually(() => tile(first).getByText(first.w('photos.sent')).waitFor({ timeout: 1000 }), 100_000);
    // It went on where the endpoint had it, not from the beginning.
    expect(must(pieces[before], 'a piece after the kill').at).toBeGreaterThan(0);
    expect((await kept(first.page)).map((p) => p.state)).toEqual(['safe']);
    await eventually(() => first.page.getByText(first.like('sync.done')).first().waitFor({ timeout: 1000 }));

    // A second tablet: the row comes with the others, the bytes when somebody looks.
    const second = await openApp({ lang: 'ky' });
    ends.push(() => second.tablet.close());
    await second.start(invitation, 'join');
    await second.installed();
    await eventually(() => second.page.getByText(second.like('sync.done')).first().waitFor({ timeout: 1000 }));
    await second.page.goto(`${origin}${training}`);
    await tile(second).getByText(second.w('photos.not_here')).waitFor();
    expect(await kept(second.page)).toEqual([]);
    await tile(second).click();
    const large = second.page.getByRole('dialog').locator('img');
    await expect.poll(() => large.evaluate((i: HTMLImageElement) => [i.naturalWidth, i.naturalHeight]).catch(() => [])).toEqual([1200, 1600]);
    expect((await kept(second.page)).map((p) => [p.sha, p.bytes.length])).toEqual([[must(photo, 'photo').sha, bytes.length]]);
    // Upright: its red corner is up and to the left.
    const corner = await large.evaluate((img: HTMLImageElement) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [12, 16];
      const pen = canvas.getContext('2d');
      pen?.drawImage(img, 0, 0, 12, 16);
      return [...(pen?.getImageData(0, 0, 1, 1).data ?? [])];
    });
    expect(must(corner[0], 'red')).toBeGreaterThan(200);
    expect(must(corner[1], 'green')).toBeLessThan(80);
    // Seen once, it is seen without a network too.
    await second.page.keyboard.press('Escape');
    await second.tablet.context.setOffline(true);
    await second.page.reload();
    await tile(second).getByText(second.w('photos.sent')).waitFor();
    await tile(second).click();
    await expect.poll(() => large.evaluate((i: HTMLImageElement) => i.naturalWidth).catch(() => 0)).toBe(1200);
    expect([first.faults, second.faults]).toEqual([[], []]);
  });

  it('[T73] what is no picture is refused in words, and the keyboard alone does everything', async () => {
    const endpoint = await startEndpoint({ dataDir: mkdtempSync(join(data, 'alone-')) });
    ends.push(() => endpoint.stop());
    const app = await openApp({ lang: 'ru', viewport: { width: 360, height: 740 } });
    ends.push(() => app.tablet.close());
    const { page } = app;
    await app.start(endpoint.origin, 'alone', 'Айнура');
    await app.newTraining('барскоон');
    for (const [name, content, words] of [['a.jpg', 'no picture', 'not_image'], ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'not_image'], ['a.heic', '\0\0\0\u0018ftypheic\0\0\0\0', 'heic']] as const) {
      await choose(app, 'files', Buffer.from(content, 'latin1'), name);
      await page.getByRole('alert').getByText(app.like(`photos.fault.${words}`)).waitFor();
    }
    // A head that promises a picture and holds none.
    await choose(app, 'files', Buffer.concat([(await takePicture(page, 3)).subarray(0, 3000), Buffer.alloc(5000, 7)]));
    await page.getByRole('alert').or(page.getByText(app.w('photos.saved'))).first().waitFor();

    // The button opens the device's own chooser.
    const chooser = page.waitForEvent('filechooser');
    await app.button('photos.take').focus();
    await page.keyboard.press('Enter');
    await (await chooser).setFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: await takePicture(page, 5) });
    await page.getByText(app.w('photos.saved')).waitFor();
    await tile(app).last().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(app.like('photos.caption')).fill('лист 1');
    await dialog.getByRole('radio', { name: 'Бумажный список' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await tile(app).last().getByText('Бумажный список: лист 1').waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('photo-tile');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: app.w('photos.delete') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(app.w('photos.deleted')).waitFor();
    await app.button('ui.undo').click();
    await tile(app).getByText('Бумажный список: лист 1').waitFor();
    expect(app.faults).toEqual([]);
  });
});
