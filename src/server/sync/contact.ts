import { mayRead } from '../../core/access/rights.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { cursorDigest, stateDigest, type CursorEntry, type ErrorBody, type SyncErrorCode, type SyncRequest } from '../../core/sync/protocol.ts';
import { rightsOf, type Caller, type DeviceRights } from '../access/device.ts';
import { projectOf, type Project } from '../access/project.ts';
import type { Refusal } from '../http/answer.ts';
import type { HeardOf } from '../store/erasures.ts';
import type { DeviceRow, ReadTx, ReplicaRow } from '../store/store.ts';

/** A request that was found in order: who it is from, and where it stands. */
export interface Contact {
  readonly project: Project;
  readonly device: DeviceRow;
  readonly replica: ReplicaRow;
  /** Whether the replica is new to us. */
  readonly fresh: boolean;
  readonly rights: DeviceRights;
  /** Nothing pushed, the next batch of its chain, or the last one once more. */
  readonly place: 'none' | 'next' | 'repeat';
  /** Where the client stands; undefined for one that may only push. */
  readonly cursors: readonly CursorEntry[] | undefined;
  /** How far it has followed erasures. */
  readonly heard: HeardOf;
}

type Code = Extract<SyncErrorCode, 'fork' | 'rolled_back' | 'cursors'>;

/** A refusal, and for a client that knows more than we do: where our chain of its batches ends. */
type Conflict = Pick<ErrorBody, 'last' | 'lastDig' | 'epoch'> & { readonly error: Code };

/** How a conflict is told: it names the batch it answers (PROTOCOL 2.4). */
export const conflictAnswer = ({ n, dig }: SyncRequest, conflict: Conflict): Refusal => ({ status: 409, n, dig, ...conflict });

/** Everything that can refuse a whole request, decided from what is stored, before anything is written. */
export async function openContact(tx: ReadTx, caller: Caller, request: SyncRequest): Promise<Result<Contact, Conflict>> {
  const project = await projectOf(tx);
  // Read again: what the token said was read before this transaction.
  const device = (await tx.device(caller.device.device)) ?? caller.device;
  const had = await tx.replica(request.replica);
  if (had && had.device !== device.device) return err({ error: 'fork' });
  const replica: ReplicaRow = had ?? { replica: request.replica, device: device.device, n: 0, dig: '', st: [], seqs: [], cursors: [] };
  const conflict = (error: Code): Result<never, Conflict> =>
    err(error === 'rolled_back' ? { error, last: replica.n, lastDig: replica.dig, epoch: project.epoch } : { error });
  if (request.epoch !== null && request.epoch !== project.epoch) return conflict('rolled_back');
  const place = placeOf(request, replica);
  if (place === 'fork' || place === 'rolled_back') return conflict(place);
  const rights = await rightsOf(tx, device, [request.replica]);
  const heard = await tx.erasures.heard(device.device, request.heard ?? '');
  const contact = { project, device, replica, fresh: had === undefined, rights, place, heard };
  if (caller.kind === 'push') return ok({ ...contact, cursors: undefined });
  const cursors = await cursorsOf(tx, rights, request, { handedOut: replica.cursors, noted: heard.mark });
  return cursors.ok ? ok({ ...contact, cursors: cursors.value }) : conflict(cursors.error);
}

/** Where a batch stands in the chain of its replica. */
function placeOf(request: SyncRequest, last: Pick<ReplicaRow, 'n' | 'dig'>): Contact['place'] | 'fork' | 'rolled_back' {
  if (request.n === 0) return (request.had ?? 0) > last.n ? 'rolled_back' : 'none';
  if (request.n > last.n + 1) return 'rolled_back';
  if (request.n === last.n + 1) return request.prev === last.dig ? 'next' : 'fork';
  return request.n === last.n && request.dig === last.dig ? 'repeat' : 'fork';
}

/**
 * The cursor set to answer from. Without a list, the digest must be that of the set last handed out. With one,
 * every place in it must be one that we gave: a database restored from a backup has other marks, or none, at
 * the same numbers.
 */
async function cursorsOf(
  tx: ReadTx,
  rights: DeviceRights,
  request: SyncRequest,
  { handedOut, noted }: { readonly handedOut: readonly CursorEntry[]; readonly noted: string },
): Promise<Result<readonly CursorEntry[], 'cursors' | 'rolled_back'>> {
  if (request.cur === undefined) return isAgreed(request, handedOut, request.heard ?? noted) ? ok(handedOut) : err('cursors');
  for (const [s, seq, nonce] of request.cur) {
    if (!mayRead(rights, s)) continue; // answered as gone
    const given = seq === 0 ? '' : await tx.nonce(s, seq);
    if (given !== nonce) return err('rolled_back');
  }
  return ok(request.cur);
}

/** A tablet that sums commits to what lies there as well: one number for both. */
const isAgreed = ({ cd, sd }: SyncRequest, handedOut: readonly CursorEntry[], heard: string): boolean =>
  cd === '' && sd !== undefined ? sd === stateDigest(handedOut, heard) : cd === cursorDigest(handedOut, heard);
