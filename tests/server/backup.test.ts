import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backUp, copyOfFile, safeMark } from '../../src/server/backup/backup.ts';
import { ensureProject } from '../../src/server/access/project.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import type { Store } from '../../src/server/store/store.ts';
import type { ReplicaId } from '../../src/core/ids.ts';
import { bytesFrom } from '../support/store.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const REPLICA = 'aaaaaaaaaa' as ReplicaId;

async function endpoint(n: number): Promise<{ store: Store; file: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tizme-backup-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tizme.db');
  const store = openSqlite(file, 1000);
  ends.push(() => store.close());
  await store.write(async (tx) => {
    await ensureProject(tx, bytesFrom(5));
    await tx.putDevice({ device: 'd1', label: '', role: 'trainer', via: 'invited', made: 1, seen: 1, unsent: 0, skew: 0, schema: 1 });
    await tx.putReplica({ replica: REPLICA, device: 'd1', n, dig: 'x', st: [], seqs: [], cursors: [] });
  });
  return { store, file, folder: join(folder, 'backups') };
}

describe('[2.7] the safe mark', () => {
  it('moves only when a copy was made, opened and found sound', async () => {
    const { store, file, folder } = await endpoint(7);
    expect(await store.read((tx) => safeMark(tx, REPLICA))).toBe(0);
    const path = await backUp(copyOfFile(file), folder, store, 1_700_000_000_000);
    expect(await store.read((tx) => safeMark(tx, REPLICA))).toBe(7);
    expect(await store.read((tx) => safeMark(tx, 'bbbbbbbbbb'))).toBe(0);
    const copy = openSqlite(path, 1000);
    ends.push(() => copy.close());
    expect((await copy.read((tx) => tx.replica(REPLICA)))?.n).toBe(7);
  });

  it('stays where it was when the copy cannot be made', async () => {
    const { store, file, folder } = await endpoint(3);
    await backUp(copyOfFile(file), folder, store, 1_700_000_000_000);
    await store.write((tx) => tx.putReplica({ replica: REPLICA, device: 'd1', n: 9, dig: 'y', st: [], seqs: [], cursors: [] }));
    writeFileSync(join(folder, '..', 'no-folder'), '');
    await expect(backUp(copyOfFile(file), join(folder, '..', 'no-folder'), store, 1_700_000_100_000)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(await store.read((tx) => safeMark(tx, REPLICA))).toBe(3);
  });

  it('keeps five copies, the newest ones', async () => {
    const { store, file, folder } = await endpoint(1);
    for (let i = 0; i < 7; i++) await backUp(copyOfFile(file), folder, store, 1_700_000_000_000 + i * 3_600_000);
    const copies = readdirSync(folder).toSorted();
    expect(copies).toHaveLength(5);
    expect(copies.at(-1)).toBe('tizme-20231115T041320000.db');
  });
});
