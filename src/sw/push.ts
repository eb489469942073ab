/// <reference lib="webworker" />
import '../client/app/old-browsers.ts';
import { openAsItStands } from '../client/store/quiet-open.ts';
import { openTabs, peopleAmong } from '../client/store/tabs.ts';
import { pushInBackground } from '../client/sync/background.ts';
import { SYNC_LOCK } from '../client/sync/turn.ts';
import { makeAsk } from '../client/sync/transport.ts';

// A script of its own, kept with the worker when that is installed and run when it is woken to send: see sw.ts.
declare const self: ServiceWorkerGlobalScope & { pushOutbox?: () => Promise<'done' | 'later'> };

const NAME = 'tizme';
/** How long to wait for a page that is sending. The browser lets a worker live for some minutes. */
const PATIENCE_MS = 60_000;

async function exclusive<T>(f: () => Promise<T>): Promise<T | undefined> {
  if (!('locks' in self.navigator)) return f();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  let mine: Promise<T> | undefined;
  try {
    await self.navigator.locks.request(SYNC_LOCK, { signal: patience.signal }, () => {
      clearTimeout(timer);
      return (mine = f());
    });
  } catch (e) {
    // Waited in vain. What the work itself threw is thrown on below.
    if (!mine && !patience.signal.aborted) throw e;
  } finally {
    clearTimeout(timer);
  }
  return mine;
}

self.pushOutbox = async () => {
  const pages = openTabs(NAME, () => undefined);
  try {
    return await pushInBackground({
      open: () => openAsItStands(NAME),
      ask: makeAsk((input, init) => fetch(input, init)),
      now: () => Date.now(),
      random: (n) => crypto.getRandomValues(new Uint8Array(n)),
      exclusive,
      by: crypto.randomUUID(),
      // Live queries of the pages follow by themselves; the index of people is told.
      changed: (keys) => pages.tell(peopleAmong(keys)),
    });
  } finally {
    pages.close();
  }
};
