import { err, ok, type Result } from '../../../core/result.ts';
import type { InviteRequest, InviteResponse } from '../../../core/sync/protocol.ts';
import type { RecordId } from '../../../core/ids.ts';
import type { Receipt, Store } from '../../store/store.ts';
import type { Ask } from '../../sync/transport.ts';
import { readMe } from './queries.ts';

/** Writes the name of the person who works with this tablet. Durable on return. */
export const saveName = (store: Store, name: string): Promise<Receipt> =>
  store.save([{ t: 'user', s: 'p', id: store.self.user as RecordId, values: { name: name.trim() || null } }]);

/** Writes how people call this tablet. Durable on return. */
export async function saveTablet(store: Store, label: string): Promise<Receipt> {
  const { device } = await readMe(store);
  const values = { label: label.trim() || null, user: store.self.user };
  return store.save((mint) => [{ t: 'device', s: 'p', id: device?.id ?? mint(), values }]);
}

/** Why no invitation came: `devices.problem.<code>`. */
export type InviteProblem = 'network' | 'forbidden' | 'failed';

/** Asks the endpoint for a single-use invitation. Nothing is kept on this tablet. */
export async function invite(store: Store, ask: Ask, request: Omit<InviteRequest, 'v'>): Promise<Result<InviteResponse, InviteProblem>> {
  const link = await store.link();
  if (!link) return err('forbidden');
  const reply = await ask('/v1/invite', JSON.stringify({ v: 1, ...request } satisfies InviteRequest), link.token);
  if (reply.kind === 'lost') return err(reply.why === 'server' ? 'failed' : 'network');
  if (reply.kind === 'refused') return err(reply.status === 401 || reply.status === 403 ? 'forbidden' : 'failed');
  const answer = parseInvite(reply.body);
  return answer ? ok(answer) : err('failed');
}

function parseInvite(body: unknown): InviteResponse | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { invite: secret, expires } = body as Partial<Record<keyof InviteResponse, unknown>>;
  if (typeof secret !== 'string' || !/^[\w-]{10,128}$/.test(secret) || typeof expires !== 'number') return undefined;
  return { invite: secret, expires };
}
