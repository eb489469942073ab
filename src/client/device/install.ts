import { remember, remembered } from '../i18n/remember.ts';
import { watchable } from './watched.ts';
import type { Watched } from './watched.ts';

/** Chromium's event before it would offer to install by itself; no standard type. */
interface InstallEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** `unavailable`: the browser offers it by its own menu only, or the app is installed already. */
export type InstallAnswer = 'accepted' | 'dismissed' | 'unavailable';

const KEY = 'tizme.install-refused';
const WEEK_MS = 7 * 24 * 3_600_000;

const available = watchable(false);
const installed = watchable(false);
let kept: InstallEvent | undefined;

/** Whether `promptInstall` can show the browser's question now. */
export const canInstall: Watched<boolean> = available;

/** Whether the app runs installed, or was installed from this page. */
export const isInstalled: Watched<boolean> = installed;

function isInstallEvent(event: Event): event is InstallEvent {
  return 'prompt' in event && typeof event.prompt === 'function';
}

/** Keeps the browser's offer for our own button. Call before anything slow: the event comes once, early. */
export function watchInstall(): void {
  installed.set(matchMedia('(display-mode: standalone)').matches);
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    if (!isInstallEvent(event)) return;
    kept = event;
    available.set(true);
  });
  addEventListener('appinstalled', () => {
    kept = undefined;
    available.set(false);
    installed.set(true);
  });
}

/** Shows the browser's question; must be called from a tap. A refusal is remembered for `mayOfferInstall`. */
export async function promptInstall(nowMs: number): Promise<InstallAnswer> {
  const event = kept;
  if (event === undefined) return 'unavailable';
  // The browser takes each event once.
  kept = undefined;
  available.set(false);
  const { outcome } = await event.prompt();
  if (outcome === 'dismissed') remember(KEY, String(nowMs));
  return outcome;
}

/** Whether the app may bring the button up by itself: not within a week of a refusal. */
export function mayOfferInstall(nowMs: number): boolean {
  const refusedMs = Number(remembered(KEY) ?? Number.NaN);
  return available.get() && !(Math.abs(nowMs - refusedMs) < WEEK_MS);
}
