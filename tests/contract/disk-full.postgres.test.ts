import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { makeEndpoint, START } from '../server/support/endpoint.ts';
import { postgresForTests } from '../support/postgres.ts';

const database = postgresForTests();

let mounted: string | undefined;
afterEach(() => {
  if (mounted === undefined) return;
  execFileSync('umount', [mounted]);
  rmSync(mounted, { recursive: true });
  mounted = undefined;
});

/** A small file system that the server may use, or undefined where this machine, or a server elsewhere, does not let us. */
async function smallDisk(kb: number): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'tizme-disk-'));
  try {
    const [data] = await database.run(`select setting from pg_settings where name = 'data_directory'`);
    const { uid, gid } = statSync(String(data?.['setting']));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', folder], { stdio: 'ignore' });
    mounted = folder;
    chownSync(folder, uid, gid);
    return folder;
  } catch {
    if (mounted === undefined) rmSync(folder, { recursive: true }); // not root, not Linux, or not our server
    return undefined;
  }
}

describe('a full disk under PostgreSQL', () => {
  it('[T61] [4.2/14] 503 and nothing acknowledged, reading goes on, and it recovers by itself', async (ctx) => {
    const folder = await smallDisk(3072);
    if (folder === undefined) return ctx.skip('a small file system needs root on Linux');
    await database.run(`create tablespace tizme_small location '${folder}'`);
    const address = await database.fresh();
    const store = await openPostgres(address.replace(/(search_path%3D\w+)/, '$1%20-c%20default_tablespace%3Dtizme_small'), START);
    const ballast = join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(1_200_000));
    const e = makeEndpoint('memory', { store });
    const c = await e.coordinator();
    let refused;
    for (let i = 0; i < 100 && refused === undefined; i++) {
      for (let k = 0; k < 100; k++) c.save('p', 'training', c.nextId(), { title: `training ${i}.${k}`, notes: 'ө'.repeat(400) });
      const outcome = await c.sync();
      if (outcome.status !== 200) refused = outcome;
    }
    expect(refused).toMatchObject({ status: 503, error: { error: 'full' } });
    expect(c.flight?.ops.length).toBe(100);
    expect((await e.ask('/v1/devices', { headers: { authorization: `Bearer ${c.token}` } })).status).toBe(200);
    expect(await c.sync()).toMatchObject({ status: 503 });
    rmSync(ballast);
    await c.settle();
    const rows = await store.read((tx) => tx.rowsAfter('p', 0, 100_000));
    expect(new Set(rows.map((r) => r.id))).toEqual(new Set([...c.rows.values()].map((r) => r.id)));
    await e.close();
    await database.run(`drop schema ${database.schemaOf(address)} cascade`);
    await database.run('drop tablespace tizme_small');
  });
});
