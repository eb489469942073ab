import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { root } from './paths.ts';

/** Keeps Chromium from asking anybody but this machine for anything: no update checks, no name look-ups. */
const quietFlags: readonly string[] = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
];

/** The flags every Chromium of the tests is started with. */
export function chromiumFlags(): string[] {
  const isRoot = process.getuid?.() === 0;
  // Chromium's sandbox refuses to run as root, which is what most containers are.
  return isRoot ? [...quietFlags, '--no-sandbox'] : [...quietFlags];
}

const linuxPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

function windowsPaths(): string[] {
  const folders = [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']];
  return folders
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
}

/** The Chromiums there are on this machine, the most wanted first. A CHROME_PATH that is set is the only one. */
export function installedChromiums(): string[] {
  const wish = process.env['CHROME_PATH'];
  if (wish !== undefined && wish !== '') return existsSync(wish) ? [wish] : [];
  const systemPaths = { linux: linuxPaths, darwin: macPaths, win32: windowsPaths() } as Partial<
    Record<NodeJS.Platform, string[]>
  >;
  return [chromium.executablePath(), ...(systemPaths[process.platform] ?? [])].filter((path) => existsSync(path));
}

/** @returns undefined when this Chromium opens a page and runs script in it, else why not, in one line */
async function launchProblem(executablePath: string): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({ executablePath, args: chromiumFlags(), timeout: 60_000 });
    try {
      const page = await browser.newPage();
      const sum = await page.evaluate('1 + 1');
      return sum === 2 ? undefined : 'it does not run script';
    } finally {
      await browser.close();
    }
  } catch (error) {
    return String(error).split('\n')[0] ?? 'unknown';
  }
}

async function firstThatLaunches(say: (line: string) => void): Promise<string | undefined> {
  for (const path of installedChromiums()) {
    const problem = await launchProblem(path);
    if (problem === undefined) return path;
    say(`${path} does not start: ${problem}`);
  }
  return undefined;
}

/** Runs a command with a time limit. Quiet: what it says of a failure is long, and of no use to who only wants the tests. */
function run(command: string, args: readonly string[], limitMs: number): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { cwd: root, env, stdio: 'ignore', timeout: limitMs, killSignal: 'SIGKILL' }).status === 0;
}

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

const minute = 60_000;

/**
 * Finds a Chromium that starts, or gets one: Playwright's download first, then, as root on Debian or Ubuntu,
 * the distribution's package.
 * @param say told what is being tried and why something did not do
 * @returns the path of its program, or undefined when there is none to be had
 */
export async function obtainChromium(say: (line: string) => void): Promise<string | undefined> {
  const found = await firstThatLaunches(say);
  if (found !== undefined) return found;
  if (process.env['CHROME_PATH']) {
    say(`CHROME_PATH is ${process.env['CHROME_PATH']}, which is no Chromium that starts.`);
    return undefined;
  }
  say("No Chromium found; trying Playwright's download, for five minutes at most …");
  run(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], 5 * minute);
  const downloaded = await firstThatLaunches(say);
  if (downloaded !== undefined || !isRootOnDebian()) return downloaded;
  say("That did not work; trying the distribution's package (apt-get install chromium) …");
  if (run('apt-get', ['update'], 5 * minute)) run('apt-get', ['install', '-y', 'chromium'], 15 * minute);
  return await firstThatLaunches(say);
}

/** What to tell a person whose machine has no Chromium and can get none. */
export const chromiumAdvice =
  'The browser tests need Chromium: install Chrome or Chromium (Debian, Ubuntu: apt-get install chromium), or set CHROME_PATH to one, and run the tests again.';
