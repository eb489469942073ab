import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { openApp, type App } from '../support/app.ts';
import { go, heading } from '../support/screens-ways.ts';
import { startEndpoint, type Endpoint } from '../support/server-process.ts';
import { PEOPLE } from '../support/training-day.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-out-'));
let endpoint: Endpoint;
let boss: App;
let trainer: App;
beforeAll(async () => {
  endpoint = await startEndpoint({ dataDir: data });
  [boss, trainer] = await Promise.all([openApp({ lang: 'ru' }), openApp({ lang: 'ru' })]);
});
afterAll(async () => {
  for (const app of [boss, trainer]) {
    await app.tablet.close();
    app.tablet.forget();
  }
  await endpoint.stop();
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
});

/** Everything that a tablet keeps, as text. */
const kept = (app: App): Promise<string> =>
  app.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tizme');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('open')));
    });
    const tables = [...db.objectStoreNames];
    const all = await Promise.all(tables.map((name) => new Promise<unknown[]>((resolve) => {
      const request = db.transaction(name).objectStore(name).getAll();
      request.addEventListener('success', () => resolve(request.result as unknown[]));
    })));
    db.close();
    return JSON.stringify([all, Object.entries(localStorage), Object.entries(sessionStorage)]);
  });

describe('[4.2/28] a tablet that was taken out of the project', { timeout: 120_000 }, () => {
  it('[2.11.2] hands over its last work, with what is being typed, removes everything, and says so; the coordinator decides about the rest', async () => {
    await boss.start(must(endpoint.firstLink, 'first link'), 'join', 'Жумалиева Айнагүл');
    await go(boss.page, '/devices');
    await boss.button('devices.make').click();
    const link = await boss.page.locator('.invite-address').innerText();
    await trainer.start(link, 'join', 'Асанова Бермет');
    await trainer.newTraining('барскоон', { planned: 24 });
    await trainer.importList(PEOPLE.slice(0, 3).map(([name, sex]) => `${name}\t${sex === 'f' ? 'аял' : 'эркек'}`).join('\n'), 3);
    await go(trainer.page, '/sync');
    await trainer.page.getByRole('button', { name: trainer.w('sync.check_now') }).or(trainer.page.getByRole('button', { name: trainer.w('sync.send_now') })).first().click();
    await trainer.page.getByText(new RegExp(trainer.like('sync.say_done').source)).first().waitFor();

    // A form is open with unsaved words when it happens.
    await go(trainer.page, '/trainings/new');
    await trainer.page.getByRole('combobox', { name: trainer.w('form.unit') }).fill('барс');
    await trainer.page.getByRole('listbox').getByRole('option').first().click();
    await go(boss.page, '/devices');
    await boss.button('devices.refresh').click();
    await boss.page.getByRole('button', { name: new RegExp(`^${boss.w('devices.take_out')}: .*Асанова`) }).click();
    await boss.page.getByRole('dialog').getByRole('button', { name: boss.w('devices.take_out'), exact: true }).click();
    await boss.page.getByText(boss.w('devices.taken_out')).waitFor();
    await trainer.page.evaluate(() => void dispatchEvent(new Event('online')));
    await trainer.page.getByText(trainer.w('app.parting_title')).waitFor();
    expect(await kept(trainer)).toContain(must(PEOPLE[0], 'someone')[0]);
    await trainer.button('form.save').click();

    await trainer.page.getByText(trainer.w('start.parted_text')).waitFor({ timeout: 60_000 });
    await heading(trainer.page, trainer.w('start.title'));
    const left = await kept(trainer);
    for (const [name] of PEOPLE.slice(0, 3)) expect(left).not.toContain(name);
    expect(left).not.toMatch(/Асанова Бермет|"link"|41703225/);
    expect(left).toContain('"tizme.lang","ru"');

    await go(boss.page, '/refused');
    await boss.page.getByText(boss.w('sync.reason.revoked')).first().waitFor();
    const before = await boss.page.locator('.refused .row').count();
    await boss.page.getByRole('button', { name: new RegExp(`^${boss.w('quarantine.accept')}: `) }).first().click();
    await boss.page.getByText(boss.w('quarantine.accepted')).waitFor();
    await expect.poll(() => boss.page.locator('.refused .row').count()).toBe(before - 1);
    expect([...boss.faults, ...trainer.faults]).toEqual([]);
  });
});
