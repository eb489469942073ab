/** The part of Background Sync that is used; only Chromium has it. */
interface SyncManager {
  register(tag: string): Promise<void>;
}

/**
 * Asks the browser to wake the service worker once there is a network, with a page open or not.
 * @returns whether it was asked: false without a service worker, where the browser has no such thing, or where people forbade it
 */
export async function wakeWhenOnline(tag: string): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const registration: (ServiceWorkerRegistration & { sync?: SyncManager }) | undefined = await navigator.serviceWorker.getRegistration();
  if (!registration?.active || !registration.sync) return false;
  return registration.sync.register(tag).then(() => true, () => false);
}
