import { useEffect, useState } from 'preact/hooks';
import { remember, remembered } from '../i18n/remember.ts';

/** `auto`: as the device is set. */
export type ThemeChoice = 'auto' | 'light' | 'dark' | 'sun';
export type Theme = Exclude<ThemeChoice, 'auto'>;

const STORED = 'tizme.theme';
const CHOICES: readonly ThemeChoice[] = ['auto', 'light', 'dark', 'sun'];
/** The colour of the browser's own bar, as the token `--bg` of each theme. */
const BARS: Readonly<Record<Theme, string>> = { light: '#ffffff', dark: '#121514', sun: '#ffffff' };

const listeners = new Set<() => void>();
let choice: ThemeChoice = 'auto';

const matches = (query: string): boolean => matchMedia(query).matches;

function present(): Theme {
  if (choice !== 'auto') return choice;
  if (matches('(prefers-contrast: more)')) return 'sun';
  return matches('(prefers-color-scheme: dark)') ? 'dark' : 'light';
}

function apply(): void {
  const theme = present();
  document.documentElement.dataset['theme'] = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BARS[theme]);
  for (const listener of listeners) listener();
}

/** Puts the remembered theme on the page and follows the device's setting. To be called once, before the first render. */
export function initTheme(): void {
  choice = CHOICES.find((one) => one === remembered(STORED)) ?? 'auto';
  for (const query of ['(prefers-contrast: more)', '(prefers-color-scheme: dark)']) {
    matchMedia(query).addEventListener('change', apply);
  }
  apply();
}

export function setTheme(next: ThemeChoice): void {
  choice = next;
  remember(STORED, next);
  apply();
}

/** What was chosen and what that shows now; renders again when it changes. */
export function useTheme(): { readonly choice: ThemeChoice; readonly theme: Theme } {
  const [, render] = useState(0);
  useEffect(() => {
    const again = (): void => render((n) => n + 1);
    listeners.add(again);
    return () => {
      listeners.delete(again);
    };
  }, []);
  return { choice, theme: present() };
}
