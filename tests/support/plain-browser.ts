import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { vi } from 'vitest';
import { must } from '../../src/core/result.ts';
import { chromiumFlags, installedChromiums } from '../../src/house/chromium.ts';
import type { Tablet } from './browser.ts';

/**
 * A Chromium as people start it, watched from outside. One that Playwright starts keeps every page in front and focused,
 * and a page in front is never frozen.
 */
export async function launchPlainTablet(): Promise<Tablet> {
  const profileDir = mkdtempSync(join(tmpdir(), 'tizme-tablet-'));
  const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profileDir}`, '--window-size=1280,800', 'about:blank'];
  const child = spawn(must(installedChromiums()[0], 'a Chromium'), [...chromiumFlags(), ...flags], { stdio: 'ignore' });
  const gone = new Promise<void>((done) => {
    child.once('exit', () => done());
  });
  const file = join(profileDir, 'DevToolsActivePort');
  await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8').includes('\n'), { timeout: 20_000, interval: 50 });
  const port = must(readFileSync(file, 'utf8').split('\n')[0], 'port');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
  const context = must(browser.contexts()[0], 'context');
  const kill = async (): Promise<void> => {
    await browser.close().catch(() => undefined);
    child.kill('SIGKILL');
    await gone;
  };
  return {
    context, profileDir, kill,
    page: context.pages()[0] ?? (await context.newPage()),
    close: kill,
    forget: () => rmSync(profileDir, { recursive: true, force: true, maxRetries: 3 }),
  };
}
