import { expect, it } from 'vitest';
import { act } from './actions.ts';
import { check, quiet } from './check.ts';
import type { StorageFault } from './faulty-storage.ts';
import { planOf } from './plan.ts';
import type { Tablet } from './tablet.ts';
import { WHOLE } from './variant.ts';
import { World } from './world.ts';

/** A trainer with saves that wait, and changes of others that it has not read: what a sync has most to do with. */
async function busy(): Promise<{ w: World; tablet: Tablet }> {
  const w = new World(5, WHOLE);
  await w.begin();
  w.line.calm = true;
  for (const step of planOf(5, 60).filter((s) => s.kind === 'save').slice(0, 12)) await act(w, step);
  const [coordinator, one] = w.tablets as [Tablet, Tablet];
  await coordinator.sync(coordinator.first);
  return { w, tablet: one };
}

/** One sync with a fault at the n-th point; whether that point was reached at all. */
async function faultAt(kind: StorageFault['kind'], n: number): Promise<boolean> {
  const { w, tablet } = await busy();
  const fault: StorageFault = { kind, n, done: false };
  tablet.first.storage.fault = fault;
  await tablet.sync(tablet.first);
  await tablet.revive();
  await quiet(w);
  await check(w);
  for (const t of w.tablets) t.closeAll();
  return fault.done;
}

it.each(['abort', 'kill'] as const)('[2.5.6] [I2] [I4] [4.2/5] [4.2/9] %s at every point of a sync: all of an answer is applied or nothing, and the next try brings it', async (kind) => {
  let points = 0;
  while (await faultAt(kind, points + 1)) points += 1;
  // Freezing, acknowledging, confirming, showing and remembering are a dozen writes at least.
  expect(points).toBeGreaterThan(kind === 'abort' ? 12 : 5);
});
