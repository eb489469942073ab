import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MEDIA_CHUNK } from '../../src/core/files/limits.ts';
import { createApp } from '../../src/server/app.ts';
import { LIMITS, listen, type Listening } from '../../src/server/listen.ts';
import { jpegBytes, shaOf } from '../support/pictures.ts';
import { makeEndpoint, START, type Endpoint } from './support/endpoint.ts';

const PHOTO = jpegBytes(150 * 1024, 7);
const SHA = shaOf(PHOTO);
let e: Endpoint;
let server: Listening;
let token = '';
beforeAll(async () => {
  e = makeEndpoint('memory');
  token = (await e.coordinator()).token;
  const app = createApp({ store: e.store, now: () => START, random: (n) => new Uint8Array(n), log: () => undefined });
  server = await listen(app, { port: 0, host: '127.0.0.1' }, () => undefined, { ...LIMITS, headersTimeout: 800, requestTimeout: 1_000, connectionsCheckingInterval: 200 });
});
afterAll(async () => {
  await server.stop();
  await e.close();
});

const head = async (): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${server.port}/v1/blob/${SHA}`, { method: 'HEAD', headers: { authorization: `Bearer ${token}` } });
  return Number(response.headers.get('upload-offset') ?? 0);
};

/** A request whose body is announced whole and comes up to `bytes`; then `after` decides. Resolves with what was answered. */
async function half(offset: number, bytes: number, after: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text)).on('error', () => undefined);
  const lines = [
    `PATCH /v1/blob/${SHA} HTTP/1.1`, 'host: x', `authorization: Bearer ${token}`, `content-type: ${MEDIA_CHUNK}`, `content-length: ${PHOTO.length - offset}`,
    `upload-offset: ${offset}`, `upload-length: ${PHOTO.length}`, '', '',
  ];
  socket.write(lines.join('\r\n'));
  socket.write(PHOTO.slice(offset, offset + bytes));
  const closed = new Promise((done) => socket.once('close', done));
  await sleep(150);
  after(socket);
  await closed;
  return said;
}

it('[4.2/40] [2.10] [40] a connection that breaks in the middle of a piece leaves what came of it', async () => {
  await half(0, 60_000, (socket) => socket.destroy());
  await expect.poll(head).toBe(60_000);
  await half(60_000, 10_000, (socket) => socket.resetAndDestroy());
  await expect.poll(head).toBe(70_000);
});

it('[39] a body that drips is ended, and what came of it is kept too', async () => {
  const began = performance.now();
  const said = await half(70_000, 20_000, () => undefined);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(said).toMatch(/^HTTP\/1\.1 408 /);
  await expect.poll(head).toBe(90_000);
  const rest = await fetch(`http://127.0.0.1:${server.port}/v1/blob/${SHA}`, {
    method: 'PATCH', body: PHOTO.slice(90_000),
    headers: { authorization: `Bearer ${token}`, 'content-type': MEDIA_CHUNK, 'upload-offset': '90000', 'upload-length': String(PHOTO.length) },
  });
  expect([rest.status, await head()]).toEqual([200, PHOTO.length]);
});
