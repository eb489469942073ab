/**
 * A small choice kept per browser (language, theme). Storage may be blocked by the browser's settings:
 * then the choice lasts until the tab closes, and nothing breaks.
 */
export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps `value` under `key`; answers whether it was kept. */
export function remember(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** As `remembered`, but of this tab alone: it outlives a reload and goes with the tab. */
export function rememberedInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps `value` under `key` for this tab, `undefined` forgets it; answers whether that was done. */
export function rememberInTab(key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** Forgets everything of this tab. */
export function forgetTab(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Blocked: then nothing was kept in it.
  }
}

/** Forgets everything of this browser but these. */
export function forgetAllBut(keys: ReadonlySet<string>): void {
  try {
    for (const key of Object.keys(localStorage)) if (!keys.has(key)) localStorage.removeItem(key);
  } catch {
    // Blocked: then nothing was kept there.
  }
}
