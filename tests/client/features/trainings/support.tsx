// Live queries ask nothing where there is no IndexedDB in the page: it must stand there before Dexie is read.
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { DepsContext, type Deps } from '../../../../src/client/deps/deps.ts';
import { dropForm } from '../../../../src/client/features/trainings/kept-forms.ts';
import { TrainingFormScreen } from '../../../../src/client/features/trainings/training-form-screen.tsx';
import { TrainingScreen } from '../../../../src/client/features/trainings/training-screen.tsx';
import { TrainingsScreen } from '../../../../src/client/features/trainings/trainings-screen.tsx';
import { initI18n } from '../../../../src/client/i18n/i18n.ts';
import type { Draft, Store } from '../../../../src/client/store/store.ts';
import type { Ask, Reply } from '../../../../src/client/sync/transport.ts';
import { ToastHost } from '../../../../src/client/ui/toast-host.tsx';
import { dismissToast, shownToasts } from '../../../../src/client/ui/toast.ts';
import { derivedId, type RecordId, type Scope } from '../../../../src/core/ids.ts';
import { createUnits } from '../../../../src/core/reference/units.ts';
import unitsData from '../../../../src/core/reference/units.json' with { type: 'json' };
import { must } from '../../../../src/core/result.ts';
import type { Value } from '../../../../src/core/schema/field.ts';
import type { DeviceReport, Role } from '../../../../src/core/sync/protocol.ts';
import { openTablet, type Tablet } from '../../../support/store.ts';
import { show } from '../../ui/render.ts';

// Locks as a browser has them, before the gate of updates takes hold of them: happy-dom has none.
const locks = vi.hoisted(() => {
  const held: string[] = [];
  const request = async (name: string, _options: unknown, run: (lock: object) => unknown): Promise<void> => {
    held.push(name);
    await run({});
    held.splice(held.indexOf(name), 1);
  };
  Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
  return held;
});

/** Whether updates are held back by an open form. */
export const updatesHeld = (): boolean => locks.includes('tizme.form-open');

/** Чолпон-Ата айыл аймагы of Токтогул rayon; the town of the same name lies by the lake. */
export const AIMAK = '41703225853000';
/** 2019-11-18 09:12 in Bishkek, a Monday. */
const NINE = Date.UTC(2019, 10, 18, 3, 12);
export const TODAY = '2019-11-18';

export const units = createUnits(unitsData);
const open: Store[] = [];

beforeAll(async () => {
  await initI18n('ky');
});

afterEach(async () => {
  dropForm('new');
  sessionStorage.clear();
  for (const toast of shownToasts()) dismissToast(toast.id);
  await pause(30);
  for (const store of open.splice(0)) store.close();
});

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export async function newTablet(seed = 7): Promise<Tablet> {
  const tablet = await openTablet(seed, NINE);
  open.push(tablet.store);
  return tablet;
}

export interface Sample {
  readonly values?: Readonly<Record<string, Value>>;
  readonly days?: readonly string[];
  /** Sex of each one registered; the first `came` of them are marked present on the first day. */
  readonly people?: readonly ('f' | 'm' | 'x')[];
  readonly came?: number;
}

/** A training with its slots, list and marks, as rows. */
export async function addTraining(store: Store, { values = {}, days = [TODAY], people = [], came = 0 }: Sample = {}): Promise<RecordId> {
  const { ids } = await store.save((mint) => {
    const id = mint();
    const s = `t:${id}` as Scope;
    const facts = { unit: AIMAK, start: must(days[0], 'day'), end: must(days.at(-1), 'day'), status: 'planned', kind: 'training', per: 'day', ...values };
    return [
      { t: 'training', s: 'p', id, values: facts },
      ...days.map((day, i): Draft => ({ t: 'slot', s, values: { training: id, n: i + 1, day } })),
      ...people.flatMap((sex, i): Draft[] => {
        const person = mint();
        const registration = derivedId('g', [id, person]);
        const listed: Draft = { t: 'registration', s, id: registration, values: { training: id, person, name: `Асанова ${String(i)}`, sex, source: 'list', no: i + 1 } };
        const mark: Draft = { t: 'attendance', s, values: { registration, slot: derivedId('d', [id, 1]), mark: 'present', at: `${TODAY}T09:00` } };
        return i < came ? [listed, mark] : [listed];
      }),
    ];
  });
  return must(ids[0], 'training');
}

/** Ties the tablet to an endpoint without one. */
export async function link(store: Store, role: Role, devices: readonly Partial<DeviceReport>[] = []): Promise<void> {
  await store.join({ token: 'token', push: 'push', role, device: 'd0', areas: [], epoch: 'e1', now: NINE, name: '' });
  const list = devices.map((d): DeviceReport => ({ device: '', label: '', role: 'trainer', seen: 0, unsent: 0, skew: 0, schema: 1, areas: [], trainings: [], ...d }));
  await store.db.meta.put({ k: 'devices', at: NINE, list });
}

export interface Shown {
  readonly root: HTMLElement;
  readonly asked: { readonly path: string; readonly body: unknown; readonly token: string }[];
}

/** Puts the screens of trainings on the page, at an address. */
export async function showAt(tablet: Tablet, path: string, reply: Reply = { kind: 'lost', why: 'network', wait: 0 }, more: Partial<Deps> = {}): Promise<Shown> {
  history.replaceState(null, '', path);
  const asked: Shown['asked'] = [];
  const ask: Ask = (to, body, token) => {
    asked.push({ path: to, body: body === undefined ? undefined : (JSON.parse(body) as unknown), token });
    return Promise.resolve(reply);
  };
  const deps: Deps = {
    store: tablet.store,
    schedule: { now: () => Promise.resolve(undefined), running: () => false, onChange: () => () => undefined, start: () => undefined },
    ask,
    units: () => Promise.resolve(units),
    now: () => tablet.clock.now,
    zone: () => 360,
    ...more,
  };
  const root = show(
    <DepsContext.Provider value={deps}>
      <LocationProvider>
        <Router>
          <Route path="/" component={TrainingsScreen} />
          <Route path="/trainings/new" component={TrainingFormScreen} />
          <Route path="/trainings/:id/edit" component={TrainingFormScreen} />
          <Route path="/trainings/:id" component={TrainingScreen} />
          <Route path="/trainings/:id/register" component={() => <h1>roll call</h1>} />
        </Router>
        <ToastHost />
      </LocationProvider>
    </DepsContext.Provider>,
  );
  await until(() => root.querySelector('h1') !== null, 'a screen');
  return { root, asked };
}

/** The page goes: what stood in its memory is gone, what the tab holds of a form (by training id, or `new`) stays. */
export function reload(root: HTMLElement, key: string): void {
  const item = `tizme.form ${key}`;
  const held = must(sessionStorage.getItem(item), item);
  render(null, root);
  dropForm(key);
  sessionStorage.setItem(item, held);
}

/** Waits for what a save or a live query brings; fails with what is on the page after three seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await pause(10);
  }
  expect.fail(`never came: ${what}; on the page: ${document.body.textContent}`);
}

export const expectText = (words: string): Promise<void> => until(() => document.body.textContent.includes(words), words);

const top = (): ParentNode => {
  const sheets = document.querySelectorAll('dialog');
  return sheets.item(sheets.length - 1) ?? document;
};

/** Waits for the form, its list of places included. */
export const formOpens = (): Promise<void> => until(() => document.querySelector('form [role=combobox]') !== null, 'the form');

/** The first button or link whose words contain `words`, in the top sheet if one is open. */
export function button(words: string): HTMLElement {
  const all = [...top().querySelectorAll<HTMLElement>('button, a')];
  return must(all.find((b) => (b.getAttribute('aria-label') ?? b.textContent).includes(words)), `${words} on the page: ${document.body.textContent}`);
}

export async function tap(what: string | Element): Promise<void> {
  (typeof what === 'string' ? button(what) : what).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  await pause(40);
}

/** The input under a label. */
export function field(label: string): HTMLInputElement {
  const found = [...top().querySelectorAll('label')].find((l) => l.textContent.startsWith(label));
  const input = document.getElementById(found?.htmlFor ?? '');
  return must(input, `${label} on the page: ${document.body.textContent}`) as HTMLInputElement;
}

export async function write(label: string, text: string): Promise<void> {
  const input = field(label);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await pause(40);
}

/** Ticks or unticks the tile with these words. */
export async function tile(words: string): Promise<void> {
  const label = must([...top().querySelectorAll('label.tile')].find((l) => l.textContent.includes(words)), words);
  const input = must(label.querySelector('input'), 'input');
  input.checked = !input.checked;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await pause(30);
}

/** Types into a field that searches and takes the first row found. */
export async function pick(label: string, text: string): Promise<void> {
  await write(label, text);
  const option = must(top().querySelector('[role=option]'), `a row for ${text}`);
  await tap(option);
}

export async function submit(): Promise<void> {
  must(document.querySelector('form'), 'form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await pause(60);
}

/** Makes saves fail as a full disk does, until the answer is called. */
export function breakSaves(store: Store): () => void {
  const holder = store as { save: Store['save'] };
  const real = holder.save;
  holder.save = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  return () => {
    holder.save = real;
  };
}
