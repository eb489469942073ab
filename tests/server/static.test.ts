import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEndpoint, type Endpoint } from './support/endpoint.ts';

const script = `export const words = ${JSON.stringify('тизме '.repeat(500))};`;
const page = '<!doctype html><title>Тизме</title>';

describe('files of the app', () => {
  const root = mkdtempSync(join(tmpdir(), 'tizme-app-'));
  const dir = join(root, 'client');
  let e: Endpoint;
  beforeAll(() => {
    mkdirSync(join(dir, 'assets'), { recursive: true });
    writeFileSync(join(root, 'secret.txt'), 'secret');
    writeFileSync(join(dir, 'index.html'), page);
    writeFileSync(join(dir, 'sw.js'), script);
    writeFileSync(join(dir, 'manifest.webmanifest'), '{}');
    writeFileSync(join(dir, '.env'), 'secret');
    writeFileSync(join(dir, 'notes.md'), 'secret');
    writeFileSync(join(dir, 'assets', 'index-a1B_-2.js'), script);
    writeFileSync(join(dir, 'assets', 'font.woff2'), Buffer.alloc(3000));
    e = makeEndpoint('memory', { staticDir: dir });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> => e.ask(path, { method, headers });

  it('come with their type, and as small as the browser can take them', async () => {
    const br = await get('/assets/index-a1B_-2.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect([br.headers.get('content-encoding'), br.headers.get('content-type'), br.headers.get('vary')]).toEqual(['br', 'text/javascript; charset=utf-8', 'Accept-Encoding']);
    expect(brotliDecompressSync(Buffer.from(await br.arrayBuffer())).toString()).toBe(script);
    const gz = await get('/assets/index-a1B_-2.js', { 'accept-encoding': 'br;q=0, gzip;q=0.8' });
    expect(gz.headers.get('content-encoding')).toBe('gzip');
    const bytes = Buffer.from(await gz.arrayBuffer());
    expect(gz.headers.get('content-length')).toBe(String(bytes.length));
    expect(gunzipSync(bytes).toString()).toBe(script);
    const plain = await get('/assets/index-a1B_-2.js');
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, script]);
    expect((await get('/assets/font.woff2', { 'accept-encoding': 'br' })).headers.get('content-encoding')).toBeNull();
  });

  it('[T24] are kept for ever when their name says what is in them, and asked for again when not', async () => {
    const cache = async (path: string): Promise<string | null> => (await get(path)).headers.get('cache-control');
    expect(await cache('/assets/index-a1B_-2.js')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/', '/index.html', '/sw.js', '/sw.js?x', '/manifest.webmanifest', '/trainings']) expect([path, await cache(path)]).toEqual([path, 'no-cache']);
  });

  it('are not sent again when nothing changed', async () => {
    const etag = (await get('/sw.js')).headers.get('etag') ?? '';
    for (const value of [etag, `"x", ${etag}`, '*']) {
      const again = await get('/sw.js', { 'if-none-match': value });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await get('/sw.js', { 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('[T19] are read anew after another build', async () => {
    writeFileSync(join(dir, 'late.js'), 'one');
    expect(await (await get('/late.js')).text()).toBe('one');
    writeFileSync(join(dir, 'late.js'), 'two');
    utimesSync(join(dir, 'late.js'), 1e9, 1e9);
    expect(await (await get('/late.js')).text()).toBe('two');
  });

  it('HEAD says what GET would, without it', async () => {
    const head = await get('/', {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(Buffer.byteLength(page)), '']);
  });

  it.each(['/', '/trainings', '/trainings/', '/trainings/aaaaaaaaaa.1f', '/people/aaaaaaaaaa.js', '/a/b/c', '/trainings?x=1', '/%D0%B0aaaaaaaaa'.replace('%D0%B0', 'a')])('%s is a screen', async (path) => {
    const response = await get(path, { 'sec-fetch-mode': 'navigate', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect([response.status, await response.text()]).toEqual([200, page]);
  });

  it.each([
    ['a script that is not there', '/assets/gone-abc123.js', {}],
    ['a file of another build at the top', '/old.js', {}],
    ['anything under assets', '/assets/nothing', {}],
    ['a screen asked for by a script', '/trainings', { 'sec-fetch-mode': 'cors' }],
    ['a picture that is not there', '/trainings', { accept: 'image/avif,image/webp' }],
    ['a hidden file', '/.env', {}],
    ['a file of a kind we do not build', '/notes.md', {}],
    ['dots', '/../secret.txt', {}],
    ['encoded dots', '/..%2fsecret.txt', {}],
    ['doubly encoded dots', '/%252e%252e/secret.txt', {}],
    ['backslashes', '/..%5csecret.txt', {}],
    ['NUL', '/index.html%00.js', {}],
    ['an absolute path', '//etc/passwd', {}],
    ['a drive', '/c:/windows/win.ini', {}],
    ['broken escapes', '/%E0%A4%A', {}],
    ['a folder', '/assets', {}],
  ])('[T74] 404 for %s', async (_, path, headers) => {
    const response = await get(path, headers);
    expect([response.status, await response.text()]).toEqual([404, '{"error":"not_found"}']);
  });
});
