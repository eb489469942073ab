import { holdUpdates } from '../../device/updates.ts';
import type { Before } from './actions.ts';
import type { FormState } from './form-state.ts';

/** A form left without saving: what was typed and what it was typed over. */
export interface Kept {
  readonly form: FormState;
  readonly before: Before | undefined;
}

const kept = new Map<string, { readonly what: Kept; readonly release: () => void }>();

/** The browser asks before the page is closed or loaded anew over unsaved words. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Forms with unsaved words, by training id or `new`: leaving the screen loses nothing, and no update comes over them. */
export const keptForm = (key: string): Kept | undefined => kept.get(key)?.what;

export function keepForm(key: string, what: Kept): void {
  if (kept.size === 0) addEventListener('beforeunload', askBeforeLeaving);
  kept.set(key, { what, release: kept.get(key)?.release ?? holdUpdates() });
}

export function dropForm(key: string): void {
  const entry = kept.get(key);
  if (!entry) return;
  kept.delete(key);
  entry.release();
  if (kept.size === 0) removeEventListener('beforeunload', askBeforeLeaving);
}
