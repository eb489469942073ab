import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { secure } from '../../../src/server/http/headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** What is answered in place of a file. */
export interface Lie {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A host of the built app that can be switched to another build, and made to lie. */
export interface ShellServer {
  readonly origin: string;
  /** The build it serves from now on. */
  folder: string;
  /** Answers for paths, instead of their files. */
  readonly lies: Map<string, Lie>;
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** Whom questions to `/v1` are passed on to; nobody by default. */
  endpoint: string | undefined;
  /** Keeps answers to `/v1/sync` back, once the endpoint has given them, until it is let go. */
  holding: boolean;
  /** How many answers are kept back. */
  held(): number;
  /** Lets the answers that are kept back go. */
  letGo(): void;
  close(): Promise<void>;
}

async function fileOf(folder: string, path: string): Promise<{ name: string; bytes: Buffer } | undefined> {
  const name = normalize(path === '/' ? '/index.html' : path);
  const bytes = await readFile(join(folder, name)).catch(() => undefined);
  if (bytes !== undefined) return { name, bytes };
  // Addresses of screens are the app.
  return extname(name) === '' ? { name: '/index.html', bytes: await readFile(join(folder, 'index.html')) } : undefined;
}

/** What the endpoint answers to a question, byte for byte. */
async function passOn(request: IncomingMessage, endpoint: string): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { connection: _, host: __, 'content-length': ___, ...headers } = request.headers;
  const answer = await fetch(endpoint + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: { ...(headers as Record<string, string>), origin: endpoint },
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  const kept = [...answer.headers].filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection'].includes(name));
  return { status: answer.status, headers: Object.fromEntries(kept), body: Buffer.from(await answer.arrayBuffer()) };
}

/** Serves `folder` with the endpoint's own headers, on a free port of this machine. */
export async function serveShell(folder: string): Promise<ShellServer> {
  const lies = new Map<string, Lie>();
  const asked: string[] = [];
  const kept = new Set<() => void>();
  const http = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    if (server.endpoint !== undefined && pathname.startsWith('/v1/')) {
      passOn(request, server.endpoint).then(
        ({ status, headers, body }) => {
          const go = (): void => {
            kept.delete(go);
            response.writeHead(status, headers);
            response.end(body);
          };
          if (pathname === '/v1/sync' && server.holding) kept.add(go);
          else go();
        },
        () => response.destroy(),
      );
      return;
    }
    const headers = new Headers({ 'cache-control': 'no-cache' });
    secure(headers, false);
    const answer = (status: number, type: string, body: Uint8Array | string): void => {
      headers.set('content-type', type);
      headers.set('content-encoding', 'gzip');
      response.writeHead(status, Object.fromEntries(headers));
      response.end(gzipSync(body, { level: 9 }));
    };
    const lie = lies.get(pathname);
    if (lie !== undefined) {
      answer(lie.status, lie.type, lie.body);
      return;
    }
    void fileOf(server.folder, pathname).then((file) => {
      if (file === undefined) answer(404, 'text/plain', 'not found');
      else answer(200, TYPES[extname(file.name)] ?? 'application/octet-stream', file.bytes);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: ShellServer = {
    origin: `http://127.0.0.1:${port}`,
    folder,
    lies,
    asked,
    endpoint: undefined,
    holding: false,
    held: () => kept.size,
    letGo: () => {
      for (const go of kept) go();
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}
