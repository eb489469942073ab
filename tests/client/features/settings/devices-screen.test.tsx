// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { DAY, expectText, field, handSchedule, HOUR, MINUTE, newTablet, noted, NOW, pause, showScreens, tap, tie, until, words, write } from './support.tsx';
import { DevicesScreen } from '../../../../src/client/features/settings/devices-screen.tsx';
import type { Ask, Reply } from '../../../../src/client/sync/transport.ts';
import { must } from '../../../../src/core/result.ts';
import type { DeviceReport } from '../../../../src/core/sync/protocol.ts';
import { makeWorld } from '../../../support/endpoint.ts';
import type { Tablet } from '../../../support/store.ts';

const pages = [{ path: '/devices', component: DevicesScreen }];
const open = (tablet: Tablet, ask?: Ask): Promise<HTMLElement> => showScreens(tablet, { pages, at: '/devices', ...(ask ? { ask } : {}) });

const report = (d: Partial<DeviceReport>): DeviceReport => ({
  device: 'd', label: '', role: 'trainer', seen: NOW, unsent: 0, skew: 0, schema: 1, areas: [], trainings: [], ...d,
});

async function coordinator(devices?: readonly DeviceReport[]): Promise<Tablet> {
  const tablet = await newTablet();
  await tie(tablet.store, { role: 'coordinator', device: 'own' });
  if (devices) await tablet.store.db.meta.put({ k: 'devices', at: NOW - MINUTE, list: devices });
  return tablet;
}

async function submit(): Promise<void> {
  must(document.querySelector('form'), 'form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await pause(60);
}

/** Types into the field of areas and takes the first one found. */
async function addArea(text: string): Promise<void> {
  await write('Людей каких районов видит', text);
  await until(() => document.querySelector('[role=option]') !== null, text);
  await tap(must(document.querySelector('[role=option]'), text));
}

describe('invitations', () => {
  it('asks for a trainer with areas and shows the link, which stays out of the address', async () => {
    const tablet = await coordinator();
    const asked: { path: string; body: unknown; token: string }[] = [];
    await open(tablet, (path, body, token) => {
      asked.push({ path, token, body: JSON.parse(body ?? '') });
      return Promise.resolve({ kind: 'ok', body: { invite: 'abcdefghjkmnpqrstvwxyz2345', expires: NOW + 72 * HOUR } });
    });
    await expectText('Пригласить планшет');
    await write('Для кого', 'Бермет Асанова');
    await addArea('Ысык-Көл району');
    await addArea('Ак-Суйский');
    await submit();
    expect(asked).toEqual([{
      path: '/v1/invite', token: 'token',
      body: { v: 1, role: 'trainer', name: 'Бермет Асанова', areas: ['41702215000000', '41702205000000'] },
    }]);
    await expectText(`${location.origin}/#j=abcdefghjkmnpqrstvwxyz2345`);
    expect(words()).toContain('Действует до: 08.12.2019, 14:32');
    expect(location.href).not.toContain('abcdefghjkmnpqrstvwxyz');
    await tap('Ещё одно приглашение');
    await expectText('Создать ссылку');
    expect(field('Для кого').value).toBe('');
    expect(words()).not.toContain('abcdefghjkmnpqrstvwxyz');
  });

  it('keeps what was typed when there is no network', async () => {
    const tablet = await coordinator();
    await open(tablet);
    await expectText('Пригласить планшет');
    await write('Для кого', 'Бермет');
    await submit();
    await expectText('Ссылка не создана: нет сети.');
    expect(field('Для кого').value).toBe('Бермет');
  });

  it.each<[string, Reply, string]>([
    ['a refusal', { kind: 'refused', status: 403, error: 'forbidden', wait: 0 }, 'этот планшет не координатора'],
    ['an answer that is none', { kind: 'ok', body: { invite: '<b>', expires: 'soon' } }, 'Сервер не дал ссылку.'],
  ])('says what %s means', async (_, reply, said) => {
    const tablet = await coordinator();
    await open(tablet, () => Promise.resolve(reply));
    await expectText('Создать ссылку');
    await submit();
    await expectText(said);
  });

  it('the link joins a tablet at the real endpoint, with the areas chosen', async () => {
    const world = await makeWorld();
    const office = await world.joined(1, await world.firstInvite());
    await open(office, office.ask);
    await expectText('Создать ссылку');
    await write('Для кого', 'Бермет Асанова');
    await addArea('Ысык-Көл району');
    await submit();
    await until(() => /#j=[\w-]{10,}/.test(words()), 'the link');
    const secret = must(/#j=([0-9a-z]+)/.exec(words(must(document.querySelector('.invite-address'), 'link')))?.[1], 'secret');
    const trainer = await world.joined(2, secret);
    expect((await trainer.store.link())?.areas).toEqual(['41702215000000']);
    expect((await trainer.store.link())?.role).toBe('trainer');
    office.store.close();
    trainer.store.close();
  });
});

describe('areas of a tablet', () => {
  it('are opened and closed at the real endpoint, each with an undo', async () => {
    const world = await makeWorld();
    const office = await world.joined(1, await world.firstInvite());
    const trainer = await world.joined(2, await world.invite('trainer', ['41702205000000']));
    await office.sync();
    await open(office, office.ask);
    await expectText('Видит районы: Ак-Суйский район');
    const areas = async (): Promise<string[] | undefined> =>
      (await world.store.read((tx) => tx.grants(must(device, 'device')))).filter((g) => g.on).map((g) => g.s).toSorted();
    const { device } = must(await trainer.store.link(), 'link');
    await tap('Изменить районы: планшет');
    await until(() => document.querySelector('dialog') !== null, 'the sheet');
    const search = must(document.querySelector<HTMLInputElement>('dialog input[role=combobox]'), 'search');
    search.value = 'Ысык-Көл району';
    search.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => document.querySelector('dialog [role=option]') !== null, 'an area');
    await tap(must(document.querySelector('dialog [role=option]'), 'option'));
    await expectText('Открыто: Иссык-Кульский район');
    expect(await areas()).toEqual(['r:41702205000000', 'r:41702215000000']);
    await expectText('Видит районы: Ак-Суйский район, Иссык-Кульский район');
    await tap('Убрать: Ак-Суйский район');
    await expectText('Закрыто: Ак-Суйский район');
    expect(await areas()).toEqual(['r:41702215000000']);
    const [, undo] = [...document.querySelectorAll('dialog .toast .btn')].filter((b) => b.textContent.includes('Отменить'));
    await tap(must(undo, 'undo'));
    await until(async () => (await areas())?.length === 2, 'the undo');
    office.store.close();
    trainer.store.close();
  });

  it('stay as they are when the endpoint is not heard, and say so', async () => {
    const tablet = await coordinator([report({ device: 'a', label: 'Планшет 1', areas: ['local'] }), report({ device: 'own', role: 'coordinator' })]);
    await open(tablet);
    await expectText('Видит районы: люди без указанного места');
    // A coordinator's own tablet sees everyone.
    expect(document.querySelectorAll('.row .btn').length).toBe(2);
    await tap('Изменить районы: Планшет 1');
    await tap('Убрать: люди без указанного места');
    await expectText('Разрешение не изменено');
    expect((await tablet.store.devices())?.list[0]?.areas).toEqual(['local']);
  });

  it.each<[string, Reply, string]>([
    ['a refusal', { kind: 'refused', status: 403, error: 'forbidden', wait: 0 }, 'Сервер не считает этот планшет координаторским.'],
    ['a device nobody knows', { kind: 'refused', status: 404, error: 'not_found', wait: 0 }, 'Сервер не нашёл этот планшет'],
    ['an answer about another device', { kind: 'ok', body: { device: 'b', areas: [] } }, 'Сервер не выполнил это.'],
  ])('says what %s means', async (_, reply, said) => {
    const tablet = await coordinator([report({ device: 'a', label: 'Планшет 1', areas: ['local'] })]);
    await open(tablet, () => Promise.resolve(reply));
    await expectText('Изменить районы');
    await tap('Изменить районы');
    await tap('Убрать: люди без указанного места');
    await expectText(said);
    expect((await tablet.store.devices())?.list[0]?.areas).toEqual(['local']);
  });
});

describe('the list of tablets', () => {
  it('says when each was last heard and what is wrong with it, the longest silent first', async () => {
    const tablet = await coordinator([
      report({ device: 'own', label: 'Офис', role: 'coordinator' }),
      report({ device: 'a', label: 'Планшет 1', seen: NOW - 5 * HOUR, areas: ['41702215000000'], trainings: ['x', 'y'] }),
      report({ device: 'b', label: 'Планшет 2', seen: NOW - 9 * DAY, unsent: 34 }),
      report({ device: 'c', label: '', seen: 0, schema: 0 }),
      report({ device: 'd', label: 'Планшет 4', seen: NOW - HOUR, skew: -26 * HOUR, schema: 0, differs: 2 }),
    ]);
    await open(tablet);
    await expectText('Планшеты проекта');
    await expectText('Иссык-Кульский район');
    const rows = [...document.querySelectorAll('.list .row')].map((row) => words(row));
    expect(rows.map((row) => row.slice(0, 9))).toEqual(['Планшет б', 'Планшет 2', 'Планшет 1', 'Планшет 4', 'ОфисКоорд']);
    expect(rows[0]).toContain('Ещё не выходил на связь');
    expect(rows[1]).toContain('Последняя связь: 26.11.2019, 14:32 · 9 дней назад');
    expect(rows[1]).toContain('Больше недели не выходил на связь');
    expect(rows[1]).toContain('Тогда оставалось неотправленных записей: 34');
    expect(rows[2]).toContain('Видит районы: Иссык-Кульский район');
    expect(rows[2]).toContain('Тренингов: 2');
    expect(rows[3]).toContain('Часы идут неверно, разница: 26 ч');
    expect(rows[3]).toContain('Старая версия приложения');
    expect(rows[3]).toContain('Записи сверялись с сервером и читались заново, раз: 2');
    expect(rows[4]).toContain('этот планшет');
    expect(words()).toContain('Список получен: 14:31');
  });

  it('reads contacts by the endpoint’s clock, not by a wrong one of this tablet', async () => {
    const tablet = await coordinator([report({ device: 'a', label: 'Планшет 1', seen: NOW - 3 * HOUR })]);
    await noted(tablet.store, { ok: NOW, tried: NOW, skew: 2 * HOUR });
    await open(tablet);
    await expectText('Последняя связь: 13:32 · 1 час назад');
  });

  it('asks for the list where there is none yet', async () => {
    const tablet = await coordinator();
    const schedule = handSchedule();
    await showScreens(tablet, { pages, at: '/devices', schedule });
    await expectText('Список ещё не получен.');
    await tap('Обновить список');
    expect(schedule.asked).toBe(1);
  });

  it('is not for trainers, nor for a tablet alone', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Этот планшет сам ещё не подключён к проекту.');
    await tie(tablet.store, { role: 'trainer' });
    await expectText('Приглашать планшеты может только координатор.');
    expect(words()).not.toContain('Создать ссылку');
    expect(document.querySelector('form')).toBeNull();
  });
});

describe('[2.11] a tablet of the project', () => {
  const asked: { device: string; on: boolean }[] = [];
  const taking = (out: object | undefined): Ask => (_, body) => {
    const request = JSON.parse(body ?? '') as { device: string; on: boolean };
    asked.push({ device: request.device, on: request.on });
    return Promise.resolve({ kind: 'ok', body: { ...report({ device: 'a', label: 'Планшет 1' }), ...(request.on ? { out } : {}) } });
  };

  it('is taken out after a question that says what happens, and let in again', async () => {
    asked.length = 0;
    const tablet = await coordinator([report({ device: 'a', label: 'Планшет 1' }), report({ device: 'own', role: 'coordinator' })]);
    await open(tablet, taking({ at: NOW, taken: 0, parted: 0 }));
    await expectText('Планшет 1');
    await tap('Исключить из проекта: Планшет 1');
    await expectText('все записи будут удалены с планшета');
    expect(asked).toEqual([]);
    await tap(must([...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Исключить из проекта'), 'confirm'));
    await expectText('Планшет исключён');
    await expectText('С тех пор не выходил на связь');
    await tap('Вернуть в проект: Планшет 1');
    await expectText('ему понадобится новое приглашение');
    await tap(must([...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Вернуть в проект'), 'confirm'));
    await expectText('Планшет снова в проекте');
    expect(asked).toEqual([{ device: 'a', on: true }, { device: 'a', on: false }]);
    await until(() => !words().includes('С тех пор не выходил'), 'let in');
  });

  it('is not the own one; out of the project it stands last, with what it has handed over', async () => {
    const out = { at: NOW - DAY, taken: 3, parted: NOW - HOUR };
    const tablet = await coordinator([report({ device: 'a', label: 'Первый', seen: NOW - 2 * DAY, ...({ out } as object) }), report({ device: 'own', role: 'coordinator', label: 'Мой' })]);
    await open(tablet);
    await expectText('Всё передал и получил команду удалить записи');
    expect(words()).toContain('Передал на ваше решение записей: 3');
    expect([...document.querySelectorAll('.row-title')].map((x) => x.textContent.slice(0, 3))).toEqual(['Мой', 'Пер']);
    expect([...document.querySelectorAll('.row button')].map((b) => b.textContent)).toEqual(['Вернуть в проект']);
  });

  it.each<[string, Reply, string]>([
    ['no network', { kind: 'lost', why: 'network', wait: 0 }, 'Нет сети.'],
    ['the last coordinator', { kind: 'refused', status: 409, error: 'last', wait: 0 }, 'последнего координатора'],
    ['an endpoint that does not know it', { kind: 'refused', status: 404, error: 'not_found', wait: 0 }, 'не знает такого планшета'],
  ])('stays in it with %s, and that is said', async (_, reply, said) => {
    const tablet = await coordinator([report({ device: 'a', label: 'Планшет 1' })]);
    await open(tablet, () => Promise.resolve(reply));
    await expectText('Планшет 1');
    await tap('Исключить из проекта: Планшет 1');
    await tap(must([...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Исключить из проекта'), 'confirm'));
    await expectText(said);
    expect(words()).toContain('С планшетом ничего не изменилось');
  });
});
