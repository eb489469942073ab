import { stampOf, tick, type Clock } from '../../core/clock.ts';
import { registry as standard, type Registry, type TableName } from '../../core/entities/registry.ts';
import { recordId, type RecordId, type Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import { deriveId, splitPersonal } from '../../core/schema/entity.ts';
import type { Value } from '../../core/schema/field.ts';
import { cellsOf, checkOp, GONE, type OpFault } from '../../core/sync/change.ts';
import { isErased } from '../../core/sync/erased.ts';
import { isGone, mergeOp, sameValue } from '../../core/sync/merge.ts';
import type { Database, OutOp, Self, ViewRow } from './database.ts';
import { unpark } from './unpark.ts';
import { selfForWrite, type StoreDeps } from './self.ts';

/** One row to make or change. Values left out stay as they are; `null` empties a cell. */
export interface Draft {
  readonly t: TableName | (string & {});
  readonly s: Scope;
  /** Absent for a new row: derived from its key, or minted. */
  readonly id?: RecordId | undefined;
  readonly values: Readonly<Record<string, Value>>;
  /** true deletes, false brings back. */
  readonly gone?: boolean;
  /**
   * Of an undo: what the row said after the save. A cell that says something else by now was changed by somebody since, and
   * stays; a row that somebody else has added to is not deleted.
   */
  readonly wrote?: Readonly<Record<string, Value>>;
}

/** What a save changed, so that it can be taken back. */
export interface Receipt {
  readonly ids: readonly RecordId[];
  readonly undo: readonly Draft[];
}

/** A value the entity does not allow; nothing of the save was written. */
export class FaultError extends Error {
  readonly fault: OpFault;
  readonly table: string;
  constructor(table: string, fault: OpFault) {
    super(`${table}: ${fault.code}${fault.field ? ` (${fault.field})` : ''}`);
    this.name = 'FaultError';
    this.fault = fault;
    this.table = table;
  }
}

export type Build = (mint: () => RecordId) => readonly Draft[];

interface Step {
  readonly op: OutOp;
  readonly view: ViewRow;
  readonly undo: Draft;
}

/**
 * The one door for writing: outbox op, view, clock and counter in one strict transaction, or nothing.
 * Resolves after the transaction is on disk: only then may a screen say "saved".
 * Cells that already hold the value are left out; a draft that changes nothing writes no op.
 * @throws FaultError for a value the entity refuses, NewerDatabaseError when a newer app owns the database
 */
export async function write(db: Database, deps: StoreDeps, build: Build, registry: Registry = standard): Promise<Receipt> {
  return db.transaction('rw', db.meta, db.pend, db.parked, db.view, async () => {
    const self = await selfForWrite(db);
    let counter = self.counter;
    const mint = (): RecordId => recordId(self.replica, counter++);
    const drafts = build(mint).map((d) => named(registry, d, mint));
    const ids = drafts.map((d) => d.id);
    const olds = await db.view.bulkGet(drafts.map((d) => [d.s, d.t, d.id]));
    // Two drafts of one save may touch one row: the later builds on the earlier.
    const seen = new Map<string, ViewRow | undefined>();
    let clock: Clock = self.clock;
    let no = self.no;
    const steps: Step[] = [];
    for (const [i, draft] of drafts.entries()) {
      const key = `${draft.s} ${draft.t} ${draft.id}`;
      const old = seen.has(key) ? seen.get(key) : olds[i];
      const changed = changes(registry, standing(draft, old), old);
      if (!changed) continue;
      clock = tick(clock, deps.now() + self.offset);
      no += 1;
      const step = makeStep(registry, self, draft, old, { ...changed, clock, no, at: deps.now() });
      seen.set(key, step.view);
      steps.push(step);
    }
    if (steps.length > 0) {
      // What was laid aside of these rows goes out again with the edit: alone it would make half a record there.
      const edited = new Set(steps.map((x) => `${x.op.s} ${x.op.id}`));
      await unpark(db, (o) => MAY_PASS.has(o.reason) && edited.has(`${o.s} ${o.id}`));
      await db.pend.bulkAdd(steps.map((x) => x.op));
      await db.view.bulkPut([...new Map(steps.map((x) => [`${x.view.s} ${x.view.t} ${x.view.id}`, x.view])).values()]);
    }
    await db.meta.put({ ...self, counter, no, clock });
    return { ids, undo: steps.map((x) => x.undo).toReversed() };
  });
}

function named(registry: Registry, d: Draft, mint: () => RecordId): Draft & { id: RecordId } {
  if (d.id) return { ...d, id: d.id };
  const e = must(registry.get(d.t), d.t);
  return { ...d, id: deriveId(e, d.values) ?? mint() };
}

interface Changed {
  readonly f: Readonly<Record<string, Value>>;
  readonly p: Readonly<Record<string, Value>>;
}

function changes(registry: Registry, d: Draft, old: ViewRow | undefined): Changed | undefined {
  const e = must(registry.get(d.t), d.t);
  const { f, p } = splitPersonal(e, d.values);
  const differs = (side: 'f' | 'p') => ([name, value]: [string, Value]): boolean =>
    !sameValue(old?.[side][name] ?? null, value) || (old === undefined && value !== null);
  const cells: Record<string, Value> = Object.fromEntries(Object.entries(f).filter(differs('f')));
  const gone = old ? isGone(old) : false;
  // A write to a deleted row brings it back only when it says so: the newer cell does it by itself.
  if (d.gone !== undefined && d.gone !== gone) cells[GONE] = d.gone;
  // Nothing personal comes back to a row that was erased: not by a form left open, nor by an undo.
  const personal = old && isErased(old) ? {} : Object.fromEntries(Object.entries(p).filter(differs('p')));
  return Object.keys(cells).length + Object.keys(personal).length === 0 ? undefined : { f: cells, p: personal };
}

/** Reasons that say nothing against the save itself: it may pass another time. */
const MAY_PASS: ReadonlySet<string> = new Set(['forbidden', 'server', 'failed']);

/** Leaves out of an undo what somebody else has changed since. */
function standing(d: Draft, old: ViewRow | undefined): Draft {
  const { wrote, gone, ...draft } = d;
  if (!wrote || !old) return d;
  const is = (name: string): Value => old.f[name] ?? old.p[name] ?? null;
  const same = (name: string): boolean => sameValue(is(name), wrote[name] ?? null);
  const values = Object.fromEntries(Object.entries(d.values).filter(([name]) => same(name)));
  const untouched = [...Object.keys(old.f), ...Object.keys(old.p)].every((name) => name === GONE || same(name));
  return gone === undefined || (gone && !untouched) ? { ...draft, values } : { ...draft, values, gone };
}

function makeStep(registry: Registry, self: Self, d: Draft & { id: RecordId }, old: ViewRow | undefined, x: Changed & { clock: Clock; no: number; at: number }): Step {
  const op: OutOp = {
    r: self.replica, no: x.no, s: d.s, t: d.t, id: d.id, f: x.f, p: x.p,
    h: stampOf(x.clock, self.replica), by: self.user, at: Math.floor(x.at),
  };
  const fault = checkOp(registry, op, false);
  if (fault) throw new FaultError(d.t, fault);
  const { row } = mergeOp(old, op);
  const before: Record<string, Value> = {};
  for (const [name, , personal] of cellsOf(op)) if (name !== GONE) before[name] = old?.[personal ? 'p' : 'f'][name] ?? null;
  const back: Draft = { t: d.t, s: d.s, id: d.id, values: before, wrote: { ...row.f, ...row.p } };
  // A deletion that is taken back brings the whole row back, whatever it held; one that was not there goes again.
  const undo: Draft = old ? { ...back, ...(isGone(old) === isGone(row) ? {} : { gone: isGone(old) }) } : { ...back, values: {}, gone: true };
  return { op, view: { ...row, d: 1, g: isGone(row) ? 1 : 0 }, undo };
}
