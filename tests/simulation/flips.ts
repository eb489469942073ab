import type { Value } from '../../src/core/schema/field.ts';
import { cellsOf, type StoredRow } from '../../src/core/sync/change.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { unharmed } from './faulty-storage.ts';
import type { Rng } from './rng.ts';
import type { Tablet } from './tablet.ts';
import { Broken, type World } from './world.ts';

/**
 * One cell of a confirmed row changes on a tablet's disk, as no code of ours does. The next sync that comes to its end
 * must find it, put it right, and have told the endpoint (PROTOCOL 2.14, fault matrix row 43).
 */
export async function flip(w: World, rng: Rng): Promise<string> {
  const tablet = rng.pick(w.tablets);
  const tab = tablet.first;
  if (tab.run || !(await tablet.tie())) return 'no tablet at rest';
  const { db } = tab.store;
  const flipped = await unharmed(async () => {
    const read = new Map((await readMeta(db, 'cursors'))?.list.flatMap(([s, seq, , sum]) => (seq === 0 ? [] : [[s, sum !== undefined]])));
    const rows = (await db.rows.toArray()).filter((r) => read.has(r.s));
    if (rows.length === 0) return undefined;
    const row = rng.pick(rows);
    const [field, value, personal] = rng.pick([...cellsOf(row)]);
    const side = personal ? 'p' : 'f';
    const spoilt: StoredRow = { ...row, [side]: { ...row[side], [field]: other(value) } };
    await db.rows.put(spoilt);
    return { ...spoilt, isSummed: read.get(row.s) ?? false };
  });
  if (!flipped) return `${tablet.name}: nothing to flip`;
  w.flips += 1;
  const before = await reports(w, tablet);
  w.line.calm = true;
  const outcome = await tablet.sync(tab);
  w.line.calm = false;
  const what = `${tablet.name}: ${flipped.t} ${flipped.id} ${JSON.stringify([flipped.f, flipped.p])} flips on the disk → ${outcome?.kind ?? '…'}`;
  if (outcome?.kind !== 'done') return what;
  const after = await unharmed(() => db.rows.get([flipped.s, flipped.t, flipped.id]));
  if (after && JSON.stringify([after.f, after.p]) === JSON.stringify([flipped.f, flipped.p])) throw new Broken(`I1 ${what}, and stays`);
  // A scope that was to be read anew anyway is put right without anybody having noticed.
  if (flipped.isSummed && (await reports(w, tablet)) === before) throw new Broken(`I1 ${what}, and nobody is told`);
  return what;
}

const other = (value: Value): Value => (typeof value === 'string' ? `${value}~` : typeof value === 'number' ? value + 1 : 'flipped');

async function reports(w: World, tablet: Tablet): Promise<number> {
  const tie = await tablet.tie();
  return w.endpoint.store.read(async (tx) => (await tx.device(tie?.device ?? ''))?.differs ?? 0);
}

/** When all is quiet nothing is being read anew, and nothing ever had to be put right but what flipped on a disk. */
export async function checkSums(w: World, t: Tablet): Promise<void> {
  const { db } = t.first.store;
  const [cursors, was, note] = [await readMeta(db, 'cursors'), await db.was.count(), await t.first.store.sync()];
  if (was > 0 || (cursors?.anew ?? []).length > 0) throw new Broken(`I1 ${t.name} is still reading ${JSON.stringify(cursors?.anew)} anew`);
  if (note.same !== true) throw new Broken(`I12 ${t.name} has not compared what it has`);
  if (w.flips === 0 && note.mended !== undefined) throw new Broken(`I1 ${t.name} had to put ${note.mended} records right`);
}
