/**
 * The least that could stand in the endpoint's place: `node bare-endpoint.ts sqlite:<file> | postgres://…`, prints its
 * port. Hono and the same database with the same durability; a question is gzip of JSON rows, which are upserted in one
 * transaction, and 400 rows of their scope come back. It knows no token, no merge, no history, no cursor, no rights.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { DatabaseSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';

interface BareRow {
  readonly s: string;
  readonly id: string;
  readonly body: string;
}
type Upsert = (rows: readonly BareRow[]) => Promise<readonly unknown[]>;

const [inflate, deflate] = [promisify(gunzip), promisify(gzip)];
const address = process.argv[2] ?? '';
const TABLE = 'create table if not exists bare (s text not null, id text not null, body text not null, primary key (s, id))';

function sqlite(file: string): Upsert {
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; ${TABLE} without rowid`);
  const put = db.prepare('insert into bare (s, id, body) values (?, ?, ?) on conflict (s, id) do update set body = excluded.body');
  const get = db.prepare('select id, body from bare where s = ? order by id limit 400');
  return (rows) => {
    db.exec('begin immediate');
    for (const r of rows) put.run(r.s, r.id, r.body);
    const found = get.all(rows[0]?.s ?? '');
    db.exec('commit');
    return Promise.resolve(found);
  };
}

async function postgres(url: string): Promise<Upsert> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  await pool.query(TABLE);
  return async (rows) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query({
        name: 'put',
        text: 'insert into bare (s, id, body) select * from unnest($1::text[], $2::text[], $3::text[]) on conflict (s, id) do update set body = excluded.body',
        values: [rows.map((r) => r.s), rows.map((r) => r.id), rows.map((r) => r.body)],
      });
      const found = await client.query({ name: 'get', text: 'select id, body from bare where s = $1 order by id limit 400', values: [rows[0]?.s] });
      await client.query('commit');
      return found.rows as unknown[];
    } finally {
      client.release();
    }
  };
}

const upsert = address.startsWith('sqlite:') ? sqlite(address.slice(7)) : await postgres(address);
const app = new Hono();
app.post('/rows', async (c) => {
  const bytes = await inflate(await c.req.arrayBuffer());
  const rows = await upsert(JSON.parse(bytes.toString('utf8')) as BareRow[]);
  return new Response(new Uint8Array(await deflate(JSON.stringify(rows))), { headers: { 'content-type': 'application/gzip' } });
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => void process.stdout.write(`http://127.0.0.1:${port}\n`));
