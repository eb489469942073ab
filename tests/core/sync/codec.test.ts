import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampOf } from '../../../src/core/clock.ts';
import { registry } from '../../../src/core/entities/registry.ts';
import { derivedId, recordId, type RecordId, type ReplicaId, type Scope } from '../../../src/core/ids.ts';
import type { Value } from '../../../src/core/schema/field.ts';
import type { Op } from '../../../src/core/sync/change.ts';
import { packOps, packRows, unpackOps, unpackRows } from '../../../src/core/sync/codec.ts';
import { packIds, packNumbers, unpackIds, unpackNumbers } from '../../../src/core/sync/columns.ts';
import { mergeOp } from '../../../src/core/sync/merge.ts';
import { batchDigest, cursorDigest, parseSyncRequest } from '../../../src/core/sync/protocol.ts';
import { anyOp } from '../../support/arbitraries.ts';
import { trainingDay } from '../../support/training-day.ts';

const overWire = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T;

describe('columns', () => {
  it('[3.1] ids of every kind come back as they were', () => {
    const plain = fc.tuple(fc.constantFrom('aaaaaaaaaa', 'bbbbbbbbbb'), fc.integer({ min: 0, max: 9_999 })).map(([r, n]) => recordId(r as ReplicaId, n));
    const derived = fc.tuple(plain, plain, fc.integer({ min: 1, max: 9 })).map(([t, p, n]) => derivedId('a', [derivedId('g', [t, p]), derivedId('d', [t, n])]));
    const odd = fc.constantFrom('', 'x', 'p:', 'l:a//b', '00', '007', 'd:a/01', '__proto__').map((x) => x as RecordId);
    for (const list of [fc.array(plain), fc.array(derived), fc.array(fc.oneof(plain, derived, odd))]) {
      fc.assert(fc.property(list, (ids) => { expect(unpackIds(overWire(packIds(ids)), ids.length)).toEqual(ids); }));
    }
  });

  it('[3.1] numbers come back as they were', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (xs) => { expect(unpackNumbers(overWire(packNumbers(xs)), xs.length)).toEqual(xs); }));
  });
});

describe('codec', () => {
  it('[3.1] ops come back as they were, in the order of their numbers', () => {
    const distinct = fc.uniqueArray(anyOp, { selector: (o) => o.no, maxLength: 12 });
    fc.assert(
      fc.property(distinct, (ops) => {
        expect(unpackOps(registry, overWire(packOps(registry, ops)))).toEqual(ops.toSorted((a, b) => a.no - b.no));
      }),
    );
  });

  it('[3.1] rows come back with the stamp of every cell', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { minLength: 1, maxLength: 6 }), (ops) => {
        let row = mergeOp(undefined, ops[0] as Op).row;
        for (const o of ops) row = mergeOp(row, o).row;
        expect(unpackRows(registry, overWire(packRows(registry, [row])))).toEqual([row]);
      }),
    );
  });

  it('[4.2/23] what is malformed throws a range or type error, and never pollutes', () => {
    const good = packOps(registry, trainingDay().ops);
    const spoil: ((w: Record<string, Record<string, Record<string, unknown>>>) => void)[] = [
      (w) => Object.assign(w['p']?.['training'] ?? {}, { n: 1e9 }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { n: -1 }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { h: [] }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { h: { s: 1e30, d: 0 } }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { f: { venue: { v: [] } } }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { f: { venue: 'x' } }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { f: JSON.parse('{"__proto__":{"k":1}}') }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { i: { v: 3 } }),
      (w) => Object.assign(w['p']?.['training'] ?? {}, { f: null }),
    ];
    for (const f of spoil) {
      const w = overWire(good) as unknown as Record<string, Record<string, Record<string, unknown>>>;
      f(w);
      expect(() => unpackOps(registry, w as never)).toThrow(/.*/);
    }
    expect(({} as Record<string, unknown>)['k']).toBeUndefined();
  });
});

describe('bytes', () => {
  it('[3.2] one training day costs at most 1.15 × gzip of the same rows as CSV with ids', () => {
    const { ops, replica } = trainingDay();
    const wire = packOps(registry, ops);
    const n = 1;
    const body = JSON.stringify({
      v: 1, epoch: 'k3m9x2q7w1', replica, schema: 1, n, prev: '', dig: batchDigest(n, '', overWire(wire)),
      cd: cursorDigest([]), left: 0, room: 64_000, wall: 1_574_049_600_000, ops: wire,
    });
    expect(parseSyncRequest(JSON.parse(body)).ok).toBe(true);
    const push = gzipSync(body, { level: 6 }).length;
    const csv = gzipSync(csvOf(ops), { level: 6 }).length;
    expect(push / csv).toBeLessThanOrEqual(1.15);
  });

  it('[3.2] one edit costs at most 300 bytes up, however many scopes there are', () => {
    const o: Op = {
      no: 812, s: 't:k3m9x2q7w1.4', t: 'attendance', id: 'a:g:k3m9x2q7w1.4/k3m9x2q7w1.1z/d:k3m9x2q7w1.4/1' as RecordId,
      f: { mark: 'late' }, p: {}, h: stampOf({ ms: 1_574_049_601_234, c: 0 }, 'k3m9x2q7w1' as ReplicaId), by: 'k3m9x2q7w1.0', at: 1_574_049_601_234,
    };
    const ops = overWire(packOps(registry, [o]));
    const body = JSON.stringify({
      v: 1, epoch: 'e8f7a6b5c4', replica: 'k3m9x2q7w1', schema: 1, n: 41, prev: '0123456789abcdef', dig: batchDigest(41, '0123456789abcdef', ops),
      cd: cursorDigest(Array.from({ length: 60 }, (_, i) => [`t:k3m9x2q7w1.${i.toString(36)}` as Scope, i, 'abcdef'] as const)), left: 0, room: 64_000, wall: 1_574_049_601_300, ops,
    });
    expect(gzipSync(body, { level: 6 }).length).toBeLessThanOrEqual(300);
  });
});

/** DECISIONS 15: per table one header and one line per row: id and every user field, no stamps, no author. */
function csvOf(ops: readonly Op[]): string {
  const quote = (v: Value | undefined): string => (v === undefined || v === null ? '' : /[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v));
  return [...new Set(ops.map((o) => o.t))]
    .map((t) => {
      const rows = ops.filter((o) => o.t === t);
      const names = [...new Set(rows.flatMap((o) => [...Object.keys(o.f), ...Object.keys(o.p)]))];
      const lines = rows.map((o) => [o.id, ...names.map((n) => quote(o.f[n] ?? o.p[n]))].join(','));
      return [t, ['id', ...names].join(','), ...lines].join('\n');
    })
    .join('\n');
}
