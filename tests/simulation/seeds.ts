import { expect } from 'vitest';
import { planOf } from './plan.ts';
import { run, STEPS } from './run.ts';
import { explain } from './shrink.ts';
import { WHOLE } from './variant.ts';

/** Seeds of one test file: the files run beside each other. */
const PER_FILE = 75;

/** Runs the `part`-th share of the seeds; a failing one is told with its shortest trace. */
export async function expectHolds(part: number): Promise<void> {
  for (let seed = 1 + part * PER_FILE; seed <= (part + 1) * PER_FILE; seed++) await expectSeedHolds(seed);
}

export async function expectSeedHolds(seed: number): Promise<void> {
  const report = await run(seed);
  expect(report.broken === undefined ? '' : await explain(seed, WHOLE, planOf(seed, STEPS), report)).toBe('');
}
