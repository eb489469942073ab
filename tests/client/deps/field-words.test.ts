// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldWord, isFact, valueWords, type ValueContext } from '../../../src/client/deps/field-words.ts';
import { historyAddress } from '../../../src/client/deps/history-address.ts';
import { initI18n, t, type Format } from '../../../src/client/i18n/i18n.ts';
import { entities } from '../../../src/core/entities/registry.ts';
import { formatDay } from '../../../src/core/format/dates.ts';
import { formatNumber } from '../../../src/core/format/numbers.ts';
import unitsData from '../../../src/core/reference/units.json' with { type: 'json' };
import { createUnits } from '../../../src/core/reference/units.ts';
import { GONE } from '../../../src/core/sync/change.ts';

beforeAll(async () => {
  await initI18n('ru');
});

const format = {
  day: (day: string) => formatDay('ru', day, 'numeric'),
  time: (moment: string) => moment.slice(11),
  number: (n: number) => formatNumber('ru', n),
} as Format;
const x: ValueContext = { t, format, lang: 'ru', units: createUnits(unitsData) };

describe('words of fields', () => {
  it('every fact of every stored kind of record has a word of its own', () => {
    const facts = entities.flatMap((e) => Object.keys(e.fields).filter((f) => isFact(e.name, f)).map((f) => [e.name, f] as const));
    expect(facts.length).toBeGreaterThan(50);
    expect(facts.filter(([table, field]) => fieldWord(t, table, field) === t('history.field.other', { code: field }))).toEqual([]);
    // Two fields of one record under one word could not be told apart.
    for (const e of entities) {
      const words = Object.keys(e.fields).filter((f) => isFact(e.name, f)).map((f) => fieldWord(t, e.name, f));
      expect([e.name, new Set(words).size]).toEqual([e.name, words.length]);
    }
  });

  it('links and what makes the id are no facts; a field of a newer version is named by its code', () => {
    expect([isFact('registration', 'person'), isFact('attendance', 'slot'), isFact('slot', 'n'), isFact('device', 'user')]).toEqual([false, false, false, false]);
    expect([isFact('registration', 'phone'), isFact('training', 'lake'), isFact('training', GONE)]).toEqual([true, true, true]);
    expect(fieldWord(t, 'training', 'lake')).toBe('Другое поле: lake');
    expect(fieldWord(t, 'training', 'constructor')).toBe('Другое поле: constructor');
  });
});

describe('values in words', () => {
  it.each<[string, string, Parameters<typeof valueWords>[3], string]>([
    ['registration', 'sex', 'f', 'Женщина'],
    ['registration', 'birth_year', 1984, '1984'],
    ['training', 'planned', 1200, '1\u00a0200'],
    ['training', 'start', '2019-11-18', '18.11.2019'],
    ['training', 'topics', [], 'пусто'],
    ['training', 'langs', ['ky', 'ru'], 'кыргызский, русский'],
    ['training', 'unit', '41702215000000', 'Иссык-Кульский район — Иссык-Кульская область'],
    ['training', 'title', null, 'пусто'],
    ['training', 'lake', 'Сон-Көл', 'Сон-Көл'],
    ['attendance', 'mark', 'late', 'Опоздание'],
    ['attendance', 'mark', 'flown', 'flown'],
    ['attendance', 'at', '2019-11-18T09:12', '18.11.2019, 09:12'],
    ['consent', 'given', true, 'да'],
    ['training', GONE, true, 'удалено'],
  ])('%s %s', (table, field, value, said) => {
    expect(valueWords(x, table, field, value)).toBe(said);
  });
});

it('an address of a history holds ids alone', () => {
  expect(historyAddress({ s: 't:aaaaaaaaaa.1', t: 'registration', id: 'g:aaaaaaaaaa.1/aaaaaaaaaa.2' })).toBe(
    '/history?s=t%3Aaaaaaaaaaa.1&t=registration&id=g%3Aaaaaaaaaaa.1%2Faaaaaaaaaa.2',
  );
  expect(new URLSearchParams(historyAddress({ s: 'r:local', t: 'person', id: 'a.1' }, 'b.2').split('?')[1]).get('of')).toBe('b.2');
});
