import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/house/paths.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';

/**
 * `npm run mutate -- [first] [how many]`: makes each change of the list in a copy of the checkout, and says which of the unit
 * tests of sync and the simulation notices. Takes minutes; not a part of the tests.
 */
const UNIT = ['tests/core/sync', 'tests/server/push.test.ts', 'tests/server/pull.test.ts', 'tests/server/convergence.test.ts', 'tests/client/sync', 'tests/client/store'];
const SEEDS = 40;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A copy of what the tests need, with the packages of this checkout. */
function copyOfCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'tizme-mutate-'));
  for (const name of ['src', 'tests', 'locales', 'public', 'package.json', 'tsconfig.json', 'vite.config.ts', 'index.html']) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const runs = (cwd: string, args: readonly string[]): { ok: boolean; out: string } => {
  const { status, stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 600_000, maxBuffer: 1e8 });
  return { ok: status === 0, out: stdout };
};

/** The first failing title of the unit tests of sync, or undefined. */
function unitNotices(cwd: string): string | undefined {
  const file = join(cwd, 'report.json');
  const { ok } = runs(cwd, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--project', 'client', '--bail', '1', '--reporter', 'json', '--outputFile', file, ...UNIT]);
  if (ok) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8')) as { testResults: { assertionResults: { status: string; fullName: string }[] }[] };
  return report.testResults.flatMap((f) => f.assertionResults).find((a) => a.status === 'failed')?.fullName ?? 'something';
}

/** The first failing seed of the simulation and what broke, or undefined. */
function simulationNotices(cwd: string): string | undefined {
  const { ok, out } = runs(cwd, ['tests/simulation/first-failing.ts', String(SEEDS)]);
  return ok ? undefined : out.trim().slice(0, 120);
}

function mutated({ file, from, to }: Mutation, work: (cwd: string) => void): void {
  const copy = copyOfCheckout();
  try {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} holds ${text.split(from).length - 1} times: ${from}`);
    writeFileSync(path, text.replace(from, () => to));
    work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const [first = 1, count = MUTATIONS.length] = process.argv.slice(2).map(Number);
let missed = 0;
say('| change | unit tests | simulation |');
say('| --- | --- | --- |');
for (const m of MUTATIONS.slice(first - 1, first - 1 + count)) {
  mutated(m, (cwd) => {
    const [unit, simulation] = [unitNotices(cwd), simulationNotices(cwd)];
    if (unit === undefined && simulation === undefined) missed += 1;
    say(`| ${m.what} | ${unit ?? '—'} | ${simulation ?? '—'} |`);
  });
}
say(`${missed} of ${Math.min(count, MUTATIONS.length - first + 1)} not noticed`);
process.exitCode = missed > 0 ? 1 : 0;
