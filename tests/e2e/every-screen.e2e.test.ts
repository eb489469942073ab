import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { root } from '../../src/house/paths.ts';
import { demoPeople } from '../../src/server/demo/people.ts';
import { readPlan } from '../../src/server/demo/plan.ts';
import { openApp, type App } from '../support/app.ts';
import { PLACES, STARTS } from '../support/screens.ts';
import { at, go, heading, type Place } from '../support/screens-ways.ts';
import { Tablet as ProtocolTablet } from '../support/tablet.ts';
import { startEndpoint, type Endpoint } from '../support/server-process.ts';
import { PEOPLE } from '../support/training-day.ts';
import { word, type Lang } from '../support/words.ts';

const SIZES = { wide: { width: 1280, height: 800 }, tall: { width: 800, height: 1280 }, small: { width: 360, height: 740 } } as const;
type Size = keyof typeof SIZES;

/** How each screen is looked at: every size in Kyrgyz and Russian, one in English, one in each of the other looks. */
const LOOKS: readonly { readonly lang: Lang; readonly views: readonly (readonly [size: Size, theme: string])[] }[] = [
  { lang: 'ky', views: [['wide', 'light'], ['tall', 'light'], ['small', 'light'], ['small', 'sun']] },
  { lang: 'ru', views: [['wide', 'light'], ['tall', 'light'], ['small', 'light'], ['tall', 'dark']] },
  { lang: 'en', views: [['tall', 'light']] },
];
const NAMES = { ky: 'Кыргызча', ru: 'Русский', en: 'English' } as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ME = 'Жумалиева Айнагүл';

/** Words of the names that are on this tablet; none may stand where the browser keeps history. */
const NAME_WORDS = new Set(
  [ME, ...PEOPLE.map(([name]) => name), ...demoPeople(readPlan()).flat().map((p) => p.name)].flatMap((name) => name.split(' ')).filter((part) => part.length > 3),
);

const shots = process.env['TIZME_SHOTS'];
const data = mkdtempSync(join(tmpdir(), 'tizme-screens-'));
/** Addresses that were looked at. */
const seen = new Set<string>();
let endpoint: Endpoint;
let app: App;
beforeAll(async () => {
  if (shots !== undefined) mkdirSync(shots, { recursive: true });
  endpoint = await startEndpoint({ dataDir: data, flags: ['--demo'] });
  app = await openApp({ lang: 'ky', viewport: SIZES.wide });
});

afterAll(async () => {
  await app.tablet.close();
  app.tablet.forget();
  await endpoint.stop();
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
});

/** Changes the language where the first start and the settings offer it to a wide screen. */
async function speak(page: Page, lang: Lang): Promise<void> {
  await page.setViewportSize(SIZES.wide);
  await page.locator('.head').getByRole('radio', { name: NAMES[lang], exact: true }).check({ force: true });
  await page.waitForFunction((code) => document.documentElement.lang === code, lang);
}

/** What is wrong with the screen as it stands now. */
async function faultsOf(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(TAGS).setLegacyMode(true);
  // Behind an open sheet nothing can be reached.
  if (await page.locator('dialog[open]').first().isVisible()) axe.include('dialog[open]');
  const { violations } = await axe.analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((node) => node.target.join(' ')).join(' | ')}`);
  const found = await page.evaluate(() => {
    const sheet = document.querySelector('dialog[open] .sheet-body');
    const over = Math.max((document.scrollingElement?.scrollWidth ?? 0) - innerWidth, sheet ? sheet.scrollWidth - sheet.clientWidth : 0);
    const low = document.querySelector('dialog[open] .sheet-foot')?.getBoundingClientRect().bottom ?? 0;
    return { over, low: low - innerHeight, history: `${document.title} ${decodeURIComponent(location.href)}` };
  });
  const named = found.history.split(/[^\p{L}]+/u).filter((part) => NAME_WORDS.has(part));
  return [
    ...serious,
    ...(found.over > 0 ? [`${found.over} px wider than the screen`] : []),
    ...(found.low > 1 ? [`buttons ${found.low} px below the screen`] : []),
    ...named.map((part) => `title or address says ${part}`),
  ];
}

/** The faults of a screen in all its looks. */
async function look(place: Place, from: string): Promise<string[]> {
  const { page } = app;
  const wrong: string[] = [];
  const before = app.faults.length;
  for (const { lang, views } of LOOKS) {
    await go(page, from);
    await speak(page, lang);
    await place.open(page, (key) => word(lang, key));
    seen.add(new URL(page.url()).pathname);
    for (const [size, theme] of views) {
      await page.setViewportSize(SIZES[size]);
      await page.evaluate((chosen) => {
        document.documentElement.dataset['theme'] = chosen;
      }, theme);
      const found = await faultsOf(page);
      wrong.push(...found.map((fault) => `${lang} ${size} ${theme}: ${fault}`));
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${place.name}-${lang}-${size}-${theme}.png`), fullPage: true });
    }
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'light';
    });
    await page.keyboard.press('Escape');
  }
  return [...wrong, ...app.faults.slice(before)];
}

describe('[done 8] no screen has a serious fault for axe, none is wider than 360 px', () => {
  it('language choice', async () => {
    const { page } = app;
    await page.goto(endpoint.origin);
    await page.getByRole('button', { name: NAMES.ky, exact: true }).waitFor();
    for (const size of Object.values(SIZES)) {
      await page.setViewportSize(size);
      expect(await faultsOf(page)).toEqual([]);
    }
    await page.getByRole('button', { name: NAMES.ky, exact: true }).click();
    await heading(page, word('ky', 'start.title'));
  });

  it.each(STARTS)('$name', async (place) => {
    expect(await look(place, '/')).toEqual([]);
  });

  it('a coordinator joins, and has a training of today', async () => {
    const { page } = app;
    await speak(page, 'ky');
    await page.getByLabel(app.w('start.name')).fill(ME);
    await page.getByLabel(app.w('join.link')).fill(must(endpoint.firstLink, 'first link'));
    await app.button('join.join').click();
    await heading(page, app.w('nav.trainings'));
    await app.newTraining('барскоон', { planned: 24 });
    at.own = new URL(page.url()).pathname;
    await app.importList(PEOPLE.map(([name, sex]) => `${name}\t${sex === 'f' ? 'аял' : 'эркек'}`).join('\n'), PEOPLE.length);
    await app.openRollCall();
    for (const [name] of PEOPLE.slice(3, 7)) await app.came(name);
    await go(page, '/totals');
    at.figure = must(await page.locator('a[href*="%2Ftotal"]').first().getAttribute('href'), 'figure');
    await go(page, '/');
    at.demo = must(await page.locator('a[href^="/trainings/"]', { hasText: 'Чолпон-Ата' }).first().getAttribute('href'), 'demo training');
    expect(app.faults).toEqual([]);
  });

  it('another tablet brings what is refused', async () => {
    const { page } = app;
    await go(page, '/devices');
    await page.getByLabel(app.w('devices.for_whom')).fill('Таалай');
    await app.button('devices.make').click();
    const secret = /#j=([\w-]+)/.exec(await page.locator('.invite-address').innerText())?.[1];
    const other = new ProtocolTablet({ ask: (path, init) => fetch(endpoint.origin + path, init), now: () => Date.now(), replica: 'refusedone' });
    await other.enrol(must(secret, 'invitation'), 'Таалайдын планшети');
    const training = must(at.demo.split('/').at(-1), 'training') as RecordId;
    other.save('p', 'training', training, { venue: 'Айыл өкмөтүнүн чоң залы, экинчи кабат', start: '2019-11-20', planned: 40 });
    other.save('p', 'training', training, { notes: 'Катышуучулар кечикти, анткени жол кар басып калды. '.repeat(60) });
    other.save('p', 'course', other.nextId(), { title_ky: 'Бюджет тармагы боюнча кошумча окуу' });
    expect((await other.sync()).answers.map((a) => a[1])).toEqual(['bad', 'bad', 'bad']);
  });

  it.each(PLACES)('$name', async (place) => {
    expect(await look(place, '/settings')).toEqual([]);
  });

  it('every address of the app was looked at', () => {
    const paths = [...readFileSync(join(root, 'src/client/app/routes.ts'), 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(10);
    const isSeen = (path: string): boolean => [...seen].some((one) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(one));
    expect(paths.filter((path) => !isSeen(path))).toEqual([]);
  });
});
