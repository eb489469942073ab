import { isGone, mergeOp } from '../../src/core/sync/merge.ts';
import { replicaOf, type Scope } from '../../src/core/ids.ts';
import { stampReplica } from '../../src/core/clock.ts';
import type { StoredRow } from '../../src/core/sync/change.ts';
import type { OutOp, ViewRow } from '../../src/client/store/database.ts';
import { erasedMarker } from '../../src/client/store/erase.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { syncState } from '../../src/client/sync/state.ts';
import { cellValues, heldOf, rowKey, type Edit, type Held } from './ledger.ts';
import { rejoin } from './steps/places.ts';
import { letIn } from './access.ts';
import { checkSums } from './flips.ts';
import { checkErased } from './erased.ts';
import type { Tablet } from './tablet.ts';
import { Broken, type World } from './world.ts';

/** Rounds within which everything must be quiet once faults have stopped. */
const ROUNDS = 10;
/** Each op on which the endpoint fails takes three tries for every halving of its batch; a new name offers it once more. */
const ROUNDS_FOR_BOOM = 24;
const THREE_MINUTES = 180_000;

/** Faults stop, and everybody syncs until nothing changes any more (I7). */
export async function quiet(w: World): Promise<number> {
  w.line.calm = true;
  for (const t of w.tablets) await calmDown(t);
  const most = (): number => ROUNDS + w.booms * ROUNDS_FOR_BOOM * (1 + w.tablets.reduce((sum, t) => sum + t.changes, 0));
  for (let round = 1; round <= most(); round++) {
    const before = writesOf(w);
    let done = true;
    for (const t of w.tablets) {
      await letIn(w, t);
      done = (await rejoin(w, t)) && done;
      done = (await t.sync(t.first))?.kind === 'done' && done;
      await t.revive();
      w.clock.now += 5000;
    }
    w.variant.tick?.();
    if (done && writesOf(w) === before) return round;
  }
  const stuck = await Promise.all(w.tablets.map(async (t) => `${t.name} ${JSON.stringify(await t.first.store.sync())} ${JSON.stringify(await t.first.store.unsent())}`));
  throw new Broken(`I7 not quiet after ${most()} rounds: ${stuck.join('; ')}`);
}

async function calmDown(t: Tablet): Promise<void> {
  for (const tab of t.tabs) {
    tab.storage.fault = undefined;
    if (!tab.hung) continue;
    tab.hung.end('deliver');
    await tab.run;
  }
  await t.revive();
}

const writesOf = (w: World): number => w.endpoint.journal.filter(([m]) => m === 'putRow' || m === 'addQuarantine').length;

/** Everything that must hold when all is quiet; throws `Broken` with the invariant's number. */
export async function check(w: World): Promise<void> {
  const held = heldOf(w.endpoint.journal);
  for (const c of w.complaints) throw new Broken(`I7 ${c}`);
  for (const leak of w.endpoint.leaks) throw new Broken(`I10 rows of ${leak}`);
  if (w.restores === 0 && (w.line.refusals['rolled_back'] ?? 0) > 0) throw new Broken('I9 rolled_back, though the endpoint lost nothing');
  for (const t of w.tablets) await checkTablet(w, t, held);
  await checkErased(w, held);
  await checkKept(w, held);
  checkOnce(w, held);
  checkNewest(w, held);
}

async function checkTablet(w: World, t: Tablet, held: Held): Promise<void> {
  if (t.changes > t.causes) throw new Broken(`I9 ${t.name} became another ${t.changes} times with ${t.causes} causes`);
  const { db } = t.first.store;
  const [rows, view, pend, flight, parked, sent] = await Promise.all([
    db.rows.toArray(), db.view.toArray(), db.pend.toArray(), db.flight.get('one'), db.parked.toArray(), db.sent.toArray(),
  ]);
  if (pend.length > 0 || flight) throw new Broken(`I7 ${t.name} still holds ${pend.length} saves`);
  await checkHonest(t, parked.length);
  await checkSums(w, t);
  const missing = sent.flatMap((op) => [...cellValues(op)]).find((v) => !held.values.has(v));
  if (missing !== undefined) throw new Broken(`I8 ${t.name} shows ${missing} as sent`);
  const may = await readableBy(w, t);
  const mine = new Map(rows.map((r) => [rowKey(r), r]));
  checkRows(t, mine, held, may);
  await checkForeign(w, t, rows, may);
  const lost = new Set((await readMeta(db, 'lost'))?.list ?? []);
  // Of a scope that was taken away only what never reached the endpoint is shown.
  // Rows that only this tablet has are marked by what it was told alone.
  checkView(t, mine, view, parked.filter((o) => !lost.has(o.s) || o.b === undefined), await erasedMarker(db));
}

/** I1 and I6: of every scope it may read a tablet has exactly the rows of the endpoint. */
function checkRows(t: Tablet, mine: ReadonlyMap<string, StoredRow>, held: Held, may: (s: Scope) => boolean): void {
  for (const [key, row] of held.rows) {
    if (may(row.s) && text(mine.get(key)) !== text(row)) throw new Broken(`I1 ${t.name} has ${text(mine.get(key))}, the endpoint ${text(row)}`);
  }
  for (const [key, row] of mine) if (may(row.s) && !held.rows.has(key)) throw new Broken(`I1 ${t.name} has ${key}, the endpoint does not`);
}

/** Stamps under which a tablet's own words stand: the endpoint may have given them, to a clock in the future or to a save taken late. */
async function ownStamps(w: World, t: Tablet, own: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const bare = (name: string): string => name.replaceAll("'", '');
  const isOwn = (v: unknown): boolean => typeof v === 'string' && bare(w.ledger.edits.get(v)?.tablet ?? '-') === bare(t.name);
  const { rows, history } = heldOf(w.endpoint.journal);
  const given = history.filter((x) => x.why === 'claimed' && own.has(stampReplica(x.stamp))).map((x) => String(x.value));
  const stood = [...rows.values()].flatMap((r) => Object.entries({ ...r.f, ...r.p }).filter(([, v]) => isOwn(v)).map(([field]) => r.h[field] ?? ''));
  return new Set([...given, ...stood, ...(await t.holds()).map((op) => op.h)]);
}

/** I10: of what a tablet may not read it holds at most its own words. */
async function checkForeign(w: World, t: Tablet, rows: readonly StoredRow[], may: (s: Scope) => boolean): Promise<void> {
  const self = await readMeta(t.first.store.db, 'self');
  const own = new Set<string>([self?.replica ?? '', ...(self?.was ?? [])]);
  const given = await ownStamps(w, t, own);
  for (const row of rows) {
    if (may(row.s)) continue;
    for (const [field, h] of Object.entries(row.h)) {
      if (!own.has(stampReplica(h)) && !given.has(h) && !own.has(replicaOf(row.id) ?? '')) throw new Broken(`I10 ${t.name} keeps ${rowKey(row)} ${field} of others`);
    }
  }
}

/** I12: the number on the screen is what waits, and "done" is said only when nothing does. */
async function checkHonest(t: Tablet, parked: number): Promise<void> {
  const out = await t.first.store.unsent();
  if (out.count !== parked || out.parked !== parked) throw new Broken(`I12 ${t.name} says ${out.count}, holds ${parked}`);
  const { look } = await syncState(t.first.store, false);
  if ((look === 'done') !== (parked === 0)) throw new Broken(`I12 ${t.name} says ${look} with ${parked} parked`);
}

/** I1: what people see is the confirmed row with everything unsent laid over it, and nothing else. */
function checkView(t: Tablet, rows: ReadonlyMap<string, StoredRow>, view: readonly ViewRow[], parked: readonly OutOp[], marked: (row: ViewRow) => ViewRow): void {
  const expected = new Map<string, ViewRow>([...rows].map(([key, row]) => [key, { ...row, d: 0, g: isGone(row) ? 1 : 0 }]));
  for (const op of parked.toSorted((a, b) => a.no - b.no)) {
    const { row } = mergeOp(expected.get(rowKey(op)), op);
    expected.set(rowKey(op), { ...row, d: 1, g: isGone(row) ? 1 : 0 });
  }
  const shown = new Map(view.map((v) => [rowKey(v), v]));
  for (const key of new Set([...expected.keys(), ...shown.keys()])) {
    if (text(shown.get(key)) !== text(expected.get(key) && marked(expected.get(key) as ViewRow))) throw new Broken(`I1 ${t.name} shows ${text(shown.get(key))}, not ${text(expected.get(key))}`);
  }
}

/** Whether a tablet may read a scope, by the grants that the endpoint holds. */
async function readableBy(w: World, t: Tablet): Promise<(s: Scope) => boolean> {
  const link = await t.first.store.link();
  const [role, on] = await w.endpoint.store.read(async (tx) => [
    (await tx.device(link?.device ?? ''))?.role,
    new Set((await tx.grants(link?.device ?? '')).filter((g) => g.on).map((g) => g.s)),
  ] as const);
  return (s) => s === 'p' || (role === 'coordinator' ? /^[rt]:/.test(s) : on.has(s));
}

/** I2: everything saved is at the endpoint as value, history or quarantine; or parked, where the endpoint cannot take it at all. */
async function checkKept(w: World, held: Held): Promise<void> {
  const aside = (await Promise.all(w.tablets.map((t) => t.first.store.parked()))).flat();
  const parked = new Set(aside.filter((op) => op.reason === 'server').flatMap((op) => [...cellValues(op)]));
  for (const e of w.ledger.edits.values()) {
    if (e.destroyed || held.values.has(e.value) || (e.value.startsWith('boom') && parked.has(e.value))) continue;
    throw new Broken(`I2 ${e.value} of ${e.tablet} (${e.cell}) is not at the endpoint`);
  }
}

/** I4: a value written once stands once: in its row, or in history as lost or as overwritten. */
function checkOnce(w: World, held: Held): void {
  const times = new Map<string, string[]>();
  const add = (value: unknown, where: string): void => {
    if (typeof value === 'string' && w.ledger.edits.has(value)) times.set(value, [...(times.get(value) ?? []), where]);
  };
  for (const row of held.rows.values()) for (const v of cellValues(row)) add(v, 'row');
  for (const x of held.history) if (x.why !== 'claimed' && x.why !== 'discarded') add(x.value, `${x.why} ${x.stamp} by ${x.replica} ${x.no}`);
  for (const [value, places] of times) if (places.length > 1 && !w.ledger.edits.get(value)?.forgotten) throw new Broken(`I4 ${value} stands ${places.length} times: ${places.join(', ')}`);
}

/** I3: what was saved more than three minutes after another had reached the endpoint, by a right clock, is not beaten by it. */
function checkNewest(w: World, held: Held): void {
  const cells = new Map<string, Edit>();
  for (const row of held.rows.values()) {
    for (const v of cellValues(row)) {
      const e = w.ledger.edits.get(v);
      if (e) cells.set(e.cell, e);
    }
  }
  const taken = new Set(held.history.filter((x) => x.why !== 'discarded').map((x) => x.value));
  for (const e of w.ledger.edits.values()) {
    const winner = cells.get(e.cell);
    if (!winner || winner === e || winner.forgotten || !e.knew || !taken.has(e.value) || e.at <= bindingFrom(winner, e) + THREE_MINUTES) continue;
    throw new Broken(`I3 ${e.value} of ${e.tablet} is beaten by ${winner.value} of ${winner.tablet} (${e.cell})`);
  }
}

/** From when on an edit binds another: since it came to the endpoint; between two clocks that were always right, since it was made. */
const bindingFrom = (winner: Edit, e: Edit): number => (winner.knew && winner.steady && e.steady ? winner.at : (winner.reached ?? Infinity));

/** One text for equal rows, whatever the order of their cells. */
const text = (x: unknown): string => JSON.stringify(x, (_, v: unknown) => (typeof v === 'object' && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).toSorted(([a], [b]) => (a < b ? -1 : 1))) : v)) ?? 'nothing';
