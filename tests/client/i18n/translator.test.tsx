// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useFormat, useLang, useT } from '../../../src/client/i18n/i18n.ts';
import { languages, type Words } from '../../../src/client/i18n/languages.ts';
import { guessLanguage, initI18n, savedLanguage, setLanguage, t } from '../../../src/client/i18n/translator.ts';
import { settle, show } from '../ui/render.ts';

const words: Readonly<Record<string, Words>> = {
  ky: { ui: { close: 'Жабуу', results_one: 'Табылды: {{count}}', results_other: 'Табылды: {{count}}', add_typed: 'Кошуу: «{{text}}»' } },
  ru: {
    ui: {
      close: 'Закрыть',
      back: 'Назад',
      results_one: '{{count}} человек',
      results_few: '{{count}} человека',
      results_many: '{{count}} человек',
      results_other: '{{count}} человека',
      add_typed: 'Добавить: «{{text}}»',
    },
  },
  en: { ui: { close: 'Close' } },
};

beforeEach(() => {
  localStorage.clear();
  for (const { code, load } of languages) {
    vi.spyOn(load, 'first').mockImplementation(async () => Promise.resolve({ default: words[code] ?? {} }));
    vi.spyOn(load, 'rest').mockImplementation(async () => Promise.resolve({ default: {} }));
  }
});

function Sample() {
  const tr = useT();
  const lang = useLang();
  const format = useFormat();
  return <p>{`${lang}: ${tr('ui.close')} ${format.number(1234.5)}`}</p>;
}

describe('the language of the screen', () => {
  it('changes at once in what is shown, and on the page', async () => {
    await initI18n('ky');
    const root = show(<Sample />);
    expect(root.textContent).toBe('ky: Жабуу 1\u00a0234,5');
    expect(document.documentElement.lang).toBe('ky');
    await setLanguage('ru');
    await settle();
    expect(root.textContent).toContain('ru: Закрыть');
    expect(document.documentElement.lang).toBe('ru');
  });

  it('is remembered when chosen, not when guessed', async () => {
    await initI18n('ky');
    expect(savedLanguage()).toBeUndefined();
    await setLanguage('en');
    expect(savedLanguage()).toBe('en');
  });

  it('of two quick choices the later one wins, whichever file comes first', async () => {
    await initI18n('en');
    await Promise.all([setLanguage('ru'), setLanguage('ky')]);
    expect(t('ui.close')).toBe('Жабуу');
  });

  it('works where storage is blocked', async () => {
    const blocked = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    await setLanguage('ru');
    expect(t('ui.close')).toBe('Закрыть');
    blocked.mockRestore();
  });

  it('follows the browser, taking kg for Kyrgyz, else the reference language', () => {
    const asked = vi.spyOn(navigator, 'languages', 'get');
    asked.mockReturnValue(['kg-KG', 'ru']);
    expect(guessLanguage()).toBe('ky');
    asked.mockReturnValue(['fr', 'en-GB']);
    expect(guessLanguage()).toBe('en');
    asked.mockReturnValue(['fr']);
    expect(guessLanguage()).toBe('ru');
    asked.mockRestore();
  });
});

describe('words', () => {
  it('choose the plural form: Russian four, Kyrgyz with the noun in the singular', async () => {
    await initI18n('ru');
    expect([1, 2, 5, 21, 1.5].map((count) => t('ui.results', { count }))).toEqual([
      '1 человек',
      '2 человека',
      '5 человек',
      '21 человек',
      '1,5 человека',
    ]);
    await initI18n('ky');
    expect([1, 398].map((count) => t('ui.results', { count }))).toEqual(['Табылды: 1', 'Табылды: 398']);
  });

  it('write numbers the way the language does, and leave text alone', async () => {
    await initI18n('ky');
    expect(t('ui.results', { count: 12_345 })).toBe('Табылды: 12\u00a0345');
    expect(t('ui.add_typed', { text: '12345' })).toBe('Кошуу: «12345»');
  });

  it('[T34] take names as they are: nothing escaped, nothing interpreted', async () => {
    await initI18n('ky');
    for (const text of ["O'Brien", '<b>&amp;', '$t(ui.close)', '{{text}}', '{{count}}']) {
      expect(t('ui.add_typed', { text })).toBe(`Кошуу: «${text}»`);
    }
  });

  it('missing in Kyrgyz come from Russian', async () => {
    await initI18n('ky');
    t('ui.back');
    await settle();
    expect(t('ui.back')).toBe('Назад');
  });

  it('unknown to the Russian file do not compile', async () => {
    await initI18n('ky');
    // @ts-expect-error There is no such key.
    expect(t('ui.no_such_word')).toBe('ui.no_such_word');
  });
});
