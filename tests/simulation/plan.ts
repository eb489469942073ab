import { withFlips } from './flip-steps.ts';
import { Rng } from './rng.ts';

/** What can happen in one step. Who and what exactly follows from the step's own chance `r`, so that steps can be left out. */
export type Kind =
  | 'save' | 'poison' | 'sync' | 'everyone' | 'both' | 'release' | 'late' | 'tab' | 'kill' | 'abort' | 'jump' | 'wait' | 'grant' | 'enrol'
  | 'clone' | 'keep' | 'put-back' | 'backup' | 'restore' | 'flip' | 'erase';

export interface Step {
  readonly kind: Kind;
  readonly r: number;
}

const ALWAYS: Partial<Record<Kind, number>> = {
  save: 36, sync: 26, everyone: 3, both: 3, release: 6, late: 3, tab: 2, kill: 2, abort: 4, wait: 7, enrol: 1,
};

/** Kinds that not every run has, so that some runs show what must never happen without a cause. */
const SOMETIMES: readonly (readonly [Partial<Record<Kind, number>>, chance: number])[] = [
  [{ poison: 2 }, 0.6],
  [{ jump: 3.5 }, 0.7],
  [{ grant: 2 }, 0.6],
  [{ clone: 0.8 }, 0.4],
  [{ keep: 2, 'put-back': 1 }, 0.35],
  [{ backup: 2.5, restore: 1.8 }, 0.5],
  [{ erase: 2 }, 0.5],
];

/** The steps of one seed; `besides`: weights that hold beside its own. */
export function planOf(seed: number, steps: number, besides: Partial<Record<Kind, number>> = {}): Step[] {
  const rng = new Rng(seed);
  const weights = { ...ALWAYS };
  for (const [more, chance] of SOMETIMES) if (rng.chance(chance)) Object.assign(weights, more);
  Object.assign(weights, besides);
  return withFlips(seed, Array.from({ length: steps }, () => ({ kind: rng.weighed<Kind>(weights), r: rng.bits() })));
}
