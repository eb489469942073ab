import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { migrations } from './migrations/list.ts';
import { Queue } from './queue.ts';
import { SqlTx, type Column, type Sql } from './sql-tx.ts';
import { Together } from './sqlite-together.ts';
import { StoreError, type Store } from './store.ts';
import type { Raw } from './stored-rows.ts';

const FULL = 13;
const IOERR = 10;
const BUSY = 5;
const LOCKED = 6;
/** How long another process may hold the file, ms. */
const TIMEOUT = 2000;

/**
 * Opens (or makes) a database file. WAL with synchronous=FULL: with NORMAL a power cut loses every write since
 * the last checkpoint, though it was acknowledged. One connection that writes and one that reads, each with a queue: a
 * transaction spans awaits, and nobody else may use its connection meanwhile. Writers that wait share a COMMIT.
 * @param now ms since 1970, noted beside the migrations that are run
 * Throws StoreError 'newer' for a file of a later version, and whatever SQLite says when it cannot be opened.
 */
export function openSqlite(path: string, now: number): Store {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: TIMEOUT, allowExtension: false });
  try {
    prepareConnection(db);
    // A file of an earlier version may hold deleted text in unused parts.
    if (migrate(db, now)) db.exec('vacuum');
    emptyLog(db);
  } catch (e) {
    db.close();
    throw e;
  }
  const reading = new DatabaseSync(path, { timeout: TIMEOUT, allowExtension: false });
  reading.exec('pragma query_only = on; pragma trusted_schema = off; pragma cell_size_check = on;');
  const writers = new Together(db, asStoreError);
  const [tx, readTx] = [new SqlTx(new SqliteSql(db)), new SqlTx(new SqliteSql(reading))];
  const readers = new Queue();
  return {
    write: (work) => writers.run(() => work(tx)),
    read: (work) => readers.run(() => transaction(reading, () => work(readTx))),
    // Among the readers, so that none of them keeps the log from being emptied.
    scrub: () => readers.run(() => writers.outside(() => scrub(db))),
    close: async () => {
      await Promise.all([readers.idle(), writers.idle()]);
      reading.close();
      db.close();
    },
  };
}

/** The statements, each prepared once at its first use. */
class SqliteSql implements Sql {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  #statement(sql: string): StatementSync {
    const had = this.#statements.get(sql);
    if (had) return had;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
  async run(sql: string, values: readonly Column[]): Promise<void> {
    this.#statement(sql).run(...values);
  }
  async one(sql: string, values: readonly Column[]): Promise<Raw | undefined> {
    return this.#statement(sql).get(...values);
  }
  async all(sql: string, values: readonly Column[]): Promise<readonly Raw[]> {
    return this.#statement(sql).all(...values);
  }
}

function prepareConnection(db: DatabaseSync): void {
  const mode = db.prepare('pragma journal_mode = wal').get()?.['journal_mode'];
  db.exec('pragma synchronous = full; pragma trusted_schema = off; pragma cell_size_check = on; pragma foreign_keys = on; pragma temp_store = memory; pragma secure_delete = on;');
  const sync = db.prepare('pragma synchronous').get()?.['synchronous'];
  // "Saved" rests on these two; a file system that cannot do WAL must be refused, not put up with.
  if (mode !== 'wal' || sync !== 2) throw new Error(`the database cannot keep what it acknowledges (journal ${String(mode)}, synchronous ${String(sync)})`);
}

/**
 * Builds the file anew from what stands in it, and empties the log beside it: deleted text is overwritten at once
 * (`secure_delete`), but pages that were rebuilt and the log may still hold a copy.
 */
function scrub(db: DatabaseSync): boolean {
  db.exec('vacuum');
  return emptyLog(db);
}

const emptyLog = (db: DatabaseSync): boolean => db.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] === 0;

/** Runs the steps this file lacks. True when it was there before and lacked some. */
function migrate(db: DatabaseSync, at: number): boolean {
  db.exec('begin immediate');
  try {
    db.exec('create table if not exists migrations (n integer primary key, at integer not null) strict');
    const done = Number(db.prepare('select coalesce(max(n), 0) as n from migrations').get()?.['n'] ?? 0);
    if (done > migrations.length) throw new StoreError('newer');
    for (const [i, step] of migrations.entries()) {
      if (i < done) continue;
      db.exec(step);
      db.prepare('insert into migrations (n, at) values (?, ?)').run(i + 1, at);
    }
    db.exec('commit');
    return done > 0 && done < migrations.length;
  } catch (e) {
    if (db.isTransaction) db.exec('rollback');
    throw e;
  }
}

async function transaction<T>(db: DatabaseSync, work: () => Promise<T>): Promise<T> {
  try {
    db.exec('begin');
    const value = await work();
    db.exec('commit');
    return value;
  } catch (e) {
    if (db.isTransaction) db.exec('rollback');
    throw asStoreError(e);
  }
}

function asStoreError(e: unknown): unknown {
  const code = e instanceof Error && 'errcode' in e && typeof e.errcode === 'number' ? e.errcode & 0xff : 0;
  if (code === FULL || code === IOERR) return new StoreError('full', e);
  if (code === BUSY || code === LOCKED) return new StoreError('busy', e);
  return e;
}
