import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase45, toBase45 } from '../../../src/core/sync/base.ts';
import { FrameReader, frameAt, frameText, MAX_PIECES, PIECE, pieceCount } from '../../../src/core/sync/frames.ts';

const bytes = (n: number, seed = 1): Uint8Array<ArrayBuffer> => {
  let x = seed;
  return Uint8Array.from({ length: n }, () => (x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0) >>> 24);
};

describe('[2.16] a parcel in pictures', () => {
  it('is put together from the pictures in any order, with the number of those missing right at each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 20 * PIECE }), fc.infiniteStream(fc.nat(1_000_000)), (size, order) => {
        const parcel = bytes(size, size);
        const pieces = pieceCount(size);
        const shuffled = Array.from({ length: pieces }, (_, i) => i).map((i) => [order.next().value, i] as const).toSorted((a, b) => a[0] - b[0]);
        const reader = new FrameReader();
        shuffled.forEach(([, i], n) => {
          expect([reader.whole, reader.take(frameText(parcel, i)), reader.left]).toEqual([undefined, 'new', pieces - n - 1]);
        });
        expect(reader.missing).toEqual([]);
        expect(reader.whole).toEqual(parcel);
      }),
      { numRuns: 50 },
    );
  });

  it('whatever is missed is mended by about as many later pictures, whichever they are', () => {
    for (const [pieces, loss] of [[8, 0.3], [40, 0.5], [40, 0.1], [120, 0.3], [MAX_PIECES, 0.2]] as const) {
      const parcel = bytes(pieces * PIECE - 3, pieces);
      const reader = new FrameReader();
      const random = bytes(100_000, 3);
      let [step, seen] = [0, 0];
      for (; !reader.whole && step < 10 * pieces; step++) {
        if ((random[step] ?? 0) < loss * 256) continue;
        seen += 1;
        reader.take(frameText(parcel, frameAt(step, pieces)));
      }
      expect(reader.whole).toEqual(parcel);
      // Without sums, waiting for the last missing ones takes round after round.
      expect(step).toBeLessThan(pieces * (loss > 0.4 ? 3.5 : 2.2));
      expect(seen).toBeLessThan(pieces * 2);
    }
  });

  it('needs no second round when one picture was missed', () => {
    for (const pieces of [1, 2, 3, 12]) {
      const parcel = bytes(pieces * PIECE, pieces);
      for (let missed = 0; missed < pieces; missed++) {
        const reader = new FrameReader();
        const steps = Array.from({ length: pieces + 1 }, (_, step) => step).filter((step) => step !== missed);
        for (const step of steps) reader.take(frameText(parcel, frameAt(step, pieces)));
        expect(reader.whole).toEqual(parcel);
      }
    }
  });

  it('can be begun in the middle of a round', () => {
    const parcel = bytes(30 * PIECE);
    for (const start of [7, 31, 38, 100]) {
      const reader = new FrameReader();
      for (let step = start; !reader.whole; step++) {
        reader.take(frameText(parcel, frameAt(step, 30)));
        expect(step - start).toBeLessThan(75);
      }
      expect(reader.whole).toEqual(parcel);
    }
  });

  it('shows every piece as it is in every round, and new sums after it', () => {
    const round = Array.from({ length: 16 }, (_, i) => frameAt(i, 12));
    expect(round).toEqual(Array.from({ length: 16 }, (_, i) => i));
    expect(Array.from({ length: 16 }, (_, i) => frameAt(16 + i, 12))).toEqual([...Array.from({ length: 12 }, (_, i) => i), 16, 17, 18, 19]);
    expect([frameAt(0, 1), frameAt(5, 1)]).toEqual([0, 0]);
  });

  it('is not mixed with another one, with pictures of others, or with those of a newer app', () => {
    const [one, two] = [bytes(3 * PIECE, 1), bytes(3 * PIECE, 2)];
    const reader = new FrameReader();
    expect(reader.take('https://example.org')).toBe('not_ours');
    expect(reader.take('TZM:aa')).toBe('not_ours');
    expect(reader.take(frameText(one, 0).slice(0, -6))).toBe('not_ours');
    expect([reader.pieces, reader.left]).toEqual([0, 0]);
    expect([reader.take(frameText(one, 0)), reader.take(frameText(one, 0)), reader.take(frameText(two, 1))]).toEqual(['new', 'known', 'other']);
    const first = fromBase45(frameText(one, 0).slice(4)) ?? new Uint8Array();
    expect(new FrameReader().take(`TZM:${toBase45(first.with(0, 2))}`)).toBe('newer');
    expect([reader.take(frameText(one, 1)), reader.take(frameText(one, 2))]).toEqual(['new', 'new']);
    expect(reader.whole).toEqual(one);
  });

  it('fits into a picture that a cheap camera reads', () => {
    const text = frameText(bytes(MAX_PIECES * PIECE), 500_000);
    expect(text).toMatch(/^[0-9A-Z $%*+./:-]+$/);
    // Version 12 with 7 % for mending holds 535 such letters.
    expect(text.length).toBeLessThan(440);
  });
});
