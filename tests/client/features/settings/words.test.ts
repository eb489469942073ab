// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { kindWord, reasonWords, spanWords } from '../../../../src/client/features/settings/words.ts';
import { initI18n, t } from '../../../../src/client/i18n/i18n.ts';
import { entities } from '../../../../src/core/entities/registry.ts';

beforeAll(async () => {
  await initI18n('ru');
});

describe('words of the state of sync', () => {
  it('every stored kind of record has a word of its own', () => {
    const words = entities.map((e) => kindWord(t, e.name));
    expect(new Set(words).size).toBe(entities.length);
    expect(words).not.toContain(t('sync.kind.other'));
    expect(kindWord(t, 'map_cell')).toBe(t('sync.kind.other'));
  });

  it.each([
    ['forbidden', 'У этого планшета нет прав'],
    ['too_long:name', 'Слишком длинный текст'],
    ['too_big:no', 'Число вне допустимых границ'],
    ['too_big', 'Запись слишком велика'],
    ['unknown_field:lake', 'Версия сервера старая'],
    ['server', 'три раза'],
    ['something_new', 'код причины: something_new'],
  ])('%s is said in words', (reason, said) => {
    expect(reasonWords(t, reason)).toContain(said);
  });

  it.each([
    [-20_000, '1 мин'],
    [25 * 60_000, '25 мин'],
    [-3 * 3_600_000, '3 ч'],
    [50 * 3_600_000, '2 дн.'],
    [365 * 24 * 3_600_000, '365 дн.'],
  ])('%d ms is %s', (ms, said) => {
    expect(spanWords(t, ms)).toBe(said);
  });
});
