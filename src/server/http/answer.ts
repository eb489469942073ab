import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MEDIA_GZIP, MEDIA_JSON, type ErrorBody } from '../../core/sync/protocol.ts';

const pack = promisify(gzip);

/** An answer that is not 200, as data: what the client is told, and nothing else. */
export interface Refusal extends ErrorBody {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 426 | 429 | 500 | 503 | 507;
  /** Seconds after which to try again. */
  readonly retry?: number;
}

/** 200 with a message: gzip under our own media type when the client names it and it is worth it, plain JSON otherwise. */
export async function answer(accept: string | undefined, body: unknown): Promise<Response> {
  const json = Buffer.from(JSON.stringify(body));
  const names = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const packed = names.includes(MEDIA_GZIP) ? await pack(json) : undefined;
  // The answer to one edit is smaller than what gzip adds to it.
  return packed && packed.length < json.length
    ? new Response(new Uint8Array(packed), { headers: { 'content-type': MEDIA_GZIP } })
    : new Response(new Uint8Array(json), { headers: { 'content-type': MEDIA_JSON } });
}

/** The body holds a code, never a text: the screen has the words, and no inner state can leak. */
export function refuse({ status, retry, ...body }: Refusal): Response {
  return new Response(JSON.stringify(body satisfies ErrorBody), {
    status,
    headers: { 'content-type': MEDIA_JSON, ...(retry === undefined ? {} : { 'retry-after': String(retry) }) },
  });
}
