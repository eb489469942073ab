import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { asStoreError, isConflict } from './postgres-errors.ts';
import { Queue } from './queue.ts';
import type { Column, Sql } from './sql-tx.ts';
import type { Raw } from './stored-rows.ts';

/** Connections of one process: more than so many transactions at once only wait for each other's locks. */
const CONNECTIONS = 8;
/** How long a request may wait for a connection, ms: as long as a tablet waits for an answer. */
const WAIT = 30_000;
/** A statement, a lock, and a process that was stopped in the middle of a transaction: none may hold the others for ever. */
const LIMITS = { statement_timeout: 30_000, lock_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 };
/** How long a transaction that lost against another is tried again, and the pauses between, ms. */
const PATIENCE = 15_000;
const PAUSE = { first: 5, most: 400 };

const BIGINT = 20;
/** Whole numbers as numbers: the port knows none beyond 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    oid === BIGINT && format !== 'binary' ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Connections to a database. Makes none yet: the first statement does. */
export function makePool(address: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: address, max: CONNECTIONS, connectionTimeoutMillis: WAIT, idleTimeoutMillis: 30_000,
    keepAlive: true, fallback_application_name: 'tizme', types, ...LIMITS,
  });
  // A connection may break while nobody asks anything of it: whoever asks next gets another one, or the error.
  const heard = (): void => undefined;
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  return pool;
}

const named = new Map<string, { readonly name: string; readonly text: string }>();
const numbered = (sql: string): string => {
  let n = 0;
  return sql.replaceAll('?', () => `$${++n}`);
};

/** One connection during one transaction. Statements go one after another, and none after its end. */
export class PostgresSql implements Sql {
  readonly #client: pg.PoolClient;
  readonly #queue = new Queue();
  #ended = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  #query(sql: string, values: readonly (Column | readonly Column[])[]): Promise<readonly Raw[]> {
    return this.#queue.run(async () => {
      // Whoever lets a promise run past the end of its transaction would write outside of any.
      if (this.#ended) throw new Error('the transaction has ended');
      return (await this.#client.query<Raw>({ ...statementOf(sql, values.length), values: [...values] })).rows;
    });
  }
  async run(sql: string, values: readonly Column[]): Promise<void> {
    await this.#query(sql, values);
  }
  async one(sql: string, values: readonly Column[]): Promise<Raw | undefined> {
    return (await this.#query(sql, values))[0];
  }
  /** A list stands for an array. */
  all(sql: string, values: readonly (Column | readonly Column[])[]): Promise<readonly Raw[]> {
    return this.#query(sql, values);
  }
  /** Lets the statement in progress end and takes no more. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#queue.idle();
  }
}

/** Statements of a few values are prepared once per connection; those for many rows have a text of their own each time. */
function statementOf(sql: string, values: number): { readonly name?: string; readonly text: string } {
  const had = named.get(sql);
  if (had) return had;
  const text = numbered(sql);
  if (values > 13) return { text };
  const made = { name: `tizme_${named.size}`, text };
  named.set(sql, made);
  return made;
}

/**
 * Runs `work` in one transaction; when that lost against another transaction, again, after a pause that differs for
 * each loser. So `work` may run several times: it must not keep anything outside of the transaction.
 * Throws what `work` throws, and for a failing database what `asStoreError` makes of it. A connection lost during
 * COMMIT is `busy` though the transaction may be in: whoever repeats a batch is answered as before.
 */
export async function transaction<T>(pool: pg.Pool, begin: string, work: (sql: PostgresSql) => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE;
  for (let lost = 0; ; lost++) {
    try {
      return await once(pool, begin, work);
    } catch (e) {
      if (!isConflict(e) || performance.now() > until) throw asStoreError(e);
    }
    await sleep(Math.random() * Math.min(PAUSE.most, PAUSE.first * 2 ** lost));
  }
}

async function once<T>(pool: pg.Pool, begin: string, work: (sql: PostgresSql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(begin);
    const value = await attempt(client, work);
    broken = false;
    return value;
  } catch (e) {
    broken = !(await rolledBack(client));
    throw e;
  } finally {
    client.release(broken);
  }
}

async function attempt<T>(client: pg.PoolClient, work: (sql: PostgresSql) => Promise<T>): Promise<T> {
  const sql = new PostgresSql(client);
  try {
    const value = await work(sql);
    await sql.end();
    const { command } = await client.query('commit');
    // A statement failed and `work` went on regardless: the server answers COMMIT by rolling back, without an error.
    if (command !== 'COMMIT') throw new Error('the transaction had failed before its end');
    return value;
  } finally {
    await sql.end();
  }
}

/** False when the connection is of no use any more. */
async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false; // the server undoes what a lost connection had begun
  }
}
