import { parseEnrolResponse } from '../../core/sync/protocol.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Store } from '../store/store.ts';
import type { Ask } from './transport.ts';

/** Why joining failed: `join.problem.<code>` in locales. */
export type JoinProblem = 'network' | 'unknown' | 'expired' | 'used' | 'slow_down' | 'failed' | 'joined';

/** The invitation in an address or typed text: `…#j=<secret>`, or the secret alone. */
export function inviteOf(text: string): string | undefined {
  const found = /(?:#j=)?([A-Za-z0-9_-]{10,128})\s*$/.exec(text.trim());
  return found?.[1];
}

/** An endpoint that says this does not know our token any more: a new invitation mends it, the replica goes on. */
const REJOINS: ReadonlySet<string> = new Set(['unknown', 'expired', 'revoked']);

/** Ties the tablet to the endpoint by a one-time invitation. Everything saved while alone stays and will be sent. */
export async function enrol(store: Store, ask: Ask, invite: string, label: string): Promise<Result<true, JoinProblem>> {
  if ((await store.link()) && !REJOINS.has((await store.sync()).problem)) return err('joined');
  const body = JSON.stringify({ v: 1, invite, replica: store.self.replica, label });
  const reply = await ask('/v1/enrol', body, '');
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
