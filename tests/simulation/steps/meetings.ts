import type { Rng } from '../rng.ts';
import { ahead } from '../skew.ts';
import type { World } from '../world.ts';
import { hotDraft } from './drafts.ts';
import { syncThrough } from './places.ts';
import type { StepGroup } from './step.ts';

/**
 * Two edits of one cell: a tablet whose clock may be wrong sends its own; minutes later one that knows the time, and has
 * not heard of it, writes the same cell.
 */
async function meet(w: World, rng: Rng): Promise<string> {
  const writers = w.tablets.filter((t) => t !== w.reader && t.name !== 'coordinator');
  const first = rng.pick(writers);
  const others = w.tablets.filter((t) => t !== first && t !== w.reader && t.knowsOffset);
  if (others.length === 0) return 'nobody knows the time';
  const second = rng.pick(others);
  if (rng.chance(0.85)) w.jump(first, ahead(rng));
  const field = rng.pick(['org', 'position', 'phone'] as const);
  await w.save(first, first.first, [hotDraft(w, field)]);
  const said = await syncThrough(first, 3);
  w.clock.now += 200_000 + rng.below(200_000);
  await w.save(second, second.first, [hotDraft(w, field)]);
  return `${first.name} writes ${field} (${said}), then ${second.name}`;
}

/** Two edits of one row, of different cells: the older one comes second. */
async function cross(w: World, rng: Rng): Promise<string> {
  const [first, second] = w.tablets.filter((t) => t !== w.reader).map((tablet) => ({ tablet, at: rng.bits() })).toSorted((a, b) => a.at - b.at).map((x) => x.tablet);
  if (!first || !second) return 'nobody to meet';
  await w.save(first, first.first, [hotDraft(w, 'org')]);
  w.clock.now += 1000 + rng.below(100_000);
  await w.save(second, second.first, [hotDraft(w, rng.pick(['position', 'phone']))]);
  const said = [await syncThrough(second, 3), await syncThrough(first, 3)];
  return `${first.name} writes org, ${second.name} another field and sends first: ${said.join('; ')}`;
}

export const meetings: StepGroup = { chance: 1, kinds: { meet: [5, meet], cross: [4, cross] } };
