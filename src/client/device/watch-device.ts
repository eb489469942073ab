import { watchInstall } from './install.ts';
import { watchOnline } from './online.ts';
import { readPersistence } from './storage.ts';

/**
 * Begins to follow the device: its offer to install, its network, its promise to keep records.
 * Call first in the composition root: the offer to install comes once, early.
 */
export function watchDevice(): void {
  watchInstall();
  watchOnline();
  // A browser that cannot say leaves the answer as «not asked».
  readPersistence().catch(() => undefined);
}
