import { CHUNK, LEAST_PART } from '../../core/files/limits.ts';
import type { Database } from '../store/database.ts';
import { dropPhoto, markBad, markSafe, photosToSend } from '../store/photos.ts';
import { readLink } from '../store/self.ts';
import type { BlobLine, BlobLost, BlobReply } from './blob-line.ts';

/** How large the next piece is; one for the whole tab, since the line is one. */
export interface Pace {
  size: number;
}

export interface SendDeps {
  readonly db: Database;
  readonly line: BlobLine;
  readonly now: () => number;
  /** SHA-256 as 64 hex digits. */
  readonly sha256: (bytes: ArrayBuffer) => Promise<string>;
  /** Whether photos may go over the line there is now. */
  readonly allowed: () => boolean;
  /** Waits while rows are on their way: they always go first. */
  readonly rowsFirst: () => Promise<unknown>;
  readonly pace: Pace;
}

/** How a run ended. `held`: photos wait, and are not to go over this line. */
export type PhotoOutcome =
  | { readonly kind: 'done' | 'alone' | 'held' }
  | { readonly kind: 'again'; readonly problem: BlobLost['why']; readonly wait: number };

/** What one piece should take, ms (PROTOCOL 2.10). */
const PIECE_MS = 4_000;

export const newPace = (): Pace => ({ size: 2 * CHUNK.least });

/**
 * Sends the photos whose rows the endpoint has, oldest first, each from where it stands there. May be stopped anywhere
 * and run again. One that is refused is laid aside, so that it holds up no other.
 */
export async function sendPhotos(deps: SendDeps): Promise<PhotoOutcome> {
  const link = await readLink(deps.db);
  if (!link) return { kind: 'alone' };
  for (const { sha } of await photosToSend(deps.db)) {
    if (!deps.allowed()) return { kind: 'held' };
    const end = await sendOne(deps, sha, link.token);
    if (end !== undefined) return end;
  }
  return { kind: 'done' };
}

/** Undefined when it is done with, one way or another. */
async function sendOne(deps: SendDeps, sha: string, token: string): Promise<PhotoOutcome | undefined> {
  const { db, line } = deps;
  const blob = await db.blobs.get(sha);
  if (!blob || blob.state !== 'wait') return undefined;
  // Bytes that are not what their name says (a damaged disk) would be refused at the end, every time.
  if ((await deps.sha256(blob.bytes)) !== sha) {
    await markBad(db, sha, 'damaged');
    return undefined;
  }
  let reply = await line.place(sha, token);
  let spoilt = 0;
  // More answers than the file has pieces come only from an endpoint that never goes on.
  for (let left = Math.ceil(blob.bytes.byteLength / LEAST_PART) + 8; left > 0; left--) {
    if (reply.kind === 'spoilt') spoilt += 1;
    const end = await verdict(db, sha, blob.bytes.byteLength, spoilt > 1 ? { kind: 'refused', error: 'spoilt' } : reply);
    if (end === 'over') return undefined;
    if (end !== undefined) return end;
    await deps.rowsFirst();
    if (!deps.allowed()) return { kind: 'held' };
    reply = await sendPiece(deps, { sha, token, bytes: blob.bytes, offset: reply.kind === 'at' ? reply.offset : 0 });
  }
  return { kind: 'again', problem: 'server', wait: 0 };
}

/** What an answer means for a photo: over and done, an end of the run, or undefined to go on. */
async function verdict(db: Database, sha: string, length: number, reply: BlobReply): Promise<PhotoOutcome | 'over' | undefined> {
  switch (reply.kind) {
    case 'lost':
      return { kind: 'again', problem: reply.why, wait: reply.wait };
    case 'refused':
      await markBad(db, sha, reply.error);
      return 'over';
    case 'erased':
      await dropPhoto(db, sha);
      return 'over';
    case 'at':
      if (reply.offset < length) return undefined;
      await markSafe(db, sha);
      return 'over';
    case 'none':
    case 'spoilt':
      return undefined;
  }
}

interface Piece {
  readonly sha: string;
  readonly token: string;
  readonly bytes: ArrayBuffer;
  readonly offset: number;
}

async function sendPiece({ line, now, pace }: SendDeps, { sha, token, bytes, offset }: Piece): Promise<BlobReply> {
  const length = bytes.byteLength;
  const end = Math.min(offset + pace.size, length);
  // A rest that is too small to go alone goes with this one.
  const piece = bytes.slice(offset, length - end < LEAST_PART ? Math.min(length, offset + CHUNK.most) : end);
  const asked = now();
  const reply = await line.send(sha, { offset, length, bytes: piece }, token);
  adapt(pace, piece.byteLength, now() - asked, reply.kind === 'at');
  return reply;
}

/** Towards pieces of four seconds: no more than twice as large as before, and small again after one that did not arrive. */
function adapt(pace: Pace, size: number, ms: number, arrived: boolean): void {
  const wanted = arrived ? Math.min(2 * pace.size, (size * PIECE_MS) / Math.max(1, ms)) : CHUNK.least;
  pace.size = Math.round(Math.max(CHUNK.least, Math.min(CHUNK.most, wanted)));
}
