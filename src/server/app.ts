import { Hono } from 'hono';
import type { Deps, Env } from './deps.ts';
import { refuse } from './http/answer.ts';
import { isForeign, securityHeaders } from './http/headers.ts';
import { staticFiles } from './http/static.ts';
import { faultEntry, requestEntry } from './log.ts';
import { accessRoutes } from './routes/access.ts';
import { blobRoute } from './routes/blob.ts';
import { carryRoutes } from './routes/carry.ts';
import { coordinatorRoutes } from './routes/coordinate.ts';
import { enrolRoute } from './routes/enrol.ts';
import { eraseRoutes } from './routes/erase.ts';
import { healthRoute } from './routes/health.ts';
import { historyRoute } from './routes/history.ts';
import { syncRoute } from './routes/sync.ts';
import { prepare } from './prepare.ts';
import { StoreError } from './store/store.ts';

/** Seconds after which a client may try again when the disk is full, or the database busy. */
const RETRY = { full: 120, busy: 5 } as const;

/** The endpoint as a function from request to answer: it opens no port and reads no environment. */
export function createApp(deps: Deps): Hono<Env> {
  const { now, log, staticDir, origin } = deps;
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    const start = now();
    await next();
    log(requestEntry(c.req.method, c.req.path, c.res.status, now() - start));
  });
  app.use(securityHeaders(origin));
  app.use('/v1/*', async (c, next) => {
    if (isForeign(c.req.raw.headers, origin)) return refuse({ status: 403, error: 'forbidden' });
    await prepared();
    return next();
  });

  // Once per process, at the first request; tried again when it failed.
  let ready: Promise<unknown> | undefined;
  const prepared = async (): Promise<void> => {
    ready ??= prepare(deps);
    await ready.catch((e: unknown) => {
      ready = undefined;
      throw e;
    });
  };

  enrolRoute(app, deps);
  syncRoute(app, deps);
  carryRoutes(app, deps);
  coordinatorRoutes(app, deps);
  accessRoutes(app, deps);
  historyRoute(app, deps);
  eraseRoutes(app, deps);
  blobRoute(app, deps);
  healthRoute(app, deps);
  app.all('/v1/*', () => refuse({ status: 404, error: 'not_found' }));

  const files = staticDir === undefined ? undefined : staticFiles(staticDir);
  app.get('*', async (c) => (await files?.(c.req.raw)) ?? refuse({ status: 404, error: 'not_found' }));
  app.notFound(() => refuse({ status: 405, error: 'not_found' }));

  app.onError((e) => {
    if (e instanceof StoreError && e.kind !== 'newer') return refuse({ status: 503, error: e.kind, retry: RETRY[e.kind] });
    log(faultEntry(e));
    return refuse({ status: 500, error: 'failed' });
  });
  return app;
}
