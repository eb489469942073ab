import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFolder } from '../../src/house/paths.ts';
import { launchTablet, type Tablet } from '../support/browser.ts';
import { serveShell, type ShellServer } from './support/shell-server.ts';

/** First load, script and style, gzip: DECISIONS 32. */
const BUDGET_KB = 110;

/** The worker is fetched whenever it changes and read at every cold start; its push script is fetched once per change of it. */
const WORKER_KB = 13;
const PUSH_SCRIPT_KB = 55;

/** Parts that load when they are used. Each must exist under this name, so that renaming one cannot empty the test. */
const HEAVY = {
  'the units of the country': 'src/core/reference/units.json',
  'the writer of XLSX': 'src/core/export/xlsx.ts',
  'the reader of XLSX': 'src/core/import/xlsx-read.ts',
  'import of lists': 'src/client/features/attendance/import-screen.tsx',
};

/** A part of the build, as Vite's manifest lists it. */
interface Chunk {
  readonly file: string;
  readonly name?: string;
  readonly src?: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly isEntry?: boolean;
}

const chunks = JSON.parse(readFileSync(join(clientFolder, 'build-manifest.json'), 'utf8')) as Record<string, Chunk>;
const gzipKb = (file: string): number => gzipSync(readFileSync(join(clientFolder, file)), { level: 9 }).length / 1024;

function chunk(key: string): Chunk {
  const found = chunks[key];
  if (found === undefined) throw new Error(`the build has no ${key}`);
  return found;
}

/** The files a chunk needs before it runs: itself, what it imports, their styles. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  const { file, css = [], imports = [] } = chunk(key);
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const style of css) seen.add(style);
  for (const next of imports) closure(next, seen);
  return seen;
}

const languages = ['ky', 'ru', 'en'].flatMap((lang) => [`locales/${lang}.json?first`, `locales/${lang}.json?rest`]);
const firstWords = languages.filter((key) => key.endsWith('first'));
const largestLanguage = firstWords.map((key) => chunk(key).file).toSorted((a, b) => gzipKb(b) - gzipKb(a))[0] ?? '';
const firstLoad = closure('index.html');

const sum = (files: Iterable<string>): number => [...files].reduce((total, file) => total + gzipKb(file), 0);

let server: ShellServer;
let tablet: Tablet;
beforeAll(async () => {
  server = await serveShell(clientFolder);
  tablet = await launchTablet();
});
afterAll(async () => {
  await tablet.close();
  tablet.forget();
  await server.close();
});

test(`the page and what it imports, with the largest language, fit into ${BUDGET_KB} KB gzip`, () => {
  const kb = sum(new Set([...firstLoad, largestLanguage]));
  process.stdout.write(`first load by the build's list: ${kb.toFixed(1)} KB gzip of ${BUDGET_KB}\n`);
  expect(kb).toBeLessThanOrEqual(BUDGET_KB);
});

test(`what a browser really fetches at the first visit before anything is tapped fits too`, async () => {
  const page = await tablet.context.newPage();
  const fetched = new Set<string>();
  // The service worker fetches everything in the background; only the page's own requests keep a person waiting.
  page.on('request', (request) => {
    const isOfWorker = request.serviceWorker() !== null;
    if (!isOfWorker && ['script', 'stylesheet'].includes(request.resourceType()))
      fetched.add(new URL(request.url()).pathname.slice(1));
  });
  await page.goto(server.origin, { waitUntil: 'networkidle' });
  await page.waitForSelector('#app :is(h1, h2, button)');
  // The units come behind the first screen, see main.tsx.
  const units = chunk(HEAVY['the units of the country']).file;
  const needed = [...fetched].filter((file) => file.startsWith('assets/') && file !== units);
  const kb = sum(needed);
  process.stdout.write(`first load in a browser: ${kb.toFixed(1)} KB gzip of ${BUDGET_KB}: ${needed.join(', ')}\n`);
  expect(needed).toEqual(expect.arrayContaining([...firstLoad].filter((file) => file.endsWith('.js'))));
  expect(kb).toBeLessThanOrEqual(BUDGET_KB);
});

test.each(Object.entries(HEAVY))('%s is a part of its own, outside the first load', (_name, source) => {
  const own = Object.values(chunks).filter(({ src }) => src === source);
  expect(own.map(({ src }) => src)).toEqual([source]);
  expect([...firstLoad]).not.toContain(own[0]?.file);
});

test.each(languages)('%s is a part of its own', (source) => {
  expect([...firstLoad]).not.toContain(chunk(source).file);
});

test('[2.15] the service worker stays small: what it sends with is a script beside it', () => {
  const worker = readFileSync(join(clientFolder, 'sw.js'), 'utf8');
  const [script = ''] = /assets\/push-[\w-]{8}\.js/.exec(worker) ?? [];
  process.stdout.write(`service worker: ${gzipKb('sw.js').toFixed(1)} KB gzip, its push script: ${gzipKb(script).toFixed(1)} KB\n`);
  expect(gzipKb('sw.js')).toBeLessThanOrEqual(WORKER_KB);
  expect(gzipKb(script)).toBeLessThanOrEqual(PUSH_SCRIPT_KB);
});
