import { isMediaCode, MEDIA_CHUNK, MEDIA_TYPES, UPLOAD } from '../../core/files/limits.ts';
import { MEDIA_GZIP, MEDIA_JSON } from '../../core/sync/protocol.ts';

/** Why nobody knows what became of a question about bytes, or why it must wait. `wait` ms at least. */
export interface BlobLost {
  readonly kind: 'lost';
  readonly why: 'network' | 'timeout' | 'not_ours' | 'server' | 'busy' | 'full' | 'unknown';
  readonly wait: number;
}

/**
 * What the endpoint says of the bytes under a hash. `at`: it has so many from the beginning. `spoilt`: they were not
 * what the hash says, and it has none now. `refused`: it will never take them, with its code. `erased`: they were
 * erased, here and everywhere.
 */
export type BlobReply =
  | { readonly kind: 'at'; readonly offset: number }
  | { readonly kind: 'none' | 'spoilt' | 'erased' }
  | { readonly kind: 'refused'; readonly error: string }
  | BlobLost;

export type BlobBytes = { readonly kind: 'bytes'; readonly bytes: ArrayBuffer; readonly type: string } | Exclude<BlobReply, { kind: 'at' }>;

/** The way bytes take to the endpoint and back. Never throws. */
export interface BlobLine {
  place(sha: string, token: string): Promise<BlobReply>;
  send(sha: string, piece: { readonly offset: number; readonly length: number; readonly bytes: ArrayBuffer }, token: string): Promise<BlobReply>;
  fetch(sha: string, token: string): Promise<BlobBytes>;
}

/** As of any question: 30 s, and one more for each KB (transport.ts); a photo on its way down is a few hundred KB. */
const LIMIT = { base: 30_000, perByte: 1, down: 400_000 } as const;

export function makeBlobLine(fetcher: typeof fetch): BlobLine {
  const ask = async <T>(sha: string, token: string, init: RequestInit, ms: number, read: (r: Response) => Promise<T | undefined>): Promise<T | Exclude<BlobReply, { kind: 'at' }>> => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ms);
    try {
      const headers = { accept: MEDIA_JSON, authorization: `Bearer ${token}`, ...(init.headers as Record<string, string> | undefined) };
      // No second copy in the browser's own cache: what is erased must be gone.
      const response = await fetcher(`/v1/blob/${sha}`, { ...init, headers, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: stop.signal });
      return (await read(response)) ?? (await refusalOf(response));
    } catch (e) {
      return { kind: 'lost', why: e instanceof DOMException && e.name === 'AbortError' ? 'timeout' : 'network', wait: 0 };
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    place: (sha, token) => ask(sha, token, { method: 'HEAD' }, LIMIT.base, placeIn),
    send: (sha, { offset, length, bytes }, token) => {
      const headers = { 'content-type': MEDIA_CHUNK, [UPLOAD.offset]: String(offset), [UPLOAD.length]: String(length) };
      return ask(sha, token, { method: 'PATCH', headers, body: bytes }, LIMIT.base + bytes.byteLength * LIMIT.perByte, placeIn);
    },
    fetch: (sha, token) => ask(sha, token, { method: 'GET' }, LIMIT.down, bytesIn),
  };
}

/** Where the file stands, when the answer says so: a captive portal does not know the header. */
async function placeIn(response: Response): Promise<BlobReply | undefined> {
  const offset = response.headers.get(UPLOAD.offset);
  if (offset === null || !/^\d{1,10}$/.test(offset) || !(response.ok || response.status === 409)) return undefined;
  // "Begin anew" and "go on elsewhere" are told apart by the body alone.
  if (response.status === 409 && (await errorIn(response)) === 'spoilt') return { kind: 'spoilt' };
  return { kind: 'at', offset: Number(offset) };
}

const mediaOf = (response: Response): string => (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';

async function bytesIn(response: Response): Promise<BlobBytes | undefined> {
  const type = mediaOf(response);
  const known = Object.keys(MEDIA_TYPES).some((code) => isMediaCode(code) && MEDIA_TYPES[code] === type);
  return response.status === 200 && known ? { kind: 'bytes', bytes: await response.arrayBuffer(), type } : undefined;
}

async function errorIn(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { readonly error?: unknown };
    return typeof body.error === 'string' ? body.error : '';
  } catch {
    return ''; // an answer to HEAD has no body, and one that was cut off says nothing
  }
}

const WAITING: Readonly<Record<number, BlobLost['why']>> = { 401: 'unknown', 403: 'unknown', 429: 'busy', 507: 'full' };
const ENDS: Readonly<Record<number, 'none' | 'erased'>> = { 404: 'none', 410: 'erased' };

/** Milliseconds the endpoint asks to be left alone, an hour at most. */
function waitIn(response: Response): number {
  const s = Number(response.headers.get('retry-after'));
  return Number.isFinite(s) && s > 0 ? Math.min(s, 3600) * 1000 : 0;
}

async function refusalOf(response: Response): Promise<Exclude<BlobReply, { kind: 'at' }>> {
  const { status } = response;
  const media = mediaOf(response);
  const wait = waitIn(response);
  if (media !== MEDIA_JSON && media !== MEDIA_GZIP) return { kind: 'lost', why: status >= 500 ? 'network' : 'not_ours', wait };
  const end = ENDS[status];
  if (end) return { kind: end };
  if (status === 503) return { kind: 'lost', why: (await errorIn(response)) === 'full' ? 'full' : 'busy', wait };
  const why = WAITING[status] ?? (status >= 500 ? 'server' : undefined);
  return why ? { kind: 'lost', why, wait } : { kind: 'refused', error: (await errorIn(response)) || String(status) };
}
