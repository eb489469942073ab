import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { MEDIA_GZIP, MEDIA_JSON } from '../../src/core/sync/protocol.ts';

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a fault may do with one question. */
export interface Line {
  readonly question: Question;
  /** Asks the endpoint, with this question or another. */
  send(question?: Question): Promise<Answer>;
  /** Answers the tablet, whole. */
  reply(answer: Answer): void;
  /** Writes bytes to the tablet as they are: status line, head, body. */
  raw(bytes: Buffer): Promise<void>;
  /** Ends the connection without a word more. */
  cut(): void;
}

export type Fault = (line: Line) => Promise<void>;

export interface FaultProxy {
  /** What tablets take for the endpoint. */
  readonly origin: string;
  /** What happens to each question; `pass` unless set. */
  fault: Fault;
  /** Where the endpoint is; may come back elsewhere. */
  target: string;
  /** Every question that came, in order. */
  readonly questions: Question[];
  /** Sends a kept question once more, past the tablet. */
  replay(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

/** Stands on loopback between tablets and an endpoint, and does to what passes what the world does. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const questions: Question[] = [];
  const server = createServer((from, to) => {
    handle(from, to).catch(() => to.destroy()); // the endpoint is away: the tablet sees a broken connection
  });
  const handle = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const question = { method: from.method ?? '', path: from.url ?? '', headers: plain(from.headers), body: await bytesOf(from) };
    questions.push(question);
    await proxy.fault({
      question,
      send: (other = question) => ask(proxy.target, other),
      reply: ({ status, headers, body }) => void to.writeHead(status, { ...headers, 'content-length': body.length }).end(body),
      raw: (bytes) => new Promise((resolve) => {
        to.socket?.write(bytes, () => resolve());
      }),
      cut: () => to.socket?.destroy(),
    });
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const proxy: FaultProxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: pass, target, questions,
    replay: (question) => ask(proxy.target, question),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** Heads of one hop say nothing about the message. */
const HOP = /^(connection|keep-alive|transfer-encoding|host|content-length)$/;
const plain = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' && !HOP.test(name) ? [[name, value]] : [])));

async function bytesOf(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function ask(target: string, { method, path, headers, body }: Question): Promise<Answer> {
  const { hostname, port } = new URL(target);
  return new Promise((resolve, reject) => {
    const length = method === 'GET' ? {} : { 'content-length': body.length };
    const question = request({ hostname, port, path, method, agent: false, headers: { ...headers, ...length } }, (from) => {
      bytesOf(from).then((bytes) => resolve({ status: from.statusCode ?? 0, headers: plain(from.headers), body: bytes }), reject);
    });
    question.on('error', reject);
    question.end(method === 'GET' ? undefined : body);
  });
}

export const pass: Fault = async (line) => line.reply(await line.send());

/** The endpoint never hears of it. */
export const lostBefore: Fault = async (line) => line.cut();

/** The endpoint does its work, and nobody is told. */
export const lostAfter: Fault = async (line) => {
  await line.send();
  line.cut();
};

/** The bytes of an answer as they stand on the wire. */
export function wireOf({ status, headers, body }: Answer): Buffer {
  const head = Object.entries({ ...headers, 'content-length': String(body.length) }).map(([k, v]) => `${k}: ${v}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} x\r\n${head.join('')}\r\n`), body]);
}

/** The answer ends in the middle, at this byte of it, head included. */
export const cutAt = (k: number): Fault => async (line) => {
  await line.raw(wireOf(await line.send()).subarray(0, k));
  line.cut();
};

/** The answer comes whole, one byte after the other, so many a second at most. */
export const drip = (perSecond: number): Fault => async (line) => {
  for (const byte of wireOf(await line.send())) {
    await line.raw(Buffer.of(byte));
    await sleep(1000 / perSecond);
  }
  line.cut();
};

/** A network that wants its guests to log in first. */
export const portal: Fault = async (line) =>
  line.reply({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from('<!doctype html><title>Кирүү</title><form><input name="phone"></form>') });

/** Somebody in between unpacks what was packed. `honest`: and says so. */
export const unzipped = (honest: boolean): Fault => async (line) => {
  const { status, headers, body } = await line.send();
  const packed = headers['content-type'] === MEDIA_GZIP;
  line.reply({ status, headers: packed && honest ? { ...headers, 'content-type': MEDIA_JSON } : headers, body: packed ? gunzipSync(body) : body });
};

/** One byte of the answer is another; below 0 counts from its end. */
export const answerAltered = (at: number): Fault => async (line) => {
  const { status, headers, body } = await line.send();
  line.reply({ status, headers, body: altered(body, at) });
};

/** One byte of the question is another. */
export const questionAltered = (at: number): Fault => async (line) => {
  line.reply(await line.send({ ...line.question, body: altered(line.question.body, at) }));
};

function altered(body: Buffer, at: number): Buffer {
  const other = Buffer.from(body);
  if (other.length === 0) return other;
  const place = (at + other.length) % other.length;
  other.writeUInt8((other.readUInt8(place) + 1) % 256, place);
  return other;
}

/** The question arrives twice, and the tablet gets the second answer. */
export const twice: Fault = async (line) => {
  await line.send();
  line.reply(await line.send());
};

/** What an endpoint, or a proxy before it, says when it cannot. `retry`: seconds. */
export const refusing = (status: number, error: string, retry?: number): Fault => async (line) =>
  line.reply({ status, headers: { 'content-type': MEDIA_JSON, ...(retry === undefined ? {} : { 'retry-after': String(retry) }) }, body: Buffer.from(JSON.stringify({ error })) });
