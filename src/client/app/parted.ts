import { tabForget } from '../deps/tab-memory.ts';
import { readMeta } from '../store/self.ts';
import type { Store } from '../store/store.ts';

/** Kept beside the records, by browser: choices of the one who holds the tablet, not of the project. */
const CHOICES: ReadonlySet<string> = new Set(['tizme.lang', 'tizme.theme']);

/**
 * Calls `leave` once the records under this page were removed, here or by another page, because the tablet was taken out
 * of its project: what the page holds in memory and what the tab keeps of unsaved words has to go with them.
 */
export function watchParted(store: Store, leave: () => void): void {
  const look = async (): Promise<boolean> => {
    const [self, parted] = await Promise.all([readMeta(store.db, 'self'), readMeta(store.db, 'parted')]);
    return parted !== undefined && self !== undefined && self.replica !== store.self.replica && self.was?.includes(store.self.replica) !== true;
  };
  const stop = store.live(look).subscribe(
    (isGone) => {
      if (!isGone) return;
      stop();
      leave();
    },
    () => undefined, // a database that cannot be read shows itself elsewhere
  );
}

/** Removes what stands beside the records, and begins anew at the first screen. */
export function leaveProject(): void {
  tabForget();
  try {
    for (const key of Object.keys(localStorage)) if (!CHOICES.has(key)) localStorage.removeItem(key);
  } catch {
    // Blocked: then nothing stands there.
  }
  location.replace('/');
}
