import { clientIsFresh } from './build-client.ts';
import { chromiumAdvice, obtainChromium } from './chromium.ts';
import { obtainPostgres, postgresAdvice, type TestServer } from './postgres.ts';
import { steps } from './steps.ts';
import type { Outcome, Step } from './steps.ts';

interface Result extends Outcome {
  name: string;
  seconds: number;
  note: string;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Finds or gets a Chromium for the steps that need one and tells them, and the tests below them, where it is. */
async function provideChromium(): Promise<boolean> {
  const path = await obtainChromium(say);
  if (path === undefined) {
    say(chromiumAdvice);
    return false;
  }
  process.env['CHROME_PATH'] = path;
  say(`Chromium: ${path}`);
  return true;
}

/** Finds or starts a PostgreSQL for the steps that need one, and tells the tests below them where it is. */
async function providePostgres(): Promise<TestServer | undefined> {
  const begun = performance.now();
  const server = await obtainPostgres(say);
  if (server === undefined) {
    say(postgresAdvice);
    return undefined;
  }
  process.env['TIZME_TEST_POSTGRES'] = server.address;
  say(`PostgreSQL: ${new URL(server.address).host} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  return server;
}

/** Why a step that looks at the built app cannot run, or undefined. A build of this very run is believed. */
function buildProblem(results: readonly Result[]): string | undefined {
  const build = results.find((result) => result.name === 'build');
  if (build !== undefined) return build.failed > 0 ? 'not run: the build failed' : undefined;
  return clientIsFresh() ? undefined : 'not run: dist/client is not built from these sources (npm run build)';
}

async function runStep(step: Step, earlier: readonly Result[]): Promise<Result> {
  const { name } = step;
  const problem = step.needsBuild ? buildProblem(earlier) : undefined;
  if (problem !== undefined) return { name, passed: 0, failed: 1, seconds: 0, note: problem };
  say(`\n── ${name}`);
  const begun = performance.now();
  const server = step.needsPostgres ? await providePostgres() : undefined;
  if (step.needsPostgres && server === undefined) return { name, passed: 0, failed: 1, seconds: 0, note: 'not run: there is no PostgreSQL' };
  try {
    const outcome = await step.run();
    return { name, ...outcome, seconds: (performance.now() - begun) / 1000, note: '' };
  } finally {
    await server?.stop();
  }
}

const tableLine = ({ name, passed, failed, seconds, note }: Result): string =>
  `${failed === 0 ? '✓' : '✗'} ${name.padEnd(8)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s ${note}`.trimEnd();

/** Which of the names are no steps, in one line; undefined when all are. */
function nameProblem(names: readonly string[]): string | undefined {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length === 0) return undefined;
  return `No such step: ${unknown.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}.`;
}

/**
 * Runs the checks, all of them even when one fails, and prints what came of each; the last line is always
 * `N passed, N failed`.
 * @param names the steps to run; none for all
 * @returns the exit code: 0 when nothing failed
 */
export async function verify(names: readonly string[]): Promise<number> {
  const problem = nameProblem(names);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    return 2;
  }
  const chosen = steps.filter((step) => names.length === 0 || names.includes(step.name));
  if (chosen.some((step) => step.needsChromium) && !(await provideChromium())) {
    say('0 passed, 1 failed');
    return 1;
  }
  const results: Result[] = [];
  for (const step of chosen) {
    const result = await runStep(step, results);
    say(tableLine(result));
    results.push(result);
  }
  const total = (field: 'passed' | 'failed'): number => results.reduce((sum, result) => sum + result[field], 0);
  say(`\n${results.map(tableLine).join('\n')}\n\n${total('passed')} passed, ${total('failed')} failed`);
  return total('failed') === 0 ? 0 : 1;
}
