import { somewhere } from './places.ts';
import type { StepGroup } from './step.ts';

export const poison: StepGroup = {
  chance: 0.8,
  kinds: {
    poison: [2.5, async (w, rng) => {
      const { tablet, tab } = somewhere(w, rng);
      const training = rng.pick(w.trainings);
      const boom = rng.chance(0.2);
      const values = boom ? { title: w.ledger.fresh('boom') } : { venue: `${w.ledger.fresh()} ${'x'.repeat(320)}` };
      const saved = await w.save(tablet, tab, [{ t: 'training', s: 'p', id: training, values }]);
      if (boom && saved) w.booms += 1;
      return `${tablet.name}: ${boom ? 'an op on which the endpoint fails' : 'a text too long'}`;
    }],
  },
};
