import type { Step } from './plan.ts';
import { Rng } from './rng.ts';

/** Adds what coordinators decide about access to two seeds in five. Its own chance, so that all other steps stay what they were. */
export function withAccess(seed: number, steps: readonly Step[]): Step[] {
  const rng = new Rng(seed ^ 0xacce55);
  if (!rng.chance(0.4)) return [...steps];
  return steps.flatMap((step) => {
    const kind = rng.chance(0.04) ? 'revoke' : rng.chance(0.05) ? 'decide' : undefined;
    return kind === undefined ? [step] : [step, { kind, r: rng.bits() }];
  });
}
