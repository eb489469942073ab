/**
 * Why this browser cannot carry the app, as the end of a `storage.` key:
 * `insecure_origin` opened over plain http from elsewhere, so no service worker, no locks, no crypto;
 * `no_database` storage is blocked, as in some private windows.
 */
export type BrowserProblem = 'insecure_origin' | 'no_database';

/** The parts of a window that matter here. */
export interface BrowserParts {
  isSecureContext: boolean;
  indexedDB?: unknown;
}

/** @returns undefined when all is well */
export function browserProblem(parts: BrowserParts): BrowserProblem | undefined {
  if (!parts.isSecureContext) return 'insecure_origin';
  return parts.indexedDB === undefined || parts.indexedDB === null ? 'no_database' : undefined;
}
