// Live queries ask nothing where there is no IndexedDB in the page: it must stand there before Dexie is read.
import 'fake-indexeddb/auto';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import { slotId, trainingScope } from '../../../../src/client/features/attendance/actions.ts';
import { ImportScreen } from '../../../../src/client/features/attendance/import-screen.tsx';
import { RollCallScreen } from '../../../../src/client/features/attendance/roll-call-screen.tsx';
import { DepsContext, type Deps } from '../../../../src/client/deps/deps.ts';
import { initI18n } from '../../../../src/client/i18n/i18n.ts';
import type { Draft, Read, Store } from '../../../../src/client/store/store.ts';
import { ToastHost } from '../../../../src/client/ui/toast-host.tsx';
import { dismissToast, shownToasts } from '../../../../src/client/ui/toast.ts';
import type { RecordId, Scope } from '../../../../src/core/ids.ts';
import { createUnits } from '../../../../src/core/reference/units.ts';
import unitsData from '../../../../src/core/reference/units.json' with { type: 'json' };
import { must } from '../../../../src/core/result.ts';
import type { Value } from '../../../../src/core/schema/field.ts';
import { openTablet, type Tablet } from '../../../support/store.ts';
import { show } from '../../ui/render.ts';

// The page of these tests has a `locks` that is null, as no browser has.
vi.hoisted(() => {
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: () => Promise.resolve() } });
});

/** Чолпон-Ата айыл аймагы and its rayon. */
export const AIMAK = '41703225853000';
export const AREA = '41703225000000';
/** 2019-11-18 09:12 in Bishkek. */
const NINE = Date.UTC(2019, 10, 18, 3, 12);

const units = createUnits(unitsData);
const open: Store[] = [];

beforeAll(async () => {
  await initI18n('ky');
});

afterEach(async () => {
  while (shownToasts()[0] !== undefined) dismissToast(must(shownToasts()[0], 'toast').id);
  sessionStorage.clear();
  await pause(30);
  for (const store of open.splice(0)) store.close();
});

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Someone of the list, or someone known from elsewhere (`listed: false`). */
export interface Somebody {
  readonly name: string;
  readonly sex?: string;
  readonly role?: string;
  readonly phone?: string;
  readonly unit?: string;
  readonly birth_year?: number;
  readonly listed?: boolean;
}

export interface RollOptions {
  readonly people?: readonly Somebody[];
  readonly training?: Readonly<Record<string, Value>>;
  /** Days of the training. */
  readonly days?: readonly string[];
  /** A training some other tablet made. */
  readonly foreign?: boolean;
  /** The screen to open: the roll call, or the import of a list. */
  readonly path?: 'register' | 'import';
}

export interface Roll {
  readonly tablet: Tablet;
  readonly store: Store;
  readonly training: RecordId;
  readonly scope: Scope;
  readonly root: HTMLElement;
  registrations(): Promise<Read<'registration'>[]>;
  /** Marks by the name of the person: `present 2019-11-18T09:12`. */
  marks(): Promise<Record<string, string>>;
}

/** A tablet with one training whose roll call is on the screen. */
export async function openRoll(o: RollOptions = {}): Promise<Roll> {
  const tablet = await openTablet(7, NINE);
  const { store } = tablet;
  open.push(store);
  const days = o.days ?? ['2019-11-18'];
  const { ids } = await store.save((mint) => {
    const training = o.foreign ? ('zzzzzzzzzz.5' as RecordId) : mint();
    return [
      { t: 'training', s: 'p', id: training, values: { unit: AIMAK, start: must(days[0], 'day'), end: must(days.at(-1), 'day'), status: 'running', title: 'Гендердик бюджет', planned: 4, ...o.training } },
      ...days.map((day, i): Draft => ({ t: 'slot', s: trainingScope(training), values: { training, n: i + 1, day } })),
      ...(o.people ?? []).flatMap((p, i) => somebody(p, mint(), training, i + 1)),
    ];
  });
  const training = must(ids[0], 'training');
  const scope = trainingScope(training);
  await store.people.ready;
  const root = await mount(tablet, `/trainings/${training}/${o.path ?? 'register'}`);
  return {
    tablet, store, training, scope, root,
    registrations: () => store.list('registration', scope),
    async marks() {
      const names = new Map((await store.list('registration', scope)).map((r) => [r.id as string, r.name ?? '']));
      const set = (await store.list('attendance', scope)).filter((a) => a.mark);
      return Object.fromEntries(set.map((a) => [names.get(a.registration ?? '') ?? 'nobody', `${a.mark ?? ''} ${a.at ?? ''}`]));
    },
  };
}

function somebody({ listed = true, ...facts }: Somebody, id: RecordId, training: RecordId, no: number): Draft[] {
  const person: Draft = { t: 'person', s: `r:${AREA}`, id, values: { ...facts } };
  const { name, sex, role, phone, unit, birth_year } = facts;
  const known = Object.fromEntries(Object.entries({ name, sex, role, phone, unit, birth_year }).filter(([, v]) => v !== undefined)) as Record<string, Value>;
  const registration: Draft = { t: 'registration', s: trainingScope(training), values: { training, person: id, ...known, source: 'list', no } };
  return listed ? [person, registration] : [person];
}

/** The roll call of a training, opened anew: as after a reload of the page. */
export async function mount(tablet: Tablet, path: string): Promise<HTMLElement> {
  history.replaceState(null, '', path);
  const deps: Deps = {
    store: tablet.store,
    schedule: { now: () => Promise.resolve(undefined), running: () => false, onChange: () => () => undefined, start: () => undefined },
    ask: () => Promise.resolve({ kind: 'lost', why: 'network', wait: 0 }),
    units: () => Promise.resolve(units),
    now: () => tablet.clock.now,
    zone: () => 360,
  };
  const root = show(
    <DepsContext.Provider value={deps}>
      <LocationProvider>
        <Router>
          <Route path="/trainings/:id/register" component={RollCallScreen} />
          <Route path="/trainings/:id/import" component={ImportScreen} />
        </Router>
        <ToastHost />
      </LocationProvider>
    </DepsContext.Provider>,
  );
  await until(() => root.querySelector('.roll, .empty, .drop') !== null, 'the screen');
  return root;
}

/** Waits for what a save or a live query brings; fails with what is on the page after two seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await pause(10);
  }
  expect.fail(`never came: ${what}; on the page: ${document.body.textContent}`);
}

const named = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent;

/** Every button, summary or radio whose words contain `words`, in the top sheet if one is open. */
export function all(words: string): HTMLElement[] {
  const sheets = document.querySelectorAll('dialog');
  const place: ParentNode = sheets.item(sheets.length - 1) ?? document;
  return [...place.querySelectorAll<HTMLElement>('button, a, summary')].filter((b) => named(b).includes(words));
}

export function one(words: string): HTMLElement {
  return must(all(words)[0], `${words} on the page: ${document.body.textContent}`);
}

/** One tap, as an event with a place on the glass. */
export async function tap(element: Element, at = { x: 10, y: 10 }): Promise<void> {
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, clientX: at.x, clientY: at.y }));
  await pause(40);
}

/** A tile of a group is a label around a radio button. */
export async function choose(group: string, value: string): Promise<void> {
  const radio = must(document.querySelector<HTMLInputElement>(`#person-${group} input[value="${value}"]`), `${group} ${value}`);
  radio.checked = true;
  radio.dispatchEvent(new Event('change', { bubbles: true }));
  await pause(20);
}

export async function write(id: string, text: string): Promise<void> {
  const field = must(document.querySelector<HTMLInputElement>(`#${id}`), id);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await pause(40);
}

/** Names of the rows, in order, of the list alone. */
export const listed = (): string[] => [...document.querySelectorAll('.roll-list .row-title > :first-child')].map((e) => e.textContent);
export const known = (): string[] => [...document.querySelectorAll('.roll-known .row-title > :first-child')].map((e) => e.textContent);
export const likely = (): string[] => [...document.querySelectorAll('.likely-card .row-title')].map((e) => (e.firstChild?.textContent ?? '').trim());

/** Makes the next save fail as a full disk does. */
export function breakSaves(store: Store): () => void {
  const real = store.save.bind(store);
  const holder = store as { save: Store['save'] };
  holder.save = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  return () => {
    holder.save = real;
  };
}

export const slotOf = (roll: Roll, n = 1): RecordId => slotId(roll.training, n);
