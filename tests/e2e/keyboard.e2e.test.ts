import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openApp, type App } from '../support/app.ts';
import { startEndpoint } from '../support/server-process.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-keys-'));
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true, maxRetries: 3 })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** More presses than any screen of this path has stops. */
const MOST_TABS = 60;

interface Keys {
  /** Presses Tab (or Shift+Tab) until the control with this name, `within` a part of the page, has the focus. @throws when it cannot be reached */
  to(name: string | RegExp, how?: { back?: boolean; within?: string }): Promise<void>;
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
}

/** What has the focus, as a screen reader would name it, and whether it can be seen that it has. */
async function focused(app: App): Promise<{ name: string; isSeen: boolean }> {
  return app.page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return { name: '', isSeen: false };
    const label = 'labels' in element && element.labels instanceof NodeList ? element.labels[0] : undefined;
    const name = element.getAttribute('aria-label') ?? (label ?? element).textContent ?? '';
    // A tile's own control is invisible: its face shows the focus.
    const shown = element.classList.contains('tile-input') ? element.nextElementSibling : element;
    const styles = [getComputedStyle(shown ?? element), getComputedStyle(element, '::after')];
    const box = element.getBoundingClientRect();
    const isOnScreen = box.bottom > 0 && box.top < innerHeight;
    return { name: name.replaceAll(/\s+/g, ' ').trim(), isSeen: isOnScreen && styles.some((style) => style.outlineStyle !== 'none' && style.outlineWidth !== '0px') };
  });
}

function keysOf(app: App): Keys {
  const { keyboard } = app.page;
  return {
    async to(name, { back = false, within = 'body' } = {}) {
      const passed: string[] = [];
      for (let n = 0; n < MOST_TABS; n++) {
        const at = await focused(app);
        const isWithin = await app.page.evaluate((selector) => document.activeElement?.closest(selector) !== null, within);
        const fits = isWithin && (typeof name === 'string' ? at.name === name || at.name.startsWith(`${name} ·`) : name.test(at.name));
        if (fits) {
          expect(at).toMatchObject({ isSeen: true });
          return;
        }
        passed.push(at.name);
        await keyboard.press(back ? 'Shift+Tab' : 'Tab');
      }
      throw new Error(`No way by Tab to ${String(name)}; passed ${passed.join(' | ')}`);
    },
    async press(...keys) {
      for (const key of keys) await keyboard.press(key);
    },
    async type(text) {
      await keyboard.type(text);
    },
  };
}

const title = (app: App, text: string | RegExp): Promise<void> => app.page.getByRole('heading', { level: 1, name: text }).waitFor();

/** First start without an invitation, and a training in Барскоон. */
async function begin(app: App, keys: Keys): Promise<void> {
  await app.page.getByRole('button', { name: 'Русский', exact: true }).waitFor();
  await keys.to('Русский', { within: 'main' });
  await keys.press('Enter');
  await title(app, app.w('start.title'));
  await keys.to(app.w('start.name'));
  await keys.type('Таалай');
  await keys.to(app.w('start.alone'));
  await keys.press('Enter');
  await title(app, app.w('nav.trainings'));

  await keys.to(app.w('trainings.new'));
  await keys.press('Enter');
  await title(app, app.w('form.title_new'));
  await keys.to(app.w('form.unit'));
  await keys.type('барск');
  await app.page.getByRole('option').first().waitFor();
  await keys.press('ArrowDown', 'ArrowUp', 'Enter');
  expect(await app.page.getByRole('combobox', { name: app.w('form.unit') }).inputValue()).toMatch(/Барскоон/);
  await keys.to(app.w('form.save'));
  await keys.press('Enter');
  await title(app, /Барскоон/);
}

it('[done 8] a trainer goes the whole way by the keyboard alone', async () => {
  const endpoint = await startEndpoint({ dataDir: data });
  ends.push(() => endpoint.stop());
  const app = await openApp({ lang: 'ru', viewport: { width: 1280, height: 800 } });
  ends.push(() => app.tablet.close().then(() => app.tablet.forget()));
  const { page, w } = app;
  const keys = keysOf(app);
  await page.goto(endpoint.origin);
  await begin(app, keys);

  // Two who are not on any list yet.
  await keys.to(w('trainings.begin'));
  await keys.press('Enter');
  await page.getByLabel(w('attendance.search')).waitFor();
  for (const [name, moves] of [['Сатыбалдиева Гулмира', []], ['Чотонов Мирлан', ['ArrowRight']]] as const) {
    await keys.to(w('attendance.search'));
    await keys.type(name);
    await keys.to(/^Добавить: /);
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keys.to(/^(Женщина|Мужчина)$/);
    await keys.press('Space', ...moves);
    await keys.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.to(w('attendance.search'), { back: true });
    await keys.press('Control+A', 'Delete');
  }
  await expect.poll(() => app.inHall()).toBe(2);

  // The mark of one is changed, and that is taken back.
  await keys.to(/^На месте .*: Сатыбалдиева Гулмира$/);
  await keys.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keys.to(w('mark.absent'));
  await keys.press('Space');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => app.inHall()).toBe(1);
  await keys.to(new RegExp(`^${w('attendance.undo_last')}`));
  await keys.press('Enter');
  await expect.poll(() => app.inHall()).toBe(2);

  // Back to the training, which is over.
  await keys.to(w('ui.back'), { back: true });
  await keys.press('Enter');
  await keys.to(w('training.finish'));
  await keys.press('Enter');
  await page.getByText(w('training.finished')).first().waitFor();

  // The totals, the rows behind a number, and back to that number.
  await keys.to(w('nav.totals'), { back: true });
  await keys.press('Enter');
  await title(app, w('totals.title'));
  await keys.to(new RegExp(w('totals.participants')));
  const figure = (await focused(app)).name;
  expect(figure).toMatch(/^2\s*/);
  await keys.press('Enter');
  await page.getByRole('row', { name: /Чотонов Мирлан.*Мужчина/ }).waitFor();
  await keys.to(w('ui.back'), { back: true });
  await keys.press('Enter');
  await title(app, w('totals.title'));
  await expect.poll(async () => (await focused(app)).name).toBe(figure);
  expect(app.faults).toEqual([]);
});
