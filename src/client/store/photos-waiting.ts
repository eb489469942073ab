import type { Database } from './database.ts';

/** Photos whose bytes the endpoint does not have yet. */
export interface WaitingPhotos {
  readonly count: number;
  /** Of these, such as it will not take. */
  readonly bad: number;
}

/** Counts the photos that stand in a training and are not sent; one that was deleted waits for nothing. */
export async function waitingPhotos(db: Database): Promise<WaitingPhotos> {
  const shas = await db.blobs.where('state').equals('wait').primaryKeys();
  // Most often there are none, and then no row need be read.
  if (shas.length === 0) return { count: 0, bad: 0 };
  const standing = await standingShas(db);
  const waiting = shas.filter((sha) => standing.has(sha));
  const found = await db.blobs.bulkGet(waiting);
  return { count: waiting.length, bad: found.filter((b) => b?.bad !== undefined).length };
}

/** The names of all bytes that rows on this tablet refer to, deleted rows left out. */
export async function standingShas(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.view.where('t').equals('file').toArray();
  return new Set(rows.flatMap((r) => (r.g === 0 && typeof r.f['sha'] === 'string' ? [r.f['sha']] : [])));
}
