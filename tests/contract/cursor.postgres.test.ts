import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { openPostgres, type Isolation } from '../../src/server/store/postgres.ts';
import { postgresForTests } from '../support/postgres.ts';
import { naiveRace, race, RACE_MS } from './cursor.ts';

const database = postgresForTests();

describe('the cursor: 8 writers, on postgres, through 4 stores as 4 processes have them', { timeout: RACE_MS * 6 + 60_000 }, () => {
  it.each<Isolation>(['read committed', 'serializable'])('[4.2/11] [2.6] [I6] a reader that polls misses nothing, at %s', async (isolation) => {
    const address = await database.fresh();
    const [reader, ...writers] = await Promise.all(Array.from({ length: 5 }, () => openPostgres(address, 1, isolation)));
    if (!reader) throw new Error('no reader');
    const result = await race(writers, reader);
    expect(result.missed, JSON.stringify(result)).toBe(0);
    expect(result.pushes).toBeGreaterThan(50);
    expect(result.pulls).toBeGreaterThan(10);
    await Promise.all([reader, ...writers].map((s) => s.close()));
  });

  it('[4.2/12] [2.6] [I6] a transaction of somebody else that stays open holds nothing up', async () => {
    const address = await database.fresh();
    const [reader, ...writers] = await Promise.all(Array.from({ length: 3 }, () => openPostgres(address, 1)));
    if (!reader) throw new Error('no reader');
    const other = new pg.Client(address);
    await other.connect();
    // What a dump does, with a write of its own so that it has a transaction number.
    await other.query('begin isolation level repeatable read');
    await other.query('select count(*) from rows');
    await other.query('create table something_else (x int)');
    const result = await race(writers, reader);
    await other.query('commit');
    await other.end();
    expect(result.missed, JSON.stringify(result)).toBe(0);
    expect(result.lag).toBeLessThan(1000);
    await Promise.all([reader, ...writers].map((s) => s.close()));
  });

  it('[2.6] a cursor by a sequence loses rows: the race above would show it', async () => {
    const address = await database.fresh();
    const pool = new pg.Pool({ connectionString: address, max: 10 });
    await pool.query('create sequence naive_seq; create table naive (seq bigint primary key)');
    const numbers = async (sql: string, values: readonly unknown[] = []): Promise<number[]> =>
      (await pool.query<{ seq: string }>(sql, [...values])).rows.map((r) => Number(r.seq));
    const result = await naiveRace({
      draw: async () => (await numbers(`select nextval('naive_seq') as seq`))[0] ?? 0,
      add: async (seq) => void (await numbers('insert into naive values ($1)', [seq])),
      after: (seq) => numbers('select seq from naive where seq > $1 order by seq', [seq]),
    });
    expect(result.missed, JSON.stringify(result)).toBeGreaterThan(0);
    await pool.end();
  });
});
