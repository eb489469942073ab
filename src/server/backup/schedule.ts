import type { Log } from '../log.ts';
import { faultEntry } from '../log.ts';
import type { Database } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { backUp, copyOfFile, copyOfPostgres } from './backup.ts';

const HOUR = 3_600_000;
/** The first copy comes soon after the start: an endpoint that is switched off every evening must not go without. */
const FIRST = 60_000;
/** Name in meta of when a copy was last begun by any of the processes that use one database, ms. */
const BEGUN = 'copy';

export interface BackupJob {
  /** Ends the schedule; a copy under way is waited for. */
  stop(): Promise<void>;
}

/**
 * Makes a verified copy a minute after the start and every hour. A copy that fails is logged, and tried again.
 * @param also what is copied with it: the ledger of erasures
 */
export function scheduleBackups(database: Database, folder: string, store: Store, now: () => number, log: Log, also: () => Promise<void>): BackupJob {
  const copy = database.kind === 'sqlite' ? copyOfFile(database.file) : copyOfPostgres(database.address);
  let running: Promise<unknown> = Promise.resolve();
  const run = (): void => {
    const due = database.kind === 'sqlite' ? Promise.resolve(true) : isDue(store, now());
    const made = due.then((yes) => (yes ? backUp(copy, folder, store, now()) : undefined));
    running = Promise.allSettled([made, also()]).then((done) => {
      for (const one of done) if (one.status === 'rejected') log(faultEntry(one.reason));
    });
  };
  const first = setTimeout(run, FIRST);
  const timer = setInterval(run, HOUR);
  first.unref();
  timer.unref();
  return {
    async stop() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}

/** Whether this process is the one of many to make this hour's copy. */
export function isDue(store: Store, now: number): Promise<boolean> {
  return store.write(async (tx) => {
    const ago = now - Number((await tx.meta(BEGUN)) ?? 0);
    if (ago >= 0 && ago < HOUR - FIRST) return false;
    await tx.putMeta(BEGUN, String(now));
    return true;
  });
}
