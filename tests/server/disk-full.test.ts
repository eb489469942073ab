import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { makeEndpoint, START } from './support/endpoint.ts';

let mounted: string | undefined;
afterEach(() => {
  if (mounted === undefined) return;
  execFileSync('umount', [mounted]);
  rmSync(mounted, { recursive: true });
  mounted = undefined;
});

/** A file system of `kb`, or undefined where this machine does not let us have one. */
function smallDisk(kb: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'tizme-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true }); // not root, or not Linux
    return undefined;
  }
  mounted = folder;
  return folder;
}

describe('a full disk', () => {
  it('[T61] [4.2/14] 503 and nothing acknowledged, reading goes on, and it recovers by itself', async (ctx) => {
    const folder = smallDisk(2048);
    if (folder === undefined) return ctx.skip('a small file system needs root on Linux');
    const ballast = join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(1_000_000));
    const store = openSqlite(join(folder, 'tizme.db'), START);
    const e = makeEndpoint('memory', { store });
    const c = await e.coordinator();
    let refused;
    for (let i = 0; i < 200 && refused === undefined; i++) {
      for (let k = 0; k < 20; k++) c.save('p', 'training', c.nextId(), { title: `training ${i}.${k}`, notes: 'ө'.repeat(400) });
      const outcome = await c.sync();
      if (outcome.status !== 200) refused = outcome;
    }
    expect(refused).toMatchObject({ status: 503, error: { error: 'full' } });
    expect(c.flight?.ops.length).toBe(20);
    expect((await e.ask('/v1/devices', { headers: { authorization: `Bearer ${c.token}` } })).status).toBe(200);
    expect(await c.sync()).toMatchObject({ status: 503 });
    rmSync(ballast);
    await c.settle();
    const rows = await store.read((tx) => tx.rowsAfter('p', 0, 100_000));
    expect(new Set(rows.map((r) => r.id))).toEqual(new Set([...c.rows.values()].map((r) => r.id)));
    await e.close();
  });
});
