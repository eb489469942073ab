/**
 * Unsaved words that outlive a reload, in this tab alone: `sessionStorage` goes with the tab and is read by no other.
 * Storage may be blocked or full: then nothing outlives the reload, and nothing breaks.
 */
export function tabKeep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // What is on the screen stays there; only a reload would lose it, and the browser asks before that.
    tabDrop(key);
  }
}

/** What was kept, as parsed JSON of unknown shape: another version of the app may have written it. */
export function tabKept(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}

export function tabDrop(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    return; // blocked: nothing was kept either
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
