import { must } from '../../../src/core/result.ts';
import type { StorageFault } from '../faulty-storage.ts';
import type { Rng } from '../rng.ts';
import type { World } from '../world.ts';
import { draftsOf, hotScope } from './drafts.ts';
import { rejoin, somewhere, syncOne, type Place } from './places.ts';
import type { StepGroup } from './step.ts';

/** In the middle of a sync: the second write is that of the first answer. */
const crash = (rng: Rng): StorageFault =>
  rng.chance(0.7) ? { kind: 'kill-write', n: rng.pick([1, 2, 2, 2, 2, 4]), done: false } : { kind: 'abort', n: 1 + rng.below(8), done: false };

/** A sync in which, now and then, the page is killed or the room ends. */
async function syncOrCrash(rng: Rng, { tablet, tab }: Place): Promise<string> {
  if (!tab.run && rng.chance(0.4)) tab.storage.fault = crash(rng);
  const said = await syncOne({ tablet, tab });
  if (!tab.run && tab.storage.fault?.done === false) tab.storage.fault = undefined;
  await tablet.revive();
  return said;
}

/** Everybody comes into coverage at once, in any order, with what they wrote meanwhile. */
async function burst(w: World, rng: Rng): Promise<string> {
  const said: string[] = [];
  const order = w.tablets.map((tablet) => ({ tablet, at: rng.bits() })).toSorted((a, b) => a.at - b.at);
  for (const { tablet } of order) {
    const tab = rng.pick(tablet.tabs);
    if (tablet !== w.reader && rng.chance(0.5)) await w.save(tablet, tab, draftsOf(w, rng));
    said.push(await syncOrCrash(rng, { tablet, tab }));
  }
  return said.join('; ');
}

async function release(w: World, rng: Rng): Promise<string> {
  const waiting = w.tablets.flatMap((tablet) => tablet.tabs.filter((t) => t.hung).map((tab): Place => ({ tablet, tab })));
  if (waiting.length === 0) return 'nothing waits on the wire';
  const { tablet, tab } = rng.pick(waiting);
  const hung = must(tab.hung, 'hung');
  w.clock.now += rng.below(30_000);
  const how = w.clock.now - hung.since > 60_000 || rng.chance(0.15) ? 'timeout' : 'deliver';
  tab.hung = undefined;
  hung.end(how);
  const outcome = await tablet.settle(tab);
  return `${tablet.name}: the wire ${how}s → ${outcome?.kind ?? '…'}`;
}

export const syncs: StepGroup = {
  chance: 1,
  kinds: {
    sync: [19, (w, rng) => syncOrCrash(rng, somewhere(w, rng))],
    join: [3, async (w, rng) => {
      const tablet = w.tablets.find((t) => !t.joined) ?? rng.pick(w.tablets);
      const joined = await rejoin(w, tablet);
      const link = await tablet.tie();
      if (link && rng.chance(0.5)) await w.endpoint.grant(link.device, hotScope(w), true);
      return `${tablet.name} joins: ${joined}`;
    }],
    burst: [8, burst],
    both: [3, async (w, rng) => {
      const tablet = rng.pick(w.tablets);
      if (tablet.tabs.length < 2) await tablet.open();
      const done = await Promise.all(tablet.tabs.slice(0, 2).map((tab) => syncOne({ tablet, tab })));
      return `at once: ${done.join('; ')}`;
    }],
    release: [6, release],
    late: [4, async (w, rng) => {
      await w.line.late(rng);
      return 'a copy of an earlier question arrives';
    }],
  },
};
