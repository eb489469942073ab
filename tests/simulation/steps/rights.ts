import { trainingScope } from '../../../src/client/features/attendance/actions.ts';
import { PEOPLE_SCOPE } from '../world.ts';
import type { StepGroup } from './step.ts';

/** What a tablet may read: given, taken away, and the tie to the endpoint itself. */
export const rights: StepGroup = {
  chance: 0.6,
  kinds: {
    grant: [2, async (w, rng) => {
      const tablet = rng.pick(w.tablets);
      const link = await tablet.tie();
      if (!link) return 'no device to grant to';
      const s = rng.chance(0.3) ? PEOPLE_SCOPE : trainingScope(rng.pick(w.trainings));
      const on = rng.chance(0.6);
      await w.endpoint.grant(link.device, s, on);
      return `${tablet.name} ${on ? 'may' : 'may no longer'} read ${s}`;
    }],
  },
};
