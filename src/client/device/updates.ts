import { Workbox } from 'workbox-window';
import { remember, remembered } from '../i18n/remember.ts';
import { makeUpdateGate, type ApplyAnswer, type UpdateState } from './update-gate.ts';
import type { Watched } from './watched.ts';

const SCRIPT = '/sw.js';
/** Looking for a new version costs a request: once an hour is enough. */
const CHECK_EVERY_MS = 3_600_000;
/** A part that is missing after a reload will be missing after the next one too. */
const RELOAD_AGAIN_MS = 60_000;
const RELOADED = 'tizme.reloaded';

/** What the page's policy makes is a TrustedScriptURL; the browser's types know only strings here. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The worker's address in the form a page under `require-trusted-types-for 'script'` takes; the policy knows no other. */
function trustedScript(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return SCRIPT;
  const policy = trustedTypes.createPolicy('tizme-sw', {
    createScriptURL(url) {
      if (url !== SCRIPT) throw new TypeError(`not a worker of this app: ${url}`);
      return url;
    },
  });
  return policy.createScriptURL(SCRIPT);
}

/** Without locks (a page over plain http) there is no service worker either, and only this tab to mind. */
const loneTab: Pick<LockManager, 'request'> = {
  request: async (_name: string, ...rest: unknown[]): Promise<unknown> => {
    const run = rest.at(-1);
    return typeof run === 'function' ? await (run as (lock: object) => unknown)({}) : undefined;
  },
};

let worker: Workbox | undefined;

const gate = makeUpdateGate({
  // sw.ts takes over on this message and on nothing else.
  skipWaiting: () => worker?.messageSkipWaiting(),
  reload: () => location.reload(),
  locks: 'locks' in navigator ? navigator.locks : loneTab,
  setTimer: (f, ms) => setTimeout(f, ms),
});

/** Whether a new version may be offered: one waits, and no form of this tab is open. */
export const updateState: Watched<UpdateState> = gate.state;

/** Lets the waiting version take over, on a person's tap. Every tab reloads once it has. */
export const applyUpdate = (): Promise<ApplyAnswer> => gate.apply();

/**
 * Keeps updates away while a form holds words that are not saved yet.
 * @returns the way to let them come again; calling it twice does no harm
 */
export const holdUpdates = (): (() => void) => gate.hold();

/** Whether a form holds words that are not saved yet, in any tab of the app. */
export const isFormOpen = (): Promise<boolean> => gate.isHeldAnywhere();

/** Looks for a new version when the app comes to the front, once an hour at most. No network is no news. */
function checkWhenVisible(registered: Workbox): void {
  let lastCheck = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - lastCheck < CHECK_EVERY_MS) return;
    lastCheck = performance.now();
    registered.update().catch(() => undefined);
  });
}

/**
 * A part of the app that loads when used may be gone: the page is older than what the endpoint serves and no worker
 * holds its files yet. A reload brings the new version, unless that would cost somebody a form; when it does not
 * help, the failure goes on to the screen that says so.
 */
function reloadForMissingPart(): void {
  addEventListener('vite:preloadError', (event) => {
    const sinceMs = Math.abs(Date.now() - Number(remembered(RELOADED) ?? Number.NaN));
    if (!navigator.onLine || gate.isHeld() || sinceMs < RELOAD_AGAIN_MS) return;
    event.preventDefault();
    remember(RELOADED, String(Date.now()));
    location.reload();
  });
}

async function register(): Promise<void> {
  worker = new Workbox(trustedScript());
  // The very first version does not wait: it takes the page it came with.
  worker.addEventListener('waiting', () => {
    if (navigator.serviceWorker.controller !== null) gate.waiting();
  });
  try {
    await worker.register();
  } catch {
    // Blocked by the browser's settings, or the endpoint is away at the very first visit: the next start tries again.
    return;
  }
  checkWhenVisible(worker);
}

/** Registers the service worker, which keeps the whole app on the tablet. Call once, from the composition root. */
export function startUpdates(): void {
  if (!import.meta.env.PROD) return;
  reloadForMissingPart();
  if (!('serviceWorker' in navigator)) return;
  let isControlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The very first worker takes the page it came with: nothing changes under it.
    if (isControlled) gate.takenOver();
    isControlled = true;
  });
  void register();
}
