import { askBeforeLeaving, tabDrop, tabKeep, tabKept } from '../../deps/tab-memory.ts';
import { holdUpdates } from '../../device/updates.ts';
import type { Before } from './actions.ts';
import { newForm, type FormState } from './form-state.ts';

/** A form left without saving: what was typed and what it was typed over. */
export interface Kept {
  readonly form: FormState;
  readonly before: Before | undefined;
}

const kept = new Map<string, { readonly what: Kept; readonly release: () => void }>();

const tabKey = (key: string): string => `tizme.form ${key}`;

/**
 * Forms with unsaved words, by training id or `new`: leaving the screen loses nothing, a reload of the tab neither,
 * and no update comes over them. Names of trainers typed there stay in this tab, until saved or given up.
 */
export function keptForm(key: string): Kept | undefined {
  const here = kept.get(key)?.what;
  if (here) return here;
  const reloaded = fromTab(tabKept(tabKey(key)), key);
  if (reloaded) hold(key, reloaded);
  return reloaded;
}

export function keepForm(key: string, what: Kept): void {
  hold(key, what);
  tabKeep(tabKey(key), what.before ? { ...what, before: { ...what.before, marked: [...what.before.marked] } } : what);
}

export function dropForm(key: string): void {
  tabDrop(tabKey(key));
  kept.get(key)?.release();
  kept.delete(key);
}

function hold(key: string, what: Kept): void {
  kept.set(key, { what, release: kept.get(key)?.release ?? releaseBoth(holdUpdates(), askBeforeLeaving()) });
}

const releaseBoth = (updates: () => void, asking: () => void) => (): void => {
  updates();
  asking();
};

/** A form of another version of the app is no form of this one, and is left alone. */
function fromTab(found: unknown, key: string): Kept | undefined {
  if (!isObject(found) || !isForm(found['form'])) return undefined;
  const { form, before } = found;
  if (key === 'new') return { form, before: undefined };
  if (!isObject(before) || !isObject(before['training']) || before['training']['id'] !== key) return undefined;
  if (!isForm(before['form']) || !Array.isArray(before['slots']) || !Array.isArray(before['marked'])) return undefined;
  return { form, before: { ...(before as unknown as Before), marked: new Set(before['marked'] as string[]) } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isForm(value: unknown): value is FormState {
  if (!isObject(value)) return false;
  // A number that is not given is left out of JSON.
  const { planned: _, ...fields } = newForm('');
  return ['undefined', 'number'].includes(typeof value['planned'])
    && Object.entries(fields).every(([field, like]) => typeof value[field] === typeof like && Array.isArray(value[field]) === Array.isArray(like));
}
