import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';
import { launchTablet, type Tablet, type TabletOptions } from './browser.ts';
import { pattern, word, type Lang } from './words.ts';

/** What a person does with the app, by the words on its screens. */
export interface App {
  readonly tablet: Tablet;
  readonly page: Page;
  readonly lang: Lang;
  w(key: string): string;
  like(key: string): RegExp;
  button(key: string): Locator;
  /** First start: language, then by invitation or alone. */
  start(address: string, how: 'join' | 'alone', name?: string): Promise<void>;
  /** Waits until the whole app lies on the tablet and the worker serves this page. */
  installed(): Promise<void>;
  newTraining(place: string, more?: { planned?: number }): Promise<void>;
  /** From the training's page. */
  openRollCall(): Promise<void>;
  importList(text: string, expected: number): Promise<void>;
  /** Marks a person of the list by their button. */
  came(name: string): Promise<void>;
  /** The button of a person who is marked as come. */
  marked(name: string): Locator;
  /** Types a name into the search and opens the form for a new person. */
  addPerson(name: string, sex: 'f' | 'm'): Promise<void>;
  /** How many stand as come, as the screen says it. */
  inHall(): Promise<number>;
  finish(): Promise<void>;
  /** Faults the browser reported: there must be none. */
  readonly faults: readonly string[];
}

const SEX = { ru: { f: 'Женщина', m: 'Мужчина' }, ky: { f: 'Аял', m: 'Эркек' }, en: { f: 'Female', m: 'Male' } } as const;

/** What a browser says that is no fault of the app: requests that fail because a test took the endpoint away. */
const EXPECTED = /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|Failed to load resource|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;

export async function openApp(o: TabletOptions & { lang: Lang; tablet?: Tablet }): Promise<App> {
  const tablet = o.tablet ?? (await launchTablet(o));
  const { page } = tablet;
  const { lang } = o;
  page.setDefaultTimeout(8_000);
  const faults: string[] = [];
  page.on('pageerror', (e) => faults.push(e.message));
  page.on('console', (m) => {
    if (m.type() === 'error' && !EXPECTED.test(m.text())) faults.push(m.text());
  });
  const w = (key: string): string => word(lang, key);
  const like = (key: string): RegExp => pattern(lang, key);
  const button = (key: string): Locator => page.getByRole('button', { name: w(key), exact: true });
  const marked = (name: string): Locator => page.getByRole('button', { name: new RegExp(`^${w('mark.present')} [\\d·].*: ${name}$`) });
  const search = (): Locator => page.getByLabel(w('attendance.search'));
  return {
    tablet, page, lang, w, like, button, faults, marked,
    async start(address, how, name = '') {
      await page.goto(address);
      await page.getByRole('button', { name: { ky: 'Кыргызча', ru: 'Русский', en: 'English' }[lang], exact: true }).click();
      if (name !== '') await page.getByLabel(w('start.name')).fill(name);
      await button(how === 'join' ? 'join.join' : 'start.alone').click();
      await page.getByRole('heading', { level: 1, name: w('nav.trainings') }).waitFor();
    },
    async installed() {
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then((r) => r.active?.state === 'activated'));
    },
    async newTraining(place, more = {}) {
      await page.getByRole('link', { name: w('nav.trainings'), exact: true }).click();
      await page.getByRole('link', { name: w('trainings.new') }).or(page.getByRole('button', { name: w('trainings.new') })).first().click();
      const unit = page.getByRole('combobox', { name: w('form.unit') });
      await unit.fill(place);
      await page.getByRole('listbox').getByRole('option').first().click();
      if (more.planned !== undefined) await page.getByRole('textbox', { name: like('form.planned') }).fill(String(more.planned));
      await button('form.save').click();
      await button('training.finish').waitFor();
    },
    async openRollCall() {
      await page.goto(page.url().replace(/\/(register|import|edit)?$/, '').replace(/(\/trainings\/[^/]+).*$/, '$1/register'));
      await search().waitFor();
    },
    async importList(text, expected) {
      await page.goto(page.url().replace(/(\/trainings\/[^/]+).*$/, '$1/import'));
      await button('ui.paste').click();
      await page.getByLabel(w('ui.paste_here')).fill(text);
      await button('ui.paste_use').click();
      const accept = page.getByRole('button', { name: new RegExp(`${like('import_screen.accept_other').source.split('.*')[0]}.*\\b${expected}\\b`) });
      await accept.click();
      await page.getByRole('heading', { level: 2, name: new RegExp(`\\b${expected}\\b`) }).waitFor();
    },
    async came(name) {
      // A scroll brings the next row under the same spot: within 0.7 s that is a double tap, rightly not taken.
      await page.waitForTimeout(750);
      await page.getByRole('button', { name: `${w('attendance.mark_came')}: ${name}`, exact: true }).click();
      await marked(name).waitFor();
    },
    async addPerson(name, sex) {
      await search().fill(name);
      await page.getByRole('button', { name: new RegExp(`${like('ui.add_typed').source.split('.*')[0]}`) }).click();
      await page.getByRole('dialog').getByRole('radio', { name: SEX[lang][sex], exact: true }).click();
      await button('person.save_came').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await search().fill('');
    },
    async inHall() {
      const text = await page.locator('.roll-number strong').innerText();
      return Number(text.replace(/\s/g, ''));
    },
    async finish() {
      await page.goto(page.url().replace(/(\/trainings\/[^/]+).*$/, '$1'));
      await button('training.finish').click();
      await page.getByText(w('training.finished')).first().waitFor();
    },
  };
}

/** Polls until it holds: for what crosses a network. */
export async function eventually(check: () => Promise<void>, ms = 60_000): Promise<void> {
  await expect.poll(async () => check().then(() => 'ok', (e: unknown) => String(e)), { timeout: ms, interval: 500 }).toBe('ok');
}
