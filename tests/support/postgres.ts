import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { obtainPostgres, postgresAdvice, type TestServer } from '../../src/house/postgres.ts';
import { must } from '../../src/core/result.ts';

/** A database of a test file's own. */
export interface TestDatabase {
  /** An address with an empty schema nobody has used: each call makes one. */
  fresh(): Promise<string>;
  /** Takes every row out of the tables behind an address of `fresh`, and leaves the tables. */
  empty(address: string): Promise<void>;
  /** Makes the rows behind one address of `fresh` those behind another: what a standby or a backup holds. */
  copy(from: string, to: string): Promise<void>;
  /** The address of the database itself, for whoever watches or disturbs from outside. */
  readonly address: string;
  /** Runs statements past the endpoint. */
  run(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** The schema an address of `fresh` points to. */
  schemaOf(address: string): string;
}

/**
 * A real PostgreSQL for the tests of a file: TIZME_TEST_POSTGRES (the test command sets it to the server it has
 * started), or one started for this file alone. Nothing is left behind on a server that is not ours.
 */
export function postgresForTests(): TestDatabase {
  const name = `tizme_test_${randomBytes(6).toString('hex')}`;
  let server: TestServer | undefined;
  let pool: pg.Pool | undefined;
  let made = 0;
  const at = (): string => {
    const url = new URL(must(server, 'server').address);
    url.pathname = `/${name}`;
    return url.href;
  };
  const tablesOf = async (address: string): Promise<string[]> => {
    const { rows } = await must(pool, 'pool').query<{ t: string }>(
      `select table_name as t from information_schema.tables where table_schema = $1 and table_name <> 'migrations'`,
      [schemaOf(address)],
    );
    return rows.map((r) => r.t);
  };
  const empty = async (address: string): Promise<void> => {
    const tables = await tablesOf(address);
    await must(pool, 'pool').query(tables.map((t) => `delete from ${schemaOf(address)}.${t}`).join('; '));
  };
  beforeAll(async () => {
    server = await obtainPostgres((line) => process.stderr.write(`${line}\n`));
    if (server === undefined) throw new Error(postgresAdvice);
    await once(server.address, `create database ${name}`);
    pool = new pg.Pool({ connectionString: at(), max: 4 });
    pool.on('error', () => undefined);
  }, 120_000);
  afterAll(async () => {
    await pool?.end();
    if (server === undefined) return;
    await once(server.address, `drop database if exists ${name} with (force)`);
    await server.stop();
  }, 60_000);
  return {
    get address() {
      return at();
    },
    async fresh() {
      const schema = `s${++made}`;
      await must(pool, 'pool').query(`create schema ${schema}`);
      return `${at()}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
    },
    run: async (sql, values = []) => (await must(pool, 'pool').query<Record<string, unknown>>(sql, [...values])).rows,
    empty,
    async copy(from, to) {
      await empty(to);
      for (const t of await tablesOf(to)) await must(pool, 'pool').query(`insert into ${schemaOf(to)}.${t} select * from ${schemaOf(from)}.${t}`);
    },
    schemaOf,
  };
}

const schemaOf = (address: string): string => must(/search_path=(\w+)/.exec(new URL(address).searchParams.get('options') ?? '')?.[1], 'schema');

async function once(address: string, sql: string): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  await client.query(sql);
  await client.end();
}
