import { mayRead } from '../../core/access/rights.ts';
import type { Scope } from '../../core/ids.ts';
import type { CursorEntry } from '../../core/sync/protocol.ts';
import type { WriteTx } from '../store/store.ts';
import type { Contact } from './contact.ts';
import type { Pushed } from './push.ts';
import { reckonAnew } from './sum-keeper.ts';
import type { SyncJob } from './sync.ts';

/**
 * A tablet says which scopes differed from ours. Perhaps it is we who are wrong: their sums are reckoned anew from what
 * lies there. Only with a question that pushes nothing: a push takes its scopes in an order of its own.
 */
export async function look(tx: WriteTx, { request }: Pick<SyncJob, 'request'>, { rights }: Contact): Promise<void> {
  if (request.n > 0) return;
  for (const s of [...new Set(request.diff ?? [])].toSorted()) if (mayRead(rights, s)) await reckonAnew(tx, s);
}

/** From now on this device, whatever replica it becomes, may bring back what it had read of others. */
export async function declareReset(tx: WriteTx, device: string, now: number): Promise<void> {
  const had = await tx.device(device);
  if (had && had.reset === undefined) await tx.putDevice({ ...had, reset: now });
}

/**
 * The cursor set of a tablet that could only push: what it has just brought lies there without its cursors having moved,
 * so the sums of those scopes say nothing any more. The tablet forgets them likewise.
 */
export function movedOn(cursors: readonly CursorEntry[], { seqs }: Pushed): readonly CursorEntry[] {
  const pushed = new Set<Scope>(seqs.map(([s]) => s));
  return cursors.map((c) => (pushed.has(c[0]) ? [c[0], c[1], c[2]] : c));
}
