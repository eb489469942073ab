import { CHUNK, LEAST_PART, MEDIA_CHUNK } from '../../core/files/limits.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from './answer.ts';

const BAD: Refusal = { status: 400, error: 'bad_message' };

/** What arrived of a piece of a file. */
interface Arrived {
  readonly bytes: Uint8Array;
  /** The sender went away in the middle: nobody waits for the answer, but what came is right as far as it goes. */
  readonly cut: boolean;
}

/**
 * The piece of a file in a request's body, bounded. What came before the line broke is kept, so that it need not be
 * sent again: the hash of the whole says in the end whether all of it was right.
 */
export async function readPiece(request: Request): Promise<Result<Arrived, Refusal>> {
  const { headers } = request;
  const media = (headers.get('content-type') ?? '').toLowerCase().trim();
  if (media !== MEDIA_CHUNK || (headers.get('content-encoding') ?? 'identity') !== 'identity') return err({ status: 415, error: 'bad_media' });
  if (Number(headers.get('content-length') ?? 0) > CHUNK.most) return err({ status: 413, error: 'too_big' });
  if (!request.body) return err(BAD);
  const { chunks, size, cut } = await drain(request.body.getReader());
  if (size > CHUNK.most) return err({ status: 413, error: 'too_big' });
  if (size === 0 || (cut && size < LEAST_PART)) return err(BAD);
  return ok({ bytes: Buffer.concat(chunks), cut });
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<{ chunks: Uint8Array[]; size: number; cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (size <= CHUNK.most) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      chunks.push(value);
    }
    return { chunks, size, cut: false };
  } catch {
    // The line broke, or the sender was too slow for the server's patience.
    return { chunks, size, cut: true };
  } finally {
    reader.releaseLock();
  }
}
