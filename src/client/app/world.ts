import type { World } from '../sync/schedule.ts';
import { SYNC_LOCK } from '../sync/turn.ts';
import type { WakeWorld } from '../sync/wake.ts';

/** The browser as the schedule of sync sees it. */
export const browserWorld: World = {
  setTimer: (f, ms) => window.setTimeout(f, ms),
  clearTimer: (id) => {
    window.clearTimeout(id);
  },
  random: () => Math.random(),
  visible: () => document.visibilityState === 'visible',
  onOnline: (f) => {
    window.addEventListener('online', f);
  },
  onVisible: (f) => {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') f();
    });
  },
  async exclusive<T>(f: () => Promise<T>, name = SYNC_LOCK): Promise<T | undefined> {
    // Without locks two tabs may sync at once: slower, never wrong, since every answer is compared and set.
    if (!('locks' in navigator)) return f();
    let work: Promise<T> | undefined;
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      work = f();
      const ends = new AbortController();
      // The work of a page that is frozen goes on when it thaws, without the lock.
      await Promise.race([work.catch(() => undefined), frozen(ends.signal)]);
      ends.abort();
    });
    return work;
  },
};

/** @param ask asks the browser to wake the service worker once there is a network */
export const wakeWorld = (ask: () => void): WakeWorld => ({
  ask,
  seemsOnline: () => navigator.onLine,
  onHidden: (f) => {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') f();
    });
  },
});

/** When the browser is about to stop this page (frozen.ts): it may keep a lock for hours, and others must not wait for it. */
const frozen = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    window.addEventListener('pagehide', () => resolve(), { signal });
  });
