import type pg from 'pg';
import { postgresMigrations } from './migrations/list.ts';
import { isRace, reasonNotOpened } from './postgres-errors.ts';
import { makePool, transaction, type PostgresSql } from './postgres-sql.ts';
import { PostgresTx } from './postgres-tx.ts';
import { SqlTx } from './sql-tx.ts';
import { StoreError, type Store } from './store.ts';

/**
 * How much the database does by itself against transactions that disturb each other. `read committed` is enough:
 * what is changed is held by locks. Engines that know nothing below `serializable` refuse more and are asked again.
 */
export type Isolation = 'read committed' | 'serializable';

/**
 * Opens a PostgreSQL database and makes or completes its tables. Any number of processes may use one database.
 * @param address postgres://user:password@host:port/name?…
 * @param now ms since 1970, noted beside the migrations that are run
 * Throws StoreError 'newer' for a database of a later version, and an Error of one line, without the address, when it
 * cannot be used.
 */
export async function openPostgres(address: string, now: number, isolation: Isolation = 'read committed'): Promise<Store> {
  const pool = await connectPostgres(address, now);
  try {
    const write = `begin isolation level ${isolation}${await durably(pool)}`;
    const read = `begin isolation level ${isolation === 'serializable' ? isolation : 'repeatable read'} read only`;
    const contended = new Set<string>();
    return {
      write: (work) =>
        transaction(pool, write, async (sql) => {
          const tx = new PostgresTx(sql, contended);
          const value = await work(tx);
          await tx.flush();
          return value;
        }),
      read: (work) => transaction(pool, read, (sql) => work(new SqlTx(sql))),
      close: () => pool.end(),
    };
  } catch (e) {
    await pool.end();
    throw e;
  }
}

/** Connections to a database whose tables are those of this version. Throws as `openPostgres` does. */
export async function connectPostgres(address: string, now: number): Promise<pg.Pool> {
  const pool = poolFor(address);
  try {
    await migrate(pool, now);
    return pool;
  } catch (e) {
    await pool.end();
    if (e instanceof StoreError && e.kind === 'newer') throw e;
    throw new Error(reasonNotOpened(e instanceof StoreError ? (e.cause ?? e) : e), { cause: e });
  }
}

function poolFor(address: string): pg.Pool {
  try {
    return makePool(address);
  } catch (e) {
    throw new Error(reasonNotOpened(undefined), { cause: e });
  }
}

/**
 * The steps this database lacks, in one transaction. Processes that start at the same moment wait for each other at
 * one row; nothing is locked by a number that only this program knows.
 */
async function migrate(pool: pg.Pool, at: number): Promise<void> {
  await pool.query('create table if not exists migrations (n bigint primary key, at bigint not null)').catch((e: unknown) => {
    // Two who make one table at once: one of them is told so, and finds the table.
    if (!isRace(e)) throw e;
  });
  await transaction(pool, 'begin isolation level read committed', async (sql) => {
    await sql.run('insert into migrations (n, at) values (0, ?) on conflict do nothing', [at]);
    await sql.one('select n from migrations where n = 0 for update', []);
    const done = Number((await sql.one('select max(n) as n from migrations', []))?.['n']);
    if (done > postgresMigrations.length) throw new StoreError('newer');
    await runSteps(sql, done, at);
  });
}

async function runSteps(sql: PostgresSql, done: number, at: number): Promise<void> {
  for (const [i, step] of postgresMigrations.entries()) {
    if (i < done) continue;
    for (const statement of step.split(';')) if (statement.trim() !== '') await sql.run(statement, []);
    await sql.run('insert into migrations (n, at) values (?, ?)', [i + 1, at]);
  }
}

/**
 * "Saved" rests on the database's own log being on disk. A server that does not care must be refused, not put up
 * with; where only its default says so, every transaction of ours asks for it. Engines that have no such setting
 * always do.
 */
async function durably(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
  );
  const off = (name: string): boolean => rows.some((r) => r.name === name && r.setting === 'off');
  const careless = ['fsync', 'full_page_writes'].filter(off);
  if (careless.length > 0) throw new Error(`the database cannot keep what it acknowledges (${careless.join(', ')} off)`);
  return off('synchronous_commit') ? '; set local synchronous_commit to on' : '';
}
