import type { CarriedOp, Database } from './database.ts';

/** Saves of others that this tablet shows: those it may read, of some rows or of all. Part of the first load: views need it. */
export async function carriedShown(db: Database, ids: readonly string[]): Promise<CarriedOp[]> {
  if ((await db.carried.count()) === 0) return [];
  const found = await db.carried.where('id').anyOf(ids).toArray();
  return found.filter(({ f, p }) => Object.keys(f).length + Object.keys(p).length > 0);
}
