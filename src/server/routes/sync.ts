import type { Hono } from 'hono';
import { registry as ours, SCHEMA } from '../../core/entities/registry.ts';
import { packRows } from '../../core/sync/codec.ts';
import { packResponse, parseSyncRequest, scopesOf } from '../../core/sync/envelope.ts';
import { recognise } from '../access/recognise.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';
import { differEntry } from '../log.ts';
import { checkBatch } from '../sync/check.ts';
import { syncOrPart } from '../sync/last-work.ts';

/** `POST /v1/sync`: push and pull in one round trip. */
export function syncRoute(app: Hono<Env>, { store, now, random, log, registry = ours }: Deps): void {
  app.post('/v1/sync', async (c) => {
    const { state, caller } = await recognise(store, c.req.header('authorization'), now());
    if (state === 'expired') return refuse({ status: 401, error: 'expired' });
    if (state === 'unknown' || state === 'ended') return refuse({ status: 401, error: 'unknown' });
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseSyncRequest(message.value);
    if (!request.ok) return refuse({ status: request.error === 'too_old' ? 426 : 400, error: request.error });
    const ops = checkBatch(registry, SCHEMA, request.value);
    if (!ops.ok) return refuse(ops.error);
    const job = { caller, request: request.value, ops: ops.value, registry, schema: SCHEMA, now: now(), random };
    const result = await store.write((tx) => syncOrPart(tx, job));
    if (!result.ok) return refuse(result.error);
    if (request.value.diff) log(differEntry(request.value.diff.length));
    const asked = { ...request.value, scopes: scopesOf(ops.value.map(({ op }) => op)) };
    const { rows, ...said } = result.value;
    return answer(c.req.header('accept'), packResponse({ ...said, ch: packRows(registry, rows) }, asked));
  });
}
