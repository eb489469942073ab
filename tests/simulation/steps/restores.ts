import { readMeta } from '../../../src/client/store/self.ts';
import { eraseSomebody } from '../erased.ts';
import { unharmed } from '../faulty-storage.ts';
import type { Rng } from '../rng.ts';
import { must } from '../../../src/core/result.ts';
import type { Tablet } from '../tablet.ts';
import type { World } from '../world.ts';
import { draftsOf, hotDraft, hotMark, hotScope } from './drafts.ts';
import { syncThrough } from './places.ts';
import type { StepGroup } from './step.ts';

/** Who reads, and so may write, the list where everybody works. */
async function workers(w: World): Promise<Tablet[]> {
  const s = hotScope(w);
  const read = await Promise.all(w.tablets.map((t) => unharmed(() => readMeta(t.first.store.db, 'cursors'))));
  return w.tablets.filter((_, i) => read[i]?.list.some((c) => c[0] === s));
}

/** A backup, and then work that will not be in it: one writes, one only reads what was written. */
async function lostHour(w: World, rng: Rng, late: Tablet): Promise<void> {
  const busy = (await workers(w)).filter((t) => t !== late);
  await syncThrough(late, 5);
  await w.backUp();
  if (busy.length === 0) return;
  const one = rng.pick(busy);
  for (let i = 3 + rng.below(3); i > 0; i--) {
    await w.save(one, one.first, [hotDraft(w, 'org')]);
    await syncThrough(one, 3);
  }
  if (rng.chance(0.35)) await eraseSomebody(w, rng);
  await syncThrough(late, 5);
}

/** All but one come into coverage first and push past what was lost: those first who themselves have lost nothing. */
async function rush(w: World, rng: Rng, late: Tablet): Promise<string> {
  const said: string[] = [];
  const others = (await workers(w)).filter((t) => t !== late).toSorted((a, b) => a.pushed - b.pushed);
  for (const tablet of [...others, ...others, ...others]) {
    await w.save(tablet, tablet.first, [hotMark(w, rng), ...(rng.chance(0.3) ? draftsOf(w, rng) : [])]);
    said.push(await syncThrough(tablet, 3));
  }
  return `${late.name} comes late: ${said.join('; ')}`;
}

async function restore(w: World, rng: Rng): Promise<string> {
  const late = w.reader ?? rng.pick(w.tablets);
  if (rng.chance(0.85)) {
    await lostHour(w, rng, late);
    await w.restore(must(w.backups.at(-1), 'a backup'));
    return `an hour is lost; nobody is told; ${await rush(w, rng, late)}`;
  }
  if (w.backups.length === 0) return 'no backup of the endpoint';
  // The newest is what people put back; an older one when that is broken.
  await w.restore(rng.chance(0.5) ? must(w.backups.at(-1), 'a backup') : rng.pick(w.backups));
  return `the endpoint is restored; nobody is told${rng.chance(0.5) ? `; ${await rush(w, rng, late)}` : ''}`;
}

/** The endpoint's database is put back to a backup, and nobody is told. */
export const restores: StepGroup = {
  chance: 0.9,
  kinds: {
    backup: [3, async (w) => {
      await w.backUp();
      return 'backup of the endpoint';
    }],
    restore: [3.5, restore],
  },
};
