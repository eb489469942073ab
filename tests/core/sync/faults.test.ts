import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_ZERO, clockOf, observe, stampOf, tick, type Clock } from '../../../src/core/clock.ts';
import type { RecordId, ReplicaId } from '../../../src/core/ids.ts';
import { GONE, type Op, type StoredRow } from '../../../src/core/sync/change.ts';
import { isGone, mergeOp } from '../../../src/core/sync/merge.ts';
import { anyOp, anyStamp, emptyRow, replicas } from '../../support/arbitraries.ts';

// Rows of the fault matrix (PROTOCOL 4.2) that are properties of stamps and merging.

const [A, B] = replicas as [ReplicaId, ReplicaId];
const fold = (ops: readonly Op[]): StoredRow => ops.reduce<StoredRow>((row, o) => mergeOp(row, o).row, emptyRow);
const shuffled = <T>(list: readonly T[], keys: readonly number[]): T[] => list.map((x, i) => [keys[i] ?? 0, x] as const).toSorted((a, b) => a[0] - b[0]).map((x) => x[1]);
const orders = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a wall clock does in a session: goes on, stands, jumps by an hour, a zone, a year, or to its beginning. */
const anyWalk = fc.array(fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom(0, HOUR, -HOUR, 6 * HOUR, -6 * HOUR, DAY, 365 * DAY, -365 * DAY, -50 * 365 * DAY)), { minLength: 1, maxLength: 40 });

describe('clocks', () => {
  it('[2.2] [4.2/20] [I3] whatever clock, change of summer time or of zone: a tablet’s own later edit always wins over its earlier one', () => {
    fc.assert(
      fc.property(anyWalk, (steps) => {
        let wall = 1_700_000_000_000;
        let clock = CLOCK_ZERO;
        const ops = steps.map((step, i): Op => {
          wall += step;
          clock = tick(clock, wall);
          return { no: i + 1, s: 'p', t: 'training', id: 'aaaaaaaaaa.1' as RecordId, f: { venue: `v${i}` }, p: {}, h: stampOf(clock, A), by: '', at: wall };
        });
        expect(fold(ops).f['venue']).toBe(`v${steps.length - 1}`);
        expect(fold(ops.toReversed()).f['venue']).toBe(`v${steps.length - 1}`);
      }),
    );
  });

  it('[2.9] [4.2/20] [4.2/21] [I3] an edit of what was seen wins, between two tablets with any two clocks that hear of each other', () => {
    fc.assert(
      fc.property(anyWalk, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (steps, turns) => {
        const clocks: [Clock, Clock] = [CLOCK_ZERO, CLOCK_ZERO];
        let wall = 1_700_000_000_000;
        let row: StoredRow = emptyRow;
        steps.forEach((step, i) => {
          wall += step;
          const me = turns[i] ? 0 : 1;
          // Hears what stands, then edits it. The other's clock is years away.
          for (const h of Object.values(row.h)) clocks[me] = observe(clocks[me], h);
          clocks[me] = tick(clocks[me], me === 0 ? wall : wall - 400 * DAY);
          const merged = mergeOp(row, { no: i + 1, s: 'p', t: 'training', id: 'aaaaaaaaaa.1' as RecordId, f: { venue: `v${i}` }, p: {}, h: stampOf(clocks[me], me === 0 ? A : B), by: '', at: wall });
          expect(merged.won).toBe(true);
          row = merged.row;
        });
      }),
    );
  });

  it('[2.2] [4.2/20] a clock at its beginning, in the year 10,000 or at no number at all still gives stamps in order', () => {
    let clock = CLOCK_ZERO;
    let last = '';
    for (const wall of [0, -1, 253_402_300_800_000, Number.NaN, 0, Number.POSITIVE_INFINITY, 5]) {
      clock = tick(clock, wall);
      const h = stampOf(clock, A);
      expect(h > last).toBe(true);
      expect(Number.isSafeInteger(clockOf(h).ms)).toBe(true);
      last = h;
    }
  });
});

describe('equal stamps', () => {
  it('[2.2] [4.2/22] with different values: the same one wins everywhere, in every order, and the other is told', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { minLength: 2, maxLength: 6 }), anyStamp, orders, (ops, h, keys) => {
        const equal = ops.map((o) => ({ ...o, h }));
        expect(fold(shuffled(equal, keys))).toEqual(fold(equal));
        // Of two, the one that does not stand is a loser, whichever came first.
        const [a, b] = equal as [Op, Op];
        const text = (v: unknown): string => JSON.stringify(v) ?? '';
        for (const [x, y] of [[a, b], [b, a]] as const) {
          const merged = mergeOp(mergeOp(emptyRow, x).row, y);
          const field = 'venue';
          if (!(field in x.f) || !(field in y.f) || text(x.f[field]) === text(y.f[field])) continue;
          const stands = text(merged.row.f[field]);
          expect([text(x.f[field]), text(y.f[field])].toSorted().at(-1)).toBe(stands);
          expect(merged.losers.filter((l) => l.field === field).map((l) => text(l.value))).toEqual([[text(x.f[field]), text(y.f[field])].find((v) => v !== stands)]);
        }
      }),
    );
  });
});

/** Deletions, revivals and edits under few stamps. */
const anyLife = fc.record({ what: fc.constantFrom('gone', 'back', 'edit', 'edit-gone'), h: anyStamp, n: fc.nat(9) }).map(({ what, h, n }): Op => {
  const f = what === 'edit' ? { venue: `v${n}` } : { [GONE]: what !== 'back', ...(what === 'edit-gone' ? { venue: `v${n}` } : {}) };
  return { no: 1, s: 'p', t: 'training', id: 'aaaaaaaaaa.1' as RecordId, f, p: {}, h, by: '', at: 0 };
});

describe('concurrent edit, deletion and revival', () => {
  it('[2.2] [4.2/34] the same row, there or gone, in every order and however often', () => {
    fc.assert(
      fc.property(fc.array(anyLife, { minLength: 1, maxLength: 10 }), orders, (ops, keys) => {
        const row = fold(ops);
        const other = fold([...shuffled(ops, keys), ...ops]);
        expect(other).toEqual(row);
        expect(isGone(other)).toBe(isGone(row));
      }),
    );
  });

  it('[2.2] [4.2/34] gone only when nothing newer than the deletion was written: nothing typed is lost', () => {
    fc.assert(
      fc.property(fc.array(anyLife, { minLength: 1, maxLength: 10 }), (ops) => {
        const row = fold(ops);
        const stamp = row.h[GONE];
        const newest = ops.filter((o) => 'venue' in o.f).map((o) => o.h).toSorted().at(-1);
        if (!isGone(row)) return;
        expect(row.f[GONE]).toBe(true);
        expect(newest === undefined || (stamp !== undefined && newest <= stamp)).toBe(true);
      }),
    );
  });
});
