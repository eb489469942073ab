import { draftsOf } from './drafts.ts';
import { somewhere, syncOne } from './places.ts';
import type { StepGroup } from './step.ts';

export const saves: StepGroup = {
  chance: 1,
  kinds: {
    save: [30, async (w, rng) => {
      const { tablet, tab } = somewhere(w, rng);
      if (tablet === w.reader) return syncOne({ tablet, tab });
      if (rng.chance(0.05)) {
        await w.makeTraining(tab, tablet, 1);
        return `${tablet.name}: a training`;
      }
      const drafts = draftsOf(w, rng);
      const saved = await w.save(tablet, tab, drafts);
      const words = drafts.map((d) => `${d.t} ${String(d.id).slice(-14)} ${JSON.stringify(d.values)}${d.gone === undefined ? '' : ` gone ${d.gone}`}`);
      return `${tablet.name}: save${saved ? '' : ' fails'} ${words.join('; ')}`;
    }],
  },
};
