import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/**
 * The constants built into the app: its version, and when it was built (epoch milliseconds; SOURCE_DATE_EPOCH, in
 * seconds, sets it for builds that must come out the same). The app compares the tablet's date with the latter.
 */
export function buildConstants(): Record<'__APP_VERSION__' | '__BUILD_TIME__', string> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const epochSeconds = process.env['SOURCE_DATE_EPOCH'];
  const buildTime = epochSeconds === undefined ? Date.now() : Number(epochSeconds) * 1000;
  return { __APP_VERSION__: JSON.stringify(version), __BUILD_TIME__: JSON.stringify(buildTime) };
}
