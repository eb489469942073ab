import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { move } from '../../src/server/store/move.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { openPostgresTables } from '../../src/server/store/postgres-tables.ts';
import { openSqliteTables } from '../../src/server/store/sqlite-tables.ts';
import { disagreements } from '../bench/load/check.ts';
import { copiesIn } from '../bench/load/databases.ts';
import { LightTablet } from '../bench/load/light-tablet.ts';
import { prepare, type Size } from '../bench/load/prepare.ts';
import { runOurs, type Result } from '../bench/load/sides.ts';
import { postgresForTests } from '../support/postgres.ts';

// The load of `npm run bench:load` in small: whether all is right, not how fast. Real processes on loopback.
const database = postgresForTests();
const folder = mkdtempSync(join(tmpdir(), 'tizme-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What went wrong, and how many came without being told to come again. */
const told = (r: Result): unknown => [r.errors, r.faults, r.taken.filter((t) => t.refused === 0).length];

describe('many tablets return at the same moment', { timeout: 120_000 }, () => {
  it('[4.2/45] [I1] 13 of them within two seconds, 200 records up and 400 down each: no error, and all agree', async () => {
    const size: Size = { devices: 13, perTraining: 4, push: 200, pull: 400 };
    const prepared = await prepare(join(folder, 'thirteen.db'), size, 'shared');
    const result = await runOurs({ name: '', processes: 1, fresh: () => copiesIn(folder, database.address).sqlite('thirteen') }, prepared, folder, 2_000);
    expect(told(result)).toEqual([[], [], 13]);
  });

  it.each(['apart', 'shared'] as const)('[4.2/45] [I1] sixty, 40 records up and 400 down, on SQLite and on PostgreSQL by two processes, saves %s: no error, and all agree', async (shape) => {
    const size: Size = { devices: 60, perTraining: 4, push: 40, pull: 400 };
    const prepared = await prepare(join(folder, `${shape}.db`), size, shape);
    const file = await runOurs({ name: '', processes: 1, fresh: () => copiesIn(folder, database.address).sqlite(shape) }, prepared, folder, 0);
    expect(told(file)).toEqual([[], [], 60]);
    const fresh = async (): Promise<string> => {
      const address = await database.fresh();
      const [from, to] = [await openSqliteTables(join(folder, `${shape}.db`), 'from', 1), await openPostgresTables(address, 1)];
      await move(from, to);
      await Promise.all([from.close(), to.close()]);
      return address;
    };
    expect(told(await runOurs({ name: '', processes: 2, fresh }, prepared, folder, 0))).toEqual([[], [], 60]);
  });

  it('a tablet that has not come yet is found out: the check is no formality', async () => {
    const prepared = await prepare(join(folder, 'control.db'), { devices: 4, perTraining: 4, push: 4, pull: 10 }, 'apart');
    const store = openSqlite(join(folder, 'control.db'), 1);
    const faults = await disagreements(store, prepared.tablets.map((t) => new LightTablet(t)));
    await store.close();
    expect(faults).toHaveLength(4);
    expect(faults[0]).toMatch(/5 rows of 10, \d+ differ \(.+\), 4 saves are not there/);
  });
});
