import type { Scope } from '../../core/ids.ts';
import { shortSum, sumOf, type Sum } from '../../core/sync/digest.ts';
import type { CursorEntry, SyncResponse } from '../../core/sync/protocol.ts';
import { beginAnew, finishAnew, type Finishing } from './anew.ts';
import type { Cursors, Database } from './database.ts';
import { confirmedOf, forgetRaw } from './raw.ts';
import { NO_CURSORS, NO_SYNC, readMeta } from './self.ts';

/** How often a scope that differs is read anew before people are told: once mends what a disk did, more is a fault of ours. */
const MOST_TRIES = 3;

/** Scopes that still differ after everything that could be tried. */
export const stillDiffering = ({ tries = {} }: Cursors): string[] => Object.entries(tries).flatMap(([s, n]) => (n > MOST_TRIES ? [s] : []));

/** What an answer makes of cursors and sums. */
export interface AfterAnswer {
  readonly cursors: Cursors;
  readonly mended: number;
  readonly no: number;
  /** Whether everything that lies here adds up to what the endpoint says; undefined for an endpoint that reckons none. */
  readonly same: boolean | undefined;
}

interface Answered extends Omit<Finishing, 'ended' | 'gone'> {
  readonly response: SyncResponse;
  /** Scopes whose difference the question told. */
  readonly told: readonly Scope[];
}

/**
 * What comes after the rows of an answer lie here: scopes read to their end are finished, and held against the sums the
 * endpoint gave, reckoned from what lies on the disk. What differs is read anew at once.
 */
export async function afterAnswer(db: Database, x: Answered): Promise<AfterAnswer> {
  const { cur, gone } = x.response;
  const sums = cur.some((c) => c[4] !== undefined) || ((x.cursors.sums ?? false) && !cur.some((c) => c[3] === 0));
  const { anew, mended, no } = await finishAnew(db, { ...x, ended: endedIn(x.cursors, cur), gone: new Set(gone) });
  const { list, differ, agreed } = await compare(db, x.cursors.list, cur);
  const tries = triesAfter(x.cursors.tries, differ, agreed);
  const told = new Set(x.told);
  const diff = [...(x.cursors.diff ?? []).filter((s) => !told.has(s)), ...differ];
  const { tries: _tries, diff: _diff, ...rest } = x.cursors;
  const after: Cursors = { ...rest, list, agreed: true, anew, sums, ...(diff.length === 0 ? {} : { diff }), ...(Object.keys(tries).length === 0 ? {} : { tries }) };
  for (const s of differ) await forgetRaw(db, s);
  const again = differ.filter((s) => (tries[s] ?? 0) <= MOST_TRIES);
  const cursors = again.length === 0 ? after : await beginAnew(db, after, again, 'mend');
  return { cursors, mended, no, same: sums ? isSame(cursors) : undefined };
}

const isSame = ({ list, anew = [] }: Cursors): boolean => anew.length === 0 && list.every(([, , , sum]) => sum !== undefined);

/** An endpoint that reckons no sums cannot take back what it lost either: there a scope stays as it is until one does. */
function endedIn({ anew = [] }: Cursors, cur: SyncResponse['cur']): Set<Scope> {
  const give = new Set(anew.flatMap(([s, why]) => (why === 'give' ? [s] : [])));
  return new Set(cur.flatMap(([s, , , more, short]) => (more === 0 && (short !== undefined || !give.has(s)) ? [s] : [])));
}

interface Comparison {
  readonly list: readonly CursorEntry[];
  readonly differ: readonly Scope[];
  readonly agreed: readonly Scope[];
}

async function compare(db: Database, list: readonly CursorEntry[], cur: SyncResponse['cur']): Promise<Comparison> {
  const sums = new Map<Scope, Sum>();
  const differ: Scope[] = [];
  for (const [s, , , , short] of cur) {
    if (short === undefined) continue;
    const sum = sumOf(await confirmedOf(db, s));
    if (shortSum(sum) === short) sums.set(s, sum);
    else differ.push(s);
  }
  return { list: list.map((c) => withSum(c, sums.get(c[0]))), differ, agreed: [...sums.keys()] };
}

const withSum = (c: CursorEntry, sum: Sum | undefined): CursorEntry => (sum === undefined ? c : [c[0], c[1], c[2], sum]);

function triesAfter(had: Cursors['tries'], differ: readonly Scope[], agreed: readonly Scope[]): Record<string, number> {
  const tries = { ...had };
  for (const s of agreed) delete tries[s];
  for (const s of differ) tries[s] = Math.min((tries[s] ?? 0) + 1, MOST_TRIES + 1);
  return tries;
}

/** Of a scope that was pushed into without its cursor having moved the sum says nothing any more; the endpoint forgets it too. */
export function forgetMoved(list: readonly CursorEntry[], pushed: readonly Scope[], { cur }: SyncResponse): readonly CursorEntry[] {
  const named = new Set(cur.map(([s]) => s));
  const moved = new Set(pushed.filter((s) => !named.has(s)));
  return list.map((c) => (moved.has(c[0]) ? [c[0], c[1], c[2]] : c));
}

/**
 * Rows of these scopes were changed here ahead of the endpoint: what they add up to says nothing until it tells it again.
 * In a transaction over meta.
 */
export async function forgetSums(db: Database, scopes: ReadonlySet<Scope>): Promise<void> {
  const had = await readMeta(db, 'cursors');
  if (had?.list.some((c) => scopes.has(c[0]) && c[3] !== undefined) !== true) return;
  await db.meta.put({ ...had, list: withoutSums(had.list, scopes), agreed: false });
}

/** Cursors that say no more how these scopes added up. */
export const withoutSums = (list: readonly CursorEntry[], scopes: ReadonlySet<Scope>): readonly CursorEntry[] =>
  list.map((c) => (scopes.has(c[0]) ? [c[0], c[1], c[2]] : c));

/**
 * Reckons sums from the disk again, scope by scope and in turn, and begins to read anew what is no longer what the
 * endpoint confirmed: a disk that forgets or changes something must not go unnoticed (PROTOCOL 2.14).
 * @param budget about how many rows to go through
 */
export async function lookOver(db: Database, budget: number): Promise<void> {
  const { list, after = '' } = (await readMeta(db, 'cursors')) ?? NO_CURSORS;
  const summed = list.flatMap(([s, , , sum]) => (sum === undefined ? [] : [s])).toSorted();
  const inTurn = [...summed.filter((s) => s > after), ...summed.filter((s) => s <= after)];
  let left = budget;
  let last = '';
  for (const s of inTurn) {
    if (left <= 0) break;
    left -= 1 + (await lookAt(db, s));
    last = s;
  }
  // Where all were gone through there is no turn to remember.
  if (left > 0 || last === after) return;
  await db.transaction('rw', db.meta, async () => {
    const now = await readMeta(db, 'cursors');
    if (now) await db.meta.put({ ...now, after: last });
  });
}

/** How many rows were gone through. */
async function lookAt(db: Database, s: Scope): Promise<number> {
  const seen = await db.transaction('r', db.meta, db.rows, db.raw, () => differsHere(db, s));
  if (!seen.differs) return seen.rows;
  await db.transaction('rw', db.meta, db.rows, db.was, db.raw, async () => {
    // Once more, now that nobody else writes: another page may have applied an answer meanwhile.
    if (!(await differsHere(db, s)).differs) return;
    const had = (await readMeta(db, 'cursors')) ?? NO_CURSORS;
    const begun = await beginAnew(db, { ...had, diff: [...(had.diff ?? []).filter((d) => d !== s), s], tries: triesAfter(had.tries, [s], []) }, [s], 'mend');
    const note = (await readMeta(db, 'sync')) ?? NO_SYNC;
    await db.meta.bulkPut([begun, { ...note, same: false }]);
  });
  return seen.rows;
}

async function differsHere(db: Database, s: Scope): Promise<{ rows: number; differs: boolean }> {
  const sum = (await readMeta(db, 'cursors'))?.list.find((c) => c[0] === s)?.[3];
  const rows = await confirmedOf(db, s);
  return { rows: rows.length, differs: sum !== undefined && sumOf(rows) !== sum };
}
