import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { StoreError } from '../../src/server/store/store.ts';
import { accessContract } from './access.ts';
import { stateContract } from './state.ts';
import { storeContract } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizme-contract-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fresh = (): string => join(folder, `${++files}.db`);

storeContract('sqlite', async () => openSqlite(fresh(), 1));
accessContract('sqlite', async () => openSqlite(fresh(), 1));
stateContract('sqlite', async () => openSqlite(fresh(), 1));

describe('store: sqlite file', () => {
  it('[56] what was written is there after closing and opening', async () => {
    const path = fresh();
    const one = openSqlite(path, 1);
    await one.write((tx) => tx.putMeta('k', 'v'));
    await one.close();
    const two = openSqlite(path, 2);
    expect(await two.read((tx) => tx.meta('k'))).toBe('v');
    await two.close();
  });

  it('[56] keeps its log ahead of the file, and refuses a place that cannot', async () => {
    const path = fresh();
    const store = openSqlite(path, 1);
    const other = new DatabaseSync(path);
    expect(other.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    other.close();
    await store.close();
    expect(() => openSqlite(':memory:', 1)).toThrow(/cannot keep what it acknowledges/);
  });

  it('[10] leaves a file of a later version alone', () => {
    const path = fresh();
    const db = new DatabaseSync(path);
    db.exec('create table migrations (n integer primary key, at integer not null) strict; insert into migrations values (999, 1)');
    db.close();
    expect(() => openSqlite(path, 1)).toThrow(StoreError);
  });

  it('[62] a second process that holds the lock makes us busy, not broken', async () => {
    const path = fresh();
    const store = openSqlite(path, 1);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const tried = await Promise.allSettled([1, 2, 3].map(() => store.write((tx) => tx.putMeta('k', 'v'))));
    expect(tried).toMatchObject([1, 2, 3].map(() => ({ status: 'rejected', reason: { kind: 'busy' } })));
    other.exec('rollback');
    other.close();
    await store.write((tx) => tx.putMeta('k', 'v'));
    await store.close();
  });
});
