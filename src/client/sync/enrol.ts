import { parseEnrolResponse } from '../../core/sync/protocol.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Store } from '../store/store.ts';
import type { Ask, Reply } from './transport.ts';

/** Why joining failed: `join.problem.<code>` in locales. */
export type JoinProblem = 'network' | 'unknown' | 'expired' | 'used' | 'slow_down' | 'failed' | 'joined';

/** The invitation in an address or typed text: `…#j=<secret>`, or the secret alone. */
export function inviteOf(text: string): string | undefined {
  const found = /(?:#j=)?([A-Za-z0-9_-]{10,128})\s*$/.exec(text.trim());
  return found?.[1];
}

/** An endpoint that says this does not know our token any more: a new invitation mends it, the replica goes on. */
const REJOINS: ReadonlySet<string> = new Set(['unknown', 'expired', 'revoked']);

/** Whether a new invitation mends what keeps sync away; `problem` as in the note of the last try. */
export const mendsByInvitation = (problem: string): boolean => REJOINS.has(problem);

type Random = (bytes: number) => Uint8Array;
const fresh: Random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

/** Ties the tablet to the endpoint by a one-time invitation. Everything saved while alone stays and will be sent. */
export async function enrol(store: Store, ask: Ask, invite: string, label: string, random: Random = fresh): Promise<Result<true, JoinProblem>> {
  if ((await store.link()) && !mendsByInvitation((await store.sync()).problem)) return err('joined');
  const reply = await knock(store, ask, invite, label, random);
  if (reply.kind === 'lost') return err('network');
  if (reply.kind === 'refused') {
    const known = (['unknown', 'expired', 'used', 'slow_down'] as const).find((c) => c === reply.error);
    return err(known ?? 'failed');
  }
  const answer = parseEnrolResponse(reply.body);
  if (!answer.ok) return err('failed');
  await store.join(answer.value);
  return ok(true);
}

/** A tablet copied before it joined finds its name taken by the other copy: it becomes another, and asks again (PROTOCOL 2.8). */
async function knock(store: Store, ask: Ask, invite: string, label: string, random: Random): Promise<Reply> {
  // Needed once in a tablet's life, so no part of the first load.
  const { becomeAnother, standing } = await import('../store/recover.ts');
  // Read anew: what was read when the page opened may be a former name.
  const asked = await standing(store.db);
  // The token of a former tie says that the name is ours, where the endpoint still knows it.
  const link = await store.link();
  const token = link?.token ?? '';
  const send = (replica: string): Promise<Reply> => ask('/v1/enrol', JSON.stringify({ v: 1, invite, replica, label }), token);
  const reply = await send(asked.replica);
  if (reply.kind !== 'refused' || reply.error !== 'fork') return reply;
  await becomeAnother(store.db, { random }, asked, link === undefined);
  return send((await standing(store.db)).replica);
}
