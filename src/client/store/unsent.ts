import type { Database } from './database.ts';

export interface Unsent {
  /** Saves not yet acknowledged: waiting, on their way, parked, and carried for others. */
  readonly count: number;
  readonly parked: number;
  /** Of `count`, those of other tablets that this one carries; left out where it carries none. */
  readonly carried?: number;
}

export async function unsent(db: Database): Promise<Unsent> {
  const [pend, flight, parked, carried] = await Promise.all([
    db.pend.count(), db.flight.get('one'), db.parked.count(), db.carried.filter((o) => o.b === undefined).count(),
  ]);
  return { count: pend + (flight?.ops.length ?? 0) + parked + carried, parked, ...(carried > 0 ? { carried } : {}) };
}

/** Ops waiting behind the batch on its way. */
export const waiting = (db: Database): Promise<number> => db.pend.count();
