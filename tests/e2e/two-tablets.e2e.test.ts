import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { eventually, openApp, type App } from '../support/app.ts';
import { startEndpoint } from '../support/server-process.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-two-'));
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

const synced = (app: App): Promise<void> =>
  eventually(async () => {
    await app.page.getByText(app.like('sync.done')).first().waitFor({ timeout: 1000 });
  });

async function send(app: App, origin: string): Promise<void> {
  await app.page.goto(`${origin}/sync`);
  await app.button('sync.send_now').or(app.button('sync.check_now')).first().click();
  await synced(app);
}

const NAME = 'Исакова Бүбүсара';

describe('two tablets', () => {
  it('[done 3] mark the same person on the same day offline: one attendance, both agree, the losing value is in history', async () => {
    let endpoint = await startEndpoint({ dataDir: data });
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
    await first.openRollCall();
    await first.page.getByLabel(first.w('attendance.search')).fill(NAME);
    await first.page.getByRole('button', { name: /Добавить: / }).click();
    await first.page.getByRole('dialog').getByRole('radio', { name: 'Женщина' }).click();
    await first.button('person.save_only').click();
    // Saved only once the sheet has closed: leaving the page before that is leaving a form.
    await first.page.getByRole('dialog').waitFor({ state: 'detached' });
    await send(first, origin);

    const second = await openApp({ lang: 'ky' });
    ends.push(() => second.tablet.close());
    await second.start(invitation, 'join');
    await second.installed();
    await synced(second);

    // No endpoint any more: each marks on its own, the second a little later and otherwise.
    await endpoint.kill('SIGKILL');
    await first.page.goto(`${origin}${training}/register`);
    await first.came(NAME);
    await second.page.goto(`${origin}${training}/register`);
    await second.came(NAME);
    await second.page.waitForTimeout(800);
    await second.marked(NAME).click();
    await second.button('mark.late').click();
    const late = (app: App) => app.page.getByRole('button', { name: new RegExp(`^${app.w('mark.late')}.*: ${NAME}$`) });
    await late(second).waitFor();

    endpoint = await startEndpoint({ dataDir: data, port: endpoint.port });
    await send(second, origin);
    await send(first, origin);
    await send(second, origin);
    for (const app of [first, second]) {
      await app.page.goto(`${origin}${training}/register`);
      await late(app).waitFor();
      expect(await app.inHall()).toBe(1);
      expect(app.faults).toEqual([]);
    }

    // What the endpoint keeps: one row, and the value that lost.
    const rows = await first.page.evaluate(async () => {
      const open = indexedDB.open('tizme');
      const db = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
      const read = <T>(store: string, key?: IDBValidKey): Promise<T> =>
        new Promise((done) => {
          const s = db.transaction(store).objectStore(store);
          const q = key === undefined ? s.getAll() : s.get(key);
          q.onsuccess = () => done(q.result as T);
        });
      const link = await read<{ token: string }>('meta', 'link');
      const marks = (await read<{ s: string; t: string; id: string }[]>('rows')).filter((r) => r.t === 'attendance');
      const one = marks[0];
      if (!one) return { marks: 0, history: [] };
      const q = new URLSearchParams({ s: one.s, t: one.t, id: one.id });
      const answer = await fetch(`/v1/history?${q.toString()}`, { headers: { authorization: `Bearer ${link.token}` } });
      return { marks: marks.length, history: ((await answer.json()) as { history: { field: string; value: unknown }[] }).history };
    });
    expect(rows.marks).toBe(1);
    expect(rows.history.map((h) => [h.field, h.value])).toContainEqual(['mark', 'present']);
  });
});
