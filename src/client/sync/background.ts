import type { Database } from '../store/database.ts';
import { isToSend } from '../store/push-answer.ts';
import { readLink } from '../store/self.ts';
import { syncNow } from './engine.ts';
import type { EngineDeps } from './outcome.ts';
import { makeTurn, type TurnDeps } from './turn.ts';

export interface BackgroundDeps extends Pick<TurnDeps, 'ask' | 'now' | 'exclusive' | 'by'>, Pick<EngineDeps, 'random' | 'registry'> {
  /** The database as it stands; undefined where it is not ours to open. */
  open(): Promise<Database | undefined>;
  /** Tells open pages which rows an answer changed. */
  changed(keys: Parameters<EngineDeps['store']['changed']>[0]): void;
}

/**
 * Sends what waits, with no page open (PROTOCOL 2.15): the code of the pages, their lock, and the token that may only push.
 * @returns `done` when nothing waits any more, or when nothing that waiting mends keeps it back: the next page says what it
 * is. `later`: to be tried again.
 */
export async function pushInBackground(deps: BackgroundDeps): Promise<'done' | 'later'> {
  const db = await deps.open();
  if (!db) return 'done';
  try {
    if (!(await maySend(db))) return 'done';
    const store = { db, changed: (keys: Parameters<typeof deps.changed>[0]) => deps.changed(keys) };
    const taken = await makeTurn({ ...deps, db }).take((ask) => syncNow({ ...deps, store, ask, only: 'push' }));
    return 'done' in taken && taken.done.kind !== 'again' ? 'done' : 'later';
  } finally {
    db.close({ disableAutoOpen: true });
  }
}

/**
 * Whether there is something to send and we may. The place for every other reason not to run with nobody looking: a tablet
 * that is locked belongs here once it can be.
 */
async function maySend(db: Database): Promise<boolean> {
  const link = await readLink(db);
  return (link?.push ?? '') !== '' && (await isToSend(db));
}
