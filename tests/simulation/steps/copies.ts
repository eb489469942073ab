import type { Rng } from '../rng.ts';
import type { Tablet } from '../tablet.ts';
import type { World } from '../world.ts';
import { draftsOf } from './drafts.ts';
import { syncThrough } from './places.ts';
import type { StepGroup } from './step.ts';

const MOST_TABLETS = 6;

/** Goes on with work of its own, and sends it. */
async function goOn(w: World, rng: Rng, tablet: Tablet): Promise<string> {
  if (tablet === w.reader) return '';
  await w.save(tablet, tablet.first, draftsOf(w, rng));
  return syncThrough(tablet, 3);
}

/** Storages copied and put back: two tablets then go on under one name. */
export const copies: StepGroup = {
  chance: 0.9,
  kinds: {
    clone: [3, async (w, rng) => {
      if (w.tablets.length >= MOST_TABLETS) return 'enough tablets';
      const tablet = rng.pick(w.tablets);
      const twin = await tablet.clone(`${tablet.name}'`);
      w.tablets.push(twin);
      if (!tablet.joined) w.copiedAlone(tablet);
      if (tablet === w.reader || rng.chance(0.2)) return `${tablet.name} is cloned`;
      return `${tablet.name} is cloned: ${await goOn(w, rng, tablet)}; ${await goOn(w, rng, twin)}`;
    }],
    keep: [2.5, async (_, rng) => {
      const tablet = rng.pick(_.tablets);
      await tablet.keep();
      return `${tablet.name} is backed up`;
    }],
    'put-back': [2.4, async (w, rng) => {
      const kept = w.tablets.filter((t) => t.kept);
      if (kept.length === 0) return 'no tablet has a backup';
      const tablet = rng.pick(kept);
      await w.putBack(tablet);
      return `${tablet.name} is put back from its backup; ${rng.chance(0.5) ? await goOn(w, rng, tablet) : ''}`;
    }],
  },
};
