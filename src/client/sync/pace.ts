import type { Outcome } from './outcome.ts';
import type { Taken } from './turn.ts';

/** How long after a run that went well the next one comes, ms. */
export const EVERY = 300_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;
/** A network that comes and goes begins the pauses anew this often at most: each time costs a handful of questions. */
const ANEW_EVERY = 300_000;
/** How soon after a failure a save or the network may bring the next try forward: longer after each failure. */
const FIRST_GAP = 5_000;
const LONGEST_GAP = 60_000;

export interface Pace {
  /** How long to pause after a run, ms. */
  after(taken: Taken<Outcome>): number;
  /** How long the next try must not be brought forward, ms. */
  hold(): number;
  /** The network is back: the pauses begin anew. */
  anew(): void;
}

/** Pauses after failures: each longer than the one before, each up to twice as long as another tablet's. `now`: wall clock, ms. */
export function makePace(now: () => number, random: () => number): Pace {
  let fails = 0;
  let ended = Number.NEGATIVE_INFINITY;
  let gap = 0;
  /** What the endpoint asked for. */
  let asked = 0;
  let begun = Number.NEGATIVE_INFINITY;
  const doubled = (first: number, most: number): number => Math.min(first * 2 ** Math.min(fails - 1, 20), most);
  return {
    after(taken) {
      // Another page is at it. It may have read the outbox before our last save: looked at again soon, which asks nobody.
      if (!('done' in taken)) return Math.min(taken.wait, FIRST_GAP) + random() * FIRST_PAUSE;
      const outcome = taken.done;
      ended = now();
      if (outcome.kind !== 'again') {
        fails = 0;
        asked = 0;
        // What no waiting mends is not asked about again at every save.
        gap = outcome.kind === 'stuck' ? LONGEST_GAP : 0;
        return EVERY;
      }
      fails += 1;
      asked = outcome.wait;
      gap = doubled(FIRST_GAP, LONGEST_GAP);
      return Math.max(asked, 500 + random() * doubled(FIRST_PAUSE, LONGEST_PAUSE));
    },
    hold() {
      const since = now() - ended;
      // A clock that was set back says nothing about how long ago it was.
      return since < 0 ? 0 : Math.max(0, Math.max(asked, gap) - since);
    },
    anew() {
      const since = now() - begun;
      if (since >= 0 && since < ANEW_EVERY) return;
      begun = now();
      fails = 0;
      gap = 0;
    },
  };
}
