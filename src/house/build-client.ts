import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientFolder, root } from './paths.ts';

/** Everything the built app is made of: files and folders, from the top folder. */
const sources = [
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
  'locales',
  'public',
  'src/client',
  'src/core',
  'src/house',
  'src/sw',
];

const stampFile = join(root, 'dist/client.stamp');

/**
 * A digest of the app's sources. Contents rather than times, because a clone, a copy or a wrong clock
 * gives files any time at all.
 */
function sourcesDigest(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    const names = statSync(path).isDirectory()
      ? globSync('**/*', { cwd: path })
          .sort()
          .map((name) => join(path, name))
      : [path];
    for (const name of names) {
      if (statSync(name).isDirectory()) continue;
      hash.update(name.slice(root.length)).update('\0').update(readFileSync(name)).update('\0');
    }
  }
  return hash.digest('hex');
}

/** Whether dist/client holds the app as the sources stand now. */
export function clientIsFresh(): boolean {
  return (
    existsSync(join(clientFolder, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesDigest()
  );
}

/**
 * Builds the app into dist/client.
 * @throws whatever Vite throws: a broken source, a missing package
 */
export async function buildClient(): Promise<void> {
  const digest = sourcesDigest();
  // Loaded only when something is built: `npm start` on a fresh build does without it.
  const { build } = await import('vite');
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  // Written last, so that an interrupted build is built again.
  writeFileSync(stampFile, digest);
}
