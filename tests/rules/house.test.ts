import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildConstants } from '../../src/house/build-info.ts';
import { root } from '../../src/house/paths.ts';
import { nodeProblem } from '../../src/house/require-node.mjs';
import { readReport } from '../../src/house/steps.ts';
import { webManifest } from '../../src/house/web-manifest.ts';

describe('the check of Node', () => {
  test.each(['v24.0.0', 'v24.21.0', 'v26.1.0', 'v100.0.0'])('%s will do', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  test.each(['v20.20.2', 'v23.11.1', 'v8.0.0'])('%s is refused in one line that names it', (version) => {
    const problem = nodeProblem(version);
    expect(problem).toContain(version);
    expect(problem).not.toContain('\n');
  });
});

describe('a report of tests', () => {
  test('is counted', () => {
    expect(readReport('{"numPassedTests": 7, "numFailedTests": 2}', 1)).toEqual({ passed: 7, failed: 2 });
    expect(readReport('{"numPassedTests": 7, "numFailedTests": 0}', 0)).toEqual({ passed: 7, failed: 0 });
  });

  test('of a run that failed without a failed test, or of none at all, counts as one failure', () => {
    expect(readReport('{"numPassedTests": 7, "numFailedTests": 0}', 1)).toEqual({ passed: 7, failed: 1 });
    expect(readReport(undefined, 1)).toEqual({ passed: 0, failed: 1 });
  });
});

test('`npm start -- --help` answers at once and builds nothing', () => {
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'src/house/start.mjs'), '--help'], { encoding: 'utf8' });
  expect(stdout).toContain('--port');
  expect(stdout).not.toContain('Building');
  expect(status).toBe(0);
});

test('`npm test -- nonsense` names the steps there are', () => {
  const { stderr, status } = spawnSync(process.execPath, [join(root, 'src/house/test.mjs'), 'nonsense'], { encoding: 'utf8' });
  expect(stderr).toContain('types');
  expect(status).toBe(2);
});

test('the build can be told its time, so that it comes out the same twice', () => {
  process.env['SOURCE_DATE_EPOCH'] = '1795000000';
  try {
    expect(JSON.parse(buildConstants().__BUILD_TIME__)).toBe(1_795_000_000_000);
  } finally {
    delete process.env['SOURCE_DATE_EPOCH'];
  }
  expect(JSON.parse(buildConstants().__BUILD_TIME__)).toBeGreaterThan(1_795_000_000_000);
});

test('the web manifest has what installing needs', () => {
  expect(webManifest).toMatchObject({ name: 'Тизме', id: '/', start_url: '/', display: 'standalone', lang: 'ky' });
  expect(webManifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
    '192x192 any',
    '512x512 any',
    '512x512 maskable',
  ]);
});

test('tests run in the time zone of the tablets', () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe('Asia/Bishkek');
  expect(new Date(Date.UTC(2026, 10, 24, 20)).getDate()).toBe(25);
});
