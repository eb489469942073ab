import { must } from '../result.ts';
import { fromBase45, toBase45 } from './base.ts';

/*
 * A parcel as a sequence of pictures (SPEC 2.16). Each frame, in bytes: version 1, the parcel's last 4 bytes as its
 * mark, its length (3), the number of the frame (3), a piece. Frames below the number of pieces hold one piece each,
 * as it is; the next holds the sum (XOR) of all, later ones of about half, drawn by the frame's number, so that any such frame
 * stands in for any missed one: with m pieces missing, m + 2 such frames nearly always mend it, whichever they are.
 * As text it is base45: QR codes have a mode for its letters, and every reader gives them back as they were.
 */

type Bytes = Uint8Array<ArrayBuffer>;

const VERSION = 1;
const MARK = 4;
const HEAD = 1 + MARK + 3 + 3;
/** Bytes of a parcel in one picture: 431 letters, which a cheap camera reads from a screen of 7 inches. */
export const PIECE = 276;
/** More pictures than this nobody holds a tablet still for: 4 a second for a minute. */
export const MAX_PIECES = 240;
/** Letters before everything: tells our pictures from others'. */
const SIGN = 'TZM:';

const threeBytes = (n: number): number[] => [(n >> 16) & 255, (n >> 8) & 255, n & 255];
const fromThree = (b: Bytes, at: number): number => ((b[at] ?? 0) << 16) | ((b[at + 1] ?? 0) << 8) | (b[at + 2] ?? 0);

/** Pieces of a parcel. */
export const pieceCount = (bytes: number): number => Math.max(1, Math.ceil(bytes / PIECE));

const piece = (parcel: Bytes, i: number): Bytes => {
  const out = new Uint8Array(PIECE);
  out.set(parcel.subarray(i * PIECE, (i + 1) * PIECE));
  return out;
};

/** Which pieces a frame is the sum of. Mulberry32 (public domain, Tommy Ettinger) from the frame's number. */
function membersOf(frame: number, pieces: number): number[] {
  if (frame < pieces) return [frame];
  const all = Array.from({ length: pieces }, (_, i) => i);
  // The first sum mends whichever single one was missed: with few pieces nothing more is needed.
  if (frame === pieces) return all;
  let a = (frame * 0x9e3779b1) >>> 0;
  const draw = (): number => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const some = all.filter(() => (draw() & 1) === 1);
  return some.length > 0 ? some : [draw() % pieces];
}

function xorInto(a: Bytes, b: Bytes): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) ^ (b[i] ?? 0);
}

/** The text of one frame, numbered from 0 without end. */
export function frameText(parcel: Bytes, frame: number): string {
  const sum = new Uint8Array(PIECE);
  for (const i of membersOf(frame, pieceCount(parcel.length))) xorInto(sum, piece(parcel, i));
  const out = new Uint8Array(HEAD + PIECE);
  out.set([VERSION, ...parcel.slice(-MARK), ...threeBytes(parcel.length), ...threeBytes(frame)]);
  out.set(sum, HEAD);
  return SIGN + toBase45(out);
}

/**
 * The numbers of the frames to show, round after round: every piece as it is, then a third as many sums, new ones in
 * each round.
 */
export function frameAt(step: number, pieces: number): number {
  if (pieces === 1) return 0;
  const sums = Math.ceil(pieces / 3);
  const [round, at] = [Math.floor(step / (pieces + sums)), step % (pieces + sums)];
  return at < pieces ? at : pieces + round * sums + (at - pieces);
}

/** What became of a picture: `other` is no frame of the parcel that was begun, `newer` one of a newer app. */
export type Taken = 'new' | 'known' | 'other' | 'newer' | 'not_ours';

interface Frame {
  readonly mark: string;
  readonly length: number;
  readonly no: number;
  readonly sum: Bytes;
}

function readFrame(text: string): Frame | 'newer' | 'not_ours' {
  const frame = text.startsWith(SIGN) ? fromBase45(text.slice(SIGN.length)) : undefined;
  if (!frame) return 'not_ours';
  if ((frame[0] ?? 0) > VERSION) return 'newer';
  const length = fromThree(frame, 1 + MARK);
  if (frame.length !== HEAD + PIECE || length === 0 || pieceCount(length) > MAX_PIECES) return 'not_ours';
  return { mark: frame.slice(1, 1 + MARK).join('.'), length, no: fromThree(frame, 1 + MARK + 3), sum: frame.slice(HEAD) };
}

/** Takes frames in any order, until the parcel is whole. */
export class FrameReader {
  #mark = '';
  #length = 0;
  #pieces = 0;
  /** Sums held, each by its lowest piece: no two have the same. */
  readonly #held = new Map<number, { members: Set<number>; sum: Bytes }>();
  readonly #seen = new Set<number>();

  /** Pieces there are; 0 before the first frame. */
  get pieces(): number {
    return this.#pieces;
  }
  /** How many more frames are needed at least. */
  get left(): number {
    return this.#pieces - this.#held.size;
  }
  /** Which pieces, from 0, have not been read as they are and do not follow from what was read. */
  get missing(): number[] {
    return Array.from({ length: this.#pieces }, (_, i) => i).filter((i) => this.#held.get(i)?.members.size !== 1);
  }

  take(text: string): Taken {
    const frame = readFrame(text);
    if (typeof frame === 'string') return frame;
    const { mark, length, no, sum } = frame;
    if (this.#mark === '') [this.#mark, this.#length, this.#pieces] = [mark, length, pieceCount(length)];
    if (mark !== this.#mark || length !== this.#length) return 'other';
    if (this.#seen.has(no)) return 'known';
    this.#seen.add(no);
    return this.#reduce(new Set(membersOf(no, this.#pieces)), sum) ? 'new' : 'known';
  }

  /** Takes from a sum what is known of it; what is left says something new, or nothing. */
  #reduce(members: Set<number>, sum: Bytes): boolean {
    for (;;) {
      const low = Math.min(...members);
      if (members.size === 0) return false;
      const had = this.#held.get(low);
      if (!had) break;
      add(members, had.members);
      xorInto(sum, had.sum);
    }
    this.#held.set(Math.min(...members), { members, sum });
    this.#tidy();
    return true;
  }

  /** Takes known pieces out of the sums above them, so that pieces show as soon as they follow. */
  #tidy(): void {
    for (const low of [...this.#held.keys()].toSorted((a, b) => b - a)) {
      const one = must(this.#held.get(low), 'sum');
      for (const other of Array.from(one.members)) {
        const had = other === low ? undefined : this.#held.get(other);
        if (!had) continue;
        add(one.members, had.members);
        xorInto(one.sum, had.sum);
      }
    }
  }

  /** The parcel, once nothing is left to read. */
  get whole(): Bytes | undefined {
    if (this.#pieces === 0 || this.left > 0) return undefined;
    const out = new Uint8Array(this.#pieces * PIECE);
    for (const [i, { sum }] of this.#held) out.set(sum, i * PIECE);
    return out.slice(0, this.#length);
  }
}

/** The sum of two sets: what is in one of them and not in the other. */
function add(to: Set<number>, other: ReadonlySet<number>): void {
  for (const i of other) if (!to.delete(i)) to.add(i);
}
