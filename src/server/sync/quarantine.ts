import { clockOf, isStamp, stampOf, stampReplica } from '../../core/clock.ts';
import type { Registry } from '../../core/entities/registry.ts';
import { isRecordId, isScope, type ReplicaId } from '../../core/ids.ts';
import { cellsOf, type Op } from '../../core/sync/change.ts';
import { MAX_AHEAD } from '../../core/sync/protocol.ts';
import type { QuarantineRequest, QuarantineVerdict } from '../../core/sync/quarantine.ts';
import { projectOf } from '../access/project.ts';
import type { Random } from '../access/secrets.ts';
import type { QuarantineRow, WriteTx } from '../store/store.ts';
import { faultOf, TABLE } from './check.ts';
import { EndpointClock } from './clock.ts';
import { withoutErased } from './erased-ops.ts';
import { push, wallTime, type Batch } from './push.ts';

/** A coordinator's decision about an op in quarantine. */
export interface Decision {
  readonly request: QuarantineRequest;
  /** The coordinator's device. */
  readonly by: string;
  readonly registry: Registry;
  /** ms since 1970 */
  readonly now: number;
  readonly random: Random;
}

/** Carries out what was decided; undefined when the op is no longer there: somebody else was faster. */
export async function decide(tx: WriteTx, d: Decision): Promise<QuarantineVerdict | undefined> {
  const { replica, no, dig } = d.request;
  const row = await tx.access.quarantined(replica, no, dig);
  if (!row) return undefined;
  return d.request.do === 'retry' ? retry(tx, row, d) : discard(tx, row, d);
}

/**
 * Judged anew, with the coordinator's right to write: what its tablet might not write is stored now, under its own
 * origin and stamp, so that it beats nothing newer; its tablet learns of it as of any other row. What no record may say
 * is refused again.
 */
async function retry(tx: WriteTx, row: QuarantineRow, { registry, now, random }: Decision): Promise<QuarantineVerdict> {
  const { op, dig, replica, device } = row;
  const { replica: endpoint } = await projectOf(tx);
  const rights = { role: 'coordinator', areas: new Set<string>(), trainings: new Set<string>(), replicas: new Set([replica, stampReplica(op.h)]) } as const;
  const ops = await withoutErased(tx, registry, [{ op, dig, fault: faultOf(registry, op, false) }], false);
  const { st } = await push(tx, { replica, device, n: 0, ops, now, random, clock: clockOnArrival(row, endpoint, now), endpoint, rights, registry, isOut: false });
  const [, code, reason = ''] = st[0] ?? [0, 'ok'];
  if (code !== 'bad') {
    // Known by now under this number or another: nothing is left to judge.
    await tx.dropQuarantine(replica, op.no, dig);
    return { done: 'stored' };
  }
  if (reason !== row.reason) {
    await tx.dropQuarantine(replica, op.no, dig);
    await tx.addQuarantine({ ...row, reason });
  }
  return { done: 'refused', reason };
}

/** A stamp that lay in the future when the op came counts as of then: the decision comes late, and must not beat what was saved since. */
function clockOnArrival({ at, op: { no } }: QuarantineRow, endpoint: ReplicaId, now: number): Batch['clock'] {
  const own = new EndpointClock(endpoint, now);
  return {
    admit: (_, { h }) => Promise.resolve(clockOf(h).ms <= at + MAX_AHEAD ? h : stampOf({ ms: at, c: no & 0xffff }, endpoint)),
    issue: (tx) => own.issue(tx),
    save: (tx) => own.save(tx),
  };
}

/** Let go: what it said stays in history, with who decided so. If it is offered once more it is known, and stays there. */
async function discard(tx: WriteTx, row: QuarantineRow, { request, by, now }: Decision): Promise<QuarantineVerdict> {
  const { op, dig, replica, device, reason } = row;
  await tx.dropQuarantine(replica, op.no, dig);
  const kept = isStorable(op);
  const author = isRecordId(op.by) ? op.by : '';
  const at = wallTime(op.at);
  if (kept) {
    const entry = { s: op.s, t: op.t, id: op.id, stamp: op.h, why: 'discarded', by: author, at, replica, no: op.no, seen: now } as const;
    for (const [field, value, personal] of cellsOf(op)) await tx.addHistory({ ...entry, field, value, personal });
    await tx.addOrigin({ s: op.s, replica, no: op.no, dig, h: op.h, by: author, at });
  }
  const person = isRecordId(request.by) ? request.by : '';
  await tx.access.addDiscard({ replica, no: op.no, dig, device, by, person, at: now, reason, op: kept ? '' : JSON.stringify(op) });
  return { done: 'discarded' };
}

const FIELD = /^[$\w]{1,80}$/;

/** Whether history can hold it: under an address that can be asked for, in text that every database stores. */
const isStorable = (op: Op): boolean =>
  isScope(op.s) && TABLE.test(op.t) && isRecordId(op.id) && isStamp(op.h) && op.no >= 1 && [...cellsOf(op)].every(([field]) => FIELD.test(field));
