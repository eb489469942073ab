import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { move } from '../store/move.ts';
import { openSqliteTables } from '../store/sqlite-tables.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { ReadTx, Store } from '../store/store.ts';

/** Copies kept; older ones are removed after a newer one was verified. */
const KEEP = 5;
const NAME = /^tizme-\d{8}T\d{6}\d*\.db$/;
/** Name in meta of one replica's mark: each by itself, so that a question reads its own and not a thousand. */
const safeOf = (replica: string): string => `safe ${replica}`;

/** Highest batch of each replica that lies in a verified copy. */
export type SafeMarks = Readonly<Record<string, number>>;

/** Makes a database file of the records, as they were at one moment, while they are in use. */
export type Copy = (path: string) => Promise<void>;

/** Copies a database file. */
export const copyOfFile = (source: string): Copy => async (path) => {
  const db = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(db, path);
  } finally {
    db.close();
  }
};

/**
 * Copies what a PostgreSQL database holds into a file, row by row, and compares both: the file can be started from, or
 * moved into another PostgreSQL. Whatever that database does for its own safety is not seen from here.
 */
export const copyOfPostgres = (address: string): Copy => async (path) => {
  const { openPostgresSnapshot } = await import('../store/postgres-snapshot.ts');
  const from = await openPostgresSnapshot(address, Date.now());
  try {
    const to = await openSqliteTables(path, 'to', Date.now());
    try {
      await move(from, to);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
};

/**
 * Copies the records while they are in use, opens the copy as the endpoint would after a disaster, checks every page
 * of it, and only then tells tablets that what it holds is safe (PROTOCOL 2.7): until then they keep their own copy.
 * @param folder where copies go; @param now ms since 1970
 * @returns the path of the verified copy. Throws when it could not be made or is not sound; marks then stay as they were.
 */
export async function backUp(copy: Copy, folder: string, store: Store, now: number): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replace(/[-:.Z]/g, '');
  const path = join(folder, `tizme-${stamp}.db`);
  const unchecked = `${path}.part`;
  for (const rest of ['', '-wal', '-shm']) rmSync(`${unchecked}${rest}`, { force: true });
  await copy(unchecked);
  const marks = await verify(unchecked, now);
  for (const rest of ['-wal', '-shm']) rmSync(`${unchecked}${rest}`, { force: true });
  renameSync(unchecked, path);
  await tellSafe(store, marks);
  const copies = readdirSync(folder).filter((f) => NAME.test(f)).toSorted();
  for (const old of copies.slice(0, -KEEP)) rmSync(join(folder, old), { force: true });
  return path;
}

/** Tells tablets, from their next question on, what lies in a verified copy. */
export async function tellSafe(store: Store, marks: SafeMarks): Promise<void> {
  await store.write(async (tx) => {
    for (const [replica, n] of Object.entries(marks)) if ((await safeMark(tx, replica)) !== n) await tx.putMeta(safeOf(replica), String(n));
  });
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
export const safeMark = async (tx: ReadTx, replica: string): Promise<number> => Number((await tx.meta(safeOf(replica))) ?? 0);
