// @vitest-environment happy-dom
// Live queries ask nothing where there is no IndexedDB in the page: it must stand there before Dexie is read.
import 'fake-indexeddb/auto';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../../src/client/app/app.tsx';
import { takeInvite } from '../../../src/client/app/invite.ts';
import type { Deps } from '../../../src/client/deps/deps.ts';
import { initI18n, setLanguage } from '../../../src/client/i18n/i18n.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { must } from '../../../src/core/result.ts';
import type { EnrolResponse } from '../../../src/core/sync/protocol.ts';
import { openTablet } from '../../support/store.ts';
import { show } from '../ui/render.ts';

const INVITE = 'abcdefghjkmnpqrstvwxyz2345';
const ENROLLED: EnrolResponse = { token: 'token', push: 'push', role: 'trainer', device: 'd1', areas: [], epoch: 'e1', now: 1_574_049_600_000, name: '' };
const open: Store[] = [];
const roots: Element[] = [];

beforeEach(async () => {
  localStorage.clear();
  history.replaceState(null, '', '/');
  await initI18n('ru');
  await setLanguage('ru');
});
afterEach(async () => {
  // Before its store closes: a page that has failed would go on listening to the address.
  for (const root of roots.splice(0)) render(null, root);
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
const expectText = (words: string): Promise<void> => until(() => text().includes(words), words);

type Standing = 'new' | 'alone' | 'joined' | 'revoked';

/** The whole app on a tablet, at the address that stands. */
async function start(standing: Standing): Promise<{ store: Store; asked: unknown[] }> {
  const { store, clock } = await openTablet(3);
  open.push(store);
  if (standing !== 'new') await store.save([{ t: 'user', s: 'p', id: must(store.self.user || undefined, 'user'), values: { name: 'Бакыт', role: 'trainer', lang: 'ru' } }]);
  if (standing === 'joined' || standing === 'revoked') await store.join(ENROLLED);
  if (standing === 'revoked') await store.db.meta.put({ ...(await store.sync()), problem: 'revoked' });
  const asked: unknown[] = [];
  const deps: Deps = {
    store,
    ask: (_path, body) => {
      asked.push(JSON.parse(body ?? 'null'));
      return Promise.resolve({ kind: 'ok', body: ENROLLED });
    },
    schedule: { now: () => Promise.resolve(undefined), running: () => false, onChange: () => () => undefined, start: () => undefined },
    units: () => Promise.reject(new Error('no units are needed here')),
    now: () => clock.now,
    zone: () => 360,
  };
  roots.push(show(<App deps={deps} invite={takeInvite()} />));
  await until(() => document.querySelector('h1') !== null, 'a screen');
  return { store, asked };
}

/** As a browser does with a link to the page that is open already. */
async function openLink(hash: string): Promise<void> {
  history.pushState(null, '', `/${hash}`);
  dispatchEvent(new Event('hashchange'));
  await pause(30);
}
async function join(): Promise<void> {
  must([...document.querySelectorAll('form')].at(-1), 'form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await pause(40);
}

describe('a link with an invitation, opened where the app stands open', () => {
  it('on a tablet not yet started fills the first start and keeps the name typed there', async () => {
    const { store, asked } = await start('new');
    await expectText('Ваше имя');
    const name = must(document.querySelector<HTMLInputElement>('.start input'), 'name');
    name.value = 'Нургүл';
    name.dispatchEvent(new Event('input', { bubbles: true }));
    await openLink(`#j=${INVITE}.`);
    await expectText('В ссылке есть приглашение');
    expect(location.hash).toBe('');
    expect(document.querySelector<HTMLInputElement>('.start input')?.value).toBe('Нургүл');
    await join();
    await until(async () => (await store.link()) !== undefined, 'joined');
    expect(asked).toMatchObject([{ invite: INVITE }]);
  });

  it('on a tablet that works alone is one tap over the screen, which stays', async () => {
    const { store, asked } = await start('alone');
    await until(() => document.querySelector('main') !== null, 'a screen');
    const main = document.querySelector('main');
    await openLink(`#J=${INVITE}%C2%BB`);
    await until(() => document.querySelector('dialog form') !== null, 'the sheet');
    expect(document.querySelector('dialog')?.textContent).toContain('В ссылке есть приглашение');
    expect(document.querySelector('main')).toBe(main);
    expect(location.hash).toBe('');
    await join();
    await until(async () => (await store.link()) !== undefined, 'joined');
    await until(() => document.querySelector('dialog') === null, 'the sheet gone');
    expect(asked).toMatchObject([{ invite: INVITE }]);
    expect(text()).not.toContain('уже присоединён');
  });

  it('on one that has joined says so', async () => {
    await start('joined');
    await openLink(`#j=${INVITE}`);
    await expectText('уже присоединён');
    expect([location.hash, document.querySelector('dialog')]).toEqual(['', null]);
  });

  it('on one the endpoint no longer knows offers joining again', async () => {
    await start('revoked');
    await openLink(`#j=${INVITE}`);
    await until(() => document.querySelector('dialog form') !== null, 'the sheet');
    expect(text()).not.toContain('уже присоединён');
  });

  it.each(['#j=', '#j=abc', '#j=%C2%BB'])('that is damaged (%s) says so, and clears the address', async (hash) => {
    await start('alone');
    await openLink(hash);
    await expectText('Ссылка с приглашением повреждена');
    expect(location.hash).toBe('');
  });
});

describe('a link with an invitation that opens the app', () => {
  it.each([
    ['a tablet in use to joining', 'alone', INVITE, 'Или присоединиться позже'],
    ['one that has joined to a word about it', 'joined', INVITE, 'уже присоединён'],
    ['a damaged one to a word about it, before the first start too', 'new', 'abc', 'Ссылка с приглашением повреждена'],
  ] as const)('leads %s', async (_, standing, secret, words) => {
    history.replaceState(null, '', `/#j=${secret}`);
    await start(standing);
    await expectText(words);
    expect(location.hash).toBe('');
  });
});
