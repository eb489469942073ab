import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEDIA_CHUNK } from '../../src/core/files/limits.ts';
import type { RecordId } from '../../src/core/ids.ts';
import { invite } from '../../src/server/access/invitations.ts';
import { runDemo } from '../../src/server/demo/run-demo.ts';
import { move } from '../../src/server/store/move.ts';
import { openDatabase } from '../../src/server/store/open.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { openPostgresTables } from '../../src/server/store/postgres-tables.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { openSqliteTables } from '../../src/server/store/sqlite-tables.ts';
import type { Tables } from '../../src/server/store/tables.ts';
import { makeEndpoint, START } from '../server/support/endpoint.ts';
import { jpegBytes, shaOf } from '../support/pictures.ts';
import { postgresForTests } from '../support/postgres.ts';
import type { Tablet } from '../support/tablet.ts';

const database = postgresForTests();
const folder = mkdtempSync(join(tmpdir(), 'tizme-move-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'tizme.db');
const cli = join(import.meta.dirname, '../../src/server/move.ts');

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { code, out, err };
}

/** A tablet that has synced with the installation before it moves. */
let tablet: Tablet;
let rows = 0;

beforeAll(async () => {
  const store = openSqlite(file, START);
  const e = makeEndpoint('memory', { store });
  tablet = await e.coordinator();
  const random = (n: number): Uint8Array => new Uint8Array(n).map((_, i) => (i * 37 + 11) & 255);
  const link = await store.write((tx) => invite(tx, { role: 'coordinator', areas: ['local'], name: "О'Брайен" }, 'invited', { now: () => START, random }));
  await runDemo({ request: e.ask, invite: link.invite, now: () => START, random, log: () => undefined });
  tablet.save('p', 'training', 'coordinat0.0' as RecordId, { title: 'Жаңыл «Ош» \u{1f642} \'; drop table rows; --' });
  tablet.save('p', 'training', 'coordinat0.1' as RecordId, { title: 'first' });
  tablet.save('p', 'training', 'coordinat0.1' as RecordId, { title: 'second', planned: -1 });
  tablet.save('p', 'training', 'coordinat0.1' as RecordId, { title: 'third' });
  const photo = jpegBytes(40 * 1024, 3);
  tablet.save('t:coordinat0.0', 'file', 'coordinat0.9' as RecordId, { training: 'coordinat0.0', sha: shaOf(photo), type: 'jpeg' });
  await tablet.settle();
  for (const at of [0, 20 * 1024]) {
    const headers = { authorization: `Bearer ${tablet.token}`, 'content-type': MEDIA_CHUNK, 'upload-offset': String(at), 'upload-length': String(photo.length) };
    await e.ask(`/v1/blob/${shaOf(photo)}`, { method: 'PATCH', headers, body: photo.slice(at, at + 20 * 1024) });
  }
  rows = (await store.read((tx) => tx.rowsAfter('p', 0, 100_000))).length;
  await store.close();
}, 60_000);

const without = (side: Tables, change: Partial<Tables>): Tables => ({
  list: () => side.list(), page: (...a) => side.page(...a), add: (...a) => side.add(...a), begin: () => side.begin(),
  finish: () => side.finish(), close: () => side.close(), ...change,
});

describe('moving an installation', { timeout: 60_000 }, () => {
  it('is one command that says what it compared; tablets go on as if nothing had been', async () => {
    const address = await database.fresh();
    const moved = await run('--from', `sqlite:${file}`, '--to', address);
    expect([moved.code, moved.err]).toEqual([0, '']);
    for (const table of ['devices', 'grants', 'history', 'invites', 'meta', 'origins', 'pushes', 'quarantine', 'replicas', 'rows', 'scopes', 'tokens']) {
      expect(moved.out).toMatch(new RegExp(`^${table} +[1-9]\\d* rows, the same on both sides`, 'm'));
    }
    expect(moved.out).not.toContain(new URL(address).password);

    const e = makeEndpoint('memory', { store: await openPostgres(address, START) });
    expect(await e.store.read((tx) => tx.rowsAfter('p', 0, 100_000))).toHaveLength(rows);
    const before = new Map(tablet.rows);
    const again = Object.assign(e.tablet('coordinat0'), {
      enrolled: tablet.enrolled, rows: tablet.rows, cursors: tablet.cursors, epoch: tablet.epoch, last: tablet.last, tellCursors: true,
    });
    expect(await again.sync()).toMatchObject({ status: 200, body: { cur: [] } });
    expect(again.rows).toEqual(before);
    const bytes = await e.ask(`/v1/blob/${shaOf(jpegBytes(40 * 1024, 3))}`, { headers: { authorization: `Bearer ${tablet.token}` } });
    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(jpegBytes(40 * 1024, 3));

    const twice = await run('--from', `sqlite:${file}`, '--to', address);
    expect(twice.code).toBe(1);
    expect(twice.err).toMatch(/^Nothing was moved: the target holds records already \(blob_parts\): it must be empty\n$/);
    await e.close();
  });

  it('cut off half way, no endpoint opens what is there; the next run begins anew', async () => {
    const address = await database.fresh();
    const from = await openSqliteTables(file, 'from', START);
    const to = await openPostgresTables(address, START);
    let batches = 0;
    const cut = without(to, { add: (...a) => (++batches > 7 ? Promise.reject(new Error('cut')) : to.add(...a)) });
    await expect(move(from, cut)).rejects.toThrow('cut');
    await expect(openDatabase({ kind: 'postgres', address }, START)).rejects.toThrow(/not finished/);
    const left = await database.run(`select count(*)::int as n from ${database.schemaOf(address)}.history`);
    expect(left).not.toEqual([{ n: 0 }]);

    const spoilt = without(to, { add: (t, some) => to.add(t, t.name === 'rows' ? some.with(0, some[0]?.map((v) => (v === '{}' ? '{ }' : v)) ?? []) : some) });
    await expect(move(from, spoilt)).rejects.toThrow(/^the copy of rows differs/);
    const short = without(to, { add: (t, some) => to.add(t, t.name === 'tokens' ? some.slice(1) : some) });
    await expect(move(from, short)).rejects.toThrow(/^the copy of tokens differs: 4 rows here, 3 there/);
    await expect(openDatabase({ kind: 'postgres', address }, START)).rejects.toThrow(/not finished/);

    expect((await move(from, to)).find((m) => m.table === 'rows')?.rows).toBeGreaterThan(rows);
    await Promise.all([from.close(), to.close()]);
    await (await openDatabase({ kind: 'postgres', address }, START)).close();
  });

  it('goes back the same way, to the same digests', async () => {
    const address = await database.fresh();
    const [from, middle] = [await openSqliteTables(file, 'from', START), await openPostgresTables(address, START)];
    const there = await move(from, middle);
    const back = await openSqliteTables(join(folder, 'back.db'), 'to', START);
    expect(await move(middle, back)).toEqual(there);
    await Promise.all([from, middle, back].map((t) => t.close()));
    const store = openSqlite(join(folder, 'back.db'), START);
    expect(await store.read((tx) => tx.rowsAfter('p', 0, 100_000))).toHaveLength(rows);
    await store.close();
  });

  it('refuses, in one line, a source that is not there or in use, and arguments that are none', async () => {
    const address = await database.fresh();
    const gone = await run('--from', `sqlite:${join(folder, 'nowhere.db')}`, '--to', address);
    expect([gone.code, gone.err]).toEqual([1, `${join(folder, 'nowhere.db')} cannot be opened: there is no such file\n`]);
    const busy = new DatabaseSync(file);
    busy.exec('begin immediate');
    const used = await run('--from', `sqlite:${file}`, '--to', address);
    busy.close();
    expect([used.code, used.err]).toEqual([1, `${file} cannot be opened: it is in use: stop the endpoint first\n`]);
    const wrong = new URL(database.address);
    wrong.password = 'geheim';
    const refused = await run('--from', `sqlite:${file}`, '--to', wrong.href);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^postgres:\/\/127\.0\.0\.1\S* cannot be opened: PostgreSQL refuses the user or the password \(28P01\)\n$/);
    for (const args of [[], ['--from', 'x', '--to', address], ['--form', `sqlite:${file}`]]) {
      expect((await run(...args)).err).toContain('Usage: npm run move -- --from');
      expect((await run(...args)).code).toBe(2);
    }
  });
});
