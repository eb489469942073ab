import { isStamp, observe, type Clock } from '../../core/clock.ts';
import type { Scope } from '../../core/ids.ts';
import type { StoredRow } from '../../core/sync/change.ts';
import { isGone, mergeOp } from '../../core/sync/merge.ts';
import { scopesOf } from '../../core/sync/envelope.ts';
import { cursorDigest, MAX_AHEAD, type CursorEntry, type SyncResponse } from '../../core/sync/protocol.ts';
import { beginAnew, beginGranted, overlaid, rowsOf } from './anew.ts';
import { carriedShown } from './carried-shown.ts';
import type { Database, Flight, OutOp, Self, SyncNote, ViewRow, WhyAnew } from './database.ts';
import { erasedMarker, followErasures, purged } from './erase.ts';
import { verdicts } from './outbox.ts';
import { unpark, withoutReason } from './unpark.ts';
import { notePush, unlessLost } from './push-answer.ts';
import { layAside } from './raw.ts';
import { NO_CURSORS, readMeta, selfForWrite } from './self.ts';
import { afterAnswer, forgetMoved, withoutSums, type AfterAnswer } from './sums.ts';
import { takeTokens, type Asker } from './tokens.ts';

type Key = [Scope, string, string];
const keyOf = (r: { s: Scope; t: string; id: string }): Key => [r.s, r.t, r.id];

export interface Answer {
  readonly response: SyncResponse;
  readonly rows: readonly StoredRow[];
  /** The batch this answers; undefined when nothing was pushed. */
  readonly flight: Flight | undefined;
  /** Digest of the cursor set the question was asked with. */
  readonly cd: string;
  /** Scopes the question said had differed. */
  readonly told: readonly Scope[] | undefined;
  /** The mark of the last erasure followed, where the question named it. */
  readonly heard?: string | undefined;
  /** Wall clock when the question went out and when the answer came, ms. */
  readonly asked: number;
  readonly came: number;
  /** Who asked. */
  readonly asker?: Asker;
  /** The question could only push: the answer says nothing about rows and cursors. */
  readonly only?: 'push' | undefined;
}

/**
 * Applies one answer: acknowledgement, rows and cursors in one transaction (PROTOCOL 2.5.6), and only if the
 * batch and the cursors are still those the question was asked with: another tab may have been faster.
 * @returns the keys of rows that changed, or undefined when the answer was late and nothing was done
 */
export async function applyAnswer(db: Database, answer: Answer): Promise<readonly Key[] | undefined> {
  return db.transaction('rw', purged(db), async () => {
    const self = await selfForWrite(db);
    const stood = (await readMeta(db, 'cursors')) ?? NO_CURSORS;
    const flight = await db.flight.get('one');
    if (isLate(answer, self, stood.list, flight)) return undefined;
    const a = { ...answer, rows: await layAside(db, answer.rows) };
    const touched = new Map<string, Key>();
    const touch = (r: { s: Scope; t: string; id: string }): void => void touched.set(keyOf(r).join(' '), keyOf(r));
    const cursors = await beginGranted(db, stood, givenIn(stood.list, a.response));
    const list = moveCursors(forgetMoved(cursors.list, scopesOf(flight?.ops ?? []), a.response), a.response);
    if (flight) await acknowledge(db, flight, a, list, touch);
    await confirm(db, a.rows, touch);
    await rightsMoved(db, cursors.list, a.response, touch);
    const unsummed = await followErasures(db, a, flight, touch);
    await settleParked(db, a.rows);
    if (!flight) await backIn(db);
    const after = await afterAnswer(db, { self, cursors: { ...cursors, list: withoutSums(list, unsummed) }, response: a.response, told: a.told ?? [], unsent: (keys) => unsentOps(db, keys), touch });
    await refreshView(db, [...touched.values()]);
    await letGo(db, self, a);
    await remember(db, { ...self, no: after.no }, after, a);
    await takeTokens(db, a.response, a.asker);
    return [...touched.values()];
  });
}

/** Whether batch or cursors have moved on since the question; or everything was removed, and another begun here (part.ts). */
function isLate(a: Answer, self: Self, stood: readonly CursorEntry[], flight: Flight | undefined): boolean {
  if (a.asker && a.asker.replica !== self.replica) return true;
  return a.cd !== cursorDigest(stood) || flight?.dig !== a.flight?.dig || a.response.n !== (flight?.n ?? 0);
}

/** Acknowledged ops go once they lie in a verified backup, and not before this long, ms (PROTOCOL 2.3). */
const KEEP_SENT = 30 * 24 * 3_600_000;

/** The tablet's own copy of what it sent: kept until the endpoint's safe mark has passed it. */
async function letGo(db: Database, self: Self, { response, came }: Answer): Promise<void> {
  if (response.safe === 0 || response.safe <= (self.safe ?? 0)) return;
  await db.sent.filter((o) => o.r === self.replica && o.b !== undefined && o.b <= response.safe && o.at < came - KEEP_SENT).delete();
}

/** What the tablet keeps of an answer beside its rows: batch, clock, cursors, when it was, whose epoch. */
async function remember(db: Database, self: Self, { cursors, mended, same }: AfterAnswer, a: Answer): Promise<void> {
  const clock = await clockAfter(db, self, a);
  const offset = Math.round(a.response.now - (a.asked + a.came) / 2);
  const batch = a.flight ? { batch: a.flight.n, dig: a.flight.dig } : {};
  await db.meta.bulkPut([
    { ...self, ...batch, clock, offset, safe: Math.max(self.safe ?? 0, a.response.safe) },
    // An answer to a push alone says nothing of whether the endpoint holds the same cursors.
    a.only ? { ...cursors, agreed: (await readMeta(db, 'cursors'))?.agreed ?? false } : cursors,
    a.only ? await notePush(db, a.came, -offset) : await noteSync(db, a.came, -offset, { mended, same }),
  ]);
  const link = await readMeta(db, 'link');
  if (link && link.epoch !== a.response.epoch) await db.meta.put({ ...link, epoch: a.response.epoch });
}

/** How sync stands after a whole answer. */
async function noteSync(db: Database, came: number, skew: number, { mended, same }: Pick<AfterAnswer, 'mended' | 'same'>): Promise<SyncNote> {
  const ever = ((await readMeta(db, 'sync'))?.mended ?? 0) + mended;
  return { k: 'sync', ok: came, tried: came, problem: '', skew, ...(same === undefined ? {} : { same }), ...(ever === 0 ? {} : { mended: ever }) };
}

/**
 * The clock after an answer: above everything seen. One that once ran far ahead comes back as soon as nothing waits
 * under its stamps: else every later save of this tablet would be re-stamped on arrival and beat edits made after it.
 */
async function clockAfter(db: Database, self: Self, { response, rows }: Answer): Promise<Clock> {
  const unsent = (await db.pend.count()) + (await db.parked.count());
  const isAhead = self.clock.ms > response.now + MAX_AHEAD;
  let clock: Clock = isAhead && unsent === 0 ? { ms: response.now, c: 0 } : self.clock;
  for (const row of rows) for (const h of Object.values(row.h)) clock = observe(clock, h);
  for (const [, , detail] of response.st) if (isStamp(detail)) clock = observe(clock, detail);
  return clock;
}

async function acknowledge(db: Database, flight: Flight, { response, only }: Answer, cursors: readonly CursorEntry[], touch: (r: OutOp) => void): Promise<void> {
  const read = new Set<Scope>(cursors.map(([s]) => s));
  const v = verdicts(flight, only ? unlessLost(response.st) : response.st, read);
  await db.sent.bulkPut(v.kept.map((o) => ({ ...o, b: flight.n })));
  await db.parked.bulkPut(v.parked);
  // What was offered again into a scope taken away is the endpoint's now, and does not come back here; unless this very
  // answer gives the scope back: it leaves out what it was just told.
  const lost = await lostScopes(db);
  const applied = v.applied.filter((o) => !lost.has(o.s) || read.has(o.s));
  const rows = new Map<string, StoredRow | undefined>();
  const had = await db.rows.bulkGet(applied.map(keyOf));
  applied.forEach((op, i) => rows.set(keyOf(op).join(' '), had[i]));
  for (const op of applied) {
    const key = keyOf(op).join(' ');
    rows.set(key, mergeOp(rows.get(key), op).row);
  }
  await db.rows.bulkPut([...rows.values()].filter((r) => r !== undefined));
  await db.flight.delete('one');
  flight.ops.forEach(touch);
}

/** Rows of the endpoint replace ours: it alone may re-stamp, so its state is not merged but taken. */
async function confirm(db: Database, rows: readonly StoredRow[], touch: (r: StoredRow) => void): Promise<void> {
  if (rows.length > 0) await db.rows.bulkPut(rows);
  rows.forEach(touch);
}

/**
 * Scopes taken away: confirmed rows go, unsent work stays and will be pushed or parked (TRUST 30). Scopes given: what
 * was refused there for want of the right goes out again.
 */
async function rightsMoved(db: Database, before: readonly CursorEntry[], { gone, cur }: SyncResponse, touch: (r: { s: Scope; t: string; id: string }) => void): Promise<void> {
  const given = new Set(givenIn(before, { cur }));
  for (const s of gone) {
    for (const table of [db.rows, db.was, db.raw]) {
      const rows = await rowsOf(table, s);
      await table.bulkDelete(rows.map(keyOf));
      rows.forEach(touch);
    }
  }
  if (gone.length > 0 || given.size > 0) {
    const lost = [...(await lostScopes(db)), ...gone].filter((s) => !given.has(s));
    await db.meta.put({ k: 'lost', list: [...new Set(lost)] });
  }
  if (given.size > 0) await unpark(db, (o) => o.reason === 'forbidden' && given.has(o.s));
}

/** Scopes this tablet may read from now on. */
function givenIn(before: readonly CursorEntry[], { cur }: Pick<SyncResponse, 'cur'>): Scope[] {
  const had = new Set(before.map(([s]) => s));
  return cur.map(([s]) => s).filter((s) => !had.has(s));
}

const lostScopes = async (db: Database): Promise<ReadonlySet<Scope>> => new Set((await readMeta(db, 'lost'))?.list ?? []);

/** A row with a stamp of a save that was laid aside: the endpoint has taken it meanwhile, because a coordinator said so. */
async function settleParked(db: Database, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0 || (await db.parked.count()) === 0) return;
  const stamps = new Map(rows.map((r) => [keyOf(r).join(' '), new Set<string>(Object.values(r.h))]));
  const taken = await db.parked.filter((o) => stamps.get(keyOf(o).join(' '))?.has(o.h) === true).toArray();
  await db.sent.bulkPut(taken.map(withoutReason));
  await db.parked.bulkDelete(taken.map((o) => [o.r, o.no]));
}

/**
 * An answer to a question that sent nothing: this tablet is in its project, and if it was taken out, it was let in again.
 * What was laid aside meanwhile goes out once more.
 */
async function backIn(db: Database): Promise<void> {
  if (await readMeta(db, 'parting')) await db.meta.delete('parting');
  await unpark(db, (o) => o.reason === 'revoked');
}

/** view = rows, laid over what was where a scope is read anew, overlaid by parked, flight and pend: recomputed for the rows named. */
export async function refreshView(db: Database, keys: readonly Key[]): Promise<void> {
  const all = await unsentOps(db, keys);
  const lost = await lostScopes(db);
  // Of a scope that was taken away only what never reached the endpoint is shown; what is offered to it again is not.
  const unsentOf = (key: Key): OutOp[] => (lost.has(key[0]) ? all(key).filter((o) => o.b === undefined) : all(key));
  const [rows, was] = [await db.rows.bulkGet(keys as Key[]), await db.was.bulkGet(keys as Key[])];
  const marked = await erasedMarker(db);
  const shown: ViewRow[] = [];
  const absent: Key[] = [];
  for (const [i, key] of keys.entries()) {
    const ops = unsentOf(key);
    let row = overlaid(was[i], rows[i]);
    for (const op of ops) row = mergeOp(row, op).row;
    if (row) shown.push({ ...marked(row), d: ops.length > 0 ? 1 : 0, g: isGone(row) ? 1 : 0 });
    else absent.push(key);
  }
  await db.view.bulkPut(shown);
  await db.view.bulkDelete(absent);
}

/** Unsent ops by row, oldest first. Reads the outbox whole when that is less work than asking row by row. */
async function unsentOps(db: Database, keys: readonly Key[]): Promise<(key: Key) => OutOp[]> {
  const ids = keys.map((k) => k[2]);
  const few = keys.length < (await db.pend.count()) + (await db.parked.count());
  const [carried, parked, pend, flight] = await Promise.all([
    carriedShown(db, ids),
    few ? db.parked.where('id').anyOf(ids).toArray() : db.parked.toArray(),
    few ? db.pend.where('id').anyOf(ids).toArray() : db.pend.toArray(),
    db.flight.get('one'),
  ]);
  const byRow = new Map<string, OutOp[]>();
  for (const op of [...carried, ...parked, ...(flight?.ops ?? []), ...pend]) {
    const key = keyOf(op).join(' ');
    const list = byRow.get(key);
    if (list) list.push(op);
    else byRow.set(key, [op]);
  }
  return (key) => (byRow.get(key.join(' ')) ?? []).toSorted((a, b) => a.no - b.no);
}

function moveCursors(list: readonly CursorEntry[], response: SyncResponse): CursorEntry[] {
  const at = new Map(list.map((c) => [c[0], c]));
  for (const [s, seq, nonce] of response.cur) at.set(s, [s, seq, nonce]);
  for (const s of response.gone) at.delete(s);
  return [...at.values()];
}

/**
 * Forgets how far scopes were read, so that the next answer brings all; not which ones: the endpoint says of each
 * whether this tablet may still read it. What was confirmed stays visible until its scope has been read anew.
 */
export async function resetCursors(db: Database, why: WhyAnew = 'clean'): Promise<void> {
  await db.transaction('rw', db.meta, db.rows, db.was, async () => {
    const { tries: _tries, ...had } = (await readMeta(db, 'cursors')) ?? NO_CURSORS;
    await db.meta.put(await beginAnew(db, had, had.list.map(([s]) => s), why));
  });
}
