import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientFolder, root } from '../../src/house/paths.ts';
import { precacheList } from './support/next-build.ts';

/** Addresses of the app's screens. */
const screens = [...readFileSync(join(root, 'src/client/app/routes.ts'), 'utf8').matchAll(/path: '([^']+)'/g)].map(
  ([, path = '']) => path,
);

/** Served, yet not in the cache: the worker and its push script, which the browser keeps itself, the list the size test reads, the pictures of an offer to install. */
const notKept = /^(sw\.js|assets\/push-[\w-]{8}\.js|build-manifest\.json|screenshots\/.*)$/;

const servedFiles = globSync('**/*', { cwd: clientFolder })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => statSync(join(clientFolder, name)).isFile());
const builtFiles = servedFiles.filter((name) => !notKept.test(name));

test('[T20] every built file is kept on the tablet: no part of the app has to be fetched later', () => {
  const kept = precacheList(clientFolder).map((entry) => entry.url);
  expect(kept.toSorted()).toEqual(builtFiles.toSorted());
});

test('[T18] every kept file carries the SHA-256 of its bytes', () => {
  for (const entry of precacheList(clientFolder)) {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(clientFolder, entry.url)))
      .digest('base64');
    expect(entry, entry.url).toMatchObject({ integrity: `sha256-${sha256}` });
  }
});

test('[T20] all three languages, the fonts and the icons are among them', () => {
  const kept = precacheList(clientFolder).map((entry) => entry.url);
  for (const wanted of [
    /^assets\/ky-/,
    /^assets\/ru-/,
    /^assets\/en-/,
    /\.woff2$/,
    /^icons\/192\.png$/,
    /^manifest\.webmanifest$/,
  ]) {
    expect(
      kept.filter((url) => wanted.test(url)),
      String(wanted),
    ).not.toEqual([]);
  }
});

test('the page holds no inline script or style, which its content security policy would refuse', () => {
  const page = readFileSync(join(clientFolder, 'index.html'), 'utf8');
  const scripts = page.match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.filter((tag) => !tag.includes(' src='))).toEqual([]);
  expect(page).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=/);
});

test('every file the page names is in the build', () => {
  const page = readFileSync(join(clientFolder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/([^"]*)"/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((path) => !builtFiles.includes(path))).toEqual([]);
});

test('every file and address the web manifest names is there', () => {
  const text = readFileSync(join(clientFolder, 'manifest.webmanifest'), 'utf8');
  const { icons, screenshots, shortcuts } = JSON.parse(text) as Record<'icons' | 'screenshots', { src: string }[]> & { shortcuts: { url: string }[] };
  expect(icons.map(({ src }) => src.slice(1)).filter((path) => !builtFiles.includes(path))).toEqual([]);
  expect(screenshots.map(({ src }) => src.slice(1)).filter((path) => !servedFiles.includes(path))).toEqual([]);
  expect(shortcuts.map(({ url }) => url).filter((url) => !screens.includes(url))).toEqual([]);
});
