import type pg from 'pg';
import { connectPostgres } from './postgres.ts';
import { transaction, type PostgresSql } from './postgres-sql.ts';
import { addSql, keyOf, MOVING, pageSql, rowOf, shapesOf, type TableRow, type Tables, type TableShape } from './tables.ts';

/** Its own transactions are short; that nobody else uses the database meanwhile is up to whoever moves it. */
export async function openPostgresTables(address: string, now: number): Promise<Tables> {
  return new PostgresTables(await connectPostgres(address, now));
}

const SHAPES = `
  select c.table_name as t, c.column_name as c, coalesce(k.ordinal_position, 0) as pk
    from information_schema.columns c
    left join information_schema.key_column_usage k
      on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = c.column_name
   where c.table_schema = current_schema()`;

/** The tables as the database itself describes them. */
export async function listTables(sql: PostgresSql): Promise<readonly TableShape[]> {
  const found = await sql.all(SHAPES, []);
  return shapesOf(found.map((r) => ({ table: String(r['t']), column: String(r['c']), pk: Number(r['pk']) })));
}

class PostgresTables implements Tables {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  #do<T>(work: (sql: PostgresSql) => Promise<T>): Promise<T> {
    return transaction(this.#pool, 'begin isolation level read committed', work);
  }

  async list(): Promise<readonly TableShape[]> {
    return this.#do(listTables);
  }
  async page(table: TableShape, after: TableRow | undefined, limit: number): Promise<readonly TableRow[]> {
    const values = after === undefined ? [limit] : [...keyOf(table, after), limit];
    return (await this.#do((sql) => sql.all(pageSql(table, after !== undefined), values))).map((raw) => rowOf(table, raw));
  }
  async add(table: TableShape, rows: readonly TableRow[]): Promise<void> {
    await this.#do((sql) => sql.run(addSql(table, rows.length), rows.flat()));
  }
  async begin(): Promise<void> {
    const tables = await this.list();
    await this.#do(async (sql) => {
      for (const { name } of tables) await sql.run(`delete from ${name}`, []);
      await sql.run('insert into meta (key, value) values (?, ?)', [MOVING, '']);
    });
  }
  async finish(): Promise<void> {
    await this.#do((sql) => sql.run('delete from meta where key = ?', [MOVING]));
  }
  close(): Promise<void> {
    return this.#pool.end();
  }
}
