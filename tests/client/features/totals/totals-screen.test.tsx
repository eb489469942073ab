// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { DAY, expectText, HOUR, newTablet, nothingWaits, NOW, pause, tap, tie, units, until, words } from '../settings/support.tsx';
import { fill, openTotals } from './support.ts';
import { figureAt, parsePath } from '../../../../src/client/features/totals/figure-path.ts';
import { readTotalsData } from '../../../../src/client/features/totals/queries.ts';
import { rowsOf } from '../../../../src/client/features/totals/rows.ts';
import { must } from '../../../../src/core/result.ts';
import { computeTotals } from '../../../../src/core/totals/totals.ts';
import type { DeviceReport } from '../../../../src/core/sync/protocol.ts';
import type { Tablet } from '../../../support/store.ts';

async function filled(): Promise<Tablet> {
  const tablet = await newTablet();
  await fill(tablet.store);
  return tablet;
}

const digits = (text: string): string => text.replaceAll(/\s/g, '');

/** The card of a figure: its number first. */
const card = (label: string): string => words(must([...document.querySelectorAll('.big')].find((b) => words(b).includes(label)), label));

/** Rows of a table by its caption: cells as text. */
function table(caption: string): string[][] {
  const found = must([...document.querySelectorAll('table')].find((x) => x.caption?.textContent === caption), caption);
  return [...found.rows].map((row) => [...row.cells].map((cell) => words(cell)));
}

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('main a[href^="/totals/rows"]')];

const device = (d: Partial<DeviceReport>): DeviceReport => ({
  device: '', label: '', role: 'trainer', seen: 0, unsent: 0, skew: 0, schema: 1, areas: [], trainings: [], ...d,
});

describe('figures', () => {
  it('[5.1] shows the definitions’ numbers: participants, people and person-days differ', async () => {
    await openTotals(await filled());
    expect(card('Тренинги')).toMatch(/^3\s?Тренинги.*Дней тренингов: 4/);
    // 3 + 3 + 2: who was excused or absent on every day is registered, not a participant.
    expect(card('Участники')).toMatch(/^8\s?Участники.*В списках: 10/);
    // Four people after the merge; the headcount is nobody's.
    expect(card('Уникальные люди (на этом планшете)')).toMatch(/^4.*неизвестно для 1 участника/);
    expect(card('Доля женщин')).toMatch(/^71\s?%.*Женщины: 5 · Мужчины: 2 · Не указано: 1/);
    expect(card('Человеко-дни')).toMatch(/^10/);
    expect(card('Повторное участие')).toMatch(/^1,75/);
    expect(card('Посещаемость')).toMatch(/По уважительной причине: 1/);
  });

  it('each figure on the page opens exactly the rows it counts', async () => {
    const tablet = await filled();
    await openTotals(tablet);
    const data = await readTotalsData(tablet.store);
    const totals = computeTotals(data, {}, units);
    const seen = new Set<string>();
    for (const link of links()) {
      const path = new URL(link.href).searchParams.get('figure') ?? '';
      const figure = figureAt(totals, must(parsePath(path), path));
      const { lines } = rowsOf(data, figure, units);
      expect(lines.map((line) => line.id).sort(), path).toEqual([...figure.rows].sort());
      if (link.classList.contains('totals-figure')) expect(digits(link.textContent), path).toBe(String(lines.length));
      seen.add(path);
    }
    expect(seen.size).toBeGreaterThan(40);
    for (const path of ['trainings', 'people', 'person_days', 'excused', 'open', 'kind_overlap', 'kinds/K/total', 'training_unit/*/f']) {
      expect(seen, path).toContain(path);
    }
  });

  it('[29] tables add up to their total, and "not stated" is always a column', async () => {
    await openTotals(await filled());
    for (const caption of ['По муниципалитетам', 'По возрасту', 'По ролям', 'По месту участника']) {
      const [head = [], ...rows] = table(caption);
      const at = head.indexOf('Не указано');
      expect(at, caption).toBeGreaterThan(0);
      const total = must(rows.at(-1), caption);
      for (const column of [at - 2, at - 1, at, at + 1]) {
        const sum = rows.slice(0, -1).reduce((n, row) => n + Number(row[column]), 0);
        expect(sum, `${caption} ${head[column] ?? ''}`).toBe(Number(total[column]));
      }
      expect(total[at + 1]).toBe('8');
    }
  });

  it('[29] prints the overlap of kinds of trainer', async () => {
    await openTotals(await filled());
    await expectText('1 + 2 + 1 = 4; 4 − 1 = 3.');
    const overlap = must([...document.querySelectorAll('p')].find((p) => words(p).startsWith('Тренинги с тренерами нескольких видов:')), 'overlap');
    expect(words(overlap)).toContain(': 1');
  });

  it('says that kinds do not overlap where they do not', async () => {
    await openTotals(await filled(), '/totals?from=2019-11-20');
    await expectText('1 + 1 = 2. Пересечения нет.');
  });

  it('[28] counts open trainings apart, and cancelled ones nowhere', async () => {
    await openTotals(await filled());
    await expectText('Ещё не завершён 1 тренинг. В итоги не входит.');
    expect(words()).toContain('Участники незавершённых тренингов: 1');
  });

  it('shows places by rayon and by oblast, and keeps the choice in the address', async () => {
    await openTotals(await filled());
    const radio = must(document.querySelector<HTMLInputElement>('input[type=radio][value=oblast]'), 'oblast');
    radio.checked = true;
    radio.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => location.search === '?level=oblast', 'the address');
    expect(table('По областям').map((row) => row[0])).toEqual(['Область', 'Иссык-Кульская область', 'Джалал-Абадская область', 'Итого']);
  });

  it('keeps a figure up to date with the store', async () => {
    const tablet = await filled();
    await openTotals(tablet);
    const open = must((await tablet.store.list('training')).find((x) => x.status === 'running'), 'open');
    await tablet.store.save([{ t: 'training', s: 'p', id: open.id, values: { status: 'completed' } }]);
    await until(() => card('Тренинги').startsWith('4'), 'four trainings');
    expect(card('Участники')).toMatch(/^9/);
  });
});

describe('the filter', () => {
  it('narrows by what stands in the address', async () => {
    await openTotals(await filled(), '/totals?from=2019-11-20&kind=training');
    expect(card('Тренинги')).toMatch(/^1/);
    expect(words()).toContain('Фильтр: 20.11.2019 – … · Тренинг');
  });

  it('takes a place and gives it back', async () => {
    await openTotals(await filled());
    const input = must(document.querySelector<HTMLInputElement>('input[role=combobox]'), 'place');
    input.value = 'Иссык-Кульская';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => document.querySelector('[role=option]') !== null, 'a place');
    await tap(must(document.querySelector('[role=option]'), 'option'));
    await until(() => location.search === '?unit=41702000000000', 'the address');
    await until(() => card('Тренинги').startsWith('1'), 'one training');
    await tap('Сбросить фильтры');
    await until(() => card('Тренинги').startsWith('3'), 'all trainings');
    expect(location.search).toBe('');
  });

  it('says when the period ends before it begins', async () => {
    await openTotals(await filled(), '/totals?from=2019-12-01&to=2019-11-01');
    await expectText('Последний день периода раньше первого.');
    expect(words()).toContain('Завершённых тренингов пока нет');
  });

  it('ignores what is no day', async () => {
    await openTotals(await filled(), '/totals?from=2019-13-45&to=x');
    expect(card('Тренинги')).toMatch(/^3/);
  });
});

describe('what is not in the totals', () => {
  it('on a trainer’s tablet: only its own records, and how many are unsent', async () => {
    const tablet = await filled();
    await tie(tablet.store);
    await openTotals(tablet);
    await expectText('Посчитаны только записи этого планшета');
    const { count } = await tablet.store.unsent();
    expect(words()).toContain(`С этого планшета ещё не отправлено записей: ${String(count)}`);
    expect(words(must(document.querySelector('[aria-labelledby=beside-title]'), 'beside'))).not.toContain('не выходившие на связь');
  });

  it('[5.1] at the coordinator’s: devices not heard from since the period’s end, with a list', async () => {
    const tablet = await filled();
    await tie(tablet.store, { role: 'coordinator', device: 'own' });
    await nothingWaits(tablet.store);
    await tablet.store.db.meta.put({
      k: 'devices', at: NOW, list: [
        device({ device: 'own', label: 'Офис' }),
        device({ device: 'a', label: 'Планшет 1', seen: NOW - HOUR }),
        device({ device: 'b', label: 'Планшет 2', seen: NOW - 6 * DAY, unsent: 34 }),
        device({ device: 'c', label: 'Планшет 3' }),
      ],
    });
    await openTotals(tablet);
    // The last training ended on 3 December; the tablets are looked at on the 5th.
    await expectText('Устройства, не выходившие на связь после 03.12.2019: 2');
    expect(words()).toContain('Планшет 2 — 29.11.2019, 14:32');
    expect(words()).toContain('Планшет 3 — ни разу не выходило на связь');
    expect(words()).toContain('ждало отправки записей (при последней связи): 34');
    expect(words()).toContain('С этого планшета отправлять нечего.');
    expect(card('Уникальные люди')).not.toContain('на этом планшете');
  });

  it('does not claim that all were heard while the list is unknown', async () => {
    const tablet = await filled();
    await tie(tablet.store, { role: 'coordinator' });
    await openTotals(tablet);
    await expectText('Список устройств ещё не получен');
    expect(words()).not.toContain('от всех устройств');
  });

  it('an empty tablet is told when a training counts', async () => {
    await openTotals(await newTablet());
    await expectText('Завершённых тренингов пока нет. Тренинг считается здесь после того, как отмечен завершённым.');
    expect(words()).not.toContain('Excel');
  });
});

describe('the rows of a figure', () => {
  it('names people, their marks and their training, under the figure’s name and filter', async () => {
    const tablet = await filled();
    await openTotals(tablet, '/totals/rows?to=2019-11-20&figure=participants');
    expect(words(must(document.querySelector('h1'), 'h1'))).toBe('Участники');
    expect(words()).toContain('… – 20.11.2019');
    expect(words()).toContain('Записей: 3');
    expect(words()).toContain('Люди, пришедшие на тренинг хотя бы на один день');
    const [, ...rows] = table('Из чего число');
    expect(rows.map((row) => row[0])).toEqual(['Асанова Айгүл', 'Токтогулов Бакыт', 'имя не записано']);
    expect(rows[0]).toContain('2 из 2');
    expect(document.title).not.toContain('Участники');
    expect(location.href).not.toMatch(/%D0|Асан/);
  });

  it('counts a merged person once, with all their trainings', async () => {
    await openTotals(await filled(), '/totals/rows?figure=people');
    const [, ...rows] = table('Из чего число');
    const chosen = rows.filter((row) => row[0] === 'Осмонова Чолпон');
    expect(chosen).toHaveLength(1);
    expect(chosen[0]?.[4]).toBe('2');
    expect(rows).toHaveLength(4);
  });

  it('says what rows a number was counted from when it is not their count', async () => {
    await openTotals(await filled(), '/totals/rows?figure=training_days');
    expect(words()).toContain('Число: 4. Ниже записи, по которым оно посчитано: 3.');
  });

  it('opens from the totals, and Back returns to the same choice', async () => {
    await openTotals(await filled(), '/totals?level=rayon');
    const link = must(links().find((a) => new URL(a.href).searchParams.get('figure') === 'kinds/K/trainings'), 'link');
    await tap(link);
    await until(() => location.pathname === '/totals/rows', 'the rows');
    await until(() => document.querySelector('.totals-count') !== null, 'the count');
    expect(words(must(document.querySelector('h1'), 'h1'))).toBe('Специалист по управлению знаниями и гендеру · Тренинги');
    expect(words()).toContain('Записей: 2');
    await tap('Назад');
    await until(() => location.pathname + location.search === '/totals?level=rayon', 'back');
    await until(() => document.activeElement?.getAttribute('href') === link.getAttribute('href'), 'the figure in focus');
  });

  it('an address without a figure leads back', async () => {
    const tablet = await filled();
    await openTotals(tablet);
    history.replaceState(null, '', '/totals/rows?figure=tables/evil');
    dispatchEvent(new PopStateEvent('popstate'));
    await pause(60);
    await expectText('По этому адресу нет числа.');
  });
});
