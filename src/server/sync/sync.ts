import type { Registry } from '../../core/entities/registry.ts';
import type { Scope } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { packRows } from '../../core/sync/codec.ts';
import type { SyncRequest, SyncResponse } from '../../core/sync/protocol.ts';
import type { Caller } from '../access/device.ts';
import { safeMark } from '../backup/backup.ts';
import type { Random } from '../access/secrets.ts';
import type { Refusal } from '../http/answer.ts';
import type { WriteTx } from '../store/store.ts';
import type { CheckedOp } from './check.ts';
import { EndpointClock } from './clock.ts';
import { erasedNews, withoutErased } from './erased-ops.ts';
import { pull, rowKey, type Echo, type Pulled } from './pull.ts';
import { push, type Pushed } from './push.ts';
import { openContact, type Contact } from './contact.ts';

export interface SyncJob {
  readonly caller: Caller;
  readonly request: SyncRequest;
  readonly ops: readonly CheckedOp[];
  readonly registry: Registry;
  readonly schema: number;
  readonly now: number;
  readonly random: Random;
}

const NOTHING: Pulled = { rows: [], cur: [], gone: [], next: [] };

/** Push and pull in one transaction; a refusal leaves no trace. A conflict names the batch it answers (PROTOCOL 2.4). */
export async function sync(tx: WriteTx, job: SyncJob): Promise<Result<SyncResponse, Refusal>> {
  const { request } = job;
  const contact = await openContact(tx, job.caller, request);
  if (!contact.ok) return err({ status: 409, n: request.n, dig: request.dig, ...contact.error });
  const ops = await withoutErased(tx, job.registry, job.ops, request.schema > job.schema);
  const pushed = await take(tx, { ...job, ops }, contact.value);
  const pulled = await give(tx, job, contact.value, pushed);
  await note(tx, job, contact.value, pushed, pulled);
  const er = await erasedNews(tx, request, contact.value, ops);
  return ok({
    epoch: contact.value.project.epoch,
    now: job.now,
    safe: await safeMark(tx, request.replica),
    n: request.n,
    st: pushed.st,
    ch: packRows(job.registry, pulled.rows),
    cur: pulled.cur,
    gone: pulled.gone,
    schema: job.schema,
    ...(er.length > 0 ? { er } : {}),
  });
}

/** Stores the batch, or repeats what was answered to it before. */
async function take(tx: WriteTx, job: SyncJob, { place, fresh, replica, device, rights, project }: Contact): Promise<Pushed> {
  if (fresh) await tx.putReplica(replica);
  if (place === 'none') return { st: [], seqs: [] };
  if (place === 'repeat') return replica;
  const { request, ops, now, random, registry } = job;
  const clock = await EndpointClock.load(tx, project.replica, now);
  const pushed = await push(tx, { replica: request.replica, device: device.device, n: request.n, ops, now, random, clock, rights, endpoint: project.replica, registry });
  await clock.save(tx);
  return pushed;
}

async function give(tx: WriteTx, { request, ops }: SyncJob, { cursors, rights }: Contact, pushed: Pushed): Promise<Pulled> {
  return cursors === undefined ? NOTHING : pull(tx, rights, cursors, request.room, echoOf(ops, pushed));
}

function echoOf(ops: readonly CheckedOp[], { st, seqs }: Pushed): Echo {
  const notOk = new Set(st.map((a) => a[0]));
  return { seqs: new Map<Scope, number>(seqs), loud: new Set(ops.filter((_, i) => notOk.has(i)).map(({ op }) => rowKey(op))) };
}

/** What is remembered of this contact goes in with what was taken and given. */
async function note(tx: WriteTx, { request, now }: SyncJob, { place, replica, device, cursors }: Contact, pushed: Pushed, pulled: Pulled): Promise<void> {
  const last = place === 'next' ? { n: request.n, dig: request.dig, st: pushed.st, seqs: pushed.seqs } : {};
  await tx.putReplica({ ...replica, ...last, cursors: cursors === undefined ? replica.cursors : pulled.next });
  await tx.putDevice({ ...device, seen: now, unsent: request.left, skew: request.wall - now, schema: request.schema });
}
