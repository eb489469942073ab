import type { Log } from '../log.ts';
import { faultEntry } from '../log.ts';
import type { Store } from '../store/store.ts';
import { backUp } from './backup.ts';

const HOUR = 3_600_000;
/** The first copy comes soon after the start: an endpoint that is switched off every evening must not go without. */
const FIRST = 60_000;

export interface BackupJob {
  /** Ends the schedule; a copy under way is waited for. */
  stop(): Promise<void>;
}

/**
 * Makes a verified copy a minute after the start and every hour. A copy that fails is logged, and tried again.
 * @param also what is copied with it: the ledger of erasures
 */
export function scheduleBackups(source: string, folder: string, store: Store, now: () => number, log: Log, also: () => Promise<void>): BackupJob {
  let running: Promise<unknown> = Promise.resolve();
  const run = (): void => {
    running = Promise.allSettled([backUp(source, folder, store, now()), also()]).then((done) => {
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
