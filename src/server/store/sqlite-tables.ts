import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqlite } from './sqlite.ts';
import { addSql, keyOf, MOVING, pageSql, rowOf, shapesOf, type TableRow, type Tables, type TableShape } from './tables.ts';

/**
 * A database file as tables. It is brought to this version first, and held: nobody else writes to it meanwhile.
 * @param role a file to copy from must be there and sound; one to copy to is made
 * @param now ms since 1970
 * Throws an Error of one line.
 */
export async function openSqliteTables(path: string, role: 'from' | 'to', now: number): Promise<Tables> {
  if (role === 'from' && !existsSync(path)) throw new Error('there is no such file');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await openSqlite(path, now).close();
    return new SqliteTables(hold(path, role));
  } catch (e) {
    const locked = e instanceof Error && /locked/.test(e.message);
    throw locked ? new Error('it is in use: stop the endpoint first', { cause: e }) : e;
  }
}

function hold(path: string, role: 'from' | 'to'): DatabaseSync {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false, timeout: 2000 });
  try {
    db.exec(`pragma synchronous = full; ${role === 'from' ? 'begin immediate' : ''}`);
    const [check] = role === 'from' ? db.prepare('pragma integrity_check').all() : [];
    if (check && check['integrity_check'] !== 'ok') throw new Error('the file is damaged');
    return db;
  } catch (e) {
    db.close();
    throw e;
  }
}

class SqliteTables implements Tables {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  async list(): Promise<readonly TableShape[]> {
    const sql = `select m.name as t, c.name as c, c.pk as pk from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table'`;
    return shapesOf(this.#db.prepare(sql).all().map((r) => ({ table: String(r['t']), column: String(r['c']), pk: Number(r['pk']) })));
  }
  async page(table: TableShape, after: TableRow | undefined, limit: number): Promise<readonly TableRow[]> {
    const values = after === undefined ? [limit] : [...keyOf(table, after), limit];
    return this.#db.prepare(pageSql(table, after !== undefined)).all(...values).map((raw) => rowOf(table, raw));
  }
  async add(table: TableShape, rows: readonly TableRow[]): Promise<void> {
    const one = this.#db.prepare(addSql(table, 1));
    this.#all(() => {
      for (const row of rows) one.run(...row);
    });
  }
  async begin(): Promise<void> {
    const tables = await this.list();
    this.#all(() => {
      for (const { name } of tables) this.#db.exec(`delete from ${name}`);
      this.#db.prepare('insert into meta (key, value) values (?, ?)').run(MOVING, '');
    });
  }
  async finish(): Promise<void> {
    if (this.#db.prepare('pragma foreign_key_check').all().length > 0) throw new Error('rows point to rows that are not there');
    this.#db.prepare('delete from meta where key = ?').run(MOVING);
  }
  async close(): Promise<void> {
    if (this.#db.isTransaction) this.#db.exec('rollback');
    this.#db.close();
  }

  #all(work: () => void): void {
    this.#db.exec('begin immediate');
    try {
      work();
      this.#db.exec('commit');
    } catch (e) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw e;
    }
  }
}
