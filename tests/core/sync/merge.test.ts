import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_ZERO, clockOf, isStamp, observe, stampOf, tick } from '../../../src/core/clock.ts';
import type { RecordId, ReplicaId } from '../../../src/core/ids.ts';
import type { Op, StoredRow } from '../../../src/core/sync/change.ts';
import { isGone, mergeOp, mergeRows } from '../../../src/core/sync/merge.ts';
import { anyOp, anyStamp, emptyRow, replicas } from '../../support/arbitraries.ts';

const R = 'aaaaaaaaaa' as ReplicaId;
const at = (ms: number, c = 0, r: ReplicaId = R): ReturnType<typeof stampOf> => stampOf({ ms, c }, r);
const op = (f: Op['f'], h: Op['h'], p: Op['p'] = {}): Op => ({ no: 1, s: 'p', t: 'training', id: 'aaaaaaaaaa.1' as RecordId, f, p, h, by: '', at: 0 });
const fold = (ops: readonly Op[]): StoredRow => ops.reduce<StoredRow>((row, o) => mergeOp(row, o).row, emptyRow);

describe('clock', () => {
  it('[2.2] never goes back and never repeats, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: -1e15, max: 3e14 }), fc.constantFrom(0, 1_700_000_000_000)), { maxLength: 60 }), (walls) => {
        let clock = CLOCK_ZERO;
        let last = '';
        for (const wall of walls) {
          clock = tick(clock, wall);
          const stamp = stampOf(clock, R);
          expect(stamp > last).toBe(true);
          expect(isStamp(stamp)).toBe(true);
          last = stamp;
        }
      }),
    );
  });

  it('[2.2] a full counter carries into the milliseconds', () => {
    expect(tick({ ms: 5, c: 65_535 }, 0)).toEqual({ ms: 6, c: 0 });
  });

  it('[2.2] text order is the order of ms, counter, replica', () => {
    fc.assert(
      fc.property(anyStamp, anyStamp, (a, b) => {
        const [x, y] = [clockOf(a), clockOf(b)];
        const order = x.ms - y.ms || x.c - y.c || (a.slice(14) < b.slice(14) ? -1 : a.slice(14) > b.slice(14) ? 1 : 0);
        expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('[2.9] an edit of what was seen is above it, even on a tablet whose clock is years back', () => {
    const seen = at(1_700_000_000_000, 7, replicas[1]);
    const mine = stampOf(tick(observe(CLOCK_ZERO, seen), 0), R);
    expect(mine > seen).toBe(true);
  });
});

describe('merge', () => {
  it('[2.2] gives the same row in every order, and again when repeated', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { minLength: 1, maxLength: 7 }), fc.array(fc.nat(), { minLength: 7, maxLength: 7 }), (ops, keys) => {
        const shuffled = ops.map((o, i) => [keys[i] ?? 0, o] as const).toSorted((a, b) => a[0] - b[0]).map((x) => x[1]);
        expect(fold(shuffled)).toEqual(fold(ops));
        expect(fold([...ops, ...shuffled])).toEqual(fold(ops));
        const half = Math.floor(ops.length / 2);
        expect(mergeRows(fold(ops.slice(0, half)), fold(ops.slice(half)))).toEqual(fold(ops));
      }),
    );
  });

  it('[2.5.5] every value that did not stay is told, and nothing else', () => {
    const first = mergeOp(undefined, op({ venue: 'клуб' }, at(10)));
    const older = mergeOp(first.row, op({ venue: 'мектеп' }, at(9)));
    expect(older).toMatchObject({ won: false, lost: true, losers: [{ field: 'venue', value: 'мектеп', why: 'lost' }] });
    const newer = mergeOp(first.row, op({ venue: 'мектеп', notes: 'х' }, at(11)));
    expect(newer).toMatchObject({ won: true, lost: false, losers: [{ field: 'venue', value: 'клуб', why: 'overwritten' }] });
    expect(mergeOp(newer.row, op({ venue: 'мектеп', notes: 'х' }, at(11)))).toMatchObject({ won: false, lost: false, losers: [] });
  });

  it('[2.2] a deletion hides, an edit after it revives, an edit before it does not', () => {
    const row = mergeOp(undefined, op({ venue: 'клуб' }, at(10))).row;
    const gone = mergeOp(row, op({ $gone: true }, at(20))).row;
    expect([isGone(row), isGone(gone)]).toEqual([false, true]);
    expect(isGone(mergeOp(gone, op({ venue: 'мектеп' }, at(21))).row)).toBe(false);
    expect(isGone(mergeOp(gone, op({ venue: 'мектеп' }, at(19))).row)).toBe(true);
    expect(isGone(mergeOp(gone, op({ $gone: false }, at(22))).row)).toBe(false);
  });

  it('[2.2] personal and clear cells stay apart', () => {
    const { row } = mergeOp(undefined, op({ venue: 'клуб' }, at(10), { name: 'Асанова Айгүл' }));
    expect(row.f).toEqual({ venue: 'клуб' });
    expect(row.p).toEqual({ name: 'Асанова Айгүл' });
  });
});
