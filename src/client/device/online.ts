import { watchable } from './watched.ts';
import type { Watched } from './watched.ts';

const state = watchable(navigator.onLine);

/**
 * Whether the tablet believes it has a network. A hint for words and for trying sooner, never a reason not to try:
 * it stays true when only the endpoint is away.
 */
export const seemsOnline: Watched<boolean> = state;

/** Follows the browser's events. Call once, from the composition root. */
export function watchOnline(): void {
  addEventListener('online', () => state.set(true));
  addEventListener('offline', () => state.set(false));
}
