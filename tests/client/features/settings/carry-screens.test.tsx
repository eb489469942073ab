// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { expectText, handSchedule, newTablet, nothingWaits, showScreens, tap, tie, until, words, write } from './support.tsx';
import { SendScreen } from '../../../../src/client/features/settings/send-screen.tsx';
import { SyncScreen } from '../../../../src/client/features/settings/sync-screen.tsx';
import { TakeScreen } from '../../../../src/client/features/settings/take-screen.tsx';
import { pack } from '../../../../src/client/sync/parcels.ts';
import { must } from '../../../../src/core/result.ts';
import { makeTraining } from '../../../support/carry.ts';
import type { Tablet } from '../../../support/store.ts';

const pages = [
  { path: '/sync', component: SyncScreen },
  { path: '/sync/send', component: SendScreen },
  { path: '/sync/take', component: TakeScreen },
];
const KEY = 'k'.repeat(52);
const tied = async (seed: number, device: string): Promise<Tablet> => {
  const tablet = await newTablet(seed);
  await tie(tablet.store, { role: 'coordinator', device, keys: [KEY], proof: 'p'.repeat(64), keyEpoch: 'e1' });
  return tablet;
};
const button = (text: string): HTMLElement => must([...document.querySelectorAll<HTMLElement>('button, a')].find((b) => b.textContent?.trim() === text), text);

/** What the page puts into the downloads: names and contents. */
function downloads(): { name: string; blob: Blob }[] {
  const found: { name: string; blob: Blob }[] = [];
  let last: Blob | undefined;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob as Blob;
    return 'blob:x';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    if (last) found.push({ name: this.download, blob: last });
  });
  return found;
}
afterEach(() => vi.restoreAllMocks());

async function choose(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const input = must(document.querySelector<HTMLInputElement>('input[type=file]'), 'file input');
  const file = { name: 'tizme.tizme', size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.slice().buffer) };
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

describe('[2.16] handing over', () => {
  it('says that there is nothing when nothing waits', async () => {
    const tablet = await tied(7, 'd1');
    await nothingWaits(tablet.store);
    await showScreens(tablet, { pages, at: '/sync/send' });
    await expectText('Передавать нечего');
  });

  it('saves everything as one file whose name says nothing of anybody, and keeps it all here', async () => {
    const tablet = await tied(7, 'd1');
    await makeTraining(tablet.store, 2);
    const { count } = await tablet.store.unsent();
    const saved = downloads();
    await showScreens(tablet, { pages, at: '/sync/send' });
    await expectText(`Все неотправленные записи: ${count}`);
    await expectText('его откроет только планшет этого проекта');
    await tap(button('Сохранить файл'));
    await until(() => saved.length === 1, 'a file');
    expect(saved[0]?.name).toMatch(/^tizme-2019-12-05-[a-z0-9]{6}\.tizme$/);
    await expectText('Файл сохранён');
    expect(words()).not.toContain('Код');
    expect((await tablet.store.unsent()).count).toBe(count);
  });

  it('shows the code that opens the file of a tablet of no project', async () => {
    const tablet = await newTablet();
    await makeTraining(tablet.store, 1);
    downloads();
    await showScreens(tablet, { pages, at: '/sync/send' });
    await expectText('Чтобы его открыть, нужен код');
    await tap(button('Сохранить файл'));
    await until(() => /\d{4} \d{4} \d{4} \d{4}/.test(words()), 'a code');
  });

  it('shows one training as pictures that move, stand still when asked, and end', async () => {
    const tablet = await tied(7, 'd1');
    await makeTraining(tablet.store, 12);
    await showScreens(tablet, { pages, at: '/sync/send' });
    await expectText('Картинками с экрана');
    await until(() => document.querySelector('.row') !== null, 'a training');
    await tap(button('Показать картинки'));
    await expectText('Картинка 1 из');
    await expectText('Картинка 2 из');
    await tap(button('Остановить'));
    const shown = words();
    await new Promise((done) => setTimeout(done, 700));
    expect(words()).toBe(shown);
    await tap(button('Готово'));
    await expectText('Файлом');
  });
});

describe('[2.16] taking in', () => {
  it('shows what a file holds, takes it in once, and tells of it where the records are', async () => {
    const [maker, taker] = [await tied(7, 'd1'), await tied(8, 'd2')];
    await makeTraining(maker.store, 2);
    const { bytes, count } = must(await pack(maker.store, { now: () => maker.clock.now }), 'parcel');
    const schedule = handSchedule();
    await showScreens(taker, { pages, at: '/sync/take', schedule });
    await choose(bytes);
    await expectText('Что внутри');
    await expectText('Подготовлено14:32');
    expect(await taker.store.db.carried.count()).toBe(0);
    await tap(button('Принять'));
    await expectText(`Принято записей: ${count}`);
    expect(schedule.asked).toBe(1);
    await tap(button('Принять ещё'));
    await choose(bytes);
    await expectText('Уже есть здесь');
    await tap(button('Принять'));
    await expectText('Все эти записи здесь уже есть');
    await tap(button('Где находятся записи'));
    await expectText('Записи других планшетов');
    await expectText(`Ещё не отправлено: ${count}`);
    await tap(button('Убрать отсюда'));
    await until(() => document.querySelector('dialog[open]') !== null, 'a question');
    await tap(must(document.querySelector<HTMLElement>('dialog[open] .btn-danger'), 'the button'));
    await until(async () => (await taker.store.db.carried.count()) === 0, 'let go');
  });

  it('asks for the code, says when it does not fit, and keeps the file meanwhile', async () => {
    const [maker, taker] = [await newTablet(7), await tied(8, 'd2')];
    await makeTraining(maker.store, 1);
    const { bytes, code } = must(await pack(maker.store, { now: () => maker.clock.now }), 'parcel');
    await showScreens(taker, { pages, at: '/sync/take' });
    await choose(bytes);
    await expectText('Код файла');
    const send = async (text: string): Promise<void> => {
      await write('Код файла', text);
      must(document.querySelector('form'), 'form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    };
    await send('1234');
    await expectText('Код не подходит');
    await send(must(code, 'code'));
    await expectText('Что внутри');
    await tap(button('Не принимать'));
    await expectText('Файл с другого планшета');
    expect(await taker.store.db.parcels.count()).toBe(0);
  });

  it('says of a file that cannot be opened what to do', async () => {
    const taker = await tied(8, 'd2');
    await showScreens(taker, { pages, at: '/sync/take' });
    await choose(new TextEncoder().encode('ФИО;Пол'));
    await expectText('Это не файл Тизме');
    const foreign = await newTablet(9);
    await tie(foreign.store, { keys: ['z'.repeat(52)], proof: 'p'.repeat(64), keyEpoch: 'e1' });
    await makeTraining(foreign.store, 1);
    const { bytes } = must(await pack(foreign.store, { now: () => 1 }), 'parcel');
    await choose(bytes);
    await expectText('Файл из другого проекта');
    await choose(bytes.slice(0, -20));
    await expectText('Файл повреждён');
  });
});
