import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Sections of words that the first start needs; all others come with the first screen behind it. */
const FIRST: ReadonlySet<string> = new Set(['app', 'fault', 'install', 'join', 'lang', 'nav', 'start', 'storage', 'ui', 'update']);

const PART = /^(.*\/locales\/[a-z]+\.json)\?(first|rest)$/;

/**
 * One file of words per language, for translators; two parts of it for a slow line: `ky.json?first` has the sections
 * of the first start, `ky.json?rest` the others.
 */
export const wordPartsPlugin = (): Plugin => ({
  name: 'tizme:word-parts',
  enforce: 'pre',
  load(id) {
    const found = PART.exec(id);
    if (!found?.[1]) return null;
    this.addWatchFile(found[1]);
    const words = Object.entries(JSON.parse(readFileSync(found[1], 'utf8')) as Record<string, unknown>);
    const part = words.filter(([section]) => FIRST.has(section) === (found[2] === 'first'));
    return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(part)))});`, moduleType: 'js' };
  },
});
