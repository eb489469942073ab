import { rememberedInTab, rememberInTab } from '../i18n/remember.ts';

/**
 * Unsaved words that outlive a reload, in this tab alone: they go with the tab and are read by no other. Storage may be
 * blocked or full: then nothing outlives the reload, and the older words do not either, lest they pass for the newer.
 */
export function tabKeep(key: string, value: unknown): void {
  if (!rememberInTab(key, JSON.stringify(value))) tabDrop(key);
}

/** What was kept, as parsed JSON of unknown shape: another version of the app may have written it. */
export function tabKept(key: string): unknown {
  try {
    return JSON.parse(rememberedInTab(key) ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}

export function tabDrop(key: string): void {
  rememberInTab(key, undefined);
}

/** Forgets everything of this tab, and asks nobody before the page goes. */
export function tabForget(): void {
  holders.clear();
  removeEventListener('beforeunload', ask);
  try {
    sessionStorage.clear();
  } catch {
    // Blocked: then nothing was kept in it.
  }
}

/** The browser asks before the page is closed or loaded anew over unsaved words. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

const holders = new Set<object>();

/** Keeps asking until what it returns is called; several may hold at once. */
export function askBeforeLeaving(): () => void {
  const holder = {};
  if (holders.size === 0) addEventListener('beforeunload', ask);
  holders.add(holder);
  return () => {
    if (holders.delete(holder) && holders.size === 0) removeEventListener('beforeunload', ask);
  };
}
