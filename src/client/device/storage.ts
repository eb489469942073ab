import { remember, remembered } from '../i18n/remember.ts';
import { watchable } from './watched.ts';
import type { Watched } from './watched.ts';

/** What the browser answered when asked to keep the records even when space runs low. */
export type Persistence = 'unasked' | 'granted' | 'denied' | 'unsupported';

const KEY = 'tizme.persist';

type Manager = Pick<StorageManager, 'persist' | 'persisted' | 'estimate'>;

/** Undefined where the browser has none: an old one, or a page over plain http. */
function manager(): Manager | undefined {
  const storage = (navigator as { storage?: Partial<Manager> }).storage;
  return storage?.persist !== undefined && storage.persisted !== undefined ? (storage as Manager) : undefined;
}

const answer = watchable<Persistence>('unasked');

/** The browser's answer as it stands; shown in the settings and in the state of sync. */
export const persistence: Watched<Persistence> = answer;

function keep(value: Persistence): Persistence {
  answer.set(value);
  remember(KEY, value);
  return value;
}

/** Reads how things stand without asking: at every start, since the browser may have changed its mind. */
export async function readPersistence(): Promise<Persistence> {
  const storage = manager();
  if (storage === undefined) return keep('unsupported');
  if (await storage.persisted()) return keep('granted');
  // Asked before and no longer granted is the same to the person as denied.
  const before = remembered(KEY);
  return keep(before === 'denied' || before === 'granted' ? 'denied' : 'unasked');
}

/**
 * Asks the browser to keep the records. Call it after the first save and after installing: a browser that decides
 * by itself says yes to an app that is used.
 */
export async function askPersistence(): Promise<Persistence> {
  const storage = manager();
  if (storage === undefined) return keep('unsupported');
  return keep((await storage.persist()) ? 'granted' : 'denied');
}

/**
 * Bytes the browser would still let this app keep; undefined where it does not say. Where it names a constant (TRUST 9)
 * this is no warning of a full tablet, but where it does not, photos must leave room for rows.
 */
export async function bytesLeft(): Promise<number | undefined> {
  const { quota, usage } = (await manager()?.estimate()) ?? {};
  return quota === undefined || usage === undefined ? undefined : quota - usage;
}

/**
 * Bytes this app occupies on the device; undefined where the browser does not say. There is no telling how much is
 * left: the quota Chromium reports is a constant above the usage (TRUST 9).
 */
export async function usedBytes(): Promise<number | undefined> {
  const estimate = await manager()?.estimate();
  return estimate?.usage;
}
