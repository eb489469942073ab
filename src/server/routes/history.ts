import type { Hono } from 'hono';
import { mayRead } from '../../core/access/rights.ts';
import { isRecordId, isScope } from '../../core/ids.ts';
import type { HistoryEntry } from '../../core/sync/protocol.ts';
import { identify, rightsOf } from '../access/device.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse } from '../http/answer.ts';

const TABLE = /^[a-z][a-z0-9_]{0,40}$/;

/** `GET /v1/history?s&t&id`: what a row held before, and what lost on arrival; for whoever may read the row. */
export function historyRoute(app: Hono<Env>, { store, now }: Deps): void {
  app.get('/v1/history', async (c) => {
    const caller = await identify(store, c.req.header('authorization'), now());
    if (!caller) return refuse({ status: 401, error: 'unknown' });
    const { s, t, id } = c.req.query();
    if (!isScope(s) || !isRecordId(id) || t === undefined || !TABLE.test(t)) return refuse({ status: 400, error: 'bad_message' });
    const entries = await store.read(async (tx): Promise<HistoryEntry[] | undefined> => {
      const may = caller.kind === 'full' && mayRead(await rightsOf(tx, caller.device), s);
      if (!may) return undefined;
      const rows = await tx.history(s, t, id);
      return rows.map(({ field, value, stamp, why, by, at }) => ({ field, value, stamp, why, by, at }));
    });
    return entries ? answer(c.req.header('accept'), { history: entries }) : refuse({ status: 403, error: 'forbidden' });
  });
}
