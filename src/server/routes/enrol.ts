import type { Context, Hono } from 'hono';
import { parseEnrolRequest } from '../../core/sync/protocol.ts';
import { recognise } from '../access/recognise.ts';
import { enrol, type EnrolFault } from '../access/invitations.ts';
import { Misses } from '../access/misses.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse, type Refusal } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';

const REFUSALS: Readonly<Record<EnrolFault, Refusal>> = {
  unknown: { status: 403, error: 'unknown' },
  expired: { status: 410, error: 'expired' },
  used: { status: 410, error: 'used' },
  fork: { status: 409, error: 'fork' },
};

/** The peer's own address: a header that anyone may write decides nothing. */
const addressOf = (c: Context<Env>): string => c.env?.incoming?.socket.remoteAddress ?? '';

/** `POST /v1/enrol`: an invitation becomes a device with tokens. */
export function enrolRoute(app: Hono<Env>, { store, now, random }: Deps): void {
  const misses = new Misses();
  app.post('/v1/enrol', async (c) => {
    const wait = misses.wait(addressOf(c), now());
    if (wait > 0) return refuse({ status: 429, error: 'slow_down', retry: wait });
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseEnrolRequest(message.value);
    if (!request.ok) return refuse({ status: 400, error: request.error });
    // One that ended or expired still proves who holds it; one that was taken out begins anew, as another device.
    const { state, caller } = await recognise(store, c.req.header('authorization'), now());
    const known = state === 'revoked' ? undefined : caller?.device;
    const result = await store.write((tx) => enrol(tx, request.value, known, { now, random }));
    if (result.ok) return answer(c.req.header('accept'), result.value);
    misses.add(addressOf(c), now());
    return refuse(REFUSALS[result.error]);
  });
}
