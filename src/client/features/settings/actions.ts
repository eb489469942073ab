import { err, ok, type Result } from '../../../core/result.ts';
import type { DeviceReport, GrantRequest, InviteRequest, InviteResponse } from '../../../core/sync/protocol.ts';
import type { RecordId, Scope } from '../../../core/ids.ts';
import { noteDevice } from '../../store/devices-note.ts';
import { dropParked, retryParked } from '../../store/parked.ts';
import type { Receipt, Store } from '../../store/store.ts';
import type { Ask } from '../../sync/transport.ts';
import { readMe, type Refused } from './queries.ts';

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

/** Refusals of the number or the stamp of a save: under the same ones it would be refused for ever. */
const OF_IDENTITY: ReadonlySet<string> = new Set(['bad_no', 'bad_stamp']);

/**
 * Puts a refused save back into the outbox: as it was while nothing of it has changed, so that the endpoint takes it out
 * of its quarantine; else anew, with what was mended since. Durable on return.
 * @throws FaultError when it still says what no record may say
 */
export async function sendAgain(store: Store, one: Pick<Refused, 'key' | 'reason' | 'isTouched'>): Promise<void> {
  if (one.isTouched || OF_IDENTITY.has(one.reason)) await store.renew(one.key);
  else await retryParked(store.db, one.key);
}

/** Lets a refused save go; what it alone said leaves the screens. Durable on return. */
export async function letGo(store: Store, key: Refused['key']): Promise<void> {
  const op = await dropParked(store.db, key);
  if (op) store.changed([[op.s, op.t, op.id]]);
}

/** Why rights of a tablet were not changed: `training.grant_problem.<code>`. */
export type AreaProblem = 'network' | 'forbidden' | 'gone' | 'failed';

/** Lets a device read the people of an area, or no more, and notes what the endpoint says of the device then. */
export async function setArea(store: Store, ask: Ask, what: { readonly device: string; readonly area: string; readonly on: boolean }): Promise<AreaProblem | undefined> {
  const link = await store.link();
  if (!link) return 'forbidden';
  const request: GrantRequest = { v: 1, device: what.device, scope: `r:${what.area}` as Scope, on: what.on };
  const reply = await ask('/v1/grant', JSON.stringify(request), link.token);
  if (reply.kind === 'lost') return reply.why === 'server' ? 'failed' : 'network';
  if (reply.kind === 'refused') return reply.status === 401 || reply.status === 403 ? 'forbidden' : reply.status === 404 ? 'gone' : 'failed';
  const report = reply.body as Partial<DeviceReport> | null;
  if (report?.device !== what.device || !Array.isArray(report.areas)) return 'failed';
  await noteDevice(store.db, report as DeviceReport);
  return undefined;
}
