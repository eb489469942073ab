import { Rng } from './rng.ts';
import { GROUPS } from './steps/list.ts';

/** What happens in one step. Who and what exactly follows from the step's own chance `r`, so that steps can be left out. */
export interface Step {
  readonly kind: string;
  readonly r: number;
}

/** The steps of one seed. */
export function planOf(seed: number, steps: number): Step[] {
  const rng = new Rng(seed);
  const weights: Record<string, number> = {};
  for (const { chance, kinds } of GROUPS) {
    if (!rng.chance(chance)) continue;
    for (const [kind, [weight]] of Object.entries(kinds)) weights[kind] = weight;
  }
  return Array.from({ length: steps }, () => ({ kind: rng.weighed(weights), r: rng.bits() }));
}
