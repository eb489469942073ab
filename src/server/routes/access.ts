import type { Context, Hono } from 'hono';
import { registry as ours } from '../../core/entities/registry.ts';
import { isReplicaId, isScope } from '../../core/ids.ts';
import type { Result } from '../../core/result.ts';
import { parseQuarantineRequest, parseRevokeRequest, type QuarantineAnswer, type QuarantineEntry } from '../../core/sync/quarantine.ts';
import { coordinatorOf } from '../access/coordinator.ts';
import type { Caller } from '../access/device.ts';
import { setRevoked, type RevokeFault } from '../access/revocation.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse, type Refusal } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';
import type { QuarantinePlace } from '../store/access.ts';
import type { QuarantineRow } from '../store/store.ts';
import { decide } from '../sync/quarantine.ts';
import { reportOf } from './coordinate.ts';

/** How many quarantined ops one answer holds. */
const LISTED = 100;

const REFUSALS: Readonly<Record<RevokeFault, Refusal>> = {
  not_found: { status: 404, error: 'not_found' },
  own: { status: 409, error: 'own' },
  last: { status: 409, error: 'last' },
  forbidden: { status: 403, error: 'forbidden' },
};

/** What a coordinator decides about devices and about what was refused (PROTOCOL 2.11, 2.5.4). */
export function accessRoutes(app: Hono<Env>, deps: Deps): void {
  const { store, now, random, registry = ours } = deps;

  app.post('/v1/revoke', async (c) => {
    const asked = await questionOf(deps, c, parseRevokeRequest);
    if ('status' in asked) return refuse(asked);
    const { device, on } = asked.request;
    const done = await store.write(async (tx) => {
      const row = await setRevoked(tx, { by: asked.caller.device.device, device, on }, now());
      return row.ok ? reportOf(tx, row.value) : row.error;
    });
    return typeof done === 'string' ? refuse(REFUSALS[done]) : answer(c.req.header('accept'), done);
  });

  app.get('/v1/quarantine', async (c) => {
    const caller = await coordinatorOf(deps, c);
    if (!caller.ok) return refuse(caller.error);
    const after = c.req.query('after');
    const place = after === undefined ? undefined : placeOf(after);
    if (after !== undefined && !place) return refuse({ status: 400, error: 'bad_message' });
    const found = await store.read(async (tx): Promise<QuarantineAnswer> => {
      const rows = await tx.access.quarantinePage(place, LISTED + 1);
      const listed = rows.slice(0, LISTED);
      const last = listed.at(-1);
      const more = rows.length > LISTED && last ? { next: textOf(last) } : {};
      return { quarantine: listed.map(entryOf), total: await tx.access.quarantineCount(), ...more };
    });
    return answer(c.req.header('accept'), found);
  });

  app.post('/v1/quarantine', async (c) => {
    const asked = await questionOf(deps, c, parseQuarantineRequest);
    if ('status' in asked) return refuse(asked);
    const { caller, request } = asked;
    const verdict = await store.write((tx) => decide(tx, { request, by: caller.device.device, registry, now: now(), random }));
    return verdict ? answer(c.req.header('accept'), verdict) : refuse({ status: 404, error: 'not_found' });
  });
}

/** A coordinator's question with who asks it; else how it is refused. */
async function questionOf<T>(
  deps: Deps,
  c: Context<Env>,
  parse: (x: unknown) => Result<T, 'bad_message'>,
): Promise<{ readonly caller: Caller; readonly request: T } | Refusal> {
  const caller = await coordinatorOf(deps, c);
  if (!caller.ok) return caller.error;
  const message = await readMessage(c.req.raw);
  if (!message.ok) return message.error;
  const request = parse(message.value);
  return request.ok ? { caller: caller.value, request: request.value } : { status: 400, error: request.error };
}

function entryOf(q: QuarantineRow): QuarantineEntry {
  const { device, replica, reason, at, dig, op } = q;
  const entry = { device, replica, reason, at, dig };
  return isScope(op.s) && /^[sf]:/.test(op.s) ? { ...entry, op: { ...op, f: {}, p: {} }, hidden: true } : { ...entry, op };
}

const textOf = ({ at, replica, no, dig }: QuarantinePlace): string => `${at}.${replica}.${no}.${dig}`;

function placeOf(text: string): QuarantinePlace | undefined {
  const found = /^(\d{1,16})\.([0-9a-z]{1,20})\.(-?\d{1,16})\.([\w-]{1,40})$/.exec(text);
  const [, at, replica, no, dig] = found ?? [];
  return isReplicaId(replica) && dig !== undefined ? { at: Number(at), replica, no: Number(no), dig } : undefined;
}
