import type { Hono } from 'hono';
import { mayRead } from '../../core/access/rights.ts';
import { stampReplica, type Stamp } from '../../core/clock.ts';
import { isRecordId, isScope } from '../../core/ids.ts';
import { cellsOf, type Op } from '../../core/sync/change.ts';
import { replicasIn, type DiscardedCell, type HistoryAnswer, type PastCell, type StandingCell } from '../../core/sync/history.ts';
import { identify, rightsOf } from '../access/device.ts';
import { projectOf } from '../access/project.ts';
import { labelsOf } from '../access/tablets.ts';
import type { Deps, Env } from '../deps.ts';
import { answer, refuse } from '../http/answer.ts';
import type { HistoryRow, OriginRow, ReadTx } from '../store/store.ts';

const TABLE = /^[a-z][a-z0-9_]{0,40}$/;

/** `GET /v1/history?s&t&id`: what a row holds, held before, and what lost on arrival; for whoever may read the row. */
export function historyRoute(app: Hono<Env>, { store, now }: Deps): void {
  app.get('/v1/history', async (c) => {
    const caller = await identify(store, c.req.header('authorization'), now());
    if (!caller) return refuse({ status: 401, error: 'unknown' });
    const { s, t, id } = c.req.query();
    if (!isScope(s) || !isRecordId(id) || t === undefined || !TABLE.test(t)) return refuse({ status: 400, error: 'bad_message' });
    const found = await store.read(async (tx) => {
      const may = caller.kind === 'full' && mayRead(await rightsOf(tx, caller.device), s);
      return may ? historyOf(tx, { s, t, id }) : undefined;
    });
    return found ? answer(c.req.header('accept'), found) : refuse({ status: 403, error: 'forbidden' });
  });
}

async function historyOf(tx: ReadTx, { s, t, id }: Pick<Op, 's' | 't' | 'id'>): Promise<HistoryAnswer> {
  const rows = await tx.history(s, t, id);
  const history = rows.flatMap(({ field, value, stamp, why, by, at }): PastCell[] => (why === 'discarded' ? [] : [{ field, value, stamp, why, by, at }]));
  const discarded = await discardedOf(tx, rows);
  const standing = await standingOf(tx, { s, t, id });
  const tablets = await labelsOf(tx, replicasIn([...history, ...standing, ...discarded]));
  return { history, standing, tablets, ...(discarded.length > 0 ? { discarded } : {}) };
}

/** What was refused and then let go, with who did it. */
async function discardedOf(tx: ReadTx, rows: readonly HistoryRow[]): Promise<DiscardedCell[]> {
  const cells: DiscardedCell[] = [];
  for (const { why, field, value, stamp, by, at, replica, no, seen } of rows) {
    if (why !== 'discarded') continue;
    const judgement = (await tx.access.discarded(replica, no)).find((d) => d.at === seen);
    const label = judgement && (await tx.device(judgement.by))?.label;
    cells.push({ field, value, stamp, by, at, judge: judgement?.person ?? '', tablet: label ?? '', judged: seen });
  }
  return cells;
}

/** The cells that stand, with who saved each. A form's save is one stamp: its author is looked up once. */
async function standingOf(tx: ReadTx, { s, t, id }: Pick<Op, 's' | 't' | 'id'>): Promise<StandingCell[]> {
  const row = await tx.row(s, t, id);
  if (!row) return [];
  const authors = new Map<string, OriginRow | undefined>();
  const cells: StandingCell[] = [];
  for (const [field, value] of cellsOf(row)) {
    const stamp = row.h[field];
    if (stamp === undefined) continue;
    if (!authors.has(stamp)) authors.set(stamp, await tx.author(s, stamp));
    const author = authors.get(stamp);
    cells.push({ field, value, stamp, by: author?.by ?? '', at: author?.at ?? 0, ...(await viaOf(tx, author, stamp)) });
  }
  return cells;
}

/** Whether another device brought a save than the one whose stamp it bears (PROTOCOL 2.7); our own stamps bear nobody's name. */
async function viaOf(tx: ReadTx, author: OriginRow | undefined, stamp: Stamp): Promise<Pick<StandingCell, 'via'>> {
  const made = stampReplica(stamp);
  if (!author || author.replica === made || made === (await projectOf(tx)).replica) return {};
  const [by, of] = [await tx.replica(author.replica), await tx.replica(made)];
  return by && by.device !== of?.device ? { via: author.replica } : {};
}
