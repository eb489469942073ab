import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { shortSum, sumOf, type Sum } from '../../src/core/sync/digest.ts';
import { packRequest, parseSyncResponse } from '../../src/core/sync/envelope.ts';
import { unpackRows } from '../../src/core/sync/codec.ts';
import type { StoredRow } from '../../src/core/sync/change.ts';
import { stateDigest, type CursorEntry } from '../../src/core/sync/protocol.ts';
import { invite } from '../../src/server/access/invitations.ts';
import { ensureProject } from '../../src/server/access/project.ts';
import { createApp } from '../../src/server/app.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { postgresForTests } from '../support/postgres.ts';
import { post, readBody, Tablet, type Ask } from '../support/tablet.ts';

const database = postgresForTests();
const now = (): number => Date.now();
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

const WRITERS = 6;
const ROUNDS = 12;

it('[2.14] [62] sums stay right while several processes push into the same scopes, and no reader is ever told a wrong one', { timeout: 120_000 }, async () => {
  const address = await database.fresh();
  const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgres(address, 1)));
  const store = must(stores[0], 'store');
  await store.write((tx) => ensureProject(tx, random));
  const asks = stores.map((s): Ask => {
    const app = createApp({ store: s, now, random, log: () => undefined });
    return async (path, init) => app.request(path, init);
  });
  const join = async (i: number): Promise<Tablet> => {
    const t = new Tablet({ ask: must(asks[i % asks.length], 'process'), now, replica: `writer000${i}` });
    await t.enrol((await store.write((tx) => invite(tx, { role: 'coordinator', areas: [], name: '' }, 'invited', { now, random }))).invite);
    return t;
  };
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, i) => join(i)));
  const reader = await join(9);
  let done = false;
  const write = async (t: Tablet): Promise<void> => {
    for (let i = 0; i < ROUNDS; i++) {
      for (const k of [0, 1, 2]) t.save('p', 'training', `shared0000.${k}` as RecordId, { title: `${t.replica} ${i}`, planned: i });
      t.save(`t:shared0000.${i % 3}`, 'slot', `d:shared0000.${i % 3}/1` as RecordId, { training: `shared0000.${i % 3}`, n: 1, day: '2019-11-18', title: t.replica });
      await t.settle();
    }
  };
  // A tablet that only reads, sums, and compares after every answer.
  const read = async (): Promise<number> => {
    const rows = new Map<string, StoredRow>();
    const cursors = new Map<Scope, CursorEntry>();
    let compared = 0;
    for (let last = false; !last; ) {
      last = done;
      const list = [...cursors.values()];
      const asked = { ...reader.message(), cd: '', cur: list, sd: stateDigest(list) };
      const body = await readBody(await post(must(asks[1], 'process'), '/v1/sync', packRequest(asked), reader.token));
      const parsed = parseSyncResponse(body, { ...asked, scopes: [] });
      if (!parsed.ok) throw new Error(JSON.stringify(body));
      for (const row of unpackRows(parsed.value.ch)) rows.set(`${row.s} ${row.t} ${row.id}`, row);
      for (const [s, seq, nonce, , short] of parsed.value.cur) {
        const sum: Sum = sumOf([...rows.values()].filter((r) => r.s === s));
        cursors.set(s, short === undefined ? [s, seq, nonce] : [s, seq, nonce, sum]);
        if (short === undefined) continue;
        compared += 1;
        expect([s, shortSum(sum)]).toEqual([s, short]);
      }
    }
    expect([...cursors.values()].every((c) => c[3] !== undefined)).toBe(true);
    return compared;
  };
  const reading = read();
  await Promise.all(writers.map(write));
  done = true;
  expect(await reading).toBeGreaterThan(4);
  await store.read(async (tx) => {
    for (const [s, { sum }] of await tx.sums.marks()) expect([s, sum]).toEqual([s, sumOf(await tx.rowsAfter(s, 0, 1e9))]);
  });
  await Promise.all(stores.map((s) => s.close()));
});
