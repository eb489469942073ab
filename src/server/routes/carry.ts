import type { Hono } from 'hono';
import { registry as ours, SCHEMA } from '../../core/entities/registry.ts';
import { parseCarryRequest, type CarriedAnswer, type CarryResponse } from '../../core/sync/carry.ts';
import { parcelKeys } from '../access/carry-keys.ts';
import { identify, identifyLast } from '../access/device.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';
import { carry, checkCarried } from '../sync/carry.ts';

/** Saves that came without a network: `POST /v1/carry` brings those of others, `GET /v1/key` is what they are sealed with. */
export function carryRoutes(app: Hono<Env>, { store, now, random, registry = ours }: Deps): void {
  app.post('/v1/carry', async (c) => {
    const caller = await identifyLast(store, c.req.header('authorization'), now());
    if (!caller) return refuse({ status: 401, error: 'unknown' });
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseCarryRequest(message.value);
    if (!request.ok) return refuse({ status: request.error === 'too_old' ? 426 : 400, error: request.error });
    const batches = checkCarried(registry, SCHEMA, request.value.batches);
    if (!batches) return refuse({ status: 413, error: 'too_big' });
    const job = { caller, registry, schema: SCHEMA, now: now(), random };
    const answers: CarriedAnswer[] = [];
    for (const batch of batches) answers.push(await store.write((tx) => carry(tx, job, batch)));
    return answer(c.req.header('accept'), { answers } satisfies CarryResponse);
  });

  app.get('/v1/key', async (c) => {
    const caller = await identify(store, c.req.header('authorization'), now());
    if (!caller) return refuse({ status: 401, error: 'unknown' });
    if (caller.kind !== 'full') return refuse({ status: 403, error: 'forbidden' });
    return answer(c.req.header('accept'), await store.write((tx) => parcelKeys(tx, caller.device.device, random)));
  });
}
