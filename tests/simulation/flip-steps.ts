import type { Step } from './plan.ts';
import { Rng } from './rng.ts';

/** Adds cells that change on a disk to one seed in five. Its own chance, so that all other steps stay what they were. */
export function withFlips(seed: number, steps: readonly Step[]): Step[] {
  const rng = new Rng(seed ^ 0xf11b);
  if (!rng.chance(0.2)) return [...steps];
  return steps.flatMap((step) => (rng.chance(0.03) ? [step, { kind: 'flip', r: rng.bits() }] : [step]));
}
