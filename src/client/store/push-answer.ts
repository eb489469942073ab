import type { OpAnswer } from '../../core/sync/protocol.ts';
import type { Database, SyncNote } from './database.ts';
import { NO_SYNC, readMeta } from './self.ts';

/** Whether anything waits or is on its way. */
export const isToSend = async (db: Database): Promise<boolean> => (await db.flight.count()) + (await db.pend.count()) > 0;

/**
 * Answers to a question that could only push. Where a cell lost, the row that won does not come along: until it is
 * pulled, what this tablet saved stays below it. Laid over the confirmed row it changes nothing where the winner lies
 * here already, and else the winner is above our cursor and comes with the next pull.
 */
export const unlessLost = (st: readonly OpAnswer[]): readonly OpAnswer[] => st.filter(([, code]) => code !== 'lost');

/** Problems that an answer to either token shows to be over. */
const ENDS_WITH_AN_ANSWER: ReadonlySet<string> = new Set(['network', 'timeout', 'not_ours', 'server', 'busy', 'full', 'failed']);

/** How sync stands after an answer that took what waited and brought nothing: no full sync, and not called one. */
export async function notePush(db: Database, came: number, skew: number): Promise<SyncNote> {
  const had = (await readMeta(db, 'sync')) ?? NO_SYNC;
  const problem = ENDS_WITH_AN_ANSWER.has(had.problem) ? '' : had.problem;
  return { ...had, tried: came, pushed: came, problem, skew };
}
