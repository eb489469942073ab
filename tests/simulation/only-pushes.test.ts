import { expect, it } from 'vitest';
import { planOf } from './plan.ts';
import { run, STEPS } from './run.ts';
import { explain } from './shrink.ts';
import type { Variant } from './variant.ts';

/** Every n-th sync is one of the service worker. */
function workerEvery(n: number): Variant {
  let count = 0;
  return { name: `every ${n}th only pushes`, onlyPushes: () => (count += 1) % n === 0 };
}

// What holds with full syncs alone must hold where the service worker sends in between (PROTOCOL 2.15).
it.each([2, 3])('[2.15] [I1] [I2] [I4] [I7] [I8] [I9] [I12] hold with one sync in %s that only pushes', async (n) => {
  // 174 once failed: an endpoint put back was not noticed where the last contacts before had only pushed.
  for (const seed of [174, ...Array.from({ length: 30 }, (_, i) => i + 1)]) {
    const report = await run(seed, workerEvery(n));
    expect(report.broken === undefined ? '' : await explain(seed, workerEvery(n), planOf(seed, STEPS), report)).toBe('');
  }
});
