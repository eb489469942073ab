import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { networkInterfaces } from 'node:os';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Env } from './deps.ts';
import { refuse } from './http/answer.ts';
import { secure } from './http/headers.ts';
import { faultEntry, type Log } from './log.ts';

/** A half-open or dripping request must not hold a connection for long (the defaults allow minutes). */
export const LIMITS = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 15_000 };

/** After so many requests a connection is made anew, so that none lives for ever. */
const REQUESTS_PER_SOCKET = 1000;

/** How long requests in progress may take to end when the endpoint stops, ms. */
const DRAIN = 10_000;

export interface Listening {
  readonly port: number;
  /** Takes no new connections, lets requests in progress end, resolves when nothing is left. */
  stop(): Promise<void>;
}

interface Address {
  readonly port: number;
  readonly host: string;
  /** PEM texts; without them plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Puts an app on a port. Rejects when the port cannot be had. */
export async function listen(app: Hono<Env>, address: Address, log: Log, limits: typeof LIMITS = LIMITS): Promise<Listening> {
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    // What never became a request: a host or a path that is none. Everything else is answered by the app.
    errorHandler: (e) => {
      const response = refuse(e instanceof RequestError ? { status: 400, error: 'bad_message' } : { status: 500, error: 'failed' });
      if (!(e instanceof RequestError)) log(faultEntry(e));
      secure(response.headers, address.tls !== undefined);
      return response;
    },
  });
  const handle: Parameters<typeof createHttp>[1] = (request, response) => {
    listener(request, response).catch((e: unknown) => log(faultEntry(e)));
  };
  const server: Server = address.tls ? createHttps({ ...limits, ...address.tls }, handle) : createHttp(limits, handle);
  server.maxRequestsPerSocket = REQUESTS_PER_SOCKET;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      server.on('error', (e) => log(faultEntry(e)));
      resolve();
    });
  });
  const at = server.address();
  return { port: typeof at === 'object' && at !== null ? at.port : address.port, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection kept alive becomes idle only when its request has ended: look again until none is left.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), DRAIN);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

/** IPv4 addresses of this machine that others may reach; none when we listen on one address only. */
export function lanAddresses(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [];
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((a) => a.family === 'IPv4' && !a.internal)
    .map((a) => a.address);
}
