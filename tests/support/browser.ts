import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumAdvice, chromiumFlags, installedChromiums } from '../../src/house/chromium.ts';

/** The first Chromium of this machine; `npm test` has tried that it starts. @throws saying what to install */
function findChromium(): string {
  const [path] = installedChromiums();
  if (path === undefined) throw new Error(chromiumAdvice);
  return path;
}

export interface TabletOptions {
  /** Keeps what the browser stores; the same folder again is the same tablet after a restart. A new one by default. */
  readonly profileDir?: string;
  /** What the browser says its language is. Kyrgyz by default. */
  readonly lang?: 'ky' | 'ru' | 'en';
  /** A small tablet held upright by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** More flags of the command line. */
  readonly flags?: readonly string[];
}

export interface Tablet {
  readonly context: BrowserContext;
  /** The first page, empty. */
  readonly page: Page;
  readonly profileDir: string;
  /** Ends the browser in order. */
  close(): Promise<void>;
  /** Ends the browser from one moment to the next, as the system does when memory runs out. */
  kill(): Promise<void>;
  /** Removes what the browser stored; after `close` or `kill`. */
  forget(): void;
}

const LOCALES = { ky: 'ky-KG', ru: 'ru-RU', en: 'en-GB' } as const;

/** Ends the browser's process by its own command, which answers nobody. */
async function crash(context: BrowserContext, page: Page): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    context.once('close', () => resolve());
  });
  const session = await context.newCDPSession(page);
  session.send('Browser.crash').catch(() => undefined);
  await gone;
}

/** Starts a Chromium with storage of its own: one tablet. */
export async function launchTablet(options: TabletOptions = {}): Promise<Tablet> {
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'tizme-tablet-'));
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: findChromium(),
    args: [...chromiumFlags(), ...(options.flags ?? [])],
    headless: true,
    locale: LOCALES[options.lang ?? 'ky'],
    timezoneId: 'Asia/Bishkek',
    viewport: options.viewport ?? { width: 800, height: 1280 },
    hasTouch: true,
    acceptDownloads: true,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    profileDir,
    close: () => context.close(),
    kill: () => crash(context, page),
    forget: () => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 }),
  };
}
