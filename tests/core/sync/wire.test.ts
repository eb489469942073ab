import { describe, expect, it } from 'vitest';
import { parseSyncRequest, parseSyncResponse, packRequest, packResponse, ROOM, scopesOf, type Asked } from '../../../src/core/sync/envelope.ts';
import type { ReplicaId, Scope } from '../../../src/core/ids.ts';
import { batchDigest, cursorDigest, type SyncRequest, type SyncResponse } from '../../../src/core/sync/protocol.ts';
import { trainingDay } from '../../support/training-day.ts';
import { dayPush, questionOf, wholePull } from '../../support/wire-bodies.ts';
import { csvOf, gzipped } from '../../support/wire-shapes.ts';

const overWire = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T;

describe('bytes', () => {
  it('[3.2] the day of one training, the whole body of its question, costs at most 1.10 × gzip of its CSV with ids', () => {
    const { ops, body } = dayPush();
    expect(ops.length).toBe(50);
    expect(parseSyncRequest(JSON.parse(body)).ok).toBe(true);
    expect(gzipped(body) / gzipped(csvOf(ops, true))).toBeLessThanOrEqual(1.1);
  });

  it('[3.2] a season pulled whole costs at most 1.25 × gzip of its CSV without any id, and 0.75 × with ids', () => {
    const { rows, body } = wholePull();
    expect(rows.length).toBeGreaterThan(1_800);
    expect(gzipped(body) / gzipped(csvOf(rows, false))).toBeLessThanOrEqual(1.25);
    expect(gzipped(body) / gzipped(csvOf(rows, true))).toBeLessThanOrEqual(0.75);
  });

  it('[3.2] the CSV compared with has every user field of every row, and stamps of none', () => {
    const { ops } = dayPush();
    const csv = csvOf(ops, true);
    expect(csv.split('\n').length).toBe(50 + 2 * 5);
    for (const o of ops) for (const v of [o.id, ...Object.values(o.f), ...Object.values(o.p)]) expect(csv).toContain(String(v));
    expect(csv).not.toContain(ops[0]?.h);
    expect(csvOf(ops, false)).not.toContain('k3m9x2q7w1');
  });
});

describe('envelope', () => {
  const replica = 'k3m9x2q7w1' as ReplicaId;
  const full = questionOf(trainingDay().ops, replica);

  it('[2.4] a question comes back as it was, whatever is left out of it', () => {
    const idle: SyncRequest = { ...full, n: 0, prev: '', dig: '', ops: {} };
    const { cd: _, ...rest } = full;
    const cases: SyncRequest[] = [
      full, { ...full, replica: 'bbbbbbbbbb' as ReplicaId }, idle, { ...full, epoch: null }, { ...full, schema: 7, left: 12, room: 5 }, { ...idle, room: 0 },
      { ...rest, cd: '', cur: [['p', 3, 'x']] }, { ...rest, cd: '', cur: [] },
    ];
    for (const q of cases) expect(parseSyncRequest(overWire(packRequest(q)))).toEqual({ ok: true, value: q });
    expect(Object.keys(packRequest({ ...idle, epoch: null }))).toEqual(['v', 'wall', 'replica', 'cd']);
    expect(parseSyncRequest({ ...full }), 'nothing has to be left out').toEqual({ ok: true, value: full });
    expect(full.room).toBe(ROOM);
  });

  const scopes: readonly Scope[] = scopesOf(trainingDay().ops);
  const asked: Asked = { epoch: 'e8f7a6b5c4', n: 41, schema: 1, wall: 1_574_049_600_000, scopes };
  const plain: SyncResponse = { epoch: 'e8f7a6b5c4', now: 1_574_049_600_000, safe: 0, n: 41, st: [], ch: {}, cur: [], gone: [], schema: 1 };

  it('[2.4] an answer comes back as it was, whatever it leaves to its question', () => {
    const cases: SyncResponse[] = [
      plain, { ...plain, now: plain.now - 4_000_000 }, { ...plain, epoch: 'another' }, { ...plain, safe: 40, schema: 2 }, { ...plain, gone: ['r:local'] },
      { ...plain, st: [[0, 'bad', 'forbidden'], [3, 'lost']], cur: [['t:k3m9x2q7w1.1', 8, 'abc', 0], ['t:zzzzzzzzzz.1', 9, 'def', 1], ['p', 1, 'x', 0]] },
    ];
    for (const a of cases) expect(parseSyncResponse(overWire(packResponse(a, asked)), asked)).toEqual({ ok: true, value: a });
    expect(packResponse(plain, asked)).toEqual({ n: 41, ahead: 0 });
  });

  it('[2.4] nothing empty, and no answer to another batch, is taken for an answer', () => {
    const good = packResponse({ ...plain, cur: [['p', 1, 'x', 0]] }, asked);
    const bad: unknown[] = [
      {}, null, [], 'ok', { ahead: 0 }, { n: 41 }, { ...good, n: 40 }, { ...good, n: 0 }, { ...good, ahead: 0.5 }, { ...good, ahead: -2e12 }, { ...good, ahead: null },
      { ...good, cur: [[3, 1, 'x']] }, { ...good, cur: [[-1, 1, 'x']] }, { ...good, cur: [['q', 1, 'x']] }, { ...good, cur: [['p', 1]] }, { ...good, cur: [['p', 1, 'x', 2]] },
      { ...good, ch: [] }, { ...good, ch: { person: 5 } }, { ...good, st: [['x', 'bad']] }, { ...good, epoch: 5 },
    ];
    expect(parseSyncResponse(good, asked).ok).toBe(true);
    for (const x of bad) expect(parseSyncResponse(x, asked).ok, JSON.stringify(x)).toBe(false);
    expect(parseSyncResponse(good, { ...asked, epoch: null }).ok, 'a first answer has to name its epoch').toBe(false);
  });

  it('[2.4] both ends find the same order of scopes, in whatever order the saves were made', () => {
    const { ops } = trainingDay();
    expect(scopesOf(ops.toReversed())).toEqual(scopesOf(ops));
    expect(scopesOf(ops)).toEqual(['p', 'r:41703225000000', 't:k3m9x2q7w1.1']);
  });

  it('[2.8] digests are 11 characters of 64 bits, and say number, chain and content apart', () => {
    const ops = full.ops;
    const different = [batchDigest(1, '', ops), batchDigest(2, '', ops), batchDigest(1, 'x', ops), batchDigest(1, '', {}), cursorDigest([]), cursorDigest([['p', 1, 'x']])];
    expect(new Set(different).size).toBe(6);
    for (const d of different) expect(d).toMatch(/^[\w-]{11}$/);
    expect(cursorDigest([['p', 1, 'x'], ['r:a', 2, 'y']])).toBe(cursorDigest([['r:a', 2, 'y'], ['p', 1, 'x']]));
  });
});
