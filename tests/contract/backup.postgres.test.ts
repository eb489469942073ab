import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { backUp, copyOfPostgres, safeMark } from '../../src/server/backup/backup.ts';
import { isDue } from '../../src/server/backup/schedule.ts';
import { move } from '../../src/server/store/move.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { openPostgresSnapshot } from '../../src/server/store/postgres-snapshot.ts';
import { openPostgresTables } from '../../src/server/store/postgres-tables.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { openSqliteTables } from '../../src/server/store/sqlite-tables.ts';
import { makeEndpoint, START } from '../server/support/endpoint.ts';
import { postgresForTests } from '../support/postgres.ts';

const database = postgresForTests();
const folder = mkdtempSync(join(tmpdir(), 'tizme-copy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('[2.7] the safe mark on PostgreSQL', () => {
  it('moves when its rows were copied while in use, compared, and the copy opened; the copy is a whole project', async () => {
    const address = await database.fresh();
    const store = await openPostgres(address, START);
    const e = makeEndpoint('memory', { store });
    const c = await e.coordinator();
    const save = async (title: string): Promise<void> => {
      c.save('p', 'training', c.nextId(), { title });
      await c.settle();
    };
    await save('Семинар');
    expect((await c.sync()).body?.safe).toBe(0);
    const path = await backUp(copyOfPostgres(address), folder, store, START);
    expect((await c.sync()).body?.safe).toBe(1);
    await save('later');
    expect((await c.sync()).body?.safe).toBe(1);

    const copy = openSqlite(path, 1);
    expect((await copy.read((tx) => tx.row('p', 'training', 'coordinat0.0' as RecordId)))?.f).toEqual({ title: 'Семинар' });
    expect((await copy.read((tx) => tx.replica(c.replica)))?.n).toBe(1);
    await copy.close();
    // After a disaster: the copy goes into an empty database, and the tablet brings what came after it.
    const anew = await database.fresh();
    const [from, to] = [await openSqliteTables(path, 'from', 1), await openPostgresTables(anew, 1)];
    await move(from, to);
    await Promise.all([from.close(), to.close(), store.close()]);
    const restored = await openPostgres(anew, START);
    expect(await restored.read((tx) => safeMark(tx, c.replica))).toBe(0);
    expect(await restored.read((tx) => tx.rowsAfter('p', 0, 9))).toHaveLength(1);
    await restored.close();
  });

  it('is of one moment, though others write meanwhile, and holds nobody up', async () => {
    const address = await database.fresh();
    const store = await openPostgres(address, 1);
    const put = (n: number): Promise<void> => store.write(async (tx) => {
      await tx.putMeta('a', String(n));
      await tx.putMeta('z', String(n));
    });
    await put(1);
    const from = await openPostgresSnapshot(address, 1);
    const tables = await from.list();
    const meta = tables.find((t) => t.name === 'meta');
    if (!meta) throw new Error('meta');
    const [first] = await from.page(meta, undefined, 1);
    await put(2);
    expect(first).toEqual(['a', '1']);
    expect(await from.page(meta, first, 9)).toEqual([['z', '1']]);
    await from.close();
    await store.close();
  });

  it('is made by one of the processes each hour; a copy that fails leaves the marks', async () => {
    const address = await database.fresh();
    const stores = await Promise.all([openPostgres(address, 1), openPostgres(address, 1)]);
    const [store] = stores;
    if (!store) throw new Error('store');
    const due = await Promise.all([...stores, ...stores].map((s) => isDue(s, START)));
    expect(due.filter(Boolean)).toHaveLength(1);
    expect(await isDue(store, START + 1_800_000)).toBe(false);
    expect(await isDue(store, START + 3_600_000)).toBe(true);
    await expect(backUp(copyOfPostgres(address.replace(/:\d+\//, ':1/')), folder, store, START + 1)).rejects.toThrow(/does not answer/);
    expect(await store.read((tx) => safeMark(tx, 'aaaaaaaaaa'))).toBe(0);
    await Promise.all(stores.map((s) => s.close()));
  });
});
