import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gunzipSync, gzipSync } from 'node:zlib';
import { MEDIA_GZIP, MEDIA_JSON } from '../../src/core/sync/protocol.ts';
import { openMemory } from '../../src/server/store/memory.ts';
import { StoreError, type Store } from '../../src/server/store/store.ts';
import { post, readBody } from '../support/tablet.ts';
import { makeEndpoint } from './support/endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizme-static-'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Тизме</title>');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('security headers', () => {
  it('[T71] stand on every answer: files, screens, messages, refusals', async () => {
    const e = makeEndpoint('memory', { staticDir: folder });
    for (const [path, init] of [['/', {}], ['/trainings', {}], ['/missing.js', {}], ['/v1/health', {}], ['/v1/none', {}], ['/v1/sync', { method: 'POST' }], ['/x', { method: 'POST' }]] as const) {
      const { headers } = await e.ask(path, init);
      const csp = headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types tizme-sw']) {
        expect([path, csp.includes(part)]).toEqual([path, true]);
      }
      expect(csp).not.toContain('unsafe');
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('cache-control')).toBe(path.startsWith('/v1') ? 'no-store' : headers.get('etag') ? 'no-cache' : null);
    }
  });

  it('HSTS is said over HTTPS only: our own, or that of the public address', async () => {
    const hsts = async (path: string, origin?: string): Promise<string | null> => {
      const e = makeEndpoint('memory', origin === undefined ? {} : { origin });
      return (await e.ask(path)).headers.get('strict-transport-security');
    };
    expect(await hsts('/v1/health')).toBeNull();
    expect(await hsts('https://list.example.org/v1/health')).toMatch(/max-age=63072000/);
    expect(await hsts('/v1/health', 'https://list.example.org')).toMatch(/max-age=63072000/);
  });
});

describe('[T70] requests from pages of other sites', () => {
  const cases: [string, Record<string, string>, number][] = [
    ['a tool', {}, 403],
    ['our page', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }, 403],
    ['typed', { 'sec-fetch-site': 'none' }, 403],
    ['our page over plain HTTP', { origin: 'http://localhost', host: 'localhost' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }, 403],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', { origin: 'https://evil.example', host: 'localhost' }, 403],
    ['no origin at all', { origin: 'null', host: 'localhost' }, 403],
  ];
  const foreign = ['another site', 'a neighbour', 'another origin', 'no origin at all'];
  it.each(cases)('%s', async (name, headers, status) => {
    const e = makeEndpoint('memory');
    const response = await e.ask('/v1/enrol', {
      method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ v: 1, invite: 'wrongwrongwrong', replica: 'aaaaaaaaaa', label: '' }),
    });
    expect([response.status, await readBody(response)]).toEqual([status, { error: foreign.includes(name) ? 'forbidden' : 'unknown' }]);
  });

  it('the public address is ours, whatever the proxy calls us', async () => {
    const e = makeEndpoint('memory', { origin: 'https://list.example.org' });
    const ask = async (origin: string) => (await e.ask('/v1/health', { headers: { origin, host: '127.0.0.1:8080' } })).status;
    expect([await ask('https://list.example.org'), await ask('https://other.example.org')]).toEqual([200, 403]);
  });
});

describe('answers', () => {
  it('[2.4] come under our own media type, gzip where it is named and worth it', async () => {
    const e = makeEndpoint('memory');
    const c = await e.coordinator();
    for (let i = 0; i < 9; i++) await e.joined(c, `aaaaaaaaa${i}`);
    const devices = (accept: string): Promise<Response> => e.ask('/v1/devices', { headers: { accept, authorization: `Bearer ${c.token}` } });
    expect((await devices('*/*')).headers.get('content-type')).toBe(MEDIA_JSON);
    for (const accept of [MEDIA_GZIP, `${MEDIA_JSON};q=0.5, ${MEDIA_GZIP}`, `*/*, ${MEDIA_GZIP.toUpperCase()}`]) {
      const packed = await devices(accept);
      expect(packed.headers.get('content-type')).toBe(MEDIA_GZIP);
      expect(packed.headers.get('content-encoding')).toBeNull();
      expect(JSON.parse(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString())).toMatchObject({ devices: expect.any(Array) });
      expect((await e.ask('/v1/health', { headers: { accept } })).headers.get('content-type')).toBe(MEDIA_JSON);
    }
  });

  it('[D14] one edit among 60 scopes costs at most 300 bytes up and 150 down', async () => {
    const e = makeEndpoint('memory');
    const c = await e.coordinator();
    for (let i = 0; i < 60; i++) c.save(`t:coordinat0.${i.toString(36)}`, 'slot', `d:coordinat0.${i.toString(36)}/1` as never, { training: `coordinat0.${i.toString(36)}`, n: 1, day: '2019-11-18' });
    await c.settle();
    const row = [...c.rows.keys()][7]?.split(' ')[2] ?? '';
    c.save('t:coordinat0.7', 'slot', row as never, { day: '2019-11-19' }, { by: 'coordinat0.1' });
    c.freeze();
    const response = await post(e.ask, '/v1/sync', c.message(), c.token);
    expect(response.status).toBe(200);
    expect(c.message().cur).toBeUndefined();
    expect(c.cursors.size).toBe(60);
    expect(gzipSync(JSON.stringify(c.message())).length).toBeLessThanOrEqual(300);
    expect((await response.arrayBuffer()).byteLength).toBeLessThanOrEqual(150);
  });

  it.each([['full', 120], ['busy', 5]] as const)('[T61] a store that is %s: 503, try again later, nothing acknowledged', async (kind, retry) => {
    const memory = openMemory();
    let broken = false;
    const store: Store = { ...memory, write: (work) => (broken ? Promise.reject(new StoreError(kind)) : memory.write(work)) };
    const e = makeEndpoint('memory', { store });
    const c = await e.coordinator();
    await c.settle();
    c.save('p', 'training', c.nextId(), { title: 'x' });
    broken = true;
    c.freeze();
    const response = await post(e.ask, '/v1/sync', c.message(), c.token);
    expect([response.status, response.headers.get('retry-after'), await readBody(response)]).toEqual([503, String(retry), { error: kind }]);
    broken = false;
    expect((await c.sync()).answers).toEqual([]);
  });

  it('[T81] a fault of our own is a bare 500, logged by place and not by message', async () => {
    const memory = openMemory();
    let broken = false;
    const store: Store = { ...memory, read: (work) => (broken ? Promise.reject(new TypeError('canary Айгүл')) : memory.read(work)) };
    const e = makeEndpoint('memory', { store });
    expect((await e.ask('/v1/health')).status).toBe(200);
    broken = true;
    const response = await e.ask('/v1/health');
    expect([response.status, await readBody(response)]).toEqual([500, { error: 'failed' }]);
    const [fault] = e.log.filter((x) => x.kind === 'fault');
    expect(fault).toMatchObject({ name: 'TypeError' });
    expect(JSON.stringify(e.log)).not.toContain('canary');
    broken = false;
    expect((await e.ask('/v1/health')).status).toBe(200);
  });
});

describe('[T78] the log', () => {
  it('names method, path, status and time, and nothing anybody sent', async () => {
    const e = makeEndpoint('memory', { staticDir: folder });
    const c = await e.coordinator();
    c.save('p', 'trainer', c.nextId(), { name: 'canary' });
    await c.sync();
    await e.ask('/v1/history?s=p&t=canary&id=canary', { headers: { authorization: `Bearer ${c.token}` } });
    await e.ask('/canary?canary=1');
    await e.ask('/v1/canary', { method: 'CANARY' });
    const text = JSON.stringify(e.log);
    expect(text).not.toMatch(/canary/i);
    expect(text).not.toContain(c.token);
    expect(e.log.map((x) => (x.kind === 'request' ? `${x.method} ${x.path} ${x.status}` : x.kind))).toEqual([
      'POST /v1/enrol 200', 'POST /v1/sync 200', 'GET /v1/history 400', 'GET /… 200', 'OTHER /v1/… 404',
    ]);
  });
});
