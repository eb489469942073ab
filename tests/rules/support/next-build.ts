import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const digest = (algorithm: string, encoding: 'base64' | 'hex', text: string): string =>
  createHash(algorithm).update(text).digest(encoding);

/** A file of the precache list that stands in sw.js. */
export interface PrecacheEntry {
  readonly url: string;
  readonly revision: string | null;
  readonly integrity?: string;
}

/** The precache list of a built service worker. @throws when there is none */
export function precacheList(folder: string): PrecacheEntry[] {
  const text = readFileSync(join(folder, 'sw.js'), 'utf8');
  const entries = [...text.matchAll(/\{"[^{}]*"revision":[^{}]*\}/g)].map(([entry]) => entry);
  if (entries.length === 0) throw new Error('sw.js holds no precache list');
  return entries.map((entry) => JSON.parse(entry) as PrecacheEntry);
}

/**
 * A copy of a build that is one version further: its page says so, and its worker knows the page's new digest.
 * @returns the folder of the copy
 */
export function nextBuild(folder: string, mark: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'tizme-build-'));
  cpSync(folder, copy, { recursive: true });
  const page = readFileSync(join(copy, 'index.html'), 'utf8');
  const nextPage = page.replace('<head>', `<head><meta name="mark" content="${mark}">`);
  const worker = readFileSync(join(copy, 'sw.js'), 'utf8');
  const old = { sha256: digest('sha256', 'base64', page), md5: digest('md5', 'hex', page) };
  if (nextPage === page || !worker.includes(old.sha256) || !worker.includes(old.md5))
    throw new Error('the build is not as expected');
  const nextWorker = worker
    .replace(old.sha256, digest('sha256', 'base64', nextPage))
    .replace(old.md5, digest('md5', 'hex', nextPage));
  writeFileSync(join(copy, 'index.html'), nextPage);
  writeFileSync(join(copy, 'sw.js'), nextWorker);
  return copy;
}
