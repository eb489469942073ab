import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { naiveRace, race, RACE_MS } from './cursor.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizme-cursor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the cursor: 8 writers, on sqlite', { timeout: RACE_MS * 2 + 60_000 }, () => {
  it('[4.2/11] [2.6] [I6] a reader that polls through a connection of its own misses nothing', async () => {
    const path = join(folder, 'race.db');
    const [writers, reader] = [openSqlite(path, 1), openSqlite(path, 1)];
    const result = await race([writers], reader);
    expect(result.missed, JSON.stringify(result)).toBe(0);
    expect(result.pushes).toBeGreaterThan(50);
    expect(result.pulls).toBeGreaterThan(10);
    await writers.close();
    await reader.close();
  });

  it('[2.6] a cursor by a number drawn before the lock loses rows: the race above would show it', async () => {
    const path = join(folder, 'naive.db');
    const [write, read] = [new DatabaseSync(path), new DatabaseSync(path)];
    write.exec('pragma journal_mode = wal; create table naive (seq integer primary key)');
    let drawn = 0;
    const result = await naiveRace({
      draw: async () => ++drawn,
      add: async (seq) => void write.prepare('insert into naive values (?)').run(seq),
      after: async (seq) => read.prepare('select seq from naive where seq > ? order by seq').all(seq).map((r) => Number(r['seq'])),
    });
    expect(result.missed, JSON.stringify(result)).toBeGreaterThan(0);
    write.close();
    read.close();
  });
});
