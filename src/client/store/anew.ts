import { mayWrite } from '../../core/access/rights.ts';
import { clockOf, type Stamp } from '../../core/clock.ts';
import type { Scope } from '../../core/ids.ts';
import type { Value } from '../../core/schema/field.ts';
import { cellsOf, ERASED, type StoredRow } from '../../core/sync/change.ts';
import { sumOf, type Sum } from '../../core/sync/digest.ts';
import { mergeRows } from '../../core/sync/merge.ts';
import type { CursorEntry } from '../../core/sync/protocol.ts';
import type { Cursors, Database, OutOp, Self, WhyAnew } from './database.ts';
import { rightsOf } from './rights-of.ts';

/**
 * Reading a scope anew. Its confirmed rows step back from `rows` to `was`, where they stay visible under what comes,
 * until the scope has been read to its end. Then what is left there is no longer so: it goes, or it is given back to an
 * endpoint that lost it (PROTOCOL 2.7). All of it in transactions over meta, rows and was; `finishAnew` over view and the
 * outbox as well.
 */

type Key = [Scope, string, string];
const keyOf = (r: { s: Scope; t: string; id: string }): Key => [r.s, r.t, r.id];

/** Everything of one scope, in `rows` or in `was`. */
export const rowsOf = (table: Database['rows'], s: Scope): Promise<StoredRow[]> =>
  table.where('[s+t+id]').between([s, '', ''], [s, '\uffff', '\uffff']).toArray();

/** A scope whose rows do not add up is not given to anybody; one being given back already stays so. */
const stronger = (had: WhyAnew | undefined, why: WhyAnew): WhyAnew => (had === undefined || had === 'clean' ? why : had);

/** Begins to read scopes anew; answers the cursors as they are then, still to be stored. */
export async function beginAnew(db: Database, had: Cursors, scopes: readonly Scope[], why: WhyAnew): Promise<Cursors> {
  const anew = new Map(had.anew ?? []);
  const sums = new Map(had.list.map(([s, , , sum]) => [s, sum]));
  for (const s of scopes) {
    const rows = await stepBack(db, s);
    const isSound = why !== 'give' || agrees(rows, sums.get(s));
    anew.set(s, stronger(anew.get(s), isSound ? why : 'mend'));
  }
  const again = new Set(scopes);
  return { ...had, list: had.list.map((c): CursorEntry => (again.has(c[0]) ? [c[0], 0, ''] : c)), agreed: false, anew: [...anew] };
}

const agrees = (rows: readonly StoredRow[], sum: Sum | undefined): boolean => sum === undefined || sumOf(rows) === sum;

/** Moves the rows of a scope to `was`, over what may still lie there from the last time. */
async function stepBack(db: Database, s: Scope): Promise<StoredRow[]> {
  const rows = await rowsOf(db.rows, s);
  const keys = rows.map(keyOf);
  const before = await db.was.bulkGet(keys);
  await db.was.bulkPut(rows.map((row, i) => overlaid(before[i], row) ?? row));
  await db.rows.bulkDelete(keys);
  return rows;
}

/** What is known of a row: what came anew laid over what was, the newer cell wins. */
export const overlaid = (was: StoredRow | undefined, row: StoredRow | undefined): StoredRow | undefined =>
  was && row ? mergeRows(was, row) : (row ?? was);

/**
 * A scope that this tablet may read from now on, and has written into before: its own words there are held against what
 * the endpoint has, and given once more where it has them not.
 */
export async function beginGranted(db: Database, had: Cursors, scopes: readonly Scope[]): Promise<Cursors> {
  const written: Scope[] = [];
  for (const s of scopes) if ((await rowsOf(db.rows, s)).length > 0) written.push(s);
  return written.length === 0 ? had : beginAnew(db, had, written, 'give');
}

export interface Finishing {
  readonly self: Self;
  readonly cursors: Cursors;
  /** Scopes read to their end. */
  readonly ended: ReadonlySet<Scope>;
  /** Scopes that may not be read any more: nothing of them is left to finish. */
  readonly gone: ReadonlySet<Scope>;
  /** Unsent ops of a row. */
  readonly unsent: (keys: readonly Key[]) => Promise<(key: Key) => OutOp[]>;
  readonly touch: (r: StoredRow) => void;
}

export interface Finished {
  readonly anew: NonNullable<Cursors['anew']>;
  /** Records that differed and were put right. */
  readonly mended: number;
  /** Number of the last op. */
  readonly no: number;
}

/** Scopes that were read anew come to their end. */
export async function finishAnew(db: Database, x: Finishing): Promise<Finished> {
  const rest: (readonly [Scope, WhyAnew])[] = [];
  let mended = 0;
  let { no } = x.self;
  for (const [s, why] of x.cursors.anew ?? []) {
    if (x.gone.has(s)) continue;
    if (!x.ended.has(s)) {
      rest.push([s, why]);
      continue;
    }
    const was = await rowsOf(db.was, s);
    if (why === 'mend') mended += differing(was, await rowsOf(db.rows, s));
    if (why === 'give') no = await giveBack(db, x, was, no);
    was.forEach(x.touch);
    await db.was.bulkDelete(was.map(keyOf));
  }
  return { anew: rest, mended, no };
}

/** How many records lay here otherwise than they do now. */
function differing(was: readonly StoredRow[], rows: readonly StoredRow[]): number {
  const sums = new Map(was.map((r) => [keyOf(r).join(' '), sumOf([r])]));
  let n = 0;
  for (const row of rows) {
    const key = keyOf(row).join(' ');
    if (sums.get(key) !== sumOf([row])) n += 1;
    sums.delete(key);
  }
  return n + sums.size;
}

/** What the endpoint lost and this tablet may write goes out again, under its old stamps; the last number used. */
async function giveBack(db: Database, { self, cursors, unsent }: Finishing, was: readonly StoredRow[], lastNo: number): Promise<number> {
  const rights = await rightsOf(db, self, cursors.list);
  const keys = was.map(keyOf);
  const [rows, unsentOf] = [await db.rows.bulkGet(keys), await unsent(keys)];
  const saves = was.flatMap((row, i) => lostSaves(row, rows[i], unsentOf(keyOf(row))));
  const mine = saves.filter((op) => mayWrite(rights, op)).toSorted((a, b) => (a.h < b.h ? -1 : 1));
  await db.pend.bulkAdd(mine.map((save, i): OutOp => ({ ...save, r: self.replica, no: lastNo + 1 + i, via: 1 })));
  return lastNo + mine.length;
}

type Save = Omit<OutOp, 'r' | 'no'>;

/** The cells of a row that the endpoint has not, or only older; those of one stamp are one save, as they once were. */
function lostSaves(was: StoredRow, row: StoredRow | undefined, waiting: readonly OutOp[]): Save[] {
  const saves = new Map<Stamp, { f: Record<string, Value>; p: Record<string, Value> }>();
  for (const [field, value, personal] of cellsOf(was)) {
    const [stamp, there] = [was.h[field], row?.h[field]];
    // The endpoint alone sets the mark of an erasure, and would refuse a save that carries it.
    if (field === ERASED || stamp === undefined || (there !== undefined && there >= stamp)) continue;
    if (waiting.some((op) => op.h === stamp && (field in op.f || field in op.p))) continue;
    const save = saves.get(stamp) ?? { f: {}, p: {} };
    save[personal ? 'p' : 'f'][field] = value;
    saves.set(stamp, save);
  }
  // Who saved it then this tablet does not know; when, the stamp says.
  return [...saves].map(([h, { f, p }]) => ({ s: was.s, t: was.t, id: was.id, f, p, h, by: '', at: clockOf(h).ms }));
}
