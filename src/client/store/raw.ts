import { isStamp } from '../../core/clock.ts';
import { registry } from '../../core/entities/registry.ts';
import { isRecordId, isScope, type Scope } from '../../core/ids.ts';
import { checkValue, type Value } from '../../core/schema/field.ts';
import { GONE, type StoredRow } from '../../core/sync/change.ts';
import { rowsOf } from './anew.ts';
import type { Database } from './database.ts';

/**
 * Rows from the endpoint that this version cannot work with lie apart in `raw`: a stamp that is none, a text where a
 * number belongs. Something here would throw on them, and nothing after them would ever arrive (PROTOCOL 2.3).
 */

type Key = [Scope, string, string];
const keyOf = (r: StoredRow): Key => [r.s, r.t, r.id];

/** Whether a row is of the shape that screens and merging take for granted. What is too long, or a code of a later version, is. */
export function isSound(row: StoredRow): boolean {
  if (!isScope(row.s) || !isRecordId(row.id)) return false;
  return [...cells(row)].every(([name, value, stamp]) => isStamp(stamp) && isOfItsType(row.t, name, value));
}

function* cells({ f, p, h }: StoredRow): Generator<[name: string, value: Value | undefined, stamp: unknown]> {
  for (const [name, stamp] of Object.entries(h)) yield [name, f[name] ?? p[name] ?? null, stamp];
  for (const [name, value] of [...Object.entries(f), ...Object.entries(p)]) if (!Object.hasOwn(h, name)) yield [name, value, undefined];
}

function isOfItsType(t: string, name: string, value: Value | undefined): boolean {
  if (name === GONE) return typeof value === 'boolean';
  const fields = registry.get(t)?.fields ?? {};
  const spec = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return spec === undefined || value === null || value === undefined || checkValue(spec, value) !== 'wrong_type';
}

/** Puts what cannot be worked with into `raw`, and answers the rest. What was there of the rest has been replaced. */
export async function layAside(db: Database, rows: readonly StoredRow[]): Promise<readonly StoredRow[]> {
  const bad = rows.filter((r) => !isSound(r));
  if (bad.length === 0 && (await db.raw.count()) === 0) return rows;
  const sound = rows.filter((r) => !bad.includes(r));
  await db.raw.bulkDelete(sound.map(keyOf));
  await db.raw.bulkPut(bad);
  // The confirmed copy is what the endpoint had before, and no longer what it has.
  await db.rows.bulkDelete(bad.map(keyOf));
  return sound;
}

/** Everything of a scope that the endpoint is known to have, readable here or not: what its sum is reckoned over. */
export const confirmedOf = async (db: Database, s: Scope): Promise<StoredRow[]> => [...(await rowsOf(db.rows, s)), ...(await rowsOf(db.raw, s))];

/** Forgets what could not be worked with of a scope that is read anew: it comes again with the rest. */
export async function forgetRaw(db: Database, s: Scope): Promise<void> {
  await db.raw.bulkDelete((await rowsOf(db.raw, s)).map(keyOf));
}
