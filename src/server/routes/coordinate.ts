import type { Hono } from 'hono';
import type { ListedDevice } from '../../core/sync/history.ts';
import { parseGrantRequest, parseInviteRequest } from '../../core/sync/protocol.ts';
import { coordinatorOf } from '../access/coordinator.ts';
import { invite } from '../access/invitations.ts';
import { hashOf } from '../access/secrets.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';
import type { DeviceRow, ReadTx } from '../store/store.ts';

/** What only a coordinator's device may do, and only with the token that also reads. */
export function coordinatorRoutes(app: Hono<Env>, deps: Deps): void {
  const { store, now, random } = deps;

  app.post('/v1/invite', async (c) => {
    const caller = await coordinatorOf(deps, c);
    if (!caller.ok) return refuse(caller.error);
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseInviteRequest(message.value);
    if (!request.ok) return refuse({ status: 400, error: request.error });
    const made = await store.write(async (tx) => {
      const invitation = await invite(tx, request.value, 'invited', { now, random });
      await tx.access.putInviter(hashOf(invitation.invite), caller.value.device.device);
      return invitation;
    });
    return answer(c.req.header('accept'), made);
  });

  app.post('/v1/grant', async (c) => {
    const caller = await coordinatorOf(deps, c);
    if (!caller.ok) return refuse(caller.error);
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseGrantRequest(message.value);
    if (!request.ok) return refuse({ status: 400, error: request.error });
    const { device, scope, on } = request.value;
    const report = await store.write(async (tx) => {
      const row = await tx.device(device);
      if (!row) return undefined;
      await tx.putGrant({ s: scope, device, on });
      return reportOf(tx, row);
    });
    return report ? answer(c.req.header('accept'), report) : refuse({ status: 404, error: 'not_found' });
  });

  app.get('/v1/devices', async (c) => {
    const caller = await coordinatorOf(deps, c);
    if (!caller.ok) return refuse(caller.error);
    const listed = await store.read(async (tx) => {
      const devices = await Promise.all((await tx.devices()).map((d) => reportOf(tx, d)));
      const refused = await tx.access.quarantineCount();
      return { devices, ...(refused > 0 ? { refused } : {}) };
    });
    return answer(c.req.header('accept'), listed);
  });
}

/** A device as coordinators see it. */
export async function reportOf(tx: ReadTx, d: DeviceRow): Promise<ListedDevice> {
  const on = (await tx.grants(d.device)).filter((g) => g.on).map((g) => g.s);
  const targets = (kind: string): string[] => on.filter((s) => s.startsWith(kind)).map((s) => s.slice(2));
  const out = await tx.access.revocation(d.device);
  return {
    device: d.device, label: d.label, role: d.role, seen: d.seen, unsent: d.unsent, skew: d.skew, schema: d.schema,
    areas: targets('r:'), trainings: targets('t:'), replicas: await tx.replicasOf(d.device),
    ...(d.differs === undefined ? {} : { differs: d.differs }),
    ...(out ? { out: { at: out.at, taken: out.taken, parted: out.parted } } : {}),
  };
}
