/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import type { PrecacheEntry } from 'workbox-precaching';

// The build puts the list of files in here, each with its digest: bytes that are not the built ones end the
// installation, and the version before goes on serving.
declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (PrecacheEntry | string)[] };

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every address of the app is the app. The endpoint's answers are never kept: no route here matches them.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/v1(\/|$)/] }));

/** Whether this worker is the first one here: then the open page came with it and has nothing to lose by being served from it. */
let first = false;

self.addEventListener('install', () => {
  first = self.registration.active === null;
});

self.addEventListener('activate', (event) => {
  // A first visit may go offline before it is ever reloaded. A later worker waits for the tap, and takes over then.
  if (first) event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message: unknown = event.data;
  if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'SKIP_WAITING') {
    event.waitUntil(self.skipWaiting());
  }
});
