import { expect, it } from 'vitest';
import { KNOCK_OUTS } from './knock-outs.ts';
import { planOf } from './plan.ts';
import { run, STEPS } from './run.ts';

it.each(KNOCK_OUTS)('[4.3] without $what the simulation fails', async ({ make, notices, first = [], within, weights }) => {
  const seeds = [...first, ...Array.from({ length: within }, (_, i) => i + 1)];
  const others: string[] = [];
  for (const seed of seeds) {
    const { broken } = await run(seed, make(), planOf(seed, STEPS, weights));
    if (broken === undefined) continue;
    if (notices.test(broken.slice(0, 4))) return;
    others.push(`${seed} ${broken.slice(0, 200)}`);
  }
  expect(others, 'nothing of what was to notice did').toEqual(['a failure']);
});
