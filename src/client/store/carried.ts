import type { Scope } from '../../core/ids.ts';
import { refreshView } from './apply.ts';
import type { CarriedOp, Database, HeldParcel, OutOp } from './database.ts';
import { selfForWrite } from './self.ts';

type Key = [Scope, string, string];
const keyOf = (o: Pick<OutOp, 's' | 't' | 'id'>): Key => [o.s, o.t, o.id];

/** `b` marks one that the endpoint has answered: it stays until its row has come back, so that nothing flickers. */
export const isWaiting = (o: Pick<CarriedOp, 'b'>): boolean => o.b === undefined;

const withView = (db: Database) => [db.meta, db.pend, db.flight, db.parked, db.rows, db.was, db.view, db.carried, db.parcels];

/** What became of a parcel that was taken in. */
export interface TakenIn {
  /** Saves that this tablet did not carry yet. */
  readonly fresh: number;
  /** Rows that show something of them. */
  readonly keys: readonly Key[];
}

/**
 * Takes saves of others in, to show and to bring to the endpoint. The same ones again change nothing, nor do the
 * tablet's own. Of scopes it may not read they are kept sealed only: the row here says which they are, not what.
 * @param may whether this tablet shows a scope
 */
export async function takeIn(db: Database, parcel: HeldParcel, ops: readonly OutOp[], may: (s: Scope) => boolean): Promise<TakenIn> {
  return db.transaction('rw', withView(db), async () => {
    const self = await selfForWrite(db);
    const own = new Set<string>([self.replica, ...(self.was ?? [])]);
    const others = [...new Map(ops.filter((o) => !own.has(o.r)).map((o) => [`${o.r} ${o.no}`, o])).values()];
    const had = await db.carried.bulkGet(others.map((o): [string, number] => [o.r, o.no]));
    const fresh = others.filter((_, i) => had[i] === undefined);
    if (fresh.length === 0) return { fresh: 0, keys: [] };
    await db.parcels.put(parcel);
    await db.carried.bulkPut(fresh.map((o): CarriedOp => ({ ...o, ...(may(o.s) ? {} : { f: {}, p: {} }), parcel: parcel.id })));
    const keys = fresh.filter((o) => may(o.s)).map(keyOf);
    await refreshView(db, keys);
    return { fresh: fresh.length, keys };
  });
}

/** Marks what the endpoint has answered. */
export async function markBrought(db: Database, keys: readonly (readonly [string, number])[]): Promise<void> {
  await db.transaction('rw', db.carried, async () => {
    const found = await db.carried.bulkGet(keys.map(([r, no]): [string, number] => [r, no]));
    await db.carried.bulkPut(found.filter((o) => o !== undefined).map((o) => ({ ...o, b: 1 })));
  });
}

/** Lets go of what the endpoint has answered, once its rows have been read again. @returns keys of rows that may look different */
export async function letBroughtGo(db: Database): Promise<readonly Key[]> {
  return remove(db, (o) => !isWaiting(o));
}

/** Lets a parcel go that is not wanted here, or that the endpoint cannot read: whoever packed it still has it. */
export async function dropParcel(db: Database, id: string): Promise<readonly Key[]> {
  return remove(db, (o) => o.parcel === id);
}

async function remove(db: Database, which: (o: CarriedOp) => boolean): Promise<readonly Key[]> {
  return db.transaction('rw', withView(db), async () => {
    await selfForWrite(db); // throws where a newer app owns the database
    const gone = await db.carried.filter(which).toArray();
    await db.carried.bulkDelete(gone.map((o): [string, number] => [o.r, o.no]));
    const left = new Set((await db.carried.toArray()).map((o) => o.parcel));
    await db.parcels.filter((p) => !left.has(p.id)).delete();
    const keys = gone.filter(isShown).map(keyOf);
    await refreshView(db, keys);
    return keys;
  });
}

/** Notes that a parcel will not be tried again, and why. */
export async function refuseParcel(db: Database, id: string, refused: string): Promise<void> {
  await db.parcels.update(id, { refused });
}

/** How often the endpoint may fail on one parcel before it is left to whoever packed it. */
const MOST_FAILS = 3;

/** Counts one failure of the endpoint on a parcel: after three it is not tried again. */
export async function noteFailure(db: Database, id: string): Promise<void> {
  await db.transaction('rw', db.parcels, async () => {
    const fails = ((await db.parcels.get(id))?.fails ?? 0) + 1;
    await db.parcels.update(id, fails < MOST_FAILS ? { fails } : { fails, refused: 'server' });
  });
}

/** A save that is kept sealed only has no cells. */
const isShown = ({ f, p }: OutOp): boolean => Object.keys(f).length + Object.keys(p).length > 0;
