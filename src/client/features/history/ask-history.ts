import { err, ok, type Result } from '../../../core/result.ts';
import type { StoredRow } from '../../../core/sync/change.ts';
import { parseHistory, type HistoryAnswer } from '../../../core/sync/history.ts';
import type { Store } from '../../store/store.ts';
import type { Ask } from '../../sync/transport.ts';

/** Why the endpoint was not heard: `history.problem.<code>`. `alone`: there is no endpoint to ask. */
export type HistoryProblem = 'alone' | 'network' | 'forbidden' | 'failed';

export type RecordKey = Pick<StoredRow, 's' | 't' | 'id'>;

/** Asks the endpoint for the history of a record. Nothing is kept on this tablet. */
export async function askHistory(store: Store, ask: Ask, { s, t, id }: RecordKey): Promise<Result<HistoryAnswer, HistoryProblem>> {
  const link = await store.link();
  if (!link) return err('alone');
  const reply = await ask(`/v1/history?${new URLSearchParams({ s, t, id }).toString()}`, undefined, link.token);
  if (reply.kind === 'lost') return err(reply.why === 'server' ? 'failed' : 'network');
  if (reply.kind === 'refused') return err(reply.status === 401 || reply.status === 403 ? 'forbidden' : 'failed');
  const answer = parseHistory(reply.body);
  return answer ? ok(answer) : err('failed');
}
