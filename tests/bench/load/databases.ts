import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { move } from '../../../src/server/store/move.ts';
import { openPostgresTables } from '../../../src/server/store/postgres-tables.ts';
import { openSqliteTables } from '../../../src/server/store/sqlite-tables.ts';
import { bareScope } from './sides.ts';
import type { Prepared } from './prepare.ts';

/** Hands out copies of what was prepared once, so that every run begins with the same rows. */
export interface Copies {
  sqlite(what: string): Promise<string>;
  postgres(what: string): Promise<string>;
}

/** @param server address of a PostgreSQL whose user may make databases */
export function copiesIn(folder: string, server: string): Copies {
  let n = 0;
  const at = (name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    async sqlite(what) {
      const to = join(folder, `copy${++n}.db`);
      copyFileSync(join(folder, `${what}.db`), to);
      return `sqlite:${to}`;
    },
    async postgres(what) {
      await once(server, `create database copy${++n} template ${what} strategy file_copy`);
      return at(`copy${n}`);
    },
  };
}

/** Takes what was prepared in `<folder>/<what>.db` over to a database of that name. */
export async function takeToPostgres(folder: string, what: string, server: string): Promise<void> {
  await once(server, `create database ${what}`);
  const address = Object.assign(new URL(server), { pathname: `/${what}` }).href;
  const [from, to] = [await openSqliteTables(join(folder, `${what}.db`), 'from', Date.now()), await openPostgresTables(address, Date.now())];
  await move(from, to);
  await Promise.all([from.close(), to.close()]);
  await once(address, 'vacuum analyze');
}

/** 400 rows for each scope of the bare endpoint, in both databases. */
export async function fillBare(folder: string, { size }: Prepared, server: string): Promise<void> {
  const body = JSON.stringify(['registration', { training: 'coordinat0.1', person: 'coordinat0.2', no: 7, sex: 'f', age_band: '29-44', role: 'resident', unit: '41703225853000', source: 'list' }, { name: 'Асанова Жаңыл', phone: '+996 700 112 301' }, { name: '000k3l2m4n0000coordinat0' }]);
  const scopes = Array.from({ length: Math.ceil(size.devices / size.perTraining) }, (_, i) => bareScope(i * size.perTraining, size.perTraining));
  const ids = Array.from({ length: 400 }, (_, i) => `g:coordinat0.1/coordinat0.${i.toString(36)}`);
  const table = 'create table bare (s text not null, id text not null, body text not null, primary key (s, id))';
  const db = new DatabaseSync(join(folder, 'bare.db'));
  db.exec(`pragma journal_mode = wal; ${table} without rowid; begin`);
  const put = db.prepare('insert into bare (s, id, body) values (?, ?, ?)');
  for (const s of scopes) for (const id of ids) put.run(s, id, `${body} ${id}`);
  db.exec('commit');
  db.close();
  await once(server, 'create database bare');
  const address = Object.assign(new URL(server), { pathname: '/bare' }).href;
  await once(address, table);
  await once(address, `insert into bare select s, id, $3 || ' ' || id from unnest($1::text[]) s, unnest($2::text[]) id`, [scopes, ids, body]);
  await once(address, 'vacuum analyze');
}

async function once(address: string, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}
