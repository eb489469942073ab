import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/house/paths.ts';
import { planted, sound } from './support/planted.ts';

/** One finding of oxlint's JSON report. */
interface Finding {
  readonly code: string;
  readonly filename: string;
}

const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  jsx: 'react-jsx',
  jsxImportSource: 'preact',
};

let folder: string;
let findings: readonly Finding[];

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A checkout of its own with the house's rules, the sound files and every planted fault; linted once. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizme-lint-'));
  const rules = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')) as Record<string, unknown>;
  write('.oxlintrc.json', JSON.stringify({ ...rules, jsPlugins: [join(root, 'tests/rules/lint-plugin/plugin.ts')] }));
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(sound)) write(path, text);
  for (const { path, code, beside = {} } of planted) {
    write(path, code);
    for (const [other, text] of Object.entries(beside)) write(other, text);
  }
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format=json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (!stdout.startsWith('{')) throw new Error(`oxlint did not report: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Finding[] };
  findings = diagnostics.map(({ code, filename }) => ({ code, filename: filename.replaceAll('\\', '/') }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const found = (path: string): string[] => findings.filter(({ filename }) => filename === path).map(({ code }) => code);

describe('lint finds', () => {
  test.each(planted)('$fault', ({ path, rule }) => {
    expect(found(path)).toContain(rule);
  });
});

describe('lint is silent about', () => {
  test.each(Object.keys(sound))('%s', (path) => {
    expect(found(path)).toEqual([]);
  });
});
