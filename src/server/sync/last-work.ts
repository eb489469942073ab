import { err, type Result } from '../../core/result.ts';
import { isTaken } from '../access/revocation.ts';
import type { Refusal } from '../http/answer.ts';
import type { RevocationRow } from '../store/access.ts';
import type { WriteTx } from '../store/store.ts';
import { conflictAnswer, openContact } from './contact.ts';
import { sync, type Answered, type SyncJob } from './sync.ts';

/**
 * `sync`, unless the device was taken out of the project (PROTOCOL 2.11): such a one reads nothing any more, and what it
 * still brings goes to quarantine, so that its last work is not lost. With nothing left to bring, or beyond what is taken
 * of it, it is told that it is out.
 */
export async function syncOrPart(tx: WriteTx, job: SyncJob): Promise<Result<Answered, Refusal>> {
  const row = await tx.access.revocation(job.caller.device.device);
  return row === undefined ? sync(tx, job) : part(tx, job, row);
}

async function part(tx: WriteTx, job: SyncJob, row: RevocationRow): Promise<Result<Answered, Refusal>> {
  const { request, now, caller } = job;
  const met = row.met || now;
  const brings = request.n > 0;
  const lost = brings || !isTaken(row, now) ? undefined : await lostPast(tx, job);
  if (lost) return err(lost);
  if (!brings || !isTaken(row, now)) {
    await tx.access.putRevocation({ ...row, met, parted: brings ? row.parted : row.parted || now });
    const device = (await tx.device(caller.device.device)) ?? caller.device;
    await tx.putDevice({ ...device, seen: now, unsent: request.left });
    return err({ status: 401, error: 'revoked' });
  }
  const answer = await sync(tx, { ...job, caller: { ...caller, kind: 'push' }, isOut: true });
  const taken = answer.ok ? answer.value.st.filter((a) => a[1] === 'bad').length : 0;
  await tx.access.putRevocation({ ...row, met, taken: row.taken + taken });
  return answer;
}

/** What we lost of its work since it was sent can be brought only now: it is asked for it before it is told that it is out. */
async function lostPast(tx: WriteTx, { request, caller }: SyncJob): Promise<Refusal | undefined> {
  const contact = await openContact(tx, { ...caller, kind: 'push' }, request);
  return contact.ok || contact.error.error !== 'rolled_back' ? undefined : conflictAnswer(request, contact.error);
}
