// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { button, expectText, handSchedule, newTablet, noted, NOW, showScreens, tap, tie, until, words, type HandSchedule } from './support.tsx';
import { SyncScreen } from '../../../../src/client/features/settings/sync-screen.tsx';
import { must } from '../../../../src/core/result.ts';
import type { Tablet } from '../../../support/store.ts';
import { fill, park } from './outbox-support.ts';

const open = (tablet: Tablet, schedule?: HandSchedule): Promise<HTMLElement> =>
  showScreens(tablet, { pages: [{ path: '/sync', component: SyncScreen }], at: '/sync', ...(schedule ? { schedule } : {}) });

describe('saves the endpoint did not take', () => {
  it('[2.5.4] refused saves: the record, the reason in words and the way to it', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    const training = await fill(tablet.store);
    await noted(tablet.store, { ok: NOW, tried: NOW });
    await park(tablet.store, 'attendance', 'forbidden');
    await park(tablet.store, 'registration', 'too_long:name');
    await open(tablet);
    await expectText('2 записи не приняты.');
    expect(words(must(document.querySelector('.pill'), 'pill'))).toContain('2 записи ждут решения');
    expect(words()).toContain('У этого планшета нет прав на такую запись.');
    expect(words()).toContain('Слишком длинный текст');
    expect(words()).toContain('Отметки посещения · Бермет Асанова · 3 декабря');
    expect(words()).toContain('Отметка: На месте · Когда отмечено: 03.12.2019, 09:00');
    expect(words()).toContain('ФИО — Слишком длинный текст');
    expect(button('Открыть и исправить: Список участников').getAttribute('href')).toBe(`/trainings/${training}/register`);
    expect(button('История изменений: Отметки посещения').getAttribute('href')).toContain('t=attendance');
    expect(words()).toContain('Ещё не отправлено записей: 5');
  });

  it('[2.5.4] a refused save is sent again as it was, and at once', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await park(tablet.store, 'attendance', 'forbidden');
    const [before] = await tablet.store.parked();
    const schedule = handSchedule();
    await open(tablet, schedule);
    await expectText('Отметки посещения · Бермет Асанова');
    await tap('Отправить ещё раз: Отметки посещения');
    await expectText('Снова в очереди на отправку');
    expect(await tablet.store.unsent()).toEqual({ count: 5, parked: 0 });
    expect((await tablet.store.db.pend.toArray()).find((o) => o.t === 'attendance')).toMatchObject({ no: before?.no, h: before?.h });
    expect(schedule.asked).toBe(1);
    await until(() => !words().includes('Не принятые записи'), 'the list gone');
  });

  it('[2.5.4] a refused save that was mended is sent with what was not mended, under a new number', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    const training = await fill(tablet.store);
    await park(tablet.store, 'registration', 'too_long:name');
    const parked = must((await tablet.store.parked())[0], 'parked');
    await tablet.store.save([{ t: 'registration', s: `t:${training}`, id: parked.id, values: { name: 'Бермет Асанкызы' } }]);
    await open(tablet);
    await expectText('Список участников · Бермет Асанова');
    await tap('Отправить ещё раз: Список участников');
    await expectText('Снова в очереди на отправку');
    expect(await tablet.store.parked()).toEqual([]);
    const last = must((await tablet.store.db.pend.toArray()).at(-1), 'op');
    expect(last.no).toBeGreaterThan(parked.no);
    expect([Object.keys(last.f).toSorted(), last.p]).toEqual([['no', 'person', 'training'], {}]);
    expect((await tablet.store.find('registration', parked.id))?.name).toBe('Бермет Асанкызы');
  });

  it('[2.5.4] one that newer saves have replaced whole can only go; letting go asks first', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await park(tablet.store, 'person', 'too_long:name');
    const { id, s } = must((await tablet.store.parked())[0], 'parked');
    await tablet.store.save([{ t: 'person', s, id, values: { name: 'Бермет Асанкызы' } }]);
    await open(tablet);
    await expectText('Исправлено: более новая запись заменила всё, что здесь есть.');
    expect(words()).not.toContain('Отправить ещё раз');
    await tap('Убрать: Люди');
    await expectText('Копия остаётся на сервере, среди непринятых записей.');
    expect((await tablet.store.parked()).length).toBe(1);
    await tap('Убрать');
    await expectText('Запись убрана');
    expect(await tablet.store.parked()).toEqual([]);
    expect((await tablet.store.find('person', id))?.name).toBe('Бермет Асанкызы');
  });

  it('[2.14] letting go of a save the server never got says that it will be lost', async () => {
    const tablet = await newTablet();
    await tie(tablet.store);
    await fill(tablet.store);
    await park(tablet.store, 'person', 'server');
    const { id } = must((await tablet.store.parked())[0], 'parked');
    await open(tablet);
    await expectText('Люди · Бермет Асанова');
    await tap('Убрать: Люди');
    await expectText('На сервере её копии нет: запись пропадёт навсегда.');
    await tap('Отмена');
    expect((await tablet.store.parked()).length).toBe(1);
    await tap('Убрать: Люди');
    await tap('Убрать');
    await expectText('Запись убрана');
    expect(await tablet.store.find('person', id)).toBeUndefined();
    await until(() => tablet.store.people.get(id) === undefined, 'the index of people');
  });
});
