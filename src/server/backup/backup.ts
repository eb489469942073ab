import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { ReplicaId } from '../../core/ids.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { ReadTx, Store } from '../store/store.ts';

/** Copies kept; older ones are removed after a newer one was verified. */
const KEEP = 5;
const NAME = /^tizme-\d{8}T\d{6}\d*\.db$/;
const SAFE = 'safe';

/** Highest batch of each replica that lies in a verified copy. */
export type SafeMarks = Readonly<Record<string, number>>;

/**
 * Copies the database while it is in use, opens the copy as the endpoint would after a disaster, checks every page
 * of it, and only then tells tablets that what it holds is safe (PROTOCOL 2.7): until then they keep their own copy.
 * @param source the database file; @param folder where copies go; @param now ms since 1970
 * @returns the path of the verified copy. Throws when it could not be made or is not sound; marks then stay as they were.
 */
export async function backUp(source: string, folder: string, store: Store, now: number): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replace(/[-:.Z]/g, '');
  const path = join(folder, `tizme-${stamp}.db`);
  const unchecked = `${path}.part`;
  rmSync(unchecked, { force: true });
  const db = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(db, unchecked);
  } finally {
    db.close();
  }
  const marks = await verify(unchecked, now);
  for (const rest of ['-wal', '-shm']) rmSync(`${unchecked}${rest}`, { force: true });
  renameSync(unchecked, path);
  await store.write((tx) => tx.putMeta(SAFE, JSON.stringify(marks)));
  const copies = readdirSync(folder).filter((f) => NAME.test(f)).toSorted();
  for (const old of copies.slice(0, -KEEP)) rmSync(join(folder, old), { force: true });
  return path;
}

/** Opens a copy as a store, checks its pages, and reads how far each replica's batches go in it. */
async function verify(path: string, now: number): Promise<SafeMarks> {
  const copy = openSqlite(path, now);
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      const [check] = db.prepare('PRAGMA integrity_check').all();
      if (check?.['integrity_check'] !== 'ok') throw new Error('the copy is damaged');
    } finally {
      db.close();
    }
    return await copy.read(marksOf);
  } finally {
    await copy.close();
  }
}

async function marksOf(tx: ReadTx): Promise<SafeMarks> {
  const marks: Record<string, number> = {};
  for (const { device } of await tx.devices()) {
    for (const id of await tx.replicasOf(device)) marks[id] = (await tx.replica(id))?.n ?? 0;
  }
  return marks;
}

/** Highest batch of a replica that lies in a verified copy; 0 when none. */
export async function safeMark(tx: ReadTx, replica: ReplicaId): Promise<number> {
  const text = await tx.meta(SAFE);
  const marks = text === undefined ? {} : (JSON.parse(text) as SafeMarks);
  return Object.hasOwn(marks, replica) ? (marks[replica] ?? 0) : 0;
}
