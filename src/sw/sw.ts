/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import type { PrecacheEntry } from 'workbox-precaching';
import { PUSH_TAG } from '../client/sync/push-tag.ts';

// The build puts the list of files in here, each with its digest: bytes that are not the built ones end the
// installation, and the version before goes on serving.
declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (PrecacheEntry | string)[];
  /** Put here by the push script: see push.ts. */
  pushOutbox?: () => Promise<'done' | 'later'>;
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } };
};
/** Where the build has put the push script; its name holds a digest of its bytes. */
declare const __PUSH_SCRIPT__: string;

/** What Background Sync gives; in Chromium only. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every address of the app is the app. The endpoint's answers are never kept: no route here matches them.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/v1(\/|$)/] }));

/** Whether this worker is the first one here: then the open page came with it and has nothing to lose by being served from it. */
let first = false;

// The worker's policy allows no other script than this one.
const pushScript = self.trustedTypes?.createPolicy('tizme-sw', { createScriptURL: () => __PUSH_SCRIPT__ }).createScriptURL(__PUSH_SCRIPT__) ?? __PUSH_SCRIPT__;

/**
 * Sending with no page open takes the database and the protocol: five times this worker. They are a script beside it, which
 * the browser keeps with the worker once it was taken in at the installation, and which costs nothing until it is wanted.
 * @throws when it did not come whole: its last words are the function
 */
function takePushScript(): () => Promise<'done' | 'later'> {
  if (!self.pushOutbox) importScripts(pushScript);
  if (!self.pushOutbox) throw new TypeError('the push script is not whole');
  return self.pushOutbox;
}

self.addEventListener('install', (event) => {
  first = self.registration.active === null;
  // A version that cannot have it is refused like one that lacks a file.
  if ('sync' in self.registration) event.waitUntil(Promise.resolve().then(takePushScript));
});

self.addEventListener('sync', (e) => {
  const event = e as SyncEvent;
  if (event.tag === PUSH_TAG) event.waitUntil(push());
});

/** @throws when it is to be tried again: the browser waits, and wakes us anew */
async function push(): Promise<void> {
  if ((await takePushScript()()) === 'later') throw new Error('to be sent later');
}

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
