// @vitest-environment happy-dom
// Live queries ask nothing where there is no IndexedDB in the page: it must stand there before Dexie is read.
import 'fake-indexeddb/auto';
import { LocationProvider } from 'preact-iso/router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DepsContext, type Deps } from '../../../../src/client/deps/deps.ts';
import { StartScreen } from '../../../../src/client/features/start/start-screen.tsx';
import { initI18n, savedLanguage, setLanguage } from '../../../../src/client/i18n/i18n.ts';
import type { Store } from '../../../../src/client/store/store.ts';
import type { Ask, Reply } from '../../../../src/client/sync/transport.ts';
import { must } from '../../../../src/core/result.ts';
import type { EnrolResponse } from '../../../../src/core/sync/protocol.ts';
import { openTablet, type Tablet } from '../../../support/store.ts';
import { show } from '../../ui/render.ts';

const INVITE = 'abcdefghijklmnopqrst';
const ENROLLED: EnrolResponse = { token: 'token', push: 'push', role: 'coordinator', device: 'd1', areas: [], epoch: 'e1', now: 1_574_049_600_000, name: 'Айгүл Осмонова' };
const OK: Reply = { kind: 'ok', body: ENROLLED };
const open: Store[] = [];

beforeEach(async () => {
  localStorage.clear();
  history.replaceState(null, '', '/');
  await initI18n('ky');
});
afterEach(async () => {
  await pause(30);
  for (const s of open.splice(0)) s.close();
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const text = (): string => document.body.textContent;

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await pause(10);
  }
  expect.fail(`never came: ${what}; on the page: ${text()}`);
}

interface Shown {
  readonly tablet: Tablet;
  readonly store: Store;
  readonly asked: unknown[];
  /** What was done, in order: `done`, `sync`. */
  readonly log: string[];
}

async function start(o: { invite?: string; reply?: Reply; tablet?: Tablet } = {}): Promise<Shown> {
  const tablet = o.tablet ?? (await openTablet(3));
  if (!open.includes(tablet.store)) open.push(tablet.store);
  const asked: unknown[] = [];
  const log: string[] = [];
  const ask: Ask = (path, body, token) => {
    asked.push({ path, body: JSON.parse(body ?? 'null') as unknown, token });
    return Promise.resolve(o.reply ?? { kind: 'lost', why: 'network', wait: 0 });
  };
  const deps: Deps = {
    store: tablet.store, ask,
    schedule: { now: () => (log.push('sync'), Promise.resolve(undefined)), running: () => false, onChange: () => () => undefined, start: () => undefined },
    units: () => Promise.reject(new Error('no units are needed here')),
    now: () => tablet.clock.now,
    zone: () => 360,
  };
  const screen = <StartScreen invite={o.invite} onDone={() => log.push('done')} />;
  const root = show(<DepsContext.Provider value={deps}><LocationProvider>{screen}</LocationProvider></DepsContext.Provider>);
  await until(() => root.querySelector('h1') !== null, 'a screen');
  return { tablet, store: tablet.store, asked, log };
}

const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.start button')];
async function tap(words: string): Promise<void> {
  must(all().find((b) => b.textContent.includes(words)), `${words}; on the page: ${text()}`).click();
  await pause(40);
}
async function submit(): Promise<void> {
  must(document.querySelector('form'), 'form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await pause(40);
}
function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((l) => l.textContent.startsWith(label));
  return must(document.getElementById(found?.htmlFor ?? ''), `${label}; on the page: ${text()}`) as HTMLInputElement;
}
async function write(label: string, value: string): Promise<void> {
  const input = field(label);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await pause(30);
}
const user = async (s: Store): Promise<unknown> => s.find('user', s.self.user);

describe('the first start', () => {
  it('asks for the language first, each under its own name, and goes on in it', async () => {
    await start();
    expect(all().map((b) => b.textContent)).toEqual(['Кыргызча', 'Русский', 'English']);
    expect([...document.querySelectorAll('.start-languages li')].map((li) => li.getAttribute('lang'))).toEqual(['ky', 'ru', 'en']);
    await tap('Русский');
    await until(() => text().includes('Добро пожаловать'), 'the next step');
    expect(savedLanguage()).toBe('ru');
    await until(() => document.activeElement?.tagName === 'H1', 'the focus on the heading');
  });

  it('says what is kept where, and lets one work alone under a name that is optional', async () => {
    await setLanguage('ky');
    const { store, log, asked } = await start();
    expect(text()).toContain('ушул планшетте гана сакталат');
    expect(text()).toContain('эч нерсе жоголбойт');
    await write('Аты-жөнүңүз', '  Айгүл   Осмонова ');
    await tap('Азыр өз алдынча иштөө');
    await until(() => log.includes('done'), 'done');
    expect(await user(store)).toMatchObject({ name: 'Айгүл Осмонова', role: 'trainer', lang: 'ky' });
    expect(asked).toEqual([]);
    expect(await store.link()).toBeUndefined();
  });

  it('[2.11] says that this tablet was taken out of a project, and how to join anew', async () => {
    await setLanguage('ru');
    const tablet = await openTablet(3);
    await tablet.store.db.meta.put({ k: 'parted', at: 1 });
    await start({ tablet });
    await until(() => text().includes('Этот планшет исключён из проекта'), 'the notice');
    expect(text()).toContain('попросите у координатора новое приглашение');
    await tap('Присоединиться');
    expect(document.querySelector('form')).not.toBeNull();
  });

  it('starts without a name too', async () => {
    await setLanguage('ru');
    const { store, log } = await start();
    await tap('Начать отдельно');
    await until(() => log.includes('done'), 'done');
    expect(await user(store)).toMatchObject({ role: 'trainer', lang: 'ru' });
    expect(await user(store)).not.toHaveProperty('name');
  });

  it('says so when it could not be saved, and keeps the name', async () => {
    await setLanguage('ky');
    const { store, log } = await start();
    await write('Аты-жөнүңүз', 'Айгүл');
    (store as { save: Store['save'] }).save = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    await tap('Азыр өз алдынча иштөө');
    await until(() => text().includes('Сакталган жок'), 'the notice');
    expect(field('Аты-жөнүңүз').value).toBe('Айгүл');
    expect(log).toEqual([]);
  });

  it('warns in one line when opened over plain http from elsewhere', async () => {
    await setLanguage('ky');
    const secure = Object.getOwnPropertyDescriptor(window, 'isSecureContext');
    Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true });
    await start();
    expect(text()).toContain('https менен башталган даректи ачыңыз');
    if (secure) Object.defineProperty(window, 'isSecureContext', secure);
    else Reflect.deleteProperty(window, 'isSecureContext');
  });
});

describe('joining', () => {
  it('takes a pasted link, names the tablet, keeps the name typed, and sends at once', async () => {
    await setLanguage('ky');
    const { store, asked, log } = await start({ reply: OK });
    await write('Аты-жөнүңүз', 'Нургүл Асанова');
    await tap('Шилтеме менен кошулуу');
    await until(() => document.activeElement === field('Шилтеме же код'), 'the focus in the field');
    expect(field('Бул түзмөктүн аты').value).toContain('Нургүл Асанова');
    await write('Шилтеме же код', ` ${location.origin}/#j=${INVITE} `);
    await submit();
    await until(() => log.includes('sync'), 'the first sync');
    expect(asked).toEqual([{ path: '/v1/enrol', body: { v: 1, invite: INVITE, replica: store.self.replica, label: expect.stringContaining('Нургүл') as string }, token: '' }]);
    expect(await store.link()).toMatchObject({ token: 'token', role: 'coordinator' });
    expect(await user(store)).toMatchObject({ name: 'Нургүл Асанова', role: 'coordinator', lang: 'ky' });
    expect(log).toEqual(['done', 'sync']);
  });

  it('with an invitation in the address is one tap, under the name the coordinator wrote', async () => {
    await setLanguage('ky');
    const { store, log, asked } = await start({ invite: INVITE, reply: OK });
    expect(text()).toContain('Шилтемеде чакыруу бар');
    await submit();
    await until(() => log.includes('sync'), 'the first sync');
    expect(asked).toMatchObject([{ body: { invite: INVITE } }]);
    expect(await user(store)).toMatchObject({ name: 'Айгүл Осмонова', role: 'coordinator', lang: 'ky' });
  });

  it.each([
    ['unknown', 'координатордон жаңысын сураңыз'],
    ['expired', 'мөөнөтү өттү'],
    ['used', 'башка планшет колдонуп койгон'],
    ['slow_down', 'Бир мүнөт күтүп'],
    ['forbidden', 'Сервердин жообу түшүнүксүз'],
  ] as const)('%s: says what to do next', async (error, words) => {
    await setLanguage('ky');
    const { store, log } = await start({ invite: INVITE, reply: { kind: 'refused', status: 403, error, wait: 0 } });
    await submit();
    await until(() => text().includes(words), words);
    expect(document.querySelector('[role=alert]')).not.toBeNull();
    expect([await store.link(), log]).toEqual([undefined, []]);
    // A spent invitation makes room for another one.
    expect(document.querySelectorAll('form input')).toHaveLength(['unknown', 'expired', 'used'].includes(error) ? 2 : 1);
  });

  it('without a network says so and still lets one work alone', async () => {
    await setLanguage('ky');
    const { store, log } = await start({ invite: INVITE });
    await submit();
    await until(() => text().includes('Сервер менен байланыш жок'), 'the problem');
    await tap('Азыр өз алдынча иштөө');
    await until(() => log.includes('done'), 'done');
    expect(await user(store)).toMatchObject({ role: 'trainer' });
  });

  it('refuses what is no invitation before asking, and names the other address of a link unknown here', async () => {
    await setLanguage('ky');
    const { asked } = await start({ reply: { kind: 'refused', status: 404, error: 'unknown', wait: 0 } });
    await tap('Шилтеме менен кошулуу');
    await submit();
    expect(text()).toContain('координатор жибергенди коюңуз');
    await write('Шилтеме же код', 'салам');
    await submit();
    expect(text()).toContain('бул чакырууга окшобойт');
    expect(asked).toEqual([]);
    await write('Шилтеме же код', `https://tizme.example/#j=${INVITE}`);
    await submit();
    await until(() => text().includes('Бул шилтеме башка даректики: tizme.example'), 'the other address');
    expect(field('Шилтеме же код').value).toContain('tizme.example');
  });

  it('on a tablet in use asks for no name, keeps the one there, and can be put off', async () => {
    await setLanguage('ky');
    const tablet = await openTablet(5);
    const id = tablet.store.self.user;
    if (id === '') throw new Error('a tablet has a user');
    await tablet.store.save([{ t: 'user', s: 'p', id, values: { name: 'Бакыт', role: 'trainer', lang: 'ky' } }]);
    const { store, log } = await start({ invite: INVITE, tablet, reply: OK });
    await until(() => text().includes('Же кийин кошулуу'), 'the ways');
    expect(text()).not.toContain('Аты-жөнүңүз');
    await tap('Азыр эмес');
    expect(log).toEqual(['done']);
    await submit();
    await until(() => log.includes('sync'), 'joined');
    expect(await user(store)).toMatchObject({ name: 'Бакыт', role: 'coordinator' });
  });
});
