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
