import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { must } from '../../src/core/result.ts';
import { eventually, openApp, type App } from '../support/app.ts';
import { startEndpoint, type Endpoint } from '../support/server-process.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-kill-'));
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** Rounds: in each the browser is killed at one moment and the endpoint at another. More by `TIZME_KILLS`. */
const ROUNDS = Number(process.env['TIZME_KILLS'] ?? 10);
const FAMILIES = ['Асанов', 'Бакиров', 'Жумалиев', 'Исаков', 'Касымов', 'Мамытов', 'Орозов', 'Садыков', 'Токтосунов', 'Эсенов'];
const GIVEN = ['Азамат', 'Болот', 'Данияр', 'Марат', 'Таалай', 'Улан'];
const PEOPLE = FAMILIES.length * GIVEN.length;

/** Repeatable moments: a small linear congruence (Numerical Recipes). */
let seed = 20_191_118;
const chance = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;

interface Kept {
  readonly marks: Record<string, string>;
  readonly numbers: readonly number[];
}

/** What the tablet's database holds: marks by registration, and the numbers of all ops it still keeps. */
const kept = (page: Page): Promise<Kept> =>
  page.evaluate(async () => {
    const open = indexedDB.open('tizme');
    const db = await new Promise<IDBDatabase>((done, fail) => {
      open.addEventListener('success', () => done(open.result));
      open.addEventListener('error', () => fail(open.error ?? new Error('open')));
    });
    // In one transaction: a save on its way from one table to the next must not be seen in both.
    const tx = db.transaction(['view', 'pend', 'sent', 'parked', 'flight']);
    const all = <T>(name: string): Promise<T[]> =>
      new Promise((done) => {
        const q = tx.objectStore(name).getAll();
        q.addEventListener('success', () => done(q.result as T[]));
      });
    const view = await all<{ t: string; f: { registration?: string; mark?: string } }>('view');
    const ops = [...(await all<{ no: number }>('pend')), ...(await all<{ no: number }>('sent')), ...(await all<{ no: number }>('parked'))];
    const flights = await all<{ ops: { no: number }[] }>('flight');
    db.close();
    return {
      marks: Object.fromEntries(view.filter((v) => v.t === 'attendance').map((v) => [v.f.registration ?? '', v.f.mark ?? ''])),
      numbers: [...ops, ...flights.flatMap((f) => f.ops)].map((o) => o.no),
    };
  });

/** Taps mark after mark as fast as the screen confirms them; tells each confirmed one at once. */
async function tapAlong(app: App, confirmed: Set<string>): Promise<void> {
  const word = app.w('attendance.mark_came');
  for (;;) {
    const next = app.page.getByRole('button', { name: new RegExp(`^${word}: `) }).first();
    const name = (await next.getAttribute('aria-label', { timeout: 5_000 }).catch(() => null))?.slice(word.length + 2);
    if (name === undefined) return;
    await next.click({ timeout: 5_000 });
    await app.marked(name).waitFor({ timeout: 5_000 });
    confirmed.add(name);
    // Another spot within 0.7 s is taken, the same one is a double tap.
    await app.page.waitForTimeout(720);
  }
}

describe('kill -9', () => {
  it('[4.2/5] [4.2/13] of browser and endpoint at random moments: nothing confirmed is lost, nothing is doubled', async () => {
    let endpoint: Endpoint = await startEndpoint({ dataDir: data });
    ends.push(() => endpoint.stop());
    const { origin } = endpoint;
    let app = await openApp({ lang: 'ru', viewport: { width: 1280, height: 800 } });
    ends.push(() => app.tablet.close());
    await app.start(must(endpoint.firstLink, 'link'), 'join', 'Айнура');
    await app.installed();
    await app.newTraining('барскоон');
    const address = app.page.url();
    const list = FAMILIES.flatMap((family) => GIVEN.map((given) => `${family} ${given}`));
    await app.importList(['ФИО\tПол', ...list.map((name) => `${name}\tмуж`)].join('\n'), PEOPLE);
    const { profileDir } = app.tablet;
    const confirmed = new Set<string>();
    let most = 0;

    for (let round = 0; round < ROUNDS; round++) {
      await app.page.goto(`${address}/register`);
      await app.page.getByLabel(app.w('attendance.search')).waitFor();
      const tapping = tapAlong(app, confirmed).catch(() => undefined);
      const moments = [chance() * 2200, chance() * 2200];
      const start = performance.now();
      const until = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, Math.max(0, ms - (performance.now() - start))));
      const endpointDies = until(must(moments[0], 'moment')).then(async () => {
        await endpoint.kill('SIGKILL');
        endpoint = await startEndpoint({ dataDir: data, port: endpoint.port });
      });
      await until(must(moments[1], 'moment'));
      await app.tablet.kill();
      await Promise.all([tapping, endpointDies]);
      app = await openApp({ lang: 'ru', profileDir, viewport: { width: 1280, height: 800 } });
      await app.page.goto(origin);
      await app.page.getByRole('heading', { level: 1 }).first().waitFor();
      const now = await kept(app.page);
      // Nothing confirmed is lost: as many marks as the screen had shown, one more at most (the one in mid air).
      const marks = Object.values(now.marks).filter((m) => m === 'present').length;
      expect(marks).toBeGreaterThanOrEqual(confirmed.size);
      // Numbers without gaps: none is lost, none is given twice.
      const numbers = now.numbers.toSorted((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 1));
      expect(numbers.length).toBeGreaterThanOrEqual(most);
      most = numbers.length;
    }
    // The test must have seen saves confirmed, or it saw nothing.
    expect(confirmed.size).toBeGreaterThanOrEqual(ROUNDS / 2);

    await app.page.goto(`${origin}/sync`);
    await app.button('sync.send_now').or(app.button('sync.check_now')).first().click();
    await eventually(async () => {
      await app.page.getByText(app.like('sync.done')).first().waitFor({ timeout: 1000 });
    });
    const mine = await kept(app.page);
    // Another pair of eyes: what the endpoint gives a second coordinator is what this tablet shows.
    await app.page.goto(`${origin}/devices`);
    await app.page.getByRole('radio', { name: app.like('settings.role.coordinator') }).click();
    await app.button('devices.make').click();
    const second = await openApp({ lang: 'ru', viewport: { width: 1280, height: 800 } });
    ends.push(() => second.tablet.close());
    await second.start(await app.page.getByText(/#j=/).innerText(), 'join', 'Нургүл');
    await eventually(async () => {
      expect((await kept(second.page)).marks).toEqual(mine.marks);
    });
    expect(Object.keys(mine.marks).length).toBeLessThanOrEqual(PEOPLE);
  }, 600_000);
});
