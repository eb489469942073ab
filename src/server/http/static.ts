import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { isRecordId } from '../../core/ids.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Media types of what a build of the app holds; other files are not served. `true`: worth compressing. */
const TYPES: Readonly<Record<string, readonly [type: string, packed: boolean]>> = {
  html: ['text/html; charset=utf-8', true],
  js: ['text/javascript; charset=utf-8', true],
  mjs: ['text/javascript; charset=utf-8', true],
  css: ['text/css; charset=utf-8', true],
  json: ['application/json; charset=utf-8', true],
  webmanifest: ['application/manifest+json; charset=utf-8', true],
  txt: ['text/plain; charset=utf-8', true],
  svg: ['image/svg+xml', true],
  wasm: ['application/wasm', true],
  ico: ['image/x-icon', true],
  png: ['image/png', false],
  webp: ['image/webp', false],
  jpg: ['image/jpeg', false],
  woff2: ['font/woff2', false],
};

type Coding = 'br' | 'gzip' | 'identity';

interface Held {
  /** Size and time of the file when it was read: a new build is noticed. */
  readonly version: string;
  readonly etag: string;
  readonly type: string;
  readonly bodies: Readonly<Record<Coding, Uint8Array<ArrayBuffer>>>;
}

/** One plain name: no dot in front, no separator of any system, nothing to decode into one. */
const SEGMENT = /^[A-Za-z0-9_~@+-][A-Za-z0-9_.~@+-]*$/;

/**
 * Serves the built app from `dir`. Files are read and compressed at their first request and kept in memory.
 * Paths that belong to screens get index.html. Undefined when there is nothing under the path.
 */
export function staticFiles(dir: string): (request: Request) => Promise<Response | undefined> {
  const cache = new Map<string, Promise<Held>>();

  async function hold(path: string): Promise<Held | undefined> {
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
    if (!type || !path.split('/').every((s) => SEGMENT.test(s))) return undefined;
    const file = join(dir, path);
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) return undefined;
    const version = `${info.size} ${info.mtimeMs}`;
    const had = await cache.get(path)?.catch(() => undefined);
    if (had?.version === version) return had;
    const reading = load(file, version, type[0], type[1]);
    cache.set(path, reading);
    return reading;
  }

  return async (request) => {
    const path = safePath(new URL(request.url).pathname);
    if (path === undefined) return undefined;
    const held = path === '' ? undefined : await hold(path);
    if (held) return respond(request, path, held);
    const page = isScreen(request, path) ? await hold('index.html') : undefined;
    return page && respond(request, 'index.html', page);
  };
}

/** The path without its slash, '' for the root; undefined when it cannot name a file or a screen of ours. */
function safePath(pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined; // malformed escapes name nothing
  }
  if (decoded.length > 1000) return undefined;
  const path = decoded.replace(/^\//, '').replace(/\/$/, '');
  return path === '' || path.split('/').every((s) => SEGMENT.test(s) || isRecordId(s)) ? path : undefined;
}

/**
 * A navigation to a path that is no file: a screen. Ids of records hold dots too, so a dot alone does not make a
 * file name. A script asked for and not found must never be answered with a page (it would be kept as a script).
 */
function isScreen(request: Request, path: string): boolean {
  const mode = request.headers.get('sec-fetch-mode');
  const accept = request.headers.get('accept') ?? '*/*';
  const last = path.slice(path.lastIndexOf('/') + 1);
  const named = last.includes('.') && !isRecordId(last);
  return (mode === null || mode === 'navigate') && /text\/html|\*\/\*/.test(accept) && !named && !/^(assets|v1)(\/|$)/.test(path);
}

async function load(file: string, version: string, type: string, packed: boolean): Promise<Held> {
  const plain = new Uint8Array(await readFile(file));
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const [br, gz] = packed
    ? await Promise.all([
        brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
        zip(plain, { level: 9 }),
      ])
    : [plain, plain];
  return { version, etag, type, bodies: { identity: plain, br: new Uint8Array(br), gzip: new Uint8Array(gz) } };
}

function respond(request: Request, path: string, held: Held): Response {
  const coding = codingFor(request.headers.get('accept-encoding') ?? '', held);
  const headers = new Headers({
    'Content-Type': held.type,
    // Names under assets/ carry a hash of what is in them; everything else must be asked for again.
    'Cache-Control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: held.etag,
    Vary: 'Accept-Encoding',
  });
  const asked = request.headers.get('if-none-match');
  if (asked !== null && asked.split(',').some((t) => [held.etag, '*'].includes(t.trim()))) {
    return new Response(null, { status: 304, headers });
  }
  if (coding !== 'identity') headers.set('Content-Encoding', coding);
  headers.set('Content-Length', String(held.bodies[coding].length));
  return new Response(request.method === 'HEAD' ? null : held.bodies[coding], { headers });
}

function codingFor(accept: string, held: Held): Coding {
  const refused = /;\s*q=0(\.0+)?$/;
  const offered = new Set(accept.split(',').map((x) => x.trim()).filter((x) => !refused.test(x)).map((x) => x.split(';')[0]?.trim()));
  const order: readonly Coding[] = ['br', 'gzip'];
  return order.find((x) => offered.has(x) && held.bodies[x].length < held.bodies.identity.length) ?? 'identity';
}
