import { mayRead, readable, type Rights } from '../../core/access/rights.ts';
import type { Scope } from '../../core/ids.ts';
import type { StoredRow } from '../../core/sync/change.ts';
import type { CursorAnswer, CursorEntry } from '../../core/sync/protocol.ts';
import { EMPTY_SUM, shortSum, type Sum } from '../../core/sync/digest.ts';
import type { HeldRow, ReadTx, ScopeMark } from '../store/store.ts';
import type { SummedMark } from '../store/sums.ts';

/** Rows of one scope in one answer; the last push among them comes whole. */
const PAGE = 500;
/** Whatever a client wishes: an answer has to be applied on a cheap tablet. */
const MAX_ROOM = 512 * 1024;
/** What a row costs beside its cells: id, stamp, commas. */
const ROW_COST = 40;

/** What the client has just pushed and been told is in, as it is: it need not be told again. */
export interface Echo {
  readonly seqs: ReadonlyMap<Scope, number>;
  /** Rows (`rowKey`) of ops that were answered anything but ok. */
  readonly loud: ReadonlySet<string>;
}

export const rowKey = (r: Pick<StoredRow, 's' | 't' | 'id'>): string => `${r.s} ${r.t} ${r.id}`;

export interface Pulled {
  readonly rows: readonly HeldRow[];
  readonly cur: readonly CursorAnswer[];
  readonly gone: readonly Scope[];
  /** The cursor set as the client has it once it has applied the answer. */
  readonly next: readonly CursorEntry[];
}

/** Where a tablet stands in a scope, and what it holds of it when it has read it to the end. */
interface Standing extends ScopeMark {
  readonly sum?: Sum;
}

/** What the client is told of sums. */
export interface Sums {
  /** Whether it sums at all: an older one is told none. */
  readonly told: boolean;
  /** Reckons a sum that nobody has reckoned yet; absent while this transaction must not take hold of more scopes. */
  readonly reckon?: (s: Scope) => Promise<SummedMark | undefined>;
}

const NO_SUMS: Sums = { told: false };

/** Everything readable that changed since the client's cursors, up to about `room` bytes. */
export async function pull(tx: ReadTx, rights: Rights, cursors: readonly CursorEntry[], room: number, echo: Echo, sums: Sums = NO_SUMS): Promise<Pulled> {
  const next = standings(cursors, sums);
  const gone = [...next.keys()].filter((s) => !mayRead(rights, s));
  gone.forEach((s) => next.delete(s));
  const rows: HeldRow[] = [];
  const cur: CursorAnswer[] = [];
  let left = Math.min(room, MAX_ROOM);
  const marks = await tx.sums.marks(readable(rights));
  for (const [s, mark] of marks) {
    if (!mayRead(rights, s)) continue;
    const from = next.get(s) ?? NOWHERE;
    if (from.seq === mark.seq) {
      const sum = await newsOf(s, from, mark, sums);
      if (sum !== '') note(next, cur, [s, mark, 0, sum]);
      continue;
    }
    // Something always goes out, however little room there is: else nothing would ever move.
    const page = left > 0 || cur.length === 0 ? await readPage(tx, s, from, mark, left, echo) : unread(from);
    rows.push(...page.rows);
    left -= page.size;
    note(next, cur, [s, page.to, page.more ? 1 : 0, await sumOfPage(s, page, mark, sums)]);
  }
  for (const s of sums.told ? unknown(next, marks) : []) note(next, cur, [s, NOWHERE, 0, EMPTY_SUM]);
  return { rows, cur, gone, next: [...next].map(([s, { seq, nonce, sum }]) => (sum === undefined ? [s, seq, nonce] : [s, seq, nonce, sum])) };
}

/** Where a client stands; an older one that sums nothing says nothing of what it holds. */
const standings = (cursors: readonly CursorEntry[], { told }: Sums): Map<Scope, Standing> =>
  new Map(cursors.map(([s, seq, nonce, sum]) => [s, { seq, nonce, ...(told && sum !== undefined ? { sum } : {}) }]));

const NOWHERE: Standing = { seq: 0, nonce: '' };

/** Scopes that a client knows and we do not: they hold nothing, and come to their end at once. */
const unknown = (next: ReadonlyMap<Scope, Standing>, marks: ReadonlyMap<Scope, SummedMark>): Scope[] =>
  [...next].flatMap(([s, { seq, sum }]) => (seq === 0 && sum === undefined && !marks.has(s) ? [s] : []));

function note(next: Map<Scope, Standing>, cur: CursorAnswer[], [s, { seq, nonce }, more, sum]: readonly [Scope, ScopeMark, 0 | 1, Sum | '']): void {
  next.set(s, { seq, nonce, ...(sum === '' ? {} : { sum }) });
  cur.push(sum === '' ? [s, seq, nonce, more] : [s, seq, nonce, more, shortSum(sum)]);
}

/** The sum of a scope in which nothing has moved, where the client has none, or another; else ''. */
async function newsOf(s: Scope, from: Standing, mark: SummedMark, sums: Sums): Promise<Sum | ''> {
  if (!sums.told || (from.sum !== undefined && from.sum === mark.sum)) return '';
  const sum = await sumAt(s, mark, sums);
  return sum === from.sum ? '' : sum;
}

const sumOfPage = async (s: Scope, page: Pick<Page, 'more' | 'moved'>, mark: SummedMark, sums: Sums): Promise<Sum | ''> =>
  page.more || page.moved ? '' : sumAt(s, mark, sums);

/** The sum of a scope at a mark; '' for a client that is told none, or where nobody knows it yet and it may not be reckoned now. */
async function sumAt(s: Scope, mark: SummedMark, { told, reckon }: Sums): Promise<Sum | ''> {
  if (!told) return '';
  if (mark.sum !== '' || !reckon) return mark.sum;
  const anew = await reckon(s);
  return anew?.seq === mark.seq ? anew.sum : '';
}

interface Page {
  readonly rows: readonly HeldRow[];
  readonly to: ScopeMark;
  readonly more: boolean;
  readonly size: number;
  /** Whether somebody pushed into the scope between its mark and its rows: its sum is that of another moment then. */
  readonly moved: boolean;
}

const unread = (from: ScopeMark): Page => ({ rows: [], to: from, more: true, size: 0, moved: false });

async function readPage(tx: ReadTx, s: Scope, from: ScopeMark, mark: ScopeMark, room: number, echo: Echo): Promise<Page> {
  const found = await tx.rowsAfter(s, from.seq, PAGE);
  const own = echo.seqs.get(s);
  const rows: HeldRow[] = [];
  let size = 0;
  let last = from.seq;
  for (const row of found) {
    // Cut between pushes only, so that a save is never seen by halves.
    if (row.seq !== last && size > room && last !== from.seq) return { rows, to: await place(tx, s, last), more: true, size, moved: false };
    last = row.seq;
    if (row.seq === own && row.prev <= from.seq && !echo.loud.has(rowKey(row))) continue;
    rows.push(row);
    size += ROW_COST + JSON.stringify(row.f).length + JSON.stringify(row.p).length;
  }
  const more = found.length >= PAGE && (await tx.rowsAfter(s, last, 1)).length > 0;
  return { rows, to: more ? await place(tx, s, last) : mark, more, size, moved: last > mark.seq };
}

const place = async (tx: ReadTx, s: Scope, seq: number): Promise<ScopeMark> => ({ seq, nonce: (await tx.nonce(s, seq)) ?? '' });
