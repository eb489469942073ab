import type { World } from '../sync/schedule.ts';

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
  async exclusive(f, name = 'tizme-sync') {
    // Without locks two tabs may sync at once: slower, never wrong, since every answer is compared and set.
    if (!('locks' in navigator)) return f();
    return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? f() : undefined));
  },
};
