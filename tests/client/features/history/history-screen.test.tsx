// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { button, expectText, newTablet, NOW, showScreens, tap, tie, until, words } from '../settings/support.tsx';
import { HistoryScreen } from '../../../../src/client/features/history/history-screen.tsx';
import { historyAddress } from '../../../../src/client/deps/history-address.ts';
import { initI18n } from '../../../../src/client/i18n/i18n.ts';
import { erasePerson } from '../../../../src/client/sync/erase.ts';
import type { Ask } from '../../../../src/client/sync/transport.ts';
import { derivedId, type RecordId, type Scope } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';
import { makeWorld, type Joined } from '../../../support/endpoint.ts';
import type { Tablet } from '../../../support/store.ts';

const pages = [{ path: '/history', component: HistoryScreen }];
const open = (tablet: Tablet, record: Parameters<typeof historyAddress>[0], ask?: Ask): Promise<HTMLElement> =>
  showScreens(tablet, { pages, at: historyAddress(record), ...(ask ? { ask } : {}) });

/** The card of one field. */
const card = (title: string): HTMLElement =>
  must([...document.querySelectorAll<HTMLElement>('section.card')].find((s) => s.querySelector('h2')?.textContent === title), `${title} on the page: ${words()}`);
const boxes = (title: string): string[] => [...card(title).querySelectorAll('.history-value')].map((box) => words(box));

interface Setting {
  readonly office: Joined;
  readonly trainer: Joined;
  readonly training: RecordId;
  readonly scope: Scope;
  readonly registration: RecordId;
  close(): void;
}

/** A list with one person on it, known to a trainer's tablet and to the office, both with names. */
async function twoTablets(): Promise<Setting> {
  const world = await makeWorld();
  world.clock.now = NOW;
  const office = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', []));
  for (const [tablet, name, label] of [[office, 'Жумалиева Айнагүл', 'Кеңсе'], [trainer, 'Асанова Бермет', 'Планшет 2']] as const) {
    tablet.clock.now = NOW;
    await tablet.store.save((mint) => [
      { t: 'user', s: 'p', id: tablet.store.self.user as RecordId, values: { name } },
      { t: 'device', s: 'p', id: mint(), values: { label } },
    ]);
  }
  const { ids } = await trainer.store.save((mint) => {
    const id = mint();
    const person = mint();
    const s = `t:${id}` as Scope;
    return [
      { t: 'training', s: 'p', id, values: { title: 'Бюджет', start: '2019-12-05', end: '2019-12-05', status: 'running' } },
      { t: 'slot', s, values: { training: id, n: 1, day: '2019-12-05' } },
      { t: 'person', s: 'r:local', id: person, values: { name: 'Токтогулова Гүлнара' } },
      { t: 'registration', s, values: { training: id, person, name: 'Токтогулова Гүлнара', phone: '0555 111 111', sex: 'f', no: 1 } },
      { t: 'attendance', s, values: { registration: derivedId('g', [id, person]), slot: derivedId('d', [id, 1]), mark: 'present', at: '2019-12-05T14:32' } },
    ];
  });
  const [training, , , registration] = ids;
  for (const one of [trainer, office, trainer]) await one.sync();
  const scope = `t:${must(training, 'training')}` as Scope;
  const close = (): void => {
    office.store.close();
    trainer.store.close();
  };
  return { office, trainer, training: must(training, 'training'), scope, registration: must(registration, 'registration'), close };
}

/** Both change the phone while apart; the office later, so its value stands. */
async function conflict(x: Setting): Promise<void> {
  const phone = (value: string) => [{ t: 'registration', s: x.scope, id: x.registration, values: { phone: value } }];
  x.trainer.clock.now += 10_000;
  await x.trainer.store.save(phone('0700 222 222'));
  x.office.clock.now += 20_000;
  await x.office.store.save(phone('0777 333 333'));
  for (const one of [x.office, x.trainer, x.office]) await one.sync();
}

describe('the history of a record', () => {
  it('[2.12] of somebody erased says so, and shows nothing personal', async () => {
    const x = await twoTablets();
    await conflict(x);
    const person = must((await x.office.store.find('registration', x.registration))?.person, 'person');
    expect((await erasePerson(x.office.store, x.office.ask, [{ t: 'person', id: person as RecordId }], 'asked')).ok).toBe(true);
    await x.office.sync();
    await open(x.office, { s: x.scope, t: 'registration', id: x.registration }, x.office.ask);
    await expectText('Персональные данные этого человека удалены.');
    await expectText('Женщина');
    expect(words(must(document.querySelector('header'), 'header'))).toContain('Данные удалены');
    expect(words()).not.toMatch(/Токтогулова|0700|0777|Другое поле/);
    x.close();
  });

  it('[2.14] both values of a conflict side by side, each with who, where and when; the older one below', async () => {
    const x = await twoTablets();
    await conflict(x);
    await open(x.office, { s: x.scope, t: 'registration', id: x.registration }, x.office.ask);
    await expectText('Изменено на двух устройствах');
    expect(boxes('Телефон').map((b) => b.replace('Вернуть это значение', ''))).toEqual([
      '0777 333 333сейчасЖумалиева Айнагүл · этот планшет · 14:32',
      '0700 222 222не принято: уже было более новоеАсанова Бермет · Планшет 2 · 14:32',
      '0555 111 111замененоАсанова Бермет · Планшет 2 · 14:32',
    ]);
    expect([...must(card('Телефон').querySelector('.history-pair'), 'pair').children].length).toBe(2);
    expect(words()).toContain('Бюджет · 05.12.2019');
    expect(words(must(document.querySelector('.head'), 'head'))).toContain('Токтогулова Гүлнара');
    expect(document.title).not.toContain('Токтогулова');
    expect(words()).toContain('Не менялось');
    expect(words()).toContain('ПолЖенщина');
    expect(words()).not.toContain('Показано только то, что знает этот планшет');
    x.close();
  });

  it('puts a value back as a save like any other, and that can be undone', async () => {
    const x = await twoTablets();
    await conflict(x);
    await open(x.office, { s: x.scope, t: 'registration', id: x.registration }, x.office.ask);
    await expectText('Изменено на двух устройствах');
    await tap('Вернуть это значение: 0700 222 222');
    await until(async () => (await x.office.store.find('registration', x.registration))?.phone === '0700 222 222', 'the value');
    await until(() => boxes('Телефон')[0]?.startsWith('0700 222 222сейчас') === true, 'the value on the screen');
    expect(boxes('Телефон')[0]).toContain('не отправлено');
    expect((await x.office.store.unsent()).count).toBe(1);
    await tap('Отменить');
    await until(async () => (await x.office.store.find('registration', x.registration))?.phone === '0777 333 333', 'the undo');
    await x.office.sync();
    await x.trainer.sync();
    expect((await x.trainer.store.find('registration', x.registration))?.phone).toBe('0777 333 333');
    x.close();
  });

  it('leads from a place on the list to its marks and to the person', async () => {
    const x = await twoTablets();
    await open(x.office, { s: x.scope, t: 'registration', id: x.registration }, x.office.ask);
    await expectText('С тех пор как запись создана, в ней ничего не менялось.');
    await tap('Отметка · 05.12.2019');
    await expectText('ОтметкаНа месте');
    await tap('Данные в списке участников');
    await expectText('Порядковый номер');
    await tap('Общие данные этого человека');
    await until(() => location.search.includes('t=person'), 'the person');
    await expectText('Токтогулова Гүлнара');
    expect(decodeURIComponent(location.href)).not.toMatch(/Токтогулова|0555/);
    x.close();
  });

  it('without a network it tells what this tablet knows, and that the rest is elsewhere; asking again helps', async () => {
    const x = await twoTablets();
    await conflict(x);
    let isUp = false;
    const ask: Ask = (...args) => (isUp ? x.trainer.ask(...args) : Promise.resolve({ kind: 'lost', why: 'network', wait: 0 }));
    await open(x.trainer, { s: x.scope, t: 'registration', id: x.registration }, ask);
    await expectText('Остальное хранится на сервере.');
    await expectText('0777 333 333');
    // It knows its own saves, not what became of them.
    expect(boxes('Телефон').map((b) => b.replace('Вернуть это значение', ''))).toEqual([
      '0777 333 333сейчасКеңсе · 14:32',
      '0700 222 222прежнееАсанова Бермет · этот планшет · 14:32',
      '0555 111 111прежнееАсанова Бермет · этот планшет · 14:32',
    ]);
    expect(words()).not.toContain('Не менялось');
    isUp = true;
    await tap('Спросить ещё раз');
    await expectText('Изменено на двух устройствах');
    expect(words()).not.toContain('Остальное хранится на сервере.');
    x.close();
  });

  it('a training that is finished is only looked at', async () => {
    const x = await twoTablets();
    await conflict(x);
    await x.office.store.save([{ t: 'training', s: 'p', id: x.training, values: { status: 'completed' } }]);
    await open(x.office, { s: x.scope, t: 'registration', id: x.registration }, x.office.ask);
    await expectText('Тренинг завершён');
    expect(words()).toContain('0700 222 222');
    expect(words()).not.toContain('Вернуть это значение');
    x.close();
  });
});

describe('on a tablet of its own', () => {
  async function changedTraining(tablet: Tablet): Promise<RecordId> {
    const { ids } = await tablet.store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title: 'Бюджет', planned: 20, start: '2019-12-05' } }]);
    const id = must(ids[0], 'training');
    await tablet.store.save([{ t: 'training', s: 'p', id, values: { planned: 24 } }]);
    return id;
  }

  it('says that there is no other history', async () => {
    const tablet = await newTablet();
    const id = await changedTraining(tablet);
    await open(tablet, { s: 'p', t: 'training', id });
    await expectText('Планшет не подключён к проекту');
    expect(boxes('Сколько участников ожидается').map((b) => b.slice(0, 8))).toEqual(['24сейчас', '20замене']);
    expect(words()).not.toContain('Спросить ещё раз');
  });

  it('a deleted record can be brought back from its history', async () => {
    const tablet = await newTablet();
    const id = await changedTraining(tablet);
    await tablet.store.save([{ t: 'training', s: 'p', id, values: {}, gone: true }]);
    await tablet.store.save([{ t: 'training', s: 'p', id, values: {}, gone: false }]);
    await tablet.store.save([{ t: 'training', s: 'p', id, values: {}, gone: true }]);
    await open(tablet, { s: 'p', t: 'training', id });
    await expectText('Эта запись удалена.');
    await tap('Вернуть это значение: не удалено');
    await until(async () => (await tablet.store.find('training', id)) !== undefined, 'the training');
    await until(() => !words().includes('Эта запись удалена.'), 'the notice gone');
  });

  it('a value this version would refuse is not written, and says so', async () => {
    const tablet = await newTablet();
    const id = await changedTraining(tablet);
    const { s, t } = { s: 'p' as const, t: 'training' };
    const op = must((await tablet.store.db.pend.toArray())[0], 'op');
    await tablet.store.db.pend.put({ ...op, f: { ...op.f, planned: 99_000_000 } });
    await open(tablet, { s, t, id });
    await expectText('99 000 000');
    await tap('Вернуть это значение');
    await expectText('Не сохранено');
    expect((await tablet.store.find('training', id))?.planned).toBe(24);
  });

  it.each([
    ['forbidden', { kind: 'refused', status: 403, error: 'forbidden', wait: 0 }, 'Сервер не показывает историю этой записи'],
    ['an answer that is none', { kind: 'ok', body: { history: 'x' } }, 'Сервер не дал историю.'],
    ['a fault of the server', { kind: 'lost', why: 'server', wait: 0 }, 'Сервер не дал историю.'],
  ] as const)('%s', async (_, reply, said) => {
    const tablet = await newTablet();
    await tie(tablet.store);
    const id = await changedTraining(tablet);
    await open(tablet, { s: 'p', t: 'training', id }, () => Promise.resolve(reply));
    await expectText(said);
    expect(words()).toContain('Показано только то, что знает этот планшет');
  });

  it('an address of no record leads home', async () => {
    const tablet = await newTablet();
    await showScreens(tablet, { pages, at: '/history?s=x&t=training&id=1' });
    await expectText('Истории этой записи не нашлось.');
    expect(button('Тренинги').getAttribute('href')).toBe('/');
  });

  it('speaks Kyrgyz', async () => {
    const tablet = await newTablet();
    const id = await changedTraining(tablet);
    await initI18n('ky');
    await open(tablet, { s: 'p', t: 'training', id });
    await expectText('Ушул планшет билгени гана көрсөтүлдү');
    expect(words()).toContain('Өзгөртүүлөрдүн тарыхы');
    await initI18n('ru');
  });
});
