import type { Registry } from '../../core/entities/registry.ts';
import { isScope, type ReplicaId } from '../../core/ids.ts';
import { err, type Result } from '../../core/result.ts';
import type { CarriedAnswer, CarriedBatch } from '../../core/sync/carry.ts';
import { MAX_BATCH, type OpAnswer, type SyncRequest } from '../../core/sync/protocol.ts';
import { isProven } from '../access/carry-keys.ts';
import { rightsOf, type Caller } from '../access/device.ts';
import { projectOf } from '../access/project.ts';
import type { Random } from '../access/secrets.ts';
import type { DeviceRow, WriteTx } from '../store/store.ts';
import { checkBatch, type CheckedOp } from './check.ts';
import { EndpointClock } from './clock.ts';
import { refusedOp, withoutErased } from './erased-ops.ts';
import { push } from './push.ts';

/** A batch with what can be said of it before any transaction. */
export interface CheckedCarried {
  readonly batch: CarriedBatch;
  readonly ops: Result<readonly CheckedOp[], 'bad_message' | 'too_big'>;
}

/** Unpacks and checks batches, each by itself: one that cannot be read stands in nobody's way. Undefined: too many ops. */
export function checkCarried(registry: Registry, schema: number, batches: readonly CarriedBatch[]): readonly CheckedCarried[] | undefined {
  let count = 0;
  const checked: CheckedCarried[] = [];
  for (const batch of batches) {
    // As a batch of sync with no place in a chain: the origins of its ops say whether they were taken.
    const request = { n: 0, prev: '', dig: '', ops: batch.ops, schema: batch.schema } as SyncRequest;
    const ops = checkBatch(registry, schema, request);
    count += ops.ok ? ops.value.length : 0;
    if (count > MAX_BATCH) return undefined;
    checked.push({ batch, ops: ops.ok ? ops : err(ops.error.error === 'too_big' ? 'too_big' : 'bad_message') });
  }
  return checked;
}

export interface CarryJob {
  readonly caller: Caller;
  readonly registry: Registry;
  /** The schema this endpoint knows. */
  readonly schema: number;
  readonly now: number;
  readonly random: Random;
}

/**
 * Takes saves of another device from the one that carries them, under the names they were made with (SPEC 2.16). The
 * chain of batches of who made them is not touched: when the maker sends the same saves, each is known. One batch is
 * one transaction: each takes the locks of its scopes in their order.
 */
export async function carry(tx: WriteTx, job: CarryJob, { batch, ops }: CheckedCarried): Promise<CarriedAnswer> {
  if (!ops.ok) return { error: ops.error };
  const { r } = batch;
  const maker = await makerOf(tx, job.caller, batch);
  const bare = await withoutErased(tx, job.registry, ops.value, batch.schema > job.schema);
  if (!maker) return { st: await setAside(tx, job, r, bare) };
  const project = await projectOf(tx);
  const clock = new EndpointClock(project.replica, job.now);
  const rights = await rightsOf(tx, maker, [r]);
  const { st } = await push(tx, {
    replica: r, device: maker.device, n: 0, ops: bare, now: job.now, random: job.random, clock, rights, endpoint: project.replica,
    registry: job.registry, isOut: (await tx.access.revocation(maker.device)) !== undefined,
  });
  return { st };
}

/**
 * Whose rights the saves are judged by: those of the device that proves that it made them. Saves of a tablet that no
 * project knows are vouched for by a coordinator who takes them in; else nobody answers for them.
 */
async function makerOf(tx: WriteTx, { device, kind }: Caller, batch: CarriedBatch): Promise<DeviceRow | undefined> {
  const owner = (await tx.replica(batch.r))?.device;
  if (batch.d === '') return owner === undefined && (await mayVouch(tx, device, kind)) ? device : undefined;
  if (owner !== undefined && owner !== batch.d) return undefined;
  return (await isProven(tx, batch)) ? tx.device(batch.d) : undefined;
}

const mayVouch = async (tx: WriteTx, device: DeviceRow, kind: Caller['kind']): Promise<boolean> =>
  device.role === 'coordinator' && kind === 'full' && (await tx.access.revocation(device.device)) === undefined;

/** What nobody answers for waits for the coordinator, under the name of who brought it; what is in already is in. */
async function setAside(tx: WriteTx, { caller, now, registry }: CarryJob, replica: ReplicaId, ops: readonly CheckedOp[]): Promise<OpAnswer[]> {
  const st: OpAnswer[] = [];
  for (const [index, checked] of ops.entries()) {
    const { op, dig } = checked;
    const known = isScope(op.s) ? await tx.origin(op.s, replica, op.no) : undefined;
    if (known?.dig === dig) {
      st.push([index, 'dup']);
      continue;
    }
    st.push([index, 'bad', 'unknown_device']);
    await tx.addQuarantine({ replica, no: op.no, dig, device: caller.device.device, reason: 'unknown_device', at: now, op: refusedOp(registry, checked) });
  }
  return st;
}
