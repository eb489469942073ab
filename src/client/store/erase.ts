import type { Stamp } from '../../core/clock.ts';
import { registry } from '../../core/entities/registry.ts';
import type { Scope } from '../../core/ids.ts';
import { ERASED, type Op, type StoredRow } from '../../core/sync/change.ts';
import { bareOp, erasedRow, isBare, isErased, mayBePersonal, subjectsOf, tablesAboutPeople } from '../../core/sync/erased.ts';
import type { SyncResponse } from '../../core/sync/protocol.ts';
import type { Database, ErasedNote, Flight } from './database.ts';
import { readMeta } from './self.ts';
import { forgetSums } from './sums.ts';

/*
 * Erasure on the tablet (PROTOCOL 2.12): of everybody it was told of, nothing personal stays in any of its stores. What
 * is counted stays, marked as erased.
 */

type Key = [Scope, string, string];
type Touch = (r: Pick<StoredRow, 's' | 't' | 'id'>) => void;
type Named = Pick<Op, 't' | 'id' | 'f'>;

const NOBODY: ErasedNote = { k: 'erased', mark: '', told: true, ids: [] };

/** The tables a transaction needs that purges. */
export const purged = (db: Database) => [db.meta, db.pend, db.flight, db.sent, db.parked, db.rows, db.view, db.raw, db.was, db.carried];

/** An answer, and the mark its question named, if it did. */
interface Answered {
  readonly response: SyncResponse;
  readonly heard?: string | undefined;
}

/**
 * Does what an answer says of erasures, in the transaction that applies it, once its saves and rows lie where they belong.
 * @returns scopes of rows that were purged: what their sums were says nothing any more, until the endpoint's marks have come
 */
export async function followErasures(db: Database, { response: { er = [], st }, heard }: Answered, flight: Flight | undefined, touch: Touch): Promise<ReadonlySet<Scope>> {
  const scopes = new Set<Scope>();
  const sent = (flight?.ops ?? []).toSorted((a, b) => a.no - b.no);
  const ids = [...er.flatMap(([, some]) => some), ...st.flatMap(([i, code]) => (code === 'erased' ? (sent[i]?.id ?? []) : []))];
  const mark = er.findLast(([m]) => m !== '')?.[0];
  const note = (await readMeta(db, 'erased')) ?? NOBODY;
  const purging: Touch = (r) => {
    scopes.add(r.s);
    touch(r);
  };
  if (ids.length > 0) await purge(db, ids, purging);
  const told = note.told || heard === note.mark;
  if (ids.length === 0 && mark === undefined && told === note.told) return scopes;
  await db.meta.put({ ...note, ids: [...new Set([...note.ids, ...ids])], ...(mark === undefined ? { told } : { mark, told: false }) });
  return scopes;
}

/**
 * Erases on this tablet alone: where it works alone, or the endpoint has erased and its answer to the next question may
 * be long in coming. A batch on its way stays as it is until it is answered.
 * @returns keys of rows that changed
 */
export async function eraseHere(db: Database, ids: readonly string[], refresh: (db: Database, keys: readonly Key[]) => Promise<void>): Promise<readonly Key[]> {
  return db.transaction('rw', purged(db), async () => {
    const touched = new Map<string, Key>();
    await purge(db, ids, ({ s, t, id }) => void touched.set([s, t, id].join(' '), [s, t, id]));
    const note = (await readMeta(db, 'erased')) ?? NOBODY;
    await db.meta.put({ ...note, ids: [...new Set([...note.ids, ...ids])] });
    await forgetSums(db, new Set([...touched.values()].map(([s]) => s)));
    await refresh(db, [...touched.values()]);
    return [...touched.values()];
  });
}

/** Takes everything personal about these ids out of every store but the batch on its way. */
async function purge(db: Database, ids: readonly string[], touch: Touch): Promise<void> {
  const wanted = new Set(ids);
  const isAbout = (x: Named): boolean => subjectsOf(registry, x).some((id) => wanted.has(id));
  const shown = await shownAbout(db, ids, isAbout);
  // From here on also saves of these rows that do not say whom they are about.
  for (const row of shown) wanted.add(row.id);
  shown.forEach(touch);
  const keys = shown.map(({ s, t, id }): Key => [s, t, id]);
  await putRows(db, (await db.rows.bulkGet(keys)).filter((r) => r !== undefined));
  for (const table of [db.raw, db.was]) await table.bulkPut((await table.toArray()).filter(isAbout).map((r) => erasedRow(r, newest(r))));
  await purgeOps(db, isAbout, touch);
}

/** Rows as they are shown that are about these ids: by the key where it says so, else by looking through the tables about people. */
async function shownAbout(db: Database, ids: readonly string[], isAbout: (x: Named) => boolean): Promise<StoredRow[]> {
  const tables = [...registry.keys()].filter((t) => mayBePersonal(registry, t));
  const own = await db.view.where('[t+id]').anyOf(tables.flatMap((t) => ids.map((id): [string, string] => [t, id]))).toArray();
  const related: StoredRow[] = [];
  // Of tables of a later version nothing is known but whom their rows name.
  related.push(...(await db.view.where('t').noneOf([...registry.keys()]).toArray()).filter(isAbout));
  for (const t of tablesAboutPeople(registry)) related.push(...(await db.view.where('t').equals(t).toArray()).filter(isAbout));
  return [...new Map([...own, ...related].map((r) => [[r.s, r.t, r.id].join(' '), r])).values()];
}

async function putRows(db: Database, rows: readonly StoredRow[]): Promise<void> {
  await db.rows.bulkPut(rows.filter((r) => !isBare(r)).map((r) => erasedRow(r, newest(r))));
}

/** Ops lose their personal cells; one of which nothing is left goes. */
async function purgeOps(db: Database, isAbout: (x: Named) => boolean, touch: Touch): Promise<void> {
  const isDue = (o: Op): boolean => Object.keys(o.p).length > 0 && isAbout(o);
  const pend = (await db.pend.toArray()).filter(isDue);
  await db.pend.bulkDelete(pend.map((o) => o.no));
  await db.pend.bulkPut(pend.flatMap((o) => bareOp(o) ?? []));
  pend.forEach(touch);
  for (const table of [db.sent, db.parked, db.carried]) {
    const due = (await table.toArray()).filter(isDue);
    await table.bulkDelete(due.map((o): [string, number] => [o.r, o.no]));
    // Each table gets back what it held.
    await (table as typeof db.sent).bulkPut(due.flatMap((o) => bareOp(o) ?? []));
    due.forEach(touch);
  }
}

/** A mark that this tablet sets is replaced by the endpoint's; until then it must not look newer than the row. */
const newest = (r: StoredRow): Stamp => Object.values(r.h).reduce((top, h) => (h > top ? h : top), '' as Stamp);

/** Marks rows about people whom this tablet knows to be erased, also where the endpoint's mark has not come, or never will. */
export async function erasedMarker(db: Database): Promise<<R extends StoredRow>(row: R) => R> {
  const ids = new Set((await readMeta(db, 'erased'))?.ids);
  if (ids.size === 0) return (row) => row;
  return (row) => {
    const isDue = !isErased(row) && mayBePersonal(registry, row.t) && subjectsOf(registry, row).some((id) => ids.has(id));
    return isDue ? { ...row, f: { ...row.f, [ERASED]: true }, h: { ...row.h, [ERASED]: newest(row) } } : row;
  };
}
