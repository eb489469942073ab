// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import {
  button, DAY, expectText, handSchedule, HOUR, MINUTE, newTablet, noted, nothingWaits, NOW, pause, showScreens, tap, tie, until, words, type HandSchedule,
} from './support.tsx';
import { SyncScreen } from '../../../../src/client/features/settings/sync-screen.tsx';
import { must } from '../../../../src/core/result.ts';
import type { Tablet } from '../../../support/store.ts';
import { fill } from './outbox-support.ts';

const pages = [{ path: '/sync', component: SyncScreen }];

const open = (tablet: Tablet, schedule?: HandSchedule): Promise<HTMLElement> =>
  showScreens(tablet, { pages, at: '/sync', ...(schedule ? { schedule } : {}) });

const pill = (): string => words(must(document.querySelector('.pill'), 'pill'));
const sentence = (): string => words(must(document.querySelector('.notice-title'), 'sentence'));

describe('the sentence and the pill, for every state', () => {
  it('[2.14] alone: the records are on this tablet only, and joining is offered', async () => {
    const tablet = await newTablet();
    await fill(tablet.store);
    await open(tablet);
    await expectText('5 записей хранится только на этом планшете.');
    expect(pill()).toContain('5 записей только на этом планшете');
    await expectText('Подключиться к проекту');
    expect(words()).not.toContain('Отправить сейчас');
  });

  it('[2.14] local: kept here, not sent', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW - HOUR, tried: NOW - HOUR });
    await fill(tablet.store);
    await open(tablet);
    await expectText('5 записей сохранено на этом планшете и ещё не отправлено на сервер.');
    expect(pill()).toContain('5 записей ещё не отправлено');
    expect(pill()).toContain('Сохранено на планшете');
    expect(words()).toContain('13:32');
  });

  it('[2.14] sending: how many of how many the endpoint has taken', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    const schedule = handSchedule();
    schedule.run(true);
    await open(tablet, schedule);
    await expectText('Отправляется: 0 из 5.');
    const [first, second] = await tablet.store.db.pend.toArray();
    await tablet.store.db.pend.bulkDelete([must(first, 'op').no, must(second, 'op').no]);
    await expectText('Отправляется: 2 из 5.');
    expect(pill()).toContain('Отправляется: 2 из 5');
    expect(button('Отправить сейчас').getAttribute('aria-busy')).toBe('true');
  });

  it('[2.14] done: only after an answer, with its clock time', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await nothingWaits(tablet.store);
    await open(tablet);
    await expectText('Отправлять нечего. Сервер ещё ни разу не ответил.');
    expect(document.querySelector('.pill-done')).toBeNull();
    await noted(tablet.store, { ok: NOW - 5 * MINUTE, tried: NOW - 5 * MINUTE });
    await expectText('Все записи этого планшета есть на сервере. Сервер подтвердил это: 14:27.');
    expect(document.querySelector('.pill-done')).not.toBeNull();
    expect(pill()).toContain('Всё на сервере · 14:27');
  });

  it('[2.14] done long ago: the day stands beside the clock time', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW - 2 * DAY, tried: NOW - 2 * DAY });
    await open(tablet);
    await expectText('Всё на сервере · 03.12.2019, 14:32');
  });

  it('[2.14] failed: the cause, and that nothing is lost', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await noted(tablet.store, { ok: NOW - HOUR, tried: NOW, problem: 'network' });
    await open(tablet);
    await expectText('Не отправлено 5 записей. Причина: Нет сети. Данные не потеряны');
    expect(pill()).toContain('Нет сети. Данные не потеряны.');
  });

  it('[2.14] failed with nothing to send claims nothing about sending', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW - HOUR, tried: NOW, problem: 'server' });
    await open(tablet);
    await expectText('новые данные с сервера не получены. Причина: Ошибка на сервере.');
    expect(pill()).toContain('Новые данные не получены');
  });

  it('[2.14] nothing is called sent before it was found to be the same; what was put right stays told', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW - MINUTE, tried: NOW, same: false });
    await open(tablet);
    await expectText('Отправлять нечего.');
    expect(document.querySelector('.pill-done')).toBeNull();
    expect(words()).not.toContain('Записи сверены с сервером');
    await noted(tablet.store, { ok: NOW, tried: NOW, same: true, mended: 3 });
    await expectText('Записи сверены с сервером и исправлены: 3');
    expect(document.querySelector('.pill-done')).not.toBeNull();
  });

  it('[2.14] what differs however often it was read anew is said, and whom to tell', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW, tried: NOW, same: false, problem: 'differs' });
    await open(tablet);
    await expectText('Часть записей этого планшета не совпадает с сервером, хотя планшет прочитал их заново.');
    expect(words()).toContain('Сообщите координатору. Не очищайте данные браузера.');
    expect(words()).not.toContain('Отправка остановилась');
    expect(pill()).toContain('Не совпадает с сервером');
  });

  it('[2.11] a revoked tablet is told whom to ask', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await noted(tablet.store, { ok: NOW - HOUR, tried: NOW, problem: 'revoked' });
    await open(tablet);
    await expectText('Отправка остановилась. Причина: Координатор отключил этот планшет. Записи на этом планшете не потеряны.');
    expect(words()).toContain('Сообщите координатору');
    expect(pill()).toContain('Отправка остановилась');
  });

  it('never says that records are saved or sent without saying where', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await open(tablet);
    await until(() => document.querySelector('.notice-title') !== null, 'sentence');
    expect(sentence()).not.toMatch(/^(Сохранено|Отправлено|Синхронизировано)\.?$/);
  });
});

describe('what waits', () => {
  it('[B3.17] is grouped by training with counts by kind, without names', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await open(tablet);
    await expectText('Сведения о тренинге: 1');
    const rows = [...document.querySelectorAll('.list .row')].map((row) => words(row));
    expect(rows[0]).toContain('Бюджет · ');
    expect(rows[0]).toContain('Дни тренинга: 1 · Список участников: 1 · Отметки посещения: 1');
    expect(rows[1]).toContain('Люди, тренеры и планшет');
    expect(rows[1]).toContain('Люди: 1');
    expect(document.body.textContent).not.toContain('Бермет');
  });

  it('counts a deletion, and saves that are on their way', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    const training = await fill(tablet.store);
    const ops = await tablet.store.db.pend.toArray();
    await tablet.store.db.pend.clear();
    await tablet.store.db.flight.put({ k: 'one', n: 1, prev: '', dig: 'x', body: '{}', ops, fails: 0 });
    await tablet.store.save([{ t: 'training', s: 'p', id: training, values: {}, gone: true }]);
    await open(tablet);
    await expectText('Сведения о тренинге: 2');
    expect(pill()).toContain('6 записей ещё не отправлено');
  });

  it('[B3.19] warns when something waits for more than a day', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW, tried: NOW });
    await fill(tablet.store);
    await open(tablet);
    await expectText('Ожидает отправки');
    expect(words()).not.toContain('ждут больше суток');
    const [op] = await tablet.store.db.pend.toArray();
    await tablet.store.db.pend.put({ ...must(op, 'op'), at: NOW - DAY - HOUR });
    await expectText('Некоторые записи ждут больше суток.');
  });
});

describe('beside', () => {
  it('[2.9] a clock more than ten minutes off is said, with the direction', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW, tried: NOW, skew: 9 * MINUTE });
    await open(tablet);
    await expectText('Всё на сервере');
    expect(words()).not.toContain('Неверное время');
    await noted(tablet.store, { ok: NOW, tried: NOW, skew: 25 * MINUTE });
    await expectText('Часы планшета спешат. Разница: 25 мин.');
    await noted(tablet.store, { ok: NOW, tried: NOW, skew: -3 * HOUR });
    await expectText('Часы планшета отстают. Разница: 3 ч.');
  });

  it('[B3.18] Send now asks the schedule and says when another window is at it', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    const schedule = handSchedule();
    schedule.now = () => {
      schedule.asked += 1;
      return Promise.resolve(undefined);
    };
    await open(tablet, schedule);
    await expectText('Отправить сейчас');
    await tap('Отправить сейчас');
    expect(schedule.asked).toBe(1);
    await expectText('Сейчас отправляет другое окно.');
  });

  it('asks to check, not to send, where nothing waits', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await noted(tablet.store, { ok: NOW, tried: NOW });
    const schedule = handSchedule();
    await open(tablet, schedule);
    await expectText('Проверить сейчас');
    schedule.run(true);
    await pause(50);
    await expectText('Связываемся с сервером');
  });
});
