// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { button, expectText, newTablet, noted, nothingWaits, NOW, showScreens, tap, tie, until, words } from './support.tsx';
import { isMetered, photosMayGo, setPhotoRule } from '../../../../src/client/device/connection.ts';
import { SyncScreen } from '../../../../src/client/features/settings/sync-screen.tsx';
import { markBad } from '../../../../src/client/store/photos.ts';
import type { Photos } from '../../../../src/client/sync/photo-line.ts';
import type { PhotoOutcome } from '../../../../src/client/sync/send-photos.ts';
import type { RecordId } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';
import type { Tablet } from '../../../support/store.ts';

const pages = [{ path: '/sync', component: SyncScreen }];

interface HandLine extends Photos {
  asked: number;
  set(running: boolean, last?: PhotoOutcome): void;
}

function handLine(): HandLine {
  const listeners = new Set<() => void>();
  let [running, last] = [false, undefined as PhotoOutcome | undefined];
  return {
    asked: 0,
    async now() {
      this.asked += 1;
      return last;
    },
    running: () => running,
    last: () => last,
    onChange(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    fetch: async () => 'none',
    set(on, how) {
      [running, last] = [on, how];
      for (const f of listeners) f();
    },
  };
}

async function withPhotos(n: number): Promise<Tablet> {
  const t = await newTablet();
  await tie(t.store);
  await noted(t.store, { ok: NOW, tried: NOW });
  const photos = await t.store.photos();
  for (let i = 0; i < n; i++) {
    await photos.add('k3m9x2q7w1.1' as RecordId, { sha: String(i).repeat(64), type: 'webp', bytes: new ArrayBuffer(9), width: 1, height: 1, taken: '2019-12-05T14:00' });
  }
  await nothingWaits(t.store);
  return t;
}

function connection(value: object | undefined): void {
  Object.defineProperty(navigator, 'connection', { value, configurable: true });
}

afterEach(() => {
  connection(undefined);
  setPhotoRule('wifi');
  localStorage.clear();
});

describe('photos on the screen of sync', () => {
  it('[2.10] [I12] says how many are not sent, in the pill too, though every record is', async () => {
    const t = await withPhotos(3);
    await markBad(t.store.db, '0'.repeat(64), 'bad_media');
    const photos = handLine();
    await showScreens(t, { pages, at: '/sync', photos });
    await expectText('Фото ещё не отправлены: 3');
    await expectText('Сервер не принял фото: 1.');
    expect(words(must(document.querySelector('.pill'), 'pill'))).toContain('Фото ещё не отправлены: 3');
    expect(words(must(document.querySelector('.pill'), 'pill'))).toContain('Записи на сервере');
    await tap('Отправить фото');
    expect(photos.asked).toBe(1);
    photos.set(true);
    await expectText('Фото отправляются…');
    photos.set(false, { kind: 'again', problem: 'network', wait: 0 });
    await expectText('Фото не отправлены. Причина: Нет сети.');
    await t.store.db.blobs.clear();
    await expectText('Неотправленных фото нет.');
    await until(() => words(must(document.querySelector('.pill'), 'pill')).includes('Всё на сервере'), 'the pill');
  });

  it('[2.10] wait for Wi-Fi on a line that costs, unless a person says otherwise', async () => {
    expect([isMetered(), photosMayGo()]).toEqual([false, true]);
    for (const costly of [{ saveData: true }, { type: 'cellular' }]) {
      connection(costly);
      expect([isMetered(), photosMayGo()]).toEqual([true, false]);
    }
    const t = await withPhotos(1);
    const photos = handLine();
    await showScreens(t, { pages, at: '/sync', photos });
    await expectText('Сейчас мобильный интернет: фото ждут Wi-Fi.');
    const any = must([...document.querySelectorAll('label')].find((l) => words(l).includes('Любая сеть')), 'any');
    must(any.querySelector('input') ?? document.getElementById(any.htmlFor), 'radio').click();
    await until(() => photosMayGo() && photos.asked === 1, 'they may go');
    expect(localStorage.getItem('tizme.photos.line')).toBe('any');
    await expectText('Фото отправляются после записей.');
    expect(button('Отправить фото')).toBeDefined();
  });
});
