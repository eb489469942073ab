import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CDPSession, Page } from 'playwright';
import { expect, vi } from 'vitest';
import { must } from '../../src/core/result.ts';
import { openApp, type App } from './app.ts';
import type { Tablet } from './browser.ts';
import type { ShellServer } from '../rules/support/shell-server.ts';
import { startEndpoint, type Endpoint } from './server-process.ts';

/** A tablet that has joined an endpoint, with a training and people on its list. */
export interface Bench {
  readonly app: App;
  readonly data: string;
  /** Where the app is. */
  readonly origin: string;
  /** The one that runs now. */
  endpoint: Endpoint;
  /** The training's page. */
  readonly training: string;
  readonly people: readonly string[];
  /** What the endpoint holds of a table: rows as their clear cells. */
  rows(table: string): Record<string, unknown>[];
  /** How many ops the endpoint has taken, in all scopes, and how many numbers among them differ. */
  origins(): { all: number; different: number };
  /** Takes the endpoint away, and brings it back under the same address. */
  away(): Promise<void>;
  back(): Promise<void>;
  /**
   * Waits until nothing waits on the tablet. Then the endpoint has its marks, all of them, nothing was taken twice, and no
   * two saves have one stamp. Answers how many have come.
   */
  settled(page: Page): Promise<number>;
  end(): Promise<void>;
}

const FAMILIES = ['Асанов', 'Бакиров', 'Жумалиев', 'Исаков', 'Касымов', 'Мамытов', 'Орозов', 'Садыков'];

/** @param o.front a host of the app that passes questions on, so that answers can be kept back; `tablet` another browser */
export async function makeBench(o: { people?: number; front?: ShellServer; tablet?: Tablet } = {}): Promise<Bench> {
  const data = mkdtempSync(join(tmpdir(), 'tizme-faults-'));
  const endpoint = await startEndpoint({ dataDir: data });
  if (o.front) o.front.endpoint = endpoint.origin;
  const origin = o.front?.origin ?? endpoint.origin;
  const app = await openApp({ lang: 'ru', viewport: { width: 1280, height: 800 }, ...(o.tablet ? { tablet: o.tablet } : {}) });
  await app.start(must(endpoint.firstLink, 'link').replace(endpoint.origin, origin), 'join', 'Айнура');
  await app.installed();
  await app.newTraining('барскоон');
  const training = app.page.url();
  const people = FAMILIES.slice(0, o.people ?? FAMILIES.length).map((family) => `${family} Азамат`);
  await app.importList(['ФИО\tПол', ...people.map((name) => `${name}\tмуж`)].join('\n'), people.length);
  const query = (sql: string, ...args: string[]): Record<string, unknown>[] => {
    const db = new DatabaseSync(join(data, 'tizme.db'), { readOnly: true });
    try {
      return db.prepare(sql).all(...args);
    } finally {
      db.close();
    }
  };
  const bench: Bench = {
    app, data, origin, endpoint, training, people,
    rows: (table) => query('SELECT f FROM rows WHERE t = ?', table).map(({ f }) => JSON.parse(String(f)) as Record<string, unknown>),
    origins() {
      const [one] = query('SELECT count(*) AS taken, count(DISTINCT replica || \' \' || no) AS different FROM origins');
      return { all: Number(one?.['taken']), different: Number(one?.['different']) };
    },
    async settled(page) {
      await expect.poll(() => unsent(page).catch(() => 'loading'), { timeout: 90_000 }).toBe(0);
      const here = (await stored<{ t: string; f: { mark?: string } }>(page, 'view')).filter((v) => v.t === 'attendance');
      expect(bench.rows('attendance').map((f) => f['mark']).toSorted()).toEqual(here.map((v) => v.f.mark).toSorted());
      const { all, different } = bench.origins();
      expect(all).toBe(different);
      const issued = await stamps(page);
      expect(new Set(issued).size).toBe(issued.length);
      return here.filter((v) => v.f.mark === 'present').length;
    },
    away: () => bench.endpoint.kill('SIGKILL'),
    async back() {
      bench.endpoint = await startEndpoint({ dataDir: data, port: endpoint.port });
    },
    async end() {
      await app.tablet.close().catch(() => undefined);
      app.tablet.forget();
      await bench.endpoint.kill('SIGKILL').catch(() => undefined);
      rmSync(data, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  await bench.app.page.goto(`${training}/register`);
  await app.page.getByLabel(app.w('attendance.search')).waitFor();
  await vi.waitUntil(() => bench.rows('registration').length === people.length, { timeout: 20_000, interval: 100 });
  return bench;
}

/** Everything a store of the tablet's database holds. */
export const stored = <T>(page: Page, store: string): Promise<T[]> =>
  page.evaluate(async (name) => {
    const open = indexedDB.open('tizme');
    const db = await new Promise<IDBDatabase>((done, fail) => {
      open.addEventListener('success', () => done(open.result));
      open.addEventListener('error', () => fail(open.error ?? new Error('open')));
    });
    try {
      return await new Promise<unknown[]>((done) => {
        const all = db.transaction(name).objectStore(name).getAll();
        all.addEventListener('success', () => done(all.result));
      });
    } finally {
      db.close();
    }
  }, store) as Promise<T[]>;

/** How many saves wait on the tablet, parked ones apart. */
export async function unsent(page: Page): Promise<number> {
  const [pend, flights] = [await stored<unknown>(page, 'pend'), await stored<{ ops: unknown[] }>(page, 'flight')];
  return pend.length + flights.reduce((n, f) => n + f.ops.length, 0);
}

/** Stamps of all saves the tablet still keeps. */
async function stamps(page: Page): Promise<string[]> {
  const lists = [await stored<{ h: string }>(page, 'pend'), await stored<{ h: string }>(page, 'sent'), await stored<{ h: string }>(page, 'parked')];
  const flights = await stored<{ ops: { h: string }[] }>(page, 'flight');
  return [...lists.flat(), ...flights.flatMap((f) => f.ops)].map((o) => o.h);
}

export const devtools = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page);

/** Wakes the service worker as the browser does once there is a network. `page` need not be one of the app. */
export async function wakeWorker(page: Page, origin: string, tag: string): Promise<void> {
  const session = await devtools(page);
  const found = new Promise<string>((done) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const one = registrations.find((r) => r.scopeURL.startsWith(origin) && !r.isDeleted);
      if (one) done(one.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId: await found, tag, lastChance: false });
  await session.detach();
}
