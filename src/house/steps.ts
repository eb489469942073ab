import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildClient } from './build-client.ts';
import { runTool } from './tools.ts';

/** How many checks of a step passed and failed. */
export interface Outcome {
  passed: number;
  failed: number;
}

/** One check of the list `npm test` goes through. */
export interface Step {
  name: string;
  /** Whether it is of use only when the app could be built. */
  needsBuild: boolean;
  /** Whether it drives a Chromium. */
  needsChromium: boolean;
  /** Whether it needs a PostgreSQL. */
  needsPostgres: boolean;
  run: () => Promise<Outcome>;
}

const minute = 60_000;

const counted = (good: boolean): Outcome => (good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** A step that is one check: the tool says yes or no. */
function toolStep(name: string, packageName: string, command: string, args: readonly string[]): Step {
  return {
    name,
    needsBuild: false,
    needsChromium: false,
    needsPostgres: false,
    run: async () => counted((await runTool(packageName, command, args, 10 * minute)) === 0),
  };
}

/**
 * Reads Vitest's JSON report. A run that failed without a failed test (a file that could not be loaded, an error
 * outside the tests, no report at all) still counts as one failure.
 */
export function readReport(text: string | undefined, exitCode: number): Outcome {
  const report = (text === undefined ? {} : JSON.parse(text)) as { numPassedTests?: number; numFailedTests?: number };
  const passed = report.numPassedTests ?? 0;
  const failed = report.numFailedTests ?? 0;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function runTests(args: readonly string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'tizme-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const exitCode = await runTool('vitest', 'vitest', ['run', ...reporters, ...args], 40 * minute);
    return readReport(readIfThere(reportFile), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buildStep(): Promise<Outcome> {
  try {
    await buildClient();
    return counted(true);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    return counted(false);
  }
}

/** All checks, in the order they run. */
export const steps: readonly Step[] = [
  { name: 'build', needsBuild: false, needsChromium: false, needsPostgres: false, run: buildStep },
  toolStep('types', 'typescript', 'tsc', ['-b']),
  toolStep('lint', 'oxlint', 'oxlint', ['--type-aware', '--deny-warnings']),
  toolStep('unused', 'knip', 'knip', []),
  { name: 'unit', needsBuild: false, needsChromium: false, needsPostgres: true, run: () => runTests(['--project=unit', '--project=client']) },
  { name: 'simulation', needsBuild: false, needsChromium: false, needsPostgres: false, run: () => runTests(['--project=simulation']) },
  { name: 'e2e', needsBuild: true, needsChromium: true, needsPostgres: false, run: () => runTests(['--project=e2e']) },
  { name: 'built', needsBuild: true, needsChromium: true, needsPostgres: false, run: () => runTests(['--project=built']) },
];
