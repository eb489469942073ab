import { isSha } from '../../core/files/limits.ts';
import type { StoredRow } from '../../core/sync/change.ts';
import { isGone } from '../../core/sync/merge.ts';
import type { WriteTx } from '../store/store.ts';

/**
 * Notes which bytes a row refers to, when it is one of a file and has changed. The row may come before or after them;
 * a deleted one lets go of them, so that they are removed some day, and takes them up again when it is brought back.
 */
export async function noteFile(tx: WriteTx, row: StoredRow, now: number): Promise<void> {
  if (row.t !== 'file') return;
  const sha = row.f['sha'];
  if (!isSha(sha)) return;
  const had = await tx.blobs.link(row.s, row.id);
  const live = !isGone(row);
  if (had?.sha === sha && had.live === live) return;
  if (had && had.sha !== sha) await tx.blobs.touch(had.sha, now);
  await tx.blobs.putLink({ s: row.s, id: row.id, sha, live });
  await tx.blobs.touch(sha, now);
}

/**
 * Removes the bytes of an erased file, and never takes them again: a tablet that still has them is told so and drops
 * its own. Part of the transaction that erases the row.
 */
export async function dropBlob(tx: WriteTx, sha: string, now: number): Promise<void> {
  await tx.blobs.begin({ sha, size: 0, held: 0, state: 'erased', type: '', device: '', touched: now });
  await tx.blobs.dropParts(sha);
  await tx.blobs.put({ sha, size: 0, held: 0, state: 'erased', type: '', device: '', touched: now });
  await tx.blobs.dropLinks(sha);
}
