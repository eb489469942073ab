import { MEDIA_GZIP, MEDIA_JSON, type ErrorBody, type SyncErrorCode } from '../../core/sync/protocol.ts';

/** What became of a question. `lost`: nobody knows whether the endpoint took it, so the same must be sent again. */
export type Reply =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly error: SyncErrorCode; readonly body?: Partial<ErrorBody>; readonly wait: number }
  | { readonly kind: 'lost'; readonly why: 'network' | 'timeout' | 'not_ours' | 'server'; readonly wait: number };

export type Ask = (path: string, body: string | undefined, token: string) => Promise<Reply>;

/** The longest a question may take: 30 s, and one more for each KB: 1 KB/s is the slowest line on which waiting makes sense (PROTOCOL 2.15). */
export const limitMs = (bytes: number): number => 30_000 + bytes;

/** Asks the endpoint this page came from. Never throws. */
export function makeAsk(fetcher: typeof fetch): Ask {
  return async (path, body, token) => {
    const packed = body === undefined ? undefined : await pack(body);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), limitMs(packed?.bytes.byteLength ?? 0));
    try {
      const response = await fetcher(path, {
        method: packed ? 'POST' : 'GET',
        headers: {
          accept: typeof DecompressionStream === 'undefined' ? MEDIA_JSON : `${MEDIA_GZIP}, ${MEDIA_JSON}`,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(packed ? { 'content-type': packed.media } : {}),
        },
        ...(packed ? { body: packed.bytes } : {}),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: stop.signal,
      });
      return await read(response);
    } catch (e) {
      return { kind: 'lost', why: e instanceof DOMException && e.name === 'AbortError' ? 'timeout' : 'network', wait: 0 };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function read(response: Response): Promise<Reply> {
  const media = (response.headers.get('content-type') ?? '').split(';')[0]?.trim();
  const wait = retryAfter(response.headers.get('retry-after'));
  // A captive portal also answers 200, with a page of its own: only our media type is our endpoint. A proxy's page about
  // an endpoint that is away (502, 504) says nothing about what we sent.
  if (media !== MEDIA_GZIP && media !== MEDIA_JSON) return { kind: 'lost', why: response.status >= 500 ? 'network' : 'not_ours', wait };
  const body = parse(await unpack(response, media));
  if (body === undefined) return { kind: 'lost', why: 'not_ours', wait };
  if (response.status === 200) return { kind: 'ok', body };
  if (response.status >= 500 && response.status !== 503) return { kind: 'lost', why: 'server', wait };
  return refusal(body as Partial<ErrorBody>, response.status, wait);
}

const refusal = (body: Partial<ErrorBody>, status: number, wait: number): Reply => ({ kind: 'refused', status, error: body.error ?? 'failed', body, wait });

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // cut off on the way: the caller sends the same again
  }
}

const retryAfter = (header: string | null): number => {
  const s = Number(header);
  return Number.isFinite(s) && s > 0 ? Math.min(s, 3600) * 1000 : 0;
};

async function pack(body: string): Promise<{ bytes: ArrayBuffer; media: string }> {
  const plain = new Blob([body]);
  if (typeof CompressionStream === 'undefined') return { bytes: await plain.arrayBuffer(), media: MEDIA_JSON };
  const zipped = plain.stream().pipeThrough(new CompressionStream('gzip'));
  return { bytes: await new Response(zipped).arrayBuffer(), media: MEDIA_GZIP };
}

async function unpack(response: Response, media: string): Promise<string> {
  if (media === MEDIA_JSON || !response.body) return response.text();
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).text();
}
