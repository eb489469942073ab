import { grantedBy, mayWrite } from '../../core/access/rights.ts';
import type { Stamp } from '../../core/clock.ts';
import { isScope, type ReplicaId, type Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import type { Op } from '../../core/sync/change.ts';
import { mergeOp, type Loser } from '../../core/sync/merge.ts';
import type { OpAnswer } from '../../core/sync/protocol.ts';
import type { DeviceRights } from '../access/device.ts';
import { newNonce, type Random } from '../access/secrets.ts';
import type { WriteTx } from '../store/store.ts';
import { isAllHere, isKnownLoss, restampedBefore, whose } from './brought.ts';
import type { CheckedOp } from './check.ts';
import type { EndpointClock } from './clock.ts';
import { SumKeeper } from './sum-keeper.ts';

/** One batch on its way in. */
export interface Batch {
  readonly replica: ReplicaId;
  readonly device: string;
  readonly n: number;
  readonly ops: readonly CheckedOp[];
  readonly now: number;
  readonly random: Random;
  readonly clock: Pick<EndpointClock, 'admit' | 'save'>;
  /** The endpoint's own replica: its stamps come back when a tablet offers again what was re-stamped. */
  readonly endpoint: ReplicaId;
  /** A training made in the batch is added to `trainings`, so that the ops after it may write there. */
  readonly rights: DeviceRights;
  /** The device was taken out of the project: nothing of it is stored. */
  readonly isOut: boolean;
}

export interface Pushed {
  readonly st: readonly OpAnswer[];
  /** The place this push took in each scope it changed. */
  readonly seqs: readonly (readonly [Scope, number])[];
}

interface Admitted {
  readonly index: number;
  /** As it is stored. */
  readonly op: Op;
  /** As it came: differs when its clock was in the future. */
  readonly claimed: Op;
  readonly dig: string;
}

/** Takes a batch, op by op: a bad op never stands in the way of the others. */
export async function push(tx: WriteTx, batch: Batch): Promise<Pushed> {
  const st = new Map<number, OpAnswer>();
  const admitted: Admitted[] = [];
  const seen = new Map<number, string>();
  for (const [index, checked] of batch.ops.entries()) {
    const verdict = await judge(tx, batch, checked, seen.get(checked.op.no));
    seen.set(checked.op.no, seen.get(checked.op.no) ?? checked.dig);
    if (isDup(verdict)) st.set(index, verdict.h === undefined || verdict.h === checked.op.h ? [index, 'dup'] : [index, 'dup', verdict.h]);
    else if (verdict === null) admitted.push(await admit(tx, batch, index, checked));
    else {
      st.set(index, [index, 'bad', verdict]);
      await quarantine(tx, batch, checked, verdict);
    }
  }
  const seqs = await advance(tx, batch, admitted);
  await tx.foresee(admitted.map((a) => a.op));
  const keeper = new SumKeeper(tx);
  for (const claim of admitted) {
    const a = { ...claim, op: { ...claim.op, h: await batch.clock.admit(tx, claim.op) } };
    const lost = await store(tx, keeper, batch, a, must(seqs.get(a.op.s), 'seq'));
    if (a.op.h !== a.claimed.h) st.set(a.index, [a.index, 'stamped', a.op.h]);
    else if (lost) st.set(a.index, [a.index, 'lost']);
  }
  await keeper.save();
  await batch.clock.save(tx);
  return { st: [...st.values()].toSorted((a, b) => a[0] - b[0]), seqs: [...seqs] };
}

/** An op that was taken before, and the stamp it stands under: perhaps not the one it came with. */
interface Dup {
  readonly h?: Stamp;
}

const isDup = (verdict: Dup | string | null): verdict is Dup => typeof verdict === 'object' && verdict !== null;

/** What is known of an op that was taken before, a reason for one that may not be stored, null for one that may. */
async function judge(tx: WriteTx, batch: Batch, { op, dig, fault }: CheckedOp, inBatch: string | undefined): Promise<Dup | string | null> {
  const origin = isScope(op.s) ? await tx.origin(op.s, batch.replica, op.no) : undefined;
  const known = inBatch ?? origin?.dig;
  // One number, two contents: both are kept, one of them where a person can look at it.
  if (known !== undefined) return known === dig ? (origin === undefined ? {} : { h: origin.h }) : 'bad_no';
  if (fault !== null) return fault;
  const stamped = await whose(tx, batch, op.h);
  if (stamped === 'foreign') return 'bad_stamp';
  if (stamped === 'brought') return judgeBrought(tx, batch, op);
  // A tablet that was ever copied may bring one save under two names.
  if (batch.rights.replicas.size > 1 && (await isKnownSave(tx, op, dig))) return {};
  return refusalOf(batch, op);
}

const refusalOf = ({ isOut, rights }: Batch, op: Op): string | null => (isOut ? 'revoked' : mayWrite(rights, op) ? null : 'forbidden');

/** A save of somebody else that this device brings back: within what the device may write itself, and nothing twice. */
async function judgeBrought(tx: WriteTx, batch: Batch, op: Op): Promise<Dup | string | null> {
  if (batch.isOut) return (await isAllHere(tx, op)) ? {} : 'revoked';
  if (!mayWrite(batch.rights, op)) return 'forbidden';
  if (await isAllHere(tx, op)) return {};
  const given = await restampedBefore(tx, op);
  return given === undefined ? null : { h: given };
}

/**
 * Whether a save was taken before under another of the device's names: its stamp names it whatever number it comes
 * with. Taken anew, it would be stamped anew where its clock was wrong, and beat what is newer.
 */
async function isKnownSave(tx: WriteTx, { s, t, id, h }: Op, dig: string): Promise<boolean> {
  if ((await tx.author(s, h))?.dig === dig) return true;
  const claim = (await tx.history(s, t, id)).find((x) => x.why === 'claimed' && x.stamp === h);
  return claim !== undefined && (await tx.origin(s, claim.replica, claim.no))?.dig === dig;
}

async function admit(tx: WriteTx, batch: Batch, index: number, { op, dig }: CheckedOp): Promise<Admitted> {
  const training = grantedBy(batch.rights, op);
  if (training !== undefined && !batch.rights.trainings.has(training)) {
    const s: Scope = `t:${training}`;
    const had = (await tx.grants(batch.device)).some((g) => g.s === s);
    // What a coordinator took away is not given back by the next edit.
    if (!had) {
      await tx.putGrant({ s, device: batch.device, on: true });
      batch.rights.trainings.add(training);
    }
  }
  return { index, op, claimed: op, dig };
}

/** One place in each scope touched, taken in ascending order, so that two pushes cannot wait for each other. */
async function advance(tx: WriteTx, batch: Batch, admitted: readonly Admitted[]): Promise<Map<Scope, number>> {
  const seqs = new Map<Scope, number>();
  for (const s of [...new Set(admitted.map((a) => a.op.s))].toSorted()) {
    seqs.set(s, await tx.advance(s, { nonce: newNonce(batch.random), replica: batch.replica, n: batch.n, at: batch.now }));
  }
  return seqs;
}

/** Lays one op over its row. True when a cell of it lost. */
async function store(tx: WriteTx, keeper: SumKeeper, batch: Batch, { op, claimed, dig }: Admitted, seq: number): Promise<boolean> {
  const had = await tx.row(op.s, op.t, op.id);
  const merged = mergeOp(had, op);
  if (merged.won) {
    const prev = had === undefined ? 0 : had.seq === seq ? had.prev : had.seq;
    await keeper.replace(had, { ...merged.row, seq, prev });
  }
  const at = wallTime(op.at);
  await tx.addOrigin({ s: op.s, replica: batch.replica, no: op.no, dig, h: op.h, by: op.by, at });
  await tx.dropQuarantine(batch.replica, op.no, dig);
  const entry = { s: op.s, t: op.t, id: op.id, replica: batch.replica, no: op.no, seen: batch.now };
  for (const loser of merged.losers) {
    if (loser.why === 'lost' && (await isKnownLoss(tx, op, loser))) continue;
    const author = loser.why === 'lost' ? { by: op.by, at } : await authorOf(tx, op.s, loser);
    await tx.addHistory({ ...entry, ...loser, ...author });
  }
  if (claimed.h !== op.h) {
    await tx.addHistory({ ...entry, field: '', value: op.h, stamp: claimed.h, personal: false, why: 'claimed', by: op.by, at });
  }
  return merged.lost;
}

async function authorOf(tx: WriteTx, s: Scope, loser: Loser): Promise<{ by: string; at: number }> {
  const origin = await tx.author(s, loser.stamp);
  return { by: origin?.by ?? '', at: origin?.at ?? 0 };
}

async function quarantine(tx: WriteTx, batch: Batch, { op, dig }: CheckedOp, reason: string): Promise<void> {
  await tx.addQuarantine({ replica: batch.replica, no: op.no, dig, device: batch.device, reason, at: batch.now, op });
}

/** A device may claim any time; what a database can hold as a whole number is kept. */
export const wallTime = (ms: number): number => Math.round(Math.min(Math.max(ms, -8.64e15), 8.64e15));
