import { faultEntry, type Log } from '../log.ts';
import type { Store } from '../store/store.ts';

const HOUR = 3_600_000;
/** How long bytes that no standing row refers to are kept, ms: a deletion may be taken back (PROTOCOL 2.10). */
export const KEPT = 30 * 24 * HOUR;
/** Files removed at one go. */
const AT_ONCE = 100;

/** Removes files that nobody has referred to for 30 days. @returns how many */
export async function sweepBlobs(store: Store, now: number): Promise<number> {
  let removed = 0;
  for (const sha of await store.read((tx) => tx.blobs.stale(now - KEPT, AT_ONCE))) {
    removed += await store.write(async (tx) => {
      const blob = await tx.blobs.blob(sha);
      if (!blob) return 0;
      // Held first, then looked at once more: a row that refers to it may have come since.
      await tx.blobs.begin(blob);
      if (!(await tx.blobs.stale(now - KEPT, AT_ONCE)).includes(sha)) return 0;
      await tx.blobs.drop(sha);
      return 1;
    });
  }
  return removed;
}

/** Sweeps every hour. A sweep that fails is logged, and tried again. */
export function scheduleSweeps(store: Store, now: () => number, log: Log): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = sweepBlobs(store, now()).catch((e: unknown) => log(faultEntry(e)));
  }, HOUR);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
