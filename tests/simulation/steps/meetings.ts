import type { Rng } from '../rng.ts';
import { anySkew } from '../skew.ts';
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
  if (rng.chance(0.6)) w.jump(first, Math.abs(anySkew(w.clock.now, rng)) + 600_000);
  const field = rng.pick(['org', 'position', 'phone'] as const);
  await w.save(first, first.first, [hotDraft(w, field)]);
  const said = await syncThrough(first, 3);
  w.clock.now += 200_000 + rng.below(200_000);
  await w.save(second, second.first, [hotDraft(w, field)]);
  return `${first.name} writes ${field} (${said}), then ${second.name}`;
}

export const meetings: StepGroup = { chance: 1, kinds: { meet: [5, meet] } };
