import { mayRead, readable, type Rights } from '../../core/access/rights.ts';
import type { Scope } from '../../core/ids.ts';
import type { StoredRow } from '../../core/sync/change.ts';
import type { CursorAnswer, CursorEntry } from '../../core/sync/protocol.ts';
import type { HeldRow, ReadTx, ScopeMark } from '../store/store.ts';

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

/** Everything readable that changed since the client's cursors, up to about `room` bytes. */
export async function pull(tx: ReadTx, rights: Rights, cursors: readonly CursorEntry[], room: number, echo: Echo): Promise<Pulled> {
  const next = new Map<Scope, ScopeMark>(cursors.map(([s, seq, nonce]) => [s, { seq, nonce }]));
  const gone = [...next.keys()].filter((s) => !mayRead(rights, s));
  for (const s of gone) next.delete(s);
  const rows: HeldRow[] = [];
  const cur: CursorAnswer[] = [];
  let left = Math.min(room, MAX_ROOM);
  for (const [s, mark] of await tx.scopes(readable(rights))) {
    const from = next.get(s) ?? { seq: 0, nonce: '' };
    if (!mayRead(rights, s) || from.seq === mark.seq) continue;
    // Something always goes out, however little room there is: else nothing would ever move.
    const page = left > 0 || cur.length === 0 ? await readPage(tx, s, from, mark, left, echo) : { rows: [], to: from, more: true, size: 0 };
    rows.push(...page.rows);
    left -= page.size;
    next.set(s, page.to);
    cur.push([s, page.to.seq, page.to.nonce, page.more ? 1 : 0]);
  }
  return { rows, cur, gone, next: [...next].map(([s, { seq, nonce }]) => [s, seq, nonce]) };
}

interface Page {
  readonly rows: readonly HeldRow[];
  readonly to: ScopeMark;
  readonly more: boolean;
  readonly size: number;
}

async function readPage(tx: ReadTx, s: Scope, from: ScopeMark, mark: ScopeMark, room: number, echo: Echo): Promise<Page> {
  const found = await tx.rowsAfter(s, from.seq, PAGE);
  const own = echo.seqs.get(s);
  const rows: HeldRow[] = [];
  let size = 0;
  let last = from.seq;
  for (const row of found) {
    // Cut between pushes only, so that a save is never seen by halves.
    if (row.seq !== last && size > room && last !== from.seq) return { rows, to: await place(tx, s, last), more: true, size };
    last = row.seq;
    if (row.seq === own && row.prev <= from.seq && !echo.loud.has(rowKey(row))) continue;
    rows.push(row);
    size += ROW_COST + JSON.stringify(row.f).length + JSON.stringify(row.p).length;
  }
  const more = found.length >= PAGE && (await tx.rowsAfter(s, last, 1)).length > 0;
  return { rows, to: more ? await place(tx, s, last) : mark, more, size };
}

const place = async (tx: ReadTx, s: Scope, seq: number): Promise<ScopeMark> => ({ seq, nonce: (await tx.nonce(s, seq)) ?? '' });
