import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { err, ok, type Result } from '../../core/result.ts';
import { MAX_INFLATED, MAX_WIRE, MEDIA_GZIP, MEDIA_JSON } from '../../core/sync/protocol.ts';
import type { Refusal } from './answer.ts';
import { checkShape } from './shape.ts';

const inflate = promisify(gunzip);

const BAD: Refusal = { status: 400, error: 'bad_message' };
const BIG: Refusal = { status: 413, error: 'too_big' };
const MEDIA: Refusal = { status: 415, error: 'bad_media' };

/** The message in a request's body: bounded before and while inflating, strict UTF-8, JSON of a harmless shape. */
export async function readMessage(request: Request): Promise<Result<unknown, Refusal>> {
  const media = mediaOf(request.headers);
  if (media === undefined) return err(MEDIA);
  const wire = await readBytes(request);
  if (!wire.ok) return wire;
  const plain = media === 'gzip' ? await unpack(wire.value) : wire;
  return plain.ok ? parse(plain.value) : plain;
}

function mediaOf(headers: Headers): 'gzip' | 'json' | undefined {
  const [type, ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';').map((x) => x.trim());
  // A body encoded once more by somebody in between is not what the tablet sent.
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined;
  if (!parameters.every((p) => p === '' || /^charset="?utf-8"?$/.test(p))) return undefined;
  if (type === MEDIA_GZIP) return 'gzip';
  return type === MEDIA_JSON || type === 'application/json' ? 'json' : undefined;
}

async function readBytes(request: Request): Promise<Result<Uint8Array, Refusal>> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_WIRE) return err(BIG);
  if (!request.body) return err(BAD);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return ok(Buffer.concat(chunks));
      size += value.byteLength;
      // Not cancelled: that would close the connection before the answer is out. The server drains what comes.
      if (size > MAX_WIRE) return err(BIG);
      chunks.push(value);
    }
  } catch {
    // The sender went away in the middle; whoever is left to answer is told that the message was broken.
    return err(BAD);
  } finally {
    reader.releaseLock();
  }
}

async function unpack(wire: Uint8Array): Promise<Result<Uint8Array, Refusal>> {
  try {
    return ok(await inflate(wire, { maxOutputLength: MAX_INFLATED }));
  } catch (e) {
    const tooLong = e instanceof Error && 'code' in e && e.code === 'ERR_BUFFER_TOO_LARGE';
    return err(tooLong ? BIG : BAD);
  }
}

function parse(bytes: Uint8Array): Result<unknown, Refusal> {
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err(BAD); // not UTF-8 or not JSON: the message of the exception quotes the body and goes nowhere
  }
  const fault = checkShape(message);
  if (fault === null) return ok(message);
  return err(fault === 'too_big' ? BIG : BAD);
}
