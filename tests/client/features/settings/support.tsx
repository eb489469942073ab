// Live queries ask nothing where there is no IndexedDB in the page: it must stand there before Dexie is read.
import 'fake-indexeddb/auto';
import type { ComponentType } from 'preact';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { DepsContext, type Deps } from '../../../../src/client/deps/deps.ts';
import { initI18n } from '../../../../src/client/i18n/i18n.ts';
import type { Link, SyncNote } from '../../../../src/client/store/database.ts';
import type { Store } from '../../../../src/client/store/store.ts';
import type { Photos } from '../../../../src/client/sync/photo-line.ts';
import type { Schedule } from '../../../../src/client/sync/schedule.ts';
import type { Ask } from '../../../../src/client/sync/transport.ts';
import { ToastHost } from '../../../../src/client/ui/toast-host.tsx';
import { dismissToast, shownToasts } from '../../../../src/client/ui/toast.ts';
import { createUnits } from '../../../../src/core/reference/units.ts';
import unitsData from '../../../../src/core/reference/units.json' with { type: 'json' };
import { must } from '../../../../src/core/result.ts';
import { openTablet, type Tablet } from '../../../support/store.ts';
import { show } from '../../ui/render.ts';

// Locks as a browser has them, before the gate of updates takes hold of them: happy-dom has none.
vi.hoisted(() => {
  const request = async (_name: string, _options: unknown, run: (lock: object) => unknown): Promise<void> => {
    await run({});
  };
  Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
});

/** 2019-12-05 14:32 in Bishkek. */
export const NOW = Date.UTC(2019, 11, 5, 8, 32);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const units = createUnits(unitsData);
const open: Store[] = [];

beforeAll(async () => {
  await initI18n('ru');
});

afterEach(async () => {
  for (const toast of shownToasts()) dismissToast(toast.id);
  await pause(30);
  for (const store of open.splice(0)) store.close();
});

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export async function newTablet(seed = 7): Promise<Tablet> {
  const tablet = await openTablet(seed, NOW);
  open.push(tablet.store);
  return tablet;
}

/** Ties the tablet to an endpoint that is not there. */
export async function tie(store: Store, link: Partial<Link> = {}): Promise<void> {
  await store.db.meta.put({ k: 'link', token: 'token', push: 'push', role: 'trainer', device: 'd0', areas: [], epoch: 'e1', ...link });
}

export async function noted(store: Store, note: Partial<SyncNote>): Promise<void> {
  await store.db.meta.put({ k: 'sync', ok: 0, tried: 0, problem: '', skew: 0, ...note });
}

/** As after an answer that acknowledged everything. */
export async function nothingWaits(store: Store): Promise<void> {
  await store.db.pend.clear();
  await store.db.view.toCollection().modify({ d: 0 });
}

/** A schedule a test turns on and off. */
export interface HandSchedule extends Schedule {
  asked: number;
  run(on: boolean): void;
}

export function handSchedule(): HandSchedule {
  const listeners = new Set<() => void>();
  let running = false;
  return {
    asked: 0,
    now() {
      this.asked += 1;
      return Promise.resolve({ kind: 'done' });
    },
    running: () => running,
    onChange(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    start: () => undefined,
    run(on) {
      running = on;
      for (const f of listeners) f();
    },
  };
}

export interface Page {
  readonly path: string;
  readonly component: ComponentType;
}

export interface Showing {
  readonly pages: readonly Page[];
  readonly at: string;
  readonly schedule?: Schedule;
  readonly ask?: Ask;
  readonly photos?: Photos;
}

/** Puts screens on the page, at an address. */
export async function showScreens(tablet: Tablet, { pages, at, schedule = handSchedule(), ask, photos }: Showing): Promise<HTMLElement> {
  history.replaceState(null, '', at);
  const deps: Deps = {
    store: tablet.store,
    schedule,
    ask: ask ?? (() => Promise.resolve({ kind: 'lost', why: 'network', wait: 0 })),
    units: () => Promise.resolve(units),
    now: () => tablet.clock.now,
    zone: () => 360,
    ...(photos ? { photos } : {}),
  };
  const root = show(
    <DepsContext.Provider value={deps}>
      <LocationProvider>
        <Router>
          {pages.map((page) => <Route key={page.path} path={page.path} component={page.component} />)}
          <Route default component={() => <h1>elsewhere</h1>} />
        </Router>
        <ToastHost />
      </LocationProvider>
    </DepsContext.Provider>,
  );
  await until(() => root.querySelector('h1') !== null, 'a screen');
  return root;
}

/** Waits for what a save or a live query brings; fails with what is on the page after five seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await holds()) return;
    await pause(10);
  }
  expect.fail(`never came: ${what}; on the page: ${document.body.textContent}`);
}

/** The page's words with one kind of blank: numbers are written with no-break spaces. */
export const words = (node: Element = document.body): string => node.textContent.replaceAll(/\s+/g, ' ');

export const expectText = (text: string): Promise<void> => until(() => words().includes(text), text);

/** The first button or link whose words contain `text`, in the sheet if one is open. */
export function button(text: string): HTMLElement {
  const all = [...(document.querySelector('dialog') ?? document).querySelectorAll<HTMLElement>('button, a')];
  return must(all.find((b) => (b.getAttribute('aria-label') ?? b.textContent).includes(text)), `${text} on the page: ${document.body.textContent}`);
}

export async function tap(what: string | Element): Promise<void> {
  (typeof what === 'string' ? button(what) : what).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  await pause(40);
}

/** The input under a label. */
export function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((l) => l.textContent.startsWith(label));
  return must(document.getElementById(found?.htmlFor ?? ''), `${label} on the page: ${document.body.textContent}`) as HTMLInputElement;
}

export async function write(label: string, text: string): Promise<void> {
  const input = field(label);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await pause(40);
}

/** Leaves a field, as by touching elsewhere. */
export async function leave(label: string): Promise<void> {
  field(label).dispatchEvent(new Event('blur'));
  await pause(40);
}
