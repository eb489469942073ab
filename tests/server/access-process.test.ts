import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { packRequest } from '../../src/core/sync/envelope.ts';
import { MEDIA_JSON } from '../../src/core/sync/protocol.ts';
import { must } from '../../src/core/result.ts';
import { post, readBody, Tablet } from '../support/tablet.ts';
import { startProcess, type Running } from './support/process.ts';

const DAY = 24 * 3_600_000;
const data = mkdtempSync(join(tmpdir(), 'tizme-access-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

let running: Running | undefined;
afterEach(async () => {
  if (running && running.child.exitCode === null && running.child.signalCode === null) await running.end('SIGKILL');
});
async function start(): Promise<Running> {
  running = await startProcess(['--data', data]);
  return running;
}

/** Time passes for everything that is stored. */
function age(days: number): void {
  const db = new DatabaseSync(join(data, 'tizme.db'));
  db.exec(`update tokens set made = made - ${days * DAY}, used = max(0, used - ${days * DAY}); update devices set seen = max(0, seen - ${days * DAY})`);
  db.close();
}

/** Sends a question and cuts the line as soon as the first byte of the answer is there: it was committed, and nobody read it. */
async function cutOff(base: string, body: string, token: string): Promise<void> {
  const { hostname, port } = new URL(base);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST /v1/sync HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${token}\r\ncontent-type: ${MEDIA_JSON}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

describe('access, with the endpoint as a process', { timeout: 60_000 }, () => {
  it('[4.2/27] [2.11] [I2] [I4] new tokens whose answer was lost, and an endpoint killed after it, lock nobody out', async () => {
    let r = await start();
    const ask = (path: string, init?: RequestInit): Promise<Response> => r.ask(path, init);
    const t = new Tablet({ ask, now: () => Date.now(), replica: 'aaaaaaaaaa' });
    await t.enrol(r.link() ?? '');
    await t.settle();
    await r.end('SIGTERM');
    age(31);
    r = await start();
    t.save('p', 'training', t.nextId(), { title: 'Окуу' });
    t.freeze();
    await cutOff(r.base, JSON.stringify(packRequest(t.message())), t.token);
    await r.end('SIGKILL');
    r = await start();
    t.tellCursors = true;
    const { status, body } = await t.sync();
    const [tok, push] = [must(body?.tok, 'tok'), must(body?.push, 'push')];
    expect([status, body?.st]).toEqual([200, []]);
    expect((await t.sync()).status).toBe(200);
    expect((await t.sync({ token: tok })).status).toBe(200);
    expect(await t.sync()).toMatchObject({ status: 401, error: { error: 'unknown' } });
    await r.end('SIGKILL');
    r = await start();
    expect((await t.sync({ token: tok })).status).toBe(200);
    expect((await t.sync({ token: push })).status).toBe(200);
    await r.end('SIGTERM');
    const db = new DatabaseSync(join(data, 'tizme.db'), { readOnly: true });
    expect(db.prepare(`select count(*) as n from pushes where scope = 'p'`).get()).toEqual({ n: 1 });
    expect(JSON.stringify(db.prepare('select * from tokens').all())).not.toMatch(new RegExp(`${tok}|${push}|${t.token}`));
    db.close();
  });

  it('[4.2/28] [2.11] a device taken out hands over its last work through an endpoint that dies meanwhile, and is out for good', async () => {
    let r = await start();
    const ask = (path: string, init?: RequestInit): Promise<Response> => r.ask(path, init);
    const db = new DatabaseSync(join(data, 'tizme.db'));
    db.exec(`update devices set role = 'trainer'`);
    db.close();
    await r.end('SIGTERM');
    r = await start();
    const c = new Tablet({ ask, now: () => Date.now(), replica: 'cccccccccc' });
    await c.enrol(r.link() ?? '');
    await c.settle();
    const { invite } = (await readBody(await post(ask, '/v1/invite', { v: 1, role: 'trainer', areas: [], name: '' }, c.token))) as { invite: string };
    const t = new Tablet({ ask, now: () => Date.now(), replica: 'bbbbbbbbbb' });
    const { device } = await t.enrol(invite);
    await t.settle();
    expect((await post(ask, '/v1/revoke', { v: 1, device, on: true }, c.token)).status).toBe(200);
    t.save('p', 'training', t.nextId(), { title: 'last work' });
    t.freeze();
    await cutOff(r.base, JSON.stringify(packRequest(t.message())), t.token);
    await r.end('SIGKILL');
    r = await start();
    expect((await t.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'revoked']]);
    expect(await t.sync()).toMatchObject({ status: 401, error: { error: 'revoked' } });
    const listed = (await readBody(await ask('/v1/quarantine', { headers: { authorization: `Bearer ${c.token}` } }))) as { total: number };
    expect(listed.total).toBe(1);
  });
});
