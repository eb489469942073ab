import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src/client/styles/tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`no ${selector}`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
}

const light = tokens(':root');
const themes = {
  light,
  dark: new Map([...light, ...tokens(":root[data-theme='dark']")]),
  sun: new Map([...light, ...tokens(":root[data-theme='sun']")]),
};

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const c = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(theme: Map<string, string>, a: string, b: string): number {
  const [x, y] = [a, b].map((name) => luminance(theme.get(name) ?? name));
  if (x === undefined || y === undefined || Number.isNaN(x + y)) throw new Error(`no token ${a} or ${b}`);
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const text = [
  ['text', 'bg'],
  ['text', 'surface'],
  ['text', 'selected'],
  ['text', 'line'],
  ['text', 'ok-tint'],
  ['text', 'warn-tint'],
  ['text', 'danger-tint'],
  ['text', 'primary-tint'],
  ['muted', 'bg'],
  ['muted', 'surface'],
  ['primary', 'bg'],
  ['primary', 'primary-tint'],
  ['on-primary', 'primary'],
  ['danger', 'bg'],
  ['on-danger', 'danger'],
  ['warn', 'warn-tint'],
  ['ok', 'ok-tint'],
  ['on-bar', 'women'],
  ['on-bar', 'men'],
  ['on-bar', 'none'],
] as const;

const controls = [
  ['outline', 'bg'],
  ['outline', 'surface'],
  ['focus', 'bg'],
  ['selected-edge', 'bg'],
  ['women', 'bg'],
  ['men', 'bg'],
  ['none', 'bg'],
] as const;

describe.each(Object.entries(themes))('contrast in %s', (name, theme) => {
  it.each(text.filter(([a, b]) => name !== 'sun' || a !== 'text' || b !== 'line'))('%s on %s can be read', (a, b) => {
    expect(contrast(theme, a, b)).toBeGreaterThanOrEqual(name === 'sun' ? 7 : 4.5);
  });

  it.each(controls)('%s on %s can be seen', (a, b) => {
    expect(contrast(theme, a, b)).toBeGreaterThanOrEqual(name === 'sun' ? 7 : 3);
  });
});
