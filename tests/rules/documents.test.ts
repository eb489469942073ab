import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/house/paths.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Files that are or would be committed; in a copy without git, all but what is made. */
function committedFiles(): string[] {
  const listing = spawnSync('git', ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (listing.status === 0) return listing.stdout.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
  const made = ['node_modules', 'dist', 'data', 'coverage', 'test-results'];
  const all = globSync('{**,.ci}/*', { cwd: root, exclude: (path) => made.includes(path) });
  return all.filter((path) => statSync(join(root, path)).isFile());
}

const files = committedFiles();

const isText = (path: string): boolean => !/\.(png|woff2|xlsx|ico)$/.test(path);

describe.each(['README.md', 'CONTRIBUTING.md'])('%s', (path) => {
  const text = existsSync(join(root, path)) ? read(path) : '';

  test('names only commands there are', () => {
    const named = [...text.matchAll(/npm (?:run ([a-z0-9:-]+)|(start|test)\b)/g)].map(([, run, short]) => run ?? short ?? '');
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('points only to files there are', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});

describe('the READMEs of the rooms', () => {
  test.each(['src/core', 'src/client', 'src/client/store', 'src/server', 'src/house'])('%s has one of up to 30 lines', (room) => {
    const path = `${room}/README.md`;
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(read(path).trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});

describe('decisions', () => {
  test('each has a day in its name and a title', () => {
    const notes = globSync('src/decisions/*.md', { cwd: root })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => !path.endsWith('README.md'));
    expect(notes.length).toBeGreaterThan(0);
    const odd = notes.filter((path) => !/\/\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$/.test(path) || !/^# \S/.test(read(path)));
    expect(odd).toEqual([]);
  });
});

/** What belongs to one machine and means nothing on another. */
const OF_ONE_MACHINE: Readonly<Record<string, RegExp>> = {
  'a folder of somebody’s machine': /(?:^|[\s"'`(=:])(?:\/(?:home|Users|root|work)\/|[A-Z]:\\Users\\)/m,
  'an address of a package registry': /\bregistry\.[a-z-]+\.(?:org|com|net|io|dev)\b|"resolved": "http/,
};

describe('no committed file holds', () => {
  test.each(Object.entries(OF_ONE_MACHINE))('%s', (_what, pattern) => {
    expect(files.length).toBeGreaterThan(50);
    const others = files.filter((path) => path !== 'tests/rules/documents.test.ts' && isText(path));
    expect(others.filter((path) => pattern.test(read(path)))).toEqual([]);
  });

  test('a merge’s leftovers or a test that was left out or singled out', () => {
    const code = files.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && path !== 'tests/rules/documents.test.ts');
    const odd = /^(<{7}|>{7}) |\b(?:test|it|describe)\.(?:only|todo)\b|\bTODO\b|\bFIXME\b/m;
    expect(code.filter((path) => odd.test(read(path)))).toEqual([]);
  });
});

describe('the package', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };

  test('the lock names every platform’s package, so that `npm ci` works on all of them', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => {
        const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
        return !places.some((place) => place.replace(/^\//, '') in lock.packages);
      }),
    );
    expect(missing).toEqual([]);
  });

  test('every dependency is used under a licence that is named in its package', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const free = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-3-Clause', '(MIT OR Apache-2.0)']);
    const odd = Object.keys(dependencies).filter((name) => {
      const { license } = JSON.parse(read(`node_modules/${name}/package.json`)) as { license?: string };
      return !free.has(license ?? '');
    });
    expect(odd).toEqual([]);
  });
});
