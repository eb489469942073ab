import { must } from '../../src/core/result.ts';
import type { Step } from './plan.ts';
import { Rng } from './rng.ts';
import { GROUPS } from './steps/list.ts';
import type { World } from './world.ts';

const ACTS = new Map(GROUPS.flatMap((g) => Object.entries(g.kinds)).map(([kind, [, does]]) => [kind, does]));

/** Does one step; answers what happened, in words for the trace. */
export async function act(w: World, step: Step): Promise<string> {
  const rng = new Rng(step.r);
  w.line.rng = rng;
  w.clock.now += 50 + rng.below(20_000);
  const said = await must(ACTS.get(step.kind), step.kind)(w, rng);
  for (const t of w.tablets) await t.revive();
  w.variant.tick?.();
  return said;
}
