// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { button, DAY, expectText, field, handSchedule, MINUTE, newTablet, NOW, showScreens, tap, tie, until, words, write } from './support.tsx';
import { QuarantineScreen } from '../../../../src/client/features/settings/quarantine-screen.tsx';
import { SettingsScreen } from '../../../../src/client/features/settings/settings-screen.tsx';
import type { Ask, Reply } from '../../../../src/client/sync/transport.ts';
import { stampOf } from '../../../../src/core/clock.ts';
import type { RecordId, ReplicaId } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';
import type { Op } from '../../../../src/core/sync/change.ts';
import type { QuarantineEntry } from '../../../../src/core/sync/quarantine.ts';
import type { Tablet } from '../../../support/store.ts';

const pages = [{ path: '/refused', component: QuarantineScreen }];
const R = 'zzzzzzzzzz' as ReplicaId;
const entry = (no: number, reason: string, op: Partial<Op>, more: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  device: 'd1', replica: R, reason, at: NOW - 5 * MINUTE, dig: `g${no}`, ...more,
  op: { no, s: 'p', t: 'training', id: 'zzzzzzzzzz.9' as RecordId, f: {}, p: {}, h: stampOf({ ms: NOW - DAY, c: 0 }, R), by: '', at: NOW - DAY, ...op },
});

interface Endpoint {
  readonly ask: Ask;
  readonly decisions: { no: number; do: string }[];
}

/** An endpoint that holds these, and says what a decision comes to. */
function endpoint(pagesOf: readonly (readonly QuarantineEntry[])[], verdict: (no: number) => Reply = () => ({ kind: 'ok', body: { done: 'stored' } })): Endpoint {
  const decisions: { no: number; do: string }[] = [];
  const total = pagesOf.flat().length;
  return {
    decisions,
    ask: (path, body) => {
      if (body !== undefined) {
        const { no, do: what } = JSON.parse(body) as { no: number; do: string };
        decisions.push({ no, do: what });
        return Promise.resolve(what === 'discard' ? { kind: 'ok', body: { done: 'discarded' } } : verdict(no));
      }
      const page = Number(/after=(\d+)/.exec(path)?.[1] ?? 0);
      const next = page + 1 < pagesOf.length ? { next: String(page + 1) } : {};
      return Promise.resolve({ kind: 'ok', body: { quarantine: pagesOf[page], total, ...next } });
    },
  };
}

async function coordinator(): Promise<{ tablet: Tablet; training: RecordId }> {
  const tablet = await newTablet();
  await tie(tablet.store, { role: 'coordinator', device: 'own' });
  await tablet.store.db.meta.put({
    k: 'devices', at: NOW - MINUTE, refused: 2,
    list: [{ device: 'd1', label: 'Планшет Таалая', role: 'trainer', seen: NOW, unsent: 0, skew: 0, schema: 1, areas: [], trainings: [] }],
  });
  const { ids } = await tablet.store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title: 'Окуу', venue: 'Клуб', start: '2019-11-18' } }]);
  return { tablet, training: must(ids[0], 'training') };
}
const open = (tablet: Tablet, ask?: Ask) => showScreens(tablet, { pages, at: '/refused', schedule: handSchedule(), ...(ask ? { ask } : {}) });

describe('[2.5.4] what was refused, on the coordinator\'s screen', () => {
  it('stands by tablet: the cause in words, the refused value beside the one that stands', async () => {
    const { tablet, training } = await coordinator();
    const { ask } = endpoint([[entry(1, 'forbidden', { id: training, f: { venue: 'Мектеп' } }), entry(2, 'too_long:venue', { id: training, f: { venue: 'ы'.repeat(400) } }, { device: 'd2' })]]);
    await open(tablet, ask);
    await expectText('Планшет Таалая');
    await expectText('Планшет без названия');
    expect(words()).toContain('У того планшета нет прав');
    expect(words()).toContain('Не принято: Мектеп');
    expect(words()).toContain('Сейчас: Клуб');
    expect(words()).toContain('Слишком длинный текст');
    expect(words()).toContain('Показано: 2 из 2');
  });

  it('is accepted by a tap, and leaves the list; what no record may say is not offered to be', async () => {
    const { tablet, training } = await coordinator();
    const { ask, decisions } = endpoint([[entry(1, 'revoked', { id: training, f: { venue: 'Мектеп' } }), entry(2, 'too_small:planned', { id: training, f: { planned: -1 } })]]);
    await open(tablet, ask);
    await expectText('Пришло после исключения планшета');
    expect([...document.querySelectorAll('button')].filter((b) => b.textContent.includes('Принять как есть'))).toHaveLength(1);
    await tap('Принять как есть');
    await expectText('Запись принята');
    expect(decisions).toEqual([{ no: 1, do: 'retry' }]);
    await expectText('Показано: 1 из 1');
  });

  it('stays with its new cause when it is refused again', async () => {
    const { tablet, training } = await coordinator();
    const { ask } = endpoint([[entry(1, 'forbidden', { id: training, f: { venue: 'x' } })]], () => ({ kind: 'ok', body: { done: 'refused', reason: 'bad_no' } }));
    await open(tablet, ask);
    await expectText('У того планшета нет прав');
    await tap('Принять как есть');
    await expectText('По-прежнему не принимается: Номер записи совпал');
    await expectText('Показано: 1 из 1');
  });

  it('is rejected only after a question, and what somebody else decided goes too', async () => {
    const { tablet, training } = await coordinator();
    const gone: Reply = { kind: 'refused', status: 404, error: 'not_found', wait: 0 };
    const { ask, decisions } = endpoint([[entry(1, 'forbidden', { id: training, f: { venue: 'x' } }), entry(2, 'forbidden', { id: training, f: { title: 'y' } })]], () => gone);
    await open(tablet, ask);
    await expectText('Показано: 2 из 2');
    await tap('Отклонить');
    await expectText('Отклонить эту запись?');
    expect(decisions).toEqual([]);
    await tap(must([...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Отклонить'), 'confirm'));
    await expectText('Отклонено, осталось в истории');
    await tap('Принять как есть');
    await expectText('Об этой записи уже решил кто-то другой');
    await expectText('Всё принято: решать нечего.');
  });

  it('is corrected as the coordinator\'s own save, and let go; a value that is still wrong stays in its field', async () => {
    const { tablet, training } = await coordinator();
    const { ask, decisions } = endpoint([[entry(1, 'too_long:venue', { id: training, f: { venue: 'ы'.repeat(400), planned: 20 } })]]);
    await open(tablet, ask);
    await expectText('Слишком длинный текст');
    await tap('Исправить и сохранить');
    await expectText('Исправленное сохранится как ваша запись');
    expect(field('Место').value).toHaveLength(400);
    await tap(must([...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Исправить и сохранить'), 'save'));
    await expectText('Слишком длинно. Сократите.');
    expect(decisions).toEqual([]);
    await write('Место', 'Мектеп');
    await tap(must([...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'Исправить и сохранить'), 'save'));
    await expectText('Исправлено и сохранено');
    expect(decisions).toEqual([{ no: 1, do: 'discard' }]);
    const row = await tablet.store.find('training', training);
    expect([row?.venue, row?.planned, row?.title]).toEqual(['Мектеп', 20, 'Окуу']);
    await expectText('Всё принято: решать нечего.');
  });

  it('keeps what was typed when the sheet is closed', async () => {
    const { tablet, training } = await coordinator();
    const { ask } = endpoint([[entry(1, 'forbidden', { id: training, f: { venue: 'x' } })]]);
    await open(tablet, ask);
    await expectText('Показано: 1 из 1');
    await tap('Исправить и сохранить');
    await until(() => document.querySelector('dialog') !== null, 'sheet');
    await write('Место', 'Мектеп');
    await tap('Отмена');
    await tap('Исправить и сохранить');
    expect(field('Место').value).toBe('Мектеп');
  });

  it('comes by pages', async () => {
    const { tablet, training } = await coordinator();
    const { ask } = endpoint([[entry(1, 'forbidden', { id: training, f: { venue: 'a' } })], [entry(2, 'forbidden', { id: training, f: { venue: 'b' } })]]);
    await open(tablet, ask);
    await expectText('Показано: 1 из 2');
    await tap('Показать ещё');
    await expectText('Показано: 2 из 2');
    expect(words()).not.toContain('Показать ещё');
  });

  it('says when there is no network, and asks again; what nobody may see is not shown', async () => {
    const { tablet } = await coordinator();
    const { ask } = endpoint([[entry(1, 'forbidden', { s: 's:local', t: 'attribute' }, { hidden: true })]]);
    let online = false;
    await open(tablet, (path, body, token) => (online ? ask(path, body, token) : Promise.resolve({ kind: 'lost', why: 'network', wait: 0 })));
    await expectText('Чтобы увидеть их, нужна сеть.');
    online = true;
    await tap('Спросить ещё раз');
    await expectText('Содержание закрыто');
    expect([...document.querySelectorAll('.row button')].map((b) => b.textContent)).toEqual(['Отклонить']);
  });

  it('[T75] survives what was never a value', async () => {
    const { tablet } = await coordinator();
    const odd = { start: '2019-99-99', langs: 'ky', planned: 'много', ['__proto__x']: null, deep: { a: 1 } as unknown as string };
    const { ask } = endpoint([[entry(1, 'bad_date:start', { f: odd }), entry(2, 'bad_scope', { s: 'nowhere' as 'p', t: 't\0', id: '' as RecordId })]]);
    await open(tablet, ask);
    await expectText('Неверная дата');
    await expectText('2019-99-99');
    await tap('Исправить и сохранить');
    await until(() => document.querySelector('dialog') !== null, 'sheet');
    expect(words(must(document.querySelector('dialog'), 'sheet'))).toContain('не сохранится');
  });

  it('is no business of a trainer; a coordinator is told in the settings that something waits', async () => {
    const trainer = await newTablet(9);
    await tie(trainer.store);
    await open(trainer);
    await expectText('решает только координатор');
    const { tablet } = await coordinator();
    await showScreens(tablet, { pages: [{ path: '/settings', component: SettingsScreen }], at: '/settings' });
    await expectText('Ждут вашего решения записей: 2');
    expect(button('Непринятые записи').getAttribute('href')).toBe('/refused');
  });
});
