import type pg from 'pg';
import { asStoreError } from './postgres-errors.ts';
import { connectPostgres } from './postgres.ts';
import { listTables } from './postgres-tables.ts';
import { PostgresSql } from './postgres-sql.ts';
import { keyOf, pageSql, rowOf, type TableRow, type TableShape, type TableSource } from './tables.ts';

/**
 * A database in use, as it was at one moment: everything is read in one transaction, which holds nobody up.
 * @param now ms since 1970
 * Throws an Error of one line when it cannot be opened.
 */
export async function openPostgresSnapshot(address: string, now: number): Promise<TableSource> {
  const pool = await connectPostgres(address, now);
  try {
    const client = await pool.connect();
    await client.query('begin isolation level repeatable read read only');
    return new Snapshot(pool, client);
  } catch (e) {
    await pool.end();
    throw asStoreError(e);
  }
}

class Snapshot implements TableSource {
  readonly #pool: pg.Pool;
  readonly #client: pg.PoolClient;
  readonly #sql: PostgresSql;

  constructor(pool: pg.Pool, client: pg.PoolClient) {
    this.#pool = pool;
    this.#client = client;
    this.#sql = new PostgresSql(client);
  }

  list(): Promise<readonly TableShape[]> {
    return listTables(this.#sql);
  }
  async page(table: TableShape, after: TableRow | undefined, limit: number): Promise<readonly TableRow[]> {
    const values = after === undefined ? [limit] : [...keyOf(table, after), limit];
    return (await this.#sql.all(pageSql(table, after !== undefined), values)).map((raw) => rowOf(table, raw));
  }
  async close(): Promise<void> {
    await this.#sql.end();
    this.#client.release(true); // the transaction ends with its connection
    await this.#pool.end();
  }
}
