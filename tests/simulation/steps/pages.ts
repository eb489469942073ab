import type { Rng } from '../rng.ts';
import type { World } from '../world.ts';
import { draftsOf } from './drafts.ts';
import { somewhere, syncOne, type Place } from './places.ts';
import type { StepGroup } from './step.ts';

async function saveOrSync(w: World, rng: Rng, { tablet, tab }: Place): Promise<string> {
  return rng.chance(0.3) ? `save ${String(await w.save(tablet, tab, draftsOf(w, rng)))}` : syncOne({ tablet, tab });
}

/** Pages of a tablet: opened, closed, killed, out of room. */
export const pages: StepGroup = {
  chance: 1,
  kinds: {
    tab: [2, async (w, rng) => {
      const tablet = rng.pick(w.tablets);
      if (tablet.tabs.length < 2) await tablet.open();
      else tablet.close(tablet.first);
      return `${tablet.name} has ${tablet.tabs.length} tabs`;
    }],
    kill: [4, async (w, rng) => {
      const place = somewhere(w, rng);
      const { tablet, tab } = place;
      if (tab.hung && rng.chance(0.7)) {
        tablet.close(tab);
        return `${tablet.name}: killed while it waits for an answer`;
      }
      tab.storage.fault = rng.chance(0.5) ? { kind: 'kill', n: 1 + rng.below(14), done: false } : { kind: 'kill-write', n: 1 + rng.below(6), done: false };
      const said = tab.run ? '' : await saveOrSync(w, rng, place);
      if (!tab.run && !tab.storage.fault.done) tab.storage.fault = undefined;
      return `${tablet.name}: killed at some transaction: ${said}`;
    }],
    abort: [5, async (w, rng) => {
      const place = somewhere(w, rng);
      const { tablet, tab } = place;
      if (tab.run) return 'busy';
      tab.storage.fault = { kind: 'abort', n: 1 + rng.below(14), done: false };
      const said = await saveOrSync(w, rng, place);
      if (!tab.run) tab.storage.fault = undefined;
      return `${tablet.name}: no room: ${said}`;
    }],
  },
};
