import { expect, it } from 'vitest';
import { KNOCK_OUTS } from './knock-outs.ts';
import { run } from './run.ts';

// How often each fails of many seeds: `npm run simulate -- knock-outs`, figures in the README. Here it must be seen to fail at all.
it.each(KNOCK_OUTS)('[4.3] without $what the simulation fails', async ({ make, notices, within }) => {
  const others: string[] = [];
  for (let seed = 1; seed <= within; seed++) {
    const { broken } = await run(seed, make());
    if (broken === undefined) continue;
    if (notices.test(broken.slice(0, 4))) return;
    others.push(`${seed} ${broken.slice(0, 200)}`);
  }
  expect(others, 'nothing of what was to notice did').toEqual(['a failure']);
});
