// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { button, expectText, field, leave, newTablet, pause, showScreens, tap, tie, until, words, write } from './support.tsx';
import { SettingsScreen } from '../../../../src/client/features/settings/settings-screen.tsx';
import { setLanguage } from '../../../../src/client/i18n/i18n.ts';
import { must } from '../../../../src/core/result.ts';
import type { Tablet } from '../../../support/store.ts';

const pages = [{ path: '/settings', component: SettingsScreen }];
const open = (tablet: Tablet): Promise<HTMLElement> => showScreens(tablet, { pages, at: '/settings' });

const nameOf = async ({ store }: Tablet): Promise<string | undefined> => (await store.find('user', store.self.user))?.name ?? undefined;

/** A radio by its words. */
async function choose(label: string): Promise<void> {
  const found = must([...document.querySelectorAll('label')].find((l) => l.textContent === label), label);
  const input = must(found.querySelector('input'), label);
  input.checked = true;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await pause(40);
}

describe('settings', () => {
  it('keeps a name on leaving its field and takes it back', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Ваше имя');
    await write('Ваше имя', '  Нурзат Абдыкеримова ');
    expect(await nameOf(tablet)).toBeUndefined();
    await leave('Ваше имя');
    await expectText('Сохранено на планшете: Ваше имя');
    expect(await nameOf(tablet)).toBe('Нурзат Абдыкеримова');
    await tap('Отменить действие');
    await until(async () => (await nameOf(tablet)) === undefined, 'the name taken back');
  });

  it('names the tablet in one row, however often it is renamed', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Название планшета');
    await write('Название планшета', 'Планшет 2');
    await leave('Название планшета');
    await until(async () => (await tablet.store.list('device')).length === 1, 'the first name');
    await write('Название планшета', 'Планшет 3');
    await leave('Название планшета');
    await until(async () => (await tablet.store.list('device'))[0]?.label === 'Планшет 3', 'the second name');
    expect(await tablet.store.list('device')).toHaveLength(1);
  });

  it('says so when nothing was saved, and keeps what was typed', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Ваше имя');
    const holder = tablet.store as { save: typeof tablet.store.save };
    const save = holder.save;
    holder.save = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    await write('Ваше имя', 'Нурзат');
    await leave('Ваше имя');
    await expectText('Не сохранено.');
    expect(field('Ваше имя').value).toBe('Нурзат');
    holder.save = save;
    await leave('Ваше имя');
    await until(async () => (await nameOf(tablet)) === 'Нурзат', 'the name');
    expect(words()).not.toContain('Не сохранено.');
  });

  it('keeps what is being typed when the language changes', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Ваше имя');
    await write('Ваше имя', 'Нурз');
    await choose('Кыргызча');
    await expectText('Аты-жөнүңүз');
    expect(field('Аты-жөнүңүз').value).toBe('Нурз');
    await setLanguage('ru');
    await expectText('Ваше имя');
  });

  it('changes the look', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Тёмный');
    await choose('Тёмный');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    await choose('Как на устройстве');
  });

  it('offers joining to a tablet alone, and the list of tablets to coordinators only', async () => {
    const tablet = await newTablet();
    await open(tablet);
    await expectText('Подключиться к проекту');
    await tie(tablet.store, { role: 'trainer', areas: ['41702215000000'] });
    await expectText('Роль: Тренер');
    await expectText('Видны люди районов: Иссык-Кульский район');
    expect(words()).not.toContain('Подключиться к проекту');
    expect(words()).not.toContain('Планшеты и приглашения');
    await tie(tablet.store, { role: 'coordinator' });
    await expectText('Планшеты и приглашения');
    expect(button('Планшеты и приглашения').getAttribute('href')).toBe('/devices');
  });

  it('credits the sources of what the app shows', async () => {
    await open(await newTablet());
    await expectText('GeoNames, CC BY 4.0');
    for (const source of ['ГК СОАТЕ', 'Noto Sans', 'Lucide', 'Apache-2.0', 'Версия:']) expect(words()).toContain(source);
  });
});
