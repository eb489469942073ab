import type { Rng } from '../rng.ts';
import { anySkew } from '../skew.ts';
import type { World } from '../world.ts';
import { draftsOf } from './drafts.ts';
import type { StepGroup } from './step.ts';

const HOUR = 3_600_000;

async function jump(w: World, rng: Rng): Promise<string> {
  const tablet = rng.pick(w.tablets);
  const skew = anySkew(w.clock.now, rng);
  w.jump(tablet, skew);
  const saved = tablet !== w.reader && rng.chance(0.7) && (await w.save(tablet, tablet.first, draftsOf(w, rng)));
  return `${tablet.name}: clock off by ${(skew / HOUR).toFixed(1)} h${saved ? ', then a save' : ''}`;
}

export const clocks: StepGroup = { chance: 1, kinds: { jump: [5, jump] } };
