import type { Rng } from '../rng.ts';
import type { World } from '../world.ts';

/** Does something in a run; answers in words what happened, for the trace. Who and what follow from the chance given. */
export type Act = (w: World, rng: Rng) => Promise<string>;

/** Kinds of steps that belong together. */
export interface StepGroup {
  /** The part of all runs that has these steps at all: some runs show what must never happen without a cause. */
  readonly chance: number;
  /** By name: how often, against the other steps of the run, and what. */
  readonly kinds: Readonly<Record<string, readonly [weight: number, act: Act]>>;
}
