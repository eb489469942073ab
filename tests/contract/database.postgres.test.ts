import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stampOf } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { postgresMigrations } from '../../src/server/store/migrations/list.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { StoreError, type WriteTx } from '../../src/server/store/store.ts';
import { postgresForTests } from '../support/postgres.ts';

const database = postgresForTests();
const A = 'aaaaaaaaaa' as ReplicaId;
const device = { device: 'd1', label: 'x', role: 'trainer', via: 'invited', made: 1, seen: 0, unsent: 0, skew: 0, schema: 1 } as const;
const push = { nonce: 'n', replica: A, n: 1, at: 1 };
const h = stampOf({ ms: 1, c: 0 }, A);

const count = async (address: string, table: string): Promise<number> => {
  const [row] = await database.run(`select count(*)::int as n from ${database.schemaOf(address)}.${table}`);
  return Number(row?.['n']);
};

/** Ends, from outside, the connections of whoever gave this name in the address. */
const cut = (name: string) => database.run('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name]);

describe('store: postgres, the database', () => {
  it('[10] processes that start at the same moment make the tables once', async () => {
    const address = await database.fresh();
    const stores = await Promise.all(Array.from({ length: 6 }, (_, i) => openPostgres(address, i)));
    await Promise.all(stores.map((s, i) => s.write((tx) => tx.putMeta(`k${i}`, 'v'))));
    expect(await count(address, 'meta')).toBe(6);
    expect(await database.run(`select n from ${database.schemaOf(address)}.migrations order by n`)).toHaveLength(1 + postgresMigrations.length);
    await Promise.all(stores.map((s) => s.close()));
  });

  it('[10] leaves a database of a later version alone', async () => {
    const address = await database.fresh();
    await (await openPostgres(address, 1)).close();
    await database.run(`insert into ${database.schemaOf(address)}.migrations values (999, 1)`);
    await expect(openPostgres(address, 1)).rejects.toMatchObject({ name: 'StoreError', kind: 'newer' });
  });

  it('[ARCH] has the tables, columns and keys of SQLite, and the scope first in every key of what has one', async () => {
    const address = await database.fresh();
    await (await openPostgres(address, 1)).close();
    const folder = mkdtempSync(join(tmpdir(), 'tizme-schema-'));
    await openSqlite(join(folder, 'x.db'), 1).close();
    const file = new DatabaseSync(join(folder, 'x.db'));
    const sqlite = file.prepare(
      `select m.name || '.' || c.name as c, c.pk as k from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name <> 'migrations' order by 1`,
    ).all().map((r) => [r['c'], Number(r['k'])]);
    file.close();
    rmSync(folder, { recursive: true });
    const postgres = (await database.run(
      `select c.table_name || '.' || c.column_name as c, coalesce(k.ordinal_position, 0)::int as k
         from information_schema.columns c left join information_schema.key_column_usage k using (table_schema, table_name, column_name)
        where table_schema = $1 and table_name not in ('migrations', 'locks') order by (c.table_name || '.' || c.column_name) collate "C"`,
      [database.schemaOf(address)],
    )).map((r) => [r['c'], r['k']]);
    expect(postgres).toEqual(sqlite);
    const scoped = postgres.filter(([c]) => String(c).endsWith('.scope'));
    expect(scoped.length).toBeGreaterThan(4);
    expect(scoped.filter(([, k]) => k !== 1)).toEqual([]);
  });

  it('[ARCH] uses nothing that distributed engines lack: no sequences, triggers, foreign keys or views', async () => {
    const address = await database.fresh();
    await (await openPostgres(address, 1)).close();
    const kinds = await database.run(
      `select distinct c.relkind::text as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 order by 1`,
      [database.schemaOf(address)],
    );
    expect(kinds.map((r) => r['kind'])).toEqual(['i', 'r']);
    const more = await database.run(
      `select conname as name from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = $1 and contype not in ('p', 'n')
       union all select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1`,
      [database.schemaOf(address)],
    );
    expect(more).toEqual([]);
  });

  it('[56] refuses a server that does not wait for its disk', async () => {
    const address = await database.fresh();
    const schema = database.schemaOf(address);
    // A table that stands before the server's own list of settings.
    await database.run(`create table ${schema}.pg_settings (name text, setting text)`);
    await database.run(`insert into ${schema}.pg_settings values ('fsync', 'off'), ('full_page_writes', 'on')`);
    await expect(openPostgres(`${address}%2Cpg_catalog`, 1)).rejects.toThrow('the database cannot keep what it acknowledges (fsync off)');
  });

  it('an address that leads nowhere is one line without the password', async () => {
    const url = new URL(database.address);
    const wrong = (change: (u: URL) => void): string => {
      const u = new URL(url);
      change(u);
      return u.href;
    };
    const cases: [string, RegExp][] = [
      [wrong((u) => (u.password = 'geheim')), /refuses the user or the password \(28P01\)/],
      [wrong((u) => (u.pathname = '/nowhere')), /no database of that name/],
      [wrong((u) => (u.port = '1')), /does not answer \(ECONNREFUSED\)/],
    ];
    for (const [address, line] of cases) {
      const e: unknown = await openPostgres(address, 1).catch((x: unknown) => x);
      expect(e).toBeInstanceOf(Error);
      expect((e as Error).message).toMatch(line);
      expect((e as Error).message).not.toMatch(new RegExp(`\n|geheim|${url.password}`));
    }
  });
});

describe('store: postgres, transactions', () => {
  it('[62] two that wait for each other: one is tried again, both are in', async () => {
    const store = await openPostgres(await database.fresh(), 1);
    let runs = 0;
    let met = (): void => undefined;
    const both = new Promise<void>((resolve) => (met = resolve));
    const crossed = (first: Scope, second: Scope): Promise<void> =>
      store.write(async (tx) => {
        await tx.advance(first, push);
        if (++runs === 2) met();
        await both;
        await tx.advance(second, push);
      });
    await Promise.all([crossed('t:a', 't:b'), crossed('t:b', 't:a')]);
    expect(runs).toBe(3);
    const marks = await store.read((tx) => tx.scopes());
    expect([...marks].map(([s, { seq }]) => [s, seq])).toEqual([['t:a', 2], ['t:b', 2]]);
    await store.close();
  });

  it('[57] a statement that failed is not forgotten when the work goes on regardless', async () => {
    const store = await openPostgres(await database.fresh(), 1);
    const work = (after: (tx: WriteTx) => Promise<void>): Promise<void> =>
      store.write(async (tx) => {
        await tx.putMeta('k', 'v');
        await tx.putDevice({ ...device, label: 'a\0b' }).catch(() => undefined);
        await after(tx);
      });
    await expect(work(async () => undefined)).rejects.toThrow('the transaction had failed');
    await expect(work((tx) => tx.putMeta('l', 'w'))).rejects.toThrow('PostgreSQL: 25P02');
    expect(await store.read((tx) => tx.meta('k'))).toBeUndefined();
    await store.close();
  });

  it('[57] nothing is written past the end of its transaction', async () => {
    const store = await openPostgres(await database.fresh(), 1);
    let kept: WriteTx | undefined;
    await store.write(async (tx) => void (kept = tx));
    await expect(must(kept, 'tx').putMeta('k', 'v')).rejects.toThrow('has ended');
    // One of several at once fails: those behind it must not run after the rollback.
    const broken = store.write((tx) => Promise.all([tx.putDevice({ ...device, label: '\0' }), tx.putMeta('k', 'v'), tx.putMeta('l', 'v')]));
    await expect(broken).rejects.toThrow('PostgreSQL');
    expect(await store.read(async (tx) => [await tx.meta('k'), await tx.meta('l')])).toEqual([undefined, undefined]);
    await store.close();
  });

  it('[T81] an error of the database holds no value, however deep one looks', async () => {
    const address = await database.fresh();
    const store = await openPostgres(address, 1);
    await database.run(`insert into ${database.schemaOf(address)}.pushes values ('t:geheim', 1, 'geheim', 'r', 1, 1)`);
    const e: unknown = await store.write((tx) => tx.advance('t:geheim', { ...push, nonce: 'geheim' })).catch((x: unknown) => x);
    expect((e as Error).message).toBe('PostgreSQL: 23505 pushes pushes_pkey');
    expect(inspect(e, { depth: 9, showHidden: true })).not.toMatch(/geheim/);
    await store.close();
  });

  it('[2.6] a connection lost at any statement: all or nothing, busy, and the next one works', async () => {
    const address = `${await database.fresh()}&application_name=to-be-cut`;
    const store = await openPostgres(address, 1);
    const row = { s: 'p' as Scope, t: 'training', id: 'a.1' as RecordId, f: {}, p: {}, h: { x: h }, seq: 1, prev: 0 };
    const steps: ((tx: WriteTx) => Promise<unknown>)[] = [
      (tx) => tx.meta('clock'),
      (tx) => tx.replica(A),
      (tx) => tx.putDevice(device),
      (tx) => tx.advance('p', push),
      (tx) => tx.row('p', 'training', row.id),
      (tx) => tx.putRow(row),
      (tx) => tx.addOrigin({ s: 'p', replica: A, no: 1, dig: 'd', h, by: '', at: 1 }),
      (tx) => tx.putReplica({ replica: A, device: 'd1', n: 1, dig: 'x', st: [], seqs: [], cursors: [] }),
      (tx) => tx.rowsAfter('p', 0, 9),
      (tx) => tx.putMeta('clock', '1 0'),
    ];
    const all = (before: (i: number) => Promise<unknown>): Promise<void> =>
      store.write(async (tx) => {
        for (const [i, step] of steps.entries()) {
          await before(i);
          await step(tx);
        }
        await before(steps.length);
      });
    for (let at = 0; at <= steps.length; at++) {
      const broken = all(async (i) => (i === at ? cut('to-be-cut') : undefined));
      await expect(broken, `cut before step ${at}`).rejects.toMatchObject({ name: 'StoreError', kind: 'busy' });
      const left = await store.read(async (tx) => [await tx.devices(), await tx.row('p', 'training', row.id), (await tx.scopes()).size, await tx.meta('clock')]);
      expect(left).toEqual([[], undefined, 0, undefined]);
    }
    await all(async () => undefined);
    expect(await store.read((tx) => tx.row('p', 'training', row.id))).toEqual(row);
    await store.close();
  });

  it('[2.6] a server that went, and an answer to COMMIT that was lost: busy; what is in is in once', async () => {
    const line = await openLine(database.address);
    const url = new URL(await database.fresh());
    [url.hostname, url.port] = ['127.0.0.1', String(line.port)];
    const store = await openPostgres(url.href, 1);
    line.cutAtCommit = true;
    await expect(store.write((tx) => tx.putMeta('k', 'v'))).rejects.toMatchObject({ kind: 'busy' });
    line.cutAtCommit = false;
    expect(await store.read((tx) => tx.meta('k'))).toBe('v');
    await line.close();
    const e: unknown = await store.read((tx) => tx.meta('k')).catch((x: unknown) => x);
    expect(e).toBeInstanceOf(StoreError);
    expect(e).toMatchObject({ kind: 'busy' });
    await store.close();
  });
});

interface Line {
  readonly port: number;
  /** Hand COMMIT on and break off before its answer comes. */
  cutAtCommit: boolean;
  close(): Promise<void>;
}

/** Stands between the store and its server. */
async function openLine(address: string): Promise<Line> {
  const { hostname, port } = new URL(address);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const s of [near, far]) {
      sockets.add(s);
      s.on('error', () => undefined).on('close', () => [near, far].forEach((x) => x.destroy()));
    }
    let committing = false;
    near.on('data', (bytes) => {
      committing = line.cutAtCommit && bytes.includes('commit\0');
      far.write(bytes);
    });
    far.on('data', (bytes) => (committing ? near.destroy() : near.write(bytes)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const line: Line = {
    port: (server.address() as AddressInfo).port,
    cutAtCommit: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const s of sockets) s.destroy();
      }),
  };
  return line;
}
