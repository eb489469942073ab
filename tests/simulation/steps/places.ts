import type { Rng } from '../rng.ts';
import type { Tab, Tablet } from '../tablet.ts';
import type { World } from '../world.ts';

/** A page of a tablet. */
export interface Place {
  readonly tablet: Tablet;
  readonly tab: Tab;
}

export function somewhere(w: World, rng: Rng): Place {
  const tablet = rng.pick(w.tablets);
  return { tablet, tab: rng.pick(tablet.tabs) };
}

/** A page whose question hangs does not try again; people open another one. */
export async function syncOne({ tablet, tab: first }: Place): Promise<string> {
  const tab = first.run ? (tablet.tabs.find((t) => !t.run) ?? (await tablet.open())) : first;
  const outcome = await tablet.sync(tab);
  const problem = outcome && 'problem' in outcome ? ` ${outcome.problem}` : '';
  return `${tablet.name}/${tablet.tabs.indexOf(tab)}: sync → ${outcome?.kind ?? '…'}${problem}`;
}

/** Tries until it is through, as the schedule does while there is coverage; at most so often. */
export async function syncThrough(tablet: Tablet, tries: number): Promise<string> {
  let said = '';
  for (let i = 0; i < tries && !said.endsWith('done'); i++) {
    await tablet.revive();
    said = await syncOne({ tablet, tab: tablet.first });
  }
  return said;
}

/** A tablet without a tie, or whose tie the endpoint forgot, gets a new invitation. */
export async function rejoin(w: World, tablet: Tablet): Promise<boolean> {
  const tie = await tablet.tie();
  if (tie && tie.problem !== 'unknown') return true;
  return tablet.join(await w.endpoint.newInvite(tablet.name === 'coordinator' ? 'coordinator' : 'trainer'));
}
