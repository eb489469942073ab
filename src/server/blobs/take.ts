import { createHash } from 'node:crypto';
import { hasMetadata, mediaOf } from '../../core/files/image-bytes.ts';
import type { MediaCode } from '../../core/files/limits.ts';
import type { BlobRow } from '../store/blobs.ts';
import type { WriteTx } from '../store/store.ts';

/** Most bytes of one device that no row refers to: rows go first, so an honest one has hardly any. */
export const UNREFERENCED = 50 * 1_048_576;

/** A piece of a file on its way in. */
export interface Piece {
  readonly sha: string;
  /** Where it begins, and how long the whole file is, as the sender says. */
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly device: string;
  /** ms since 1970 */
  readonly now: number;
}

/**
 * What became of a piece. `held`: how far the file has come. `elsewhere`: it is continued at another place.
 * `spoilt`: all was there and the hash was another, or it is no picture that may be kept; it begins anew.
 */
export type Taken =
  | { readonly kind: 'held' | 'elsewhere'; readonly held: number }
  | { readonly kind: 'spoilt'; readonly why: 'hash' | 'content' }
  | { readonly kind: 'over' | 'erased' };

/**
 * Adds a piece to what is here, if it goes on where that ends; with the last one the whole is verified (PROTOCOL 2.10).
 * The row of the file is held meanwhile: of two who send the same piece one is told where to go on.
 */
export async function takePiece(tx: WriteTx, piece: Piece): Promise<Taken> {
  const { sha, length, device, now } = piece;
  // Nothing is begun for a piece that will not be taken.
  if (!(await tx.blobs.blob(sha))) {
    if (piece.offset > 0) return { kind: 'elsewhere', held: 0 };
    if (await isOver(tx, device, piece)) return { kind: 'over' };
  }
  const had = await tx.blobs.begin({ sha, size: length, held: 0, state: 'part', type: '', device, touched: now });
  if (had.state === 'erased') return { kind: 'erased' };
  if (had.state === 'whole') return { kind: 'elsewhere', held: had.held };
  // One hash cannot have two lengths: whoever spoke of another one was wrong, and so was what came of it.
  const row = had.size === length ? had : await emptied(tx, { ...had, size: length, device });
  if (row.held !== piece.offset) return { kind: 'elsewhere', held: row.held };
  if (await isOver(tx, row.device, piece)) return { kind: 'over' };
  await tx.blobs.addPart(sha, piece.offset, piece.bytes);
  const next: BlobRow = { ...row, held: piece.offset + piece.bytes.length, touched: now };
  await tx.blobs.put(next);
  return next.held < length ? { kind: 'held', held: next.held } : finish(tx, next);
}

/** Whether a device would have more bytes here than it may, that no row refers to. */
async function isOver(tx: WriteTx, device: string, { sha, bytes }: Piece): Promise<boolean> {
  if ((await tx.blobs.links(sha)).some((l) => l.live)) return false;
  return (await tx.blobs.unreferencedBytes(device)) + bytes.length > UNREFERENCED;
}

async function emptied(tx: WriteTx, row: BlobRow): Promise<BlobRow> {
  await tx.blobs.dropParts(row.sha);
  const next: BlobRow = { ...row, held: 0 };
  await tx.blobs.put(next);
  return next;
}

/** Everything is here: what it is, and whether it is what its name says. */
async function finish(tx: WriteTx, row: BlobRow): Promise<Taken> {
  const bytes = Buffer.concat(await tx.blobs.parts(row.sha));
  const right = createHash('sha256').update(bytes).digest('hex') === row.sha;
  const type = right ? typeOf(bytes) : undefined;
  if (type === undefined) {
    await tx.blobs.drop(row.sha);
    return { kind: 'spoilt', why: right ? 'content' : 'hash' };
  }
  await tx.blobs.put({ ...row, state: 'whole', type });
  return { kind: 'held', held: row.held };
}

/** What it is by its bytes; undefined for what is not kept: no picture, or one that tells where it was taken (TRUST 73). */
function typeOf(bytes: Uint8Array): MediaCode | undefined {
  return hasMetadata(bytes) ? undefined : mediaOf(bytes);
}
