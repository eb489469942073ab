import type { Hono } from 'hono';
import { SCHEMA } from '../../core/entities/registry.ts';
import { PROTOCOL } from '../../core/sync/protocol.ts';
import { projectOf } from '../access/project.ts';
import type { Deps, Env } from '../deps.ts';
import { answer } from '../http/answer.ts';

/** `GET /v1/health`: whether the endpoint and its database answer. For everyone, so it says nothing of the data. */
export function healthRoute(app: Hono<Env>, { store, now }: Deps): void {
  app.get('/v1/health', async (c) => {
    const { epoch } = await store.read(projectOf);
    return answer(c.req.header('accept'), { v: PROTOCOL, epoch, now: now(), safe: 0, schema: SCHEMA });
  });
}
