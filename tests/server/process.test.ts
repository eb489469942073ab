import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { get } from 'node:https';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { MAX_WIRE, MEDIA_JSON } from '../../src/core/sync/protocol.ts';
import { createApp } from '../../src/server/app.ts';
import { LIMITS, listen } from '../../src/server/listen.ts';
import { openMemory } from '../../src/server/store/memory.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { readBody, Tablet } from '../support/tablet.ts';
import { runToEnd, startProcess, type Running } from './support/process.ts';

const root = mkdtempSync(join(tmpdir(), 'tizme-process-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const fresh = (): string => join(root, String(++folders));
const now = (): number => Date.now();

let running: Running | undefined;
afterEach(async () => {
  if (running && running.child.exitCode === null && running.child.signalCode === null) await running.end('SIGKILL');
  running = undefined;
});
async function start(data: string, args: readonly string[] = []): Promise<Running> {
  running = await startProcess(['--data', data, ...args]);
  return running;
}
async function firstTablet(r: Running, replica = 'aaaaaaaaaa'): Promise<Tablet> {
  const t = new Tablet({ ask: r.ask, now, replica });
  await t.enrol(r.link() ?? '');
  return t;
}

describe('the endpoint as a process', { timeout: 60_000 }, () => {
  it('--help ends well; a bad setting is one line and 2; a port or a folder that cannot be had is one line and 1', async () => {
    const help = await runToEnd(['--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toMatch(/--port/);
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const port = String((taken.address() as AddressInfo).port);
    const file = join(root, 'file');
    writeFileSync(file, '');
    const pem = join(root, 'x.pem');
    writeFileSync(pem, '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n');
    mkdirSync(fresh(), { recursive: true });
    const newer = join(fresh(), 'newer.db');
    mkdirSync(join(newer, '..'), { recursive: true });
    const db = new DatabaseSync(newer);
    db.exec('create table migrations (n integer primary key, at integer not null) strict; insert into migrations values (999, 1)');
    db.close();
    const cases: [string[], number, RegExp][] = [
      [['--port', 'x'], 2, /port/],
      [['--database', 'mysql://u:secret@h/d'], 2, /must be sqlite/],
      [['--database', 'postgres://u:secret@127.0.0.1:1/d', '--data', fresh()], 1, /cannot be opened at postgres:\/\/127\.0\.0\.1:1\/d: PostgreSQL does not answer \(ECONNREFUSED\)/],
      [['--cert', '/nowhere.pem', '--key', '/nowhere.pem'], 2, /certificate cannot be read/],
      [['--cert', file, '--key', file], 2, /not a PEM file/],
      [['--cert', pem, '--key', pem, '--port', '0', '--data', fresh()], 1, /cannot listen/],
      [['--host', '127.0.0.1', '--port', port, '--data', fresh()], 1, /cannot listen on 127\.0\.0\.1/],
      [['--data', join(file, 'x')], 1, /cannot be opened/],
      [['--database', `sqlite:${newer}`, '--data', fresh()], 1, /later version/],
    ];
    const results = await Promise.all(cases.map(([args]) => runToEnd(args)));
    for (const [i, [args, code, line]] of cases.entries()) {
      const result = results[i];
      expect([args.join(' '), result?.code]).toEqual([args.join(' '), code]);
      expect(result?.err).toMatch(line);
      expect(result?.err.trimEnd()).not.toMatch(/\n|secret/);
    }
    taken.close();
  });

  it('[2.4] prints a link for the first coordinator at each start until one came, then no more', async () => {
    const data = fresh();
    const one = (await start(data)).link();
    await running?.end('SIGTERM');
    const two = await start(data);
    expect(two.link()).not.toBe(one);
    const old = await two.ask('/v1/enrol', { method: 'POST', headers: { 'content-type': MEDIA_JSON }, body: JSON.stringify({ v: 1, invite: one, replica: 'aaaaaaaaaa', label: '' }) });
    expect(old.status).toBe(403);
    await (await firstTablet(two)).sync();
    await two.end('SIGTERM');
    expect((await start(data)).link()).toBeUndefined();
    if (process.platform !== 'win32') expect(statSync(data).mode & 0o077).toBe(0);
  });

  it('SIGTERM and SIGINT end it well, a request in progress first', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const r = await start(fresh());
      const t = await firstTablet(r);
      t.save('p', 'training', t.nextId(), { title: 'x' });
      const sent = t.sync();
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
      const code = r.end(signal);
      expect((await sent).status).toBe(200);
      expect(await code).toBe(0);
    }
  });

  it('[T57] [I2] killed while tablets push: everything acknowledged is there, nothing by halves', async () => {
    const data = fresh();
    const acknowledged = new Set<string>();
    let t: Tablet | undefined;
    for (let round = 0; round < 5; round++) {
      const r = await start(data);
      t ??= await firstTablet(r);
      const tablet = new Tablet({ ask: r.ask, now, replica: `kkkkkkkkk${round}` });
      const token = t.token;
      const killed = new Promise((resolve) => {
        setTimeout(() => resolve(r.end('SIGKILL')), 150 + round * 60);
      });
      for (;;) {
        const ids = [0, 1, 2, 3, 4].map(() => tablet.nextId());
        for (const id of ids) tablet.save('p', 'training', id, { title: `t ${id}` });
        const outcome = await tablet.sync({ token }).catch(() => undefined);
        if (!outcome) break;
        expect(outcome.status).toBe(200);
        for (const id of ids) acknowledged.add(id);
      }
      await killed;
    }
    const store = openSqlite(join(data, 'tizme.db'), 1);
    const rows = await store.read((tx) => tx.rowsAfter('p', 0, 1_000_000));
    await store.close();
    const ids = new Set(rows.map((x) => x.id));
    expect(acknowledged.size).toBeGreaterThan(20);
    expect([...acknowledged].filter((id) => !ids.has(id as RecordId))).toEqual([]);
    const sizes = new Map<number, number>();
    for (const { seq } of rows) sizes.set(seq, (sizes.get(seq) ?? 0) + 1);
    expect(new Set(sizes.values())).toEqual(new Set([5]));
  });

  it('goes on when nobody reads its output any more', async () => {
    const r = await start(fresh());
    r.child.stdout?.destroy();
    for (let i = 0; i < 5; i++) expect((await r.ask('/v1/health')).status).toBe(200);
    expect(r.child.exitCode).toBeNull();
    expect(await r.end('SIGTERM')).toBe(0);
  });

  it('--demo leaves a project with records alone', async () => {
    const data = fresh();
    const t = await firstTablet(await start(data));
    t.save('p', 'training', t.nextId(), { title: 'x' });
    await t.settle();
    await running?.end('SIGTERM');
    expect((await start(data, ['--demo'])).output()).toMatch(/holds records already/);
  });

  it('[T58] works, and is not polluted, without the accessor of the prototype', async () => {
    const r = await startProcess(['--data', fresh()], {}, ['--disable-proto=delete']);
    running = r;
    const t = await firstTablet(r);
    const body = JSON.stringify({ ...t.message(), ops: {} }).replace('"ops":{}', '"ops":{"__proto__":{"isAdmin":true}}');
    const response = await r.ask('/v1/sync', { method: 'POST', headers: { 'content-type': MEDIA_JSON, authorization: `Bearer ${t.token}` }, body });
    expect(response.status).toBe(400);
    t.save('p', 'training', t.nextId(), { title: 'x' });
    expect((await t.sync()).answers).toEqual([]);
  });

  it('[D27] speaks HTTPS with a certificate and a key', async (ctx) => {
    const folder = fresh();
    mkdirSync(folder, { recursive: true });
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    try {
      execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    } catch {
      return ctx.skip('making a certificate needs openssl');
    }
    const r = await start(join(folder, 'data'), ['--cert', cert, '--key', key]);
    expect(r.base).toMatch(/^https:/);
    const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      get(`${r.base}/v1/health`, { ca: readFileSync(cert), checkServerIdentity: () => undefined }, (response) => {
        response.resume();
        resolve(response.headers);
      }).on('error', reject);
    });
    expect(headers['strict-transport-security']).toMatch(/max-age/);
  });

  it('[T65] [4.2/39] a half-open request is cut off soon', async () => {
    expect(LIMITS.headersTimeout + LIMITS.connectionsCheckingInterval).toBeLessThanOrEqual(15_000);
    expect(LIMITS.requestTimeout).toBeLessThanOrEqual(60_000);
    const app = createApp({ store: openMemory(), now, random: () => new Uint8Array(60), log: () => undefined });
    const quick = { headersTimeout: 100, requestTimeout: 300, connectionsCheckingInterval: 50, keepAliveTimeout: 1000 };
    const listening = await listen(app, { port: 0, host: '127.0.0.1' }, () => undefined, quick);
    const held = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let out = '';
        const socket = connect(listening.port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk: Buffer) => (out += chunk.toString('latin1')));
        socket.on('close', () => resolve(out));
      });
    const halves = ['GET /v1/health HTTP/1.1\r\nHost: x\r\n', 'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"v"'];
    const answers = await Promise.all(halves.map(held));
    expect(answers.every((x) => x === '' || /^HTTP\/1\.1 40[08] /.test(x))).toBe(true);
    await listening.stop();
  });

  it('[T63] [4.2/39] a body of a gigabyte is refused early, with or without a length, and the next request is answered', async () => {
    const r = await start(fresh());
    const t = await firstTablet(r);
    const headers = { 'content-type': MEDIA_JSON, authorization: `Bearer ${t.token}` };
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        if (sent > 1e9) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const response = await r.ask('/v1/sync', { method: 'POST', headers, body, duplex: 'half' } as RequestInit).catch(() => undefined);
    if (response) expect([response.status, await readBody(response)]).toEqual([413, { error: 'too_big' }]);
    expect(sent).toBeLessThan(2e8);
    const lying = await raw(r, `POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${t.token}\r\nContent-Type: ${MEDIA_JSON}\r\nContent-Length: 1000000000\r\n\r\n`);
    expect(lying).toMatch(/^HTTP\/1\.1 413 /);
    const exact = await r.ask('/v1/sync', { method: 'POST', headers, body: ' '.repeat(MAX_WIRE) });
    expect(exact.status).toBe(400);
    expect((await r.ask('/v1/health')).status).toBe(200);
  });

  /** Sends bytes as they are; resolves to what came back until the other side closes or falls silent. */
  function raw(r: Running, text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let out = '';
      const socket: Socket = connect(Number(new URL(r.base).port), '127.0.0.1', () => socket.write(text));
      socket.setTimeout(400, () => socket.destroy());
      socket.on('data', (chunk: Buffer) => (out += chunk.toString('latin1')));
      socket.on('close', () => resolve(out));
      socket.on('error', (e) => (out === '' ? reject(e) : undefined));
    });
  }

  it('[T65] broken HTTP is answered 4xx or cut off, never 5xx, and the process lives', async () => {
    const r = await start(fresh());
    const requests = [
      'GET /v1/health HTTP/1.1\r\n\r\n',
      'GET /v1/health HTTP/1.1\r\nHost: a b\r\n\r\n',
      'GET /v1/health HTTP/1.1\r\nHost: http://evil/\r\n\r\n',
      'GET http://evil/v1/none HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET v1/health HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET \\v1 HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /%zz%00 HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
      `GET /${'a'.repeat(8000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\n${'X: a\r\n'.repeat(3000)}\r\n`,
      'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n',
      'CONNECT evil:80 HTTP/1.1\r\nHost: x\r\n\r\n',
      'NONSENSE / HTTP/1.1\r\nHost: x\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
      'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n',
      'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"v":1',
      'POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\n{}',
      '\0\0\0\0',
      '\x16\x03\x01\x02\x00\x01',
    ];
    const answers = await Promise.all(requests.map((request) => raw(r, request).catch(() => '')));
    const statuses = answers.map((answer) => /^HTTP\/1\.1 (\d)/.exec(answer)?.[1] ?? 'cut off');
    expect(requests.filter((_, i) => !['2', '4', 'cut off'].includes(statuses[i] ?? '')).map((x) => x.slice(0, 60))).toEqual([]);
    expect(statuses.filter((x) => x === '4').length).toBeGreaterThan(10);
    expect((await r.ask('/v1/health')).status).toBe(200);
    expect(r.output()).not.toMatch(/fault/);
  });
});
