import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { Database } from '../../src/client/store/database.ts';
import { openStore, type OpenOptions, type Store } from '../../src/client/store/store.ts';

/** Repeatable bytes: a small linear congruence (Numerical Recipes), good enough to tell tablets apart. */
export function bytesFrom(seed: number): (n: number) => Uint8Array {
  let x = seed >>> 0;
  return (n) => Uint8Array.from({ length: n }, () => (x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0) >>> 24);
}

export interface Tablet {
  readonly store: Store;
  readonly clock: { now: number };
  readonly idb: IDBFactory;
  /** The same storage opened again, as after a crash or in another tab. */
  again(): Promise<Store>;
}

/** A tablet on a database in memory. `seed` makes its identity. */
export async function openTablet(seed: number, start = 1_574_049_600_000, o: OpenOptions = {}): Promise<Tablet> {
  const idb = new IDBFactory();
  const clock = { now: start };
  const open = (n: number): Promise<Store> =>
    openStore({ now: () => clock.now, random: bytesFrom(seed + n) }, { indexedDB: idb, IDBKeyRange, breathe: () => Promise.resolve(), ...o });
  let n = 0;
  const store = await open(n);
  return { store, clock, idb, again: () => open(++n) };
}

/** A copy of everything a database in memory holds: a cloned tablet, or one put back from a backup. */
export async function copyDatabase(from: IDBFactory, name = 'tizme'): Promise<IDBFactory> {
  const to = new IDBFactory();
  const source = new Database(name, { indexedDB: from, IDBKeyRange });
  const target = new Database(name, { indexedDB: to, IDBKeyRange });
  await Promise.all([source.open(), target.open()]);
  for (const table of source.tables) await target.table(table.name).bulkAdd(structuredClone(await table.toArray()));
  source.close();
  target.close();
  return to;
}
