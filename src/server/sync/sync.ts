import type { Registry } from '../../core/entities/registry.ts';
import type { Scope } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { SyncRequest, SyncResponse } from '../../core/sync/protocol.ts';
import type { Caller } from '../access/device.ts';
import { successors } from '../access/rotation.ts';
import { safeMark } from '../backup/backup.ts';
import type { Random } from '../access/secrets.ts';
import type { Refusal } from '../http/answer.ts';
import type { HeldRow, WriteTx } from '../store/store.ts';
import type { CheckedOp } from './check.ts';
import { EndpointClock } from './clock.ts';
import { erasedNews, withoutErased } from './erased-ops.ts';
import { pull, rowKey, type Echo, type Pulled } from './pull.ts';
import { push, type Pushed } from './push.ts';
import { reckonAnew } from './sum-keeper.ts';
import { conflictAnswer, openContact, type Contact } from './contact.ts';
import { declareReset, look, movedOn } from './differences.ts';

export interface SyncJob {
  readonly caller: Caller;
  readonly request: SyncRequest;
  readonly ops: readonly CheckedOp[];
  readonly registry: Registry;
  readonly schema: number;
  readonly now: number;
  readonly random: Random;
  /** Of a device that was taken out of the project: what it brings goes to quarantine. */
  readonly isOut?: boolean;
}

const NOTHING: Pulled = { rows: [], cur: [], gone: [], next: [] };

/** An answer whose rows are not packed yet: that need not be done while the scopes pushed into are held. */
export type Answered = Omit<SyncResponse, 'ch'> & { readonly rows: readonly HeldRow[] };

/**
 * Push and pull in one transaction. A refusal leaves no trace, but that it was said that we lost our past. A conflict names the batch it answers
 * (PROTOCOL 2.4).
 */
export async function sync(tx: WriteTx, job: SyncJob): Promise<Result<Answered, Refusal>> {
  const { request } = job;
  const contact = await openContact(tx, job.caller, request);
  if (!contact.ok) {
    if (contact.error.error === 'rolled_back') await declareReset(tx, job.caller.device.device, job.now);
    return err(conflictAnswer(request, contact.error));
  }
  await look(tx, job, contact.value);
  const ops = await withoutErased(tx, job.registry, job.ops, request.schema > job.schema);
  const pushed = await take(tx, { ...job, ops }, contact.value);
  const pulled = await give(tx, job, contact.value, pushed);
  await note(tx, job, contact.value, pushed, pulled);
  const er = await erasedNews(tx, request, contact.value, ops);
  const fresh = await successors(tx, job.caller, job);
  return ok({
    epoch: contact.value.project.epoch,
    now: job.now,
    safe: await safeMark(tx, request.replica),
    n: request.n,
    st: pushed.st,
    rows: pulled.rows,
    cur: pulled.cur,
    gone: pulled.gone,
    schema: job.schema,
    ...(er.length > 0 ? { er } : {}),
    ...fresh,
  });
}

/** Stores the batch, or repeats what was answered to it before. */
async function take(tx: WriteTx, job: SyncJob, { place, fresh, replica, device, rights, project }: Contact): Promise<Pushed> {
  if (fresh) await tx.putReplica(replica);
  if (place === 'none') return { st: [], seqs: [] };
  if (place === 'repeat') return replica;
  const { request, ops, now, random, registry } = job;
  const clock = new EndpointClock(project.replica, now);
  const isOut = job.isOut === true;
  return push(tx, { replica: request.replica, device: device.device, n: request.n, ops, now, random, clock, rights, endpoint: project.replica, registry, isOut });
}

async function give(tx: WriteTx, { request, ops }: SyncJob, { cursors, rights }: Contact, pushed: Pushed): Promise<Pulled> {
  // Scopes are held in ascending order: those this push holds may come after one whose sum nobody has reckoned yet.
  const reckon = pushed.seqs.length === 0 ? { reckon: (s: Scope) => reckonAnew(tx, s) } : {};
  const sums = { told: request.sd !== undefined, ...reckon };
  return cursors === undefined ? NOTHING : pull(tx, rights, cursors, request.room, echoOf(ops, pushed), sums);
}

function echoOf(ops: readonly CheckedOp[], { st, seqs }: Pushed): Echo {
  const notOk = new Set(st.map((a) => a[0]));
  return { seqs: new Map<Scope, number>(seqs), loud: new Set(ops.filter((_, i) => notOk.has(i)).map(({ op }) => rowKey(op))) };
}

/** What is remembered of this contact goes in with what was taken and given. */
async function note(tx: WriteTx, { request, now }: SyncJob, { place, replica, device, cursors }: Contact, pushed: Pushed, pulled: Pulled): Promise<void> {
  const last = place === 'next' ? { n: request.n, dig: request.dig, st: pushed.st, seqs: pushed.seqs } : {};
  await tx.putReplica({ ...replica, ...last, cursors: cursors === undefined ? movedOn(replica.cursors, pushed) : pulled.next });
  const differs = (device.differs ?? 0) + (request.diff?.length ?? 0);
  await tx.putDevice({ ...device, ...(differs === 0 ? {} : { differs }), seen: now, unsent: request.left, skew: request.wall - now, schema: request.schema });
}
