import { grantedBy, mayWrite } from '../../core/access/rights.ts';
import type { Stamp } from '../../core/clock.ts';
import type { Registry } from '../../core/entities/registry.ts';
import { isScope, type ReplicaId, type Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import type { Op } from '../../core/sync/change.ts';
import { mergeOp, type Loser } from '../../core/sync/merge.ts';
import type { OpAnswer, OpCode } from '../../core/sync/protocol.ts';
import type { DeviceRights } from '../access/device.ts';
import { noteFile } from '../blobs/links.ts';
import { newNonce, type Random } from '../access/secrets.ts';
import type { OriginRow, WriteTx } from '../store/store.ts';
import { isAllHere, isKnownLoss, restampedBefore, whose } from './brought.ts';
import type { CheckedOp } from './check.ts';
import type { EndpointClock } from './clock.ts';
import { markErased, noteErased, refusedOp, type Erased } from './erased-ops.ts';
import { SumKeeper } from './sum-keeper.ts';

/** One batch on its way in. */
export interface Batch {
  readonly replica: ReplicaId;
  readonly device: string;
  readonly n: number;
  readonly ops: readonly CheckedOp[];
  readonly now: number;
  readonly random: Random;
  readonly clock: Pick<EndpointClock, 'admit' | 'issue' | 'save'>;
  /** The endpoint's own replica: its stamps come back when a tablet offers again what was re-stamped. */
  readonly endpoint: ReplicaId;
  /** A training made in the batch is added to `trainings`, so that the ops after it may write there. */
  readonly rights: DeviceRights;
  readonly registry: Registry;
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
  readonly erased: Erased | undefined;
}

/** Takes a batch, op by op: a bad op never stands in the way of the others. */
export async function push(tx: WriteTx, batch: Batch): Promise<Pushed> {
  const st = new Map<number, OpAnswer>();
  const admitted: Admitted[] = [];
  const seen = new Map<number, string>();
  for (const [index, checked] of batch.ops.entries()) {
    const verdict = await judge(tx, batch, checked, seen.get(checked.op.no));
    seen.set(checked.op.no, seen.get(checked.op.no) ?? checked.dig);
    if (isDup(verdict)) {
      // Brought by another before its maker had joined: what it makes is the maker's all the same.
      await grantOwn(tx, batch, checked.op);
      st.set(index, verdict.h === undefined || verdict.h === checked.op.h ? [index, 'dup'] : [index, 'dup', verdict.h]);
    } else if (verdict === NOTHING_LEFT) st.set(index, [index, 'erased']);
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
    const code = await store(tx, keeper, batch, a, must(seqs.get(a.op.s), 'seq'));
    if (code !== undefined) st.set(a.index, a.op.h === a.claimed.h ? [a.index, code] : [a.index, code, a.op.h]);
  }
  await keeper.save();
  await batch.clock.save(tx);
  return { st: [...st.values()].toSorted((a, b) => a[0] - b[0]), seqs: [...seqs] };
}

/** An op that was taken before, and the stamp it stands under: perhaps not the one it came with. */
interface Dup {
  readonly h?: Stamp | undefined;
}

/** All that an op said was personal, about somebody erased. */
const NOTHING_LEFT = 'erased';

const isDup = (verdict: Dup | string | null): verdict is Dup => typeof verdict === 'object' && verdict !== null;

/** What is known of an op that was taken before, a reason for one that may not be stored, null for one that may. */
async function judge(tx: WriteTx, batch: Batch, checked: CheckedOp, inBatch: string | undefined): Promise<Dup | string | null> {
  const { op, fault, erased } = checked;
  const origin = isScope(op.s) ? await tx.origin(op.s, batch.replica, op.no) : undefined;
  const known = inBatch ?? origin?.dig;
  if (known !== undefined) return asKnown(tx, checked, known, origin);
  if (erased === 'empty') return NOTHING_LEFT;
  return fault ?? judgeSound(tx, batch, checked);
}

/** The same of an op that is in order and has not come under this number. */
async function judgeSound(tx: WriteTx, batch: Batch, checked: CheckedOp): Promise<Dup | string | null> {
  const { op } = checked;
  const stamped = await whose(tx, batch, op.h);
  if (stamped === 'foreign') return 'bad_stamp';
  if (stamped === 'brought') return judgeBrought(tx, batch, op);
  // A tablet that was ever copied may bring one save under two names.
  if (batch.rights.replicas.size > 1 && (await isKnownSave(tx, checked))) return {};
  if (batch.isOut) return 'revoked';
  return mayWrite(batch.rights, op) ? null : 'forbidden';
}

/** One number, two contents: both are kept, one of them where a person can look at it. */
const asKnown = async (tx: WriteTx, checked: CheckedOp, known: string, origin: OriginRow | undefined): Promise<Dup | string> =>
  known === checked.dig || (await wasStripped(tx, checked, origin)) ? { h: origin?.h } : 'bad_no';

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
async function isKnownSave(tx: WriteTx, { op: { s, t, id, h }, dig, erased }: CheckedOp): Promise<boolean> {
  // Of what was erased one copy has its personal cells still and the other has not: the stamp alone names the save.
  const isIt = (origin: OriginRow | undefined): boolean => origin !== undefined && (origin.dig === dig || erased !== undefined);
  if (isIt(await tx.author(s, h))) return true;
  // A tablet put back from its own backup may have used one stamp for two saves.
  for (const claim of await tx.history(s, t, id)) {
    if (claim.why === 'claimed' && claim.stamp === h && isIt(await tx.origin(s, claim.replica, claim.no))) return true;
  }
  return false;
}

/** Whether a known number comes with another digest only because the tablet has purged the op since: the stamp is the same. */
async function wasStripped(tx: WriteTx, { op: { s, t, id, h, no }, erased }: CheckedOp, origin: OriginRow | undefined): Promise<boolean> {
  if (erased === undefined || origin === undefined) return false;
  if (origin.h === h) return true;
  return (await tx.history(s, t, id)).some((x) => x.why === 'claimed' && x.stamp === h && x.replica === origin.replica && x.no === no);
}

/** A training that a device makes is its own, and so is what is written there after it in the same batch. */
async function grantOwn(tx: WriteTx, batch: Batch, op: Op): Promise<void> {
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
}

async function admit(tx: WriteTx, batch: Batch, index: number, { op, dig, erased }: CheckedOp): Promise<Admitted> {
  await grantOwn(tx, batch, op);
  return { index, op, claimed: op, dig, erased };
}

/** One place in each scope touched, taken in ascending order, so that two pushes cannot wait for each other. */
async function advance(tx: WriteTx, batch: Batch, admitted: readonly Admitted[]): Promise<Map<Scope, number>> {
  const seqs = new Map<Scope, number>();
  for (const s of [...new Set(admitted.map((a) => a.op.s))].toSorted()) {
    seqs.set(s, await tx.advance(s, { nonce: newNonce(batch.random), replica: batch.replica, n: batch.n, at: batch.now }));
  }
  return seqs;
}

/** Lays one op over its row. Answers what the tablet must be told, where not all of it stands as it came. */
async function store(tx: WriteTx, keeper: SumKeeper, batch: Batch, { op, claimed, dig, erased }: Admitted, seq: number): Promise<OpCode | undefined> {
  const had = await tx.row(op.s, op.t, op.id);
  const merged = mergeOp(had, op);
  const row = erased === undefined ? merged.row : await markErased(tx, batch.registry, merged.row, batch.clock);
  const marked = row !== merged.row;
  if (merged.won || marked) {
    const prev = had === undefined ? 0 : had.seq === seq ? had.prev : had.seq;
    await keeper.replace(had, { ...row, seq, prev });
    await noteFile(tx, row, batch.now);
  }
  const isKnown = merged.lost && (await tx.author(op.s, op.h)) !== undefined;
  await tx.addOrigin({ s: op.s, replica: batch.replica, no: op.no, dig, h: op.h, by: op.by, at: wallTime(op.at) });
  await tx.dropQuarantine(batch.replica, op.no, dig);
  await noteLosers(tx, batch, { op, claimed }, merged.losers, isKnown);
  return codeOf(marked || erased === 'stripped', claimed.h !== op.h, merged.lost);
}

/** What did not stay goes to history, and the claim of a stamp that was replaced. */
async function noteLosers(tx: WriteTx, batch: Batch, { op, claimed }: Pick<Admitted, 'op' | 'claimed'>, losers: readonly Loser[], isKnown: boolean): Promise<void> {
  const own = { by: op.by, at: wallTime(op.at) };
  const entry = { s: op.s, t: op.t, id: op.id, replica: batch.replica, no: op.no, seen: batch.now };
  for (const loser of losers) {
    if (loser.why === 'lost' && (await isKnownLoss(tx, op, loser, isKnown))) continue;
    await tx.addHistory({ ...entry, ...loser, ...(loser.why === 'lost' ? own : await authorOf(tx, op.s, loser)) });
  }
  if (claimed.h !== op.h) await tx.addHistory({ ...entry, ...own, field: '', value: op.h, stamp: claimed.h, personal: false, why: 'claimed' });
}

const codeOf = (erased: boolean, stamped: boolean, lost: boolean): OpCode | undefined => (erased ? 'erased' : stamped ? 'stamped' : lost ? 'lost' : undefined);

async function authorOf(tx: WriteTx, s: Scope, loser: Loser): Promise<{ by: string; at: number }> {
  const origin = await tx.author(s, loser.stamp);
  return { by: origin?.by ?? '', at: origin?.at ?? 0 };
}

async function quarantine(tx: WriteTx, batch: Batch, checked: CheckedOp, reason: string): Promise<void> {
  const { op, dig, erased } = checked;
  if (erased !== undefined) await noteErased(tx, batch.registry, op);
  await tx.addQuarantine({ replica: batch.replica, no: op.no, dig, device: batch.device, reason, at: batch.now, op: refusedOp(batch.registry, checked) });
}

/** A device may claim any time; what a database can hold as a whole number is kept. */
export const wallTime = (ms: number): number => Math.round(Math.min(Math.max(ms, -8.64e15), 8.64e15));
