import type { Context, Hono } from 'hono';
import { isScope } from '../../core/ids.ts';
import type { Op } from '../../core/sync/change.ts';
import type { ListedDevice } from '../../core/sync/history.ts';
import { parseGrantRequest, parseInviteRequest } from '../../core/sync/protocol.ts';
import { identify } from '../access/device.ts';
import { invite } from '../access/invitations.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse, type Refusal } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';
import type { DeviceRow, QuarantineRow, ReadTx } from '../store/store.ts';

/** How many quarantined ops one answer holds. */
const LISTED = 500;

/** An op that could not be stored, as the coordinator sees it. `at`: when it came, ms. */
export interface QuarantineEntry {
  readonly device: string;
  readonly replica: string;
  readonly reason: string;
  readonly at: number;
  readonly op: Op;
}

/** What only a coordinator's device may do, and only with the token that also reads. */
export function coordinatorRoutes(app: Hono<Env>, { store, now, random }: Deps): void {
  const refused = async (c: Context<Env>): Promise<Refusal | undefined> => {
    const caller = await identify(store, c.req.header('authorization'), now());
    if (!caller) return { status: 401, error: 'unknown' };
    return caller.device.role === 'coordinator' && caller.kind === 'full' ? undefined : { status: 403, error: 'forbidden' };
  };

  app.post('/v1/invite', async (c) => {
    const no = await refused(c);
    if (no) return refuse(no);
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseInviteRequest(message.value);
    if (!request.ok) return refuse({ status: 400, error: request.error });
    return answer(c.req.header('accept'), await store.write((tx) => invite(tx, request.value, 'invited', { now, random })));
  });

  app.post('/v1/grant', async (c) => {
    const no = await refused(c);
    if (no) return refuse(no);
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
    const no = await refused(c);
    if (no) return refuse(no);
    const reports = await store.read(async (tx) => Promise.all((await tx.devices()).map((d) => reportOf(tx, d))));
    return answer(c.req.header('accept'), { devices: reports });
  });

  app.get('/v1/quarantine', async (c) => {
    const no = await refused(c);
    if (no) return refuse(no);
    const rows = await store.read((tx) => tx.quarantine(LISTED));
    return answer(c.req.header('accept'), { quarantine: rows.map(entryOf) });
  });
}

async function reportOf(tx: ReadTx, d: DeviceRow): Promise<ListedDevice> {
  const on = (await tx.grants(d.device)).filter((g) => g.on).map((g) => g.s);
  const targets = (kind: string): string[] => on.filter((s) => s.startsWith(kind)).map((s) => s.slice(2));
  return {
    device: d.device, label: d.label, role: d.role, seen: d.seen, unsent: d.unsent, skew: d.skew, schema: d.schema,
    areas: targets('r:'), trainings: targets('t:'), replicas: await tx.replicasOf(d.device),
    ...(d.differs === undefined ? {} : { differs: d.differs }),
  };
}

/** Of sensitive attributes and of answers nobody reads single rows, quarantined or not: those come without cells. */
function entryOf(q: QuarantineRow): QuarantineEntry {
  const hidden = isScope(q.op.s) && /^[sf]:/.test(q.op.s);
  return { device: q.device, replica: q.replica, reason: q.reason, at: q.at, op: hidden ? { ...q.op, f: {}, p: {} } : q.op };
}
