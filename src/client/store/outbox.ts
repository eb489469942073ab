import { registry as standard, type Registry } from '../../core/entities/registry.ts';
import { isStamp } from '../../core/clock.ts';
import type { Scope } from '../../core/ids.ts';
import { packOps } from '../../core/sync/codec.ts';
import { batchDigest, MAX_BATCH, type OpAnswer } from '../../core/sync/protocol.ts';
import type { Database, Flight, OutOp, ParkedOp } from './database.ts';
import { readMeta, selfForWrite } from './self.ts';

/** The batch on its way, or a new one frozen from what waits; undefined when nothing does. */
export async function freeze(db: Database, registry: Registry = standard): Promise<Flight | undefined> {
  return db.transaction('rw', db.meta, db.pend, db.flight, async () => {
    const had = await db.flight.get('one');
    if (had) return had;
    const self = await selfForWrite(db);
    const ops = light(await db.pend.orderBy('no').limit(Math.max(1, Math.min(self.size, MAX_BATCH))).toArray());
    if (ops.length === 0) return undefined;
    const flight = makeFlight(registry, self.batch + 1, self.dig, ops);
    await db.flight.put(flight);
    await db.pend.bulkDelete(ops.map((o) => o.no));
    return flight;
  });
}

/** Characters of saves in one batch, as JSON before packing (about twice what columns take): a minute on the slowest line. */
const MOST_TEXT = 128 * 1024;

/** The first ops, as many as one batch should carry; one at least, however long it is. */
function light(ops: readonly OutOp[]): OutOp[] {
  let text = 0;
  const end = ops.findIndex((op, i) => (text += JSON.stringify([op.f, op.p]).length) > MOST_TEXT && i > 0);
  return end === -1 ? [...ops] : ops.slice(0, end);
}

function makeFlight(registry: Registry, n: number, prev: string, ops: readonly OutOp[]): Flight {
  // JSON and back: the digest is taken over what the endpoint will read, not over our objects.
  const body = JSON.stringify(packOps(registry, ops));
  return { k: 'one', n, prev, dig: batchDigest(n, prev, JSON.parse(body)), body, ops, fails: 0 };
}

/**
 * Takes the batch apart: the first half stays in flight as a new batch, the rest waits again. A batch of one
 * op is parked with the reason, so that the rest can go on (PROTOCOL 2.5.4). Nothing is ever deleted.
 */
export async function split(db: Database, sent: Flight, reason: string, registry: Registry = standard): Promise<void> {
  await db.transaction('rw', db.meta, db.pend, db.flight, db.parked, async () => {
    const flight = await db.flight.get('one');
    if (!flight || flight.n !== sent.n || flight.dig !== sent.dig) return;
    const half = Math.ceil(flight.ops.length / 2);
    if (flight.ops.length <= 1) {
      await db.parked.bulkPut(flight.ops.map((o): ParkedOp => ({ ...o, reason })));
      await db.flight.delete('one');
      return;
    }
    await db.pend.bulkPut(flight.ops.slice(half));
    await db.flight.put(makeFlight(registry, flight.n, flight.prev, flight.ops.slice(0, half)));
    const self = await selfForWrite(db);
    await db.meta.put({ ...self, size: Math.max(1, half) });
  });
}

/** Counts one failure of the endpoint on the batch in flight; answers how many there were. */
export async function countFailure(db: Database, sent: Flight): Promise<number> {
  return db.transaction('rw', db.flight, async () => {
    const flight = await db.flight.get('one');
    if (!flight || flight.dig !== sent.dig) return 0;
    await db.flight.put({ ...flight, fails: flight.fails + 1 });
    return flight.fails + 1;
  });
}

/** A line that answers in time carries more next time, one that does not carries less. */
export async function adaptSize(db: Database, fast: boolean): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const self = await readMeta(db, 'self');
    if (self) await db.meta.put({ ...self, size: Math.max(1, Math.min(MAX_BATCH, fast ? self.size * 2 : Math.floor(self.size / 2))) });
  });
}

/** Answers about an op after which the row itself tells what stands. */
const ROW_SAYS: ReadonlySet<string> = new Set(['lost', 'dup', 'erased']);

/**
 * Neither kept nor parked: what was erased; and what was given back for somebody else and refused: the endpoint keeps it
 * aside, and here, where nobody saved it, it is shown no longer.
 */
const isLetGo = (op: OutOp, code: OpAnswer[1] | undefined): boolean => code === 'erased' || (code === 'bad' && op.via !== undefined);

/**
 * Sorts the ops of a batch by what became of them.
 * @param reads scopes whose rows this tablet is sent
 */
export function verdicts(flight: Flight, st: readonly OpAnswer[], reads: ReadonlySet<Scope>): { kept: OutOp[]; applied: OutOp[]; parked: ParkedOp[] } {
  const ops = flight.ops.toSorted((a, b) => a.no - b.no);
  const told = new Map(st.map(([i, code, detail]) => [i, { code, detail }]));
  const kept: OutOp[] = [];
  const applied: OutOp[] = [];
  const parked: ParkedOp[] = [];
  ops.forEach((op, i) => {
    const t = told.get(i);
    if (isLetGo(op, t?.code)) return 0;
    if (t?.code === 'bad') return parked.push({ ...op, reason: t.detail ?? 'bad' });
    // Under the stamp it has at the endpoint: one given there in place of a future one, now or long ago.
    const stood = isStamp(t?.detail) ? { ...op, h: t.detail } : op;
    // Cells that stand at the endpoint as we sent them become confirmed here without being sent back: the only
    // way for rows of scopes we may write but not read; there even what lost stays, since nothing else can stand.
    // Where a cell lost, or the save was taken long ago, the row that is sent, or lies here already, says what stands.
    if (!(ROW_SAYS.has(t?.code ?? '') && reads.has(op.s))) applied.push(stood);
    return kept.push(stood);
  });
  return { kept, applied, parked };
}
