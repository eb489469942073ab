import type { Store } from '../store/store.ts';
import { syncNow, type EngineDeps, type Outcome } from './engine.ts';
import { makeTurn, type Exclusive, type Taken } from './turn.ts';

/** What the schedule takes from the browser, so that tests can hold it. */
export interface World {
  setTimer(f: () => void, ms: number): number;
  clearTimer(id: number): void;
  random(): number;
  visible(): boolean;
  onOnline(f: () => void): void;
  onVisible(f: () => void): void;
  readonly exclusive: Exclusive;
}

export interface ScheduleDeps extends EngineDeps {
  readonly store: Store;
}

export interface Schedule {
  /** Tries now, or joins the run under way. Undefined when another tab is at it. */
  now(): Promise<Outcome | undefined>;
  running(): boolean;
  onChange(f: () => void): () => void;
  start(): void;
}

const AFTER_SAVE = 2_000;
const EVERY = 300_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;
/** A network that comes and goes begins the pauses anew this often at most: each time costs a handful of questions. */
const ANEW_EVERY = 300_000;
/** How soon after a failure a save or the network may bring the next try forward: longer after each failure. */
const FIRST_GAP = 5_000;
const LONGEST_GAP = 60_000;

/**
 * When to sync, in one place (PROTOCOL 2.15): start, save + 2 s, network back, screen back, every 5 min while visible, by
 * hand. Full jitter: tablets that reach the signal together must not knock together. What the endpoint asked for
 * (Retry-After) holds against everything but a person's own tap.
 */
export function makeSchedule(deps: ScheduleDeps, world: World): Schedule {
  const by = [...deps.random(8)].map((b) => b.toString(36)).join('');
  const turn = makeTurn({ db: deps.store.db, ask: deps.ask, now: deps.now, exclusive: (f) => world.exclusive(f), by });
  const pace = makePace(deps.now, () => world.random());
  let run: Promise<Outcome | undefined> | undefined;
  let timer: { id: number; due: number } | undefined;
  let dirty = false;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((f) => f());

  const later = (ms: number): void => {
    if (timer) world.clearTimer(timer.id);
    timer = { id: world.setTimer(tick, ms), due: deps.now() + ms };
  };
  /** Brings the next try forward to `ms` from now, as far as a failure and the endpoint allow. */
  const sooner = (ms: number): void => {
    const wait = Math.max(ms, pace.hold());
    if (run && !turn.hangs()) dirty = true;
    else if (wait === 0) void now();
    else if (!timer || deps.now() + wait < timer.due) later(wait);
  };
  function tick(): void {
    timer = undefined;
    void (async () => {
      // Nobody looks and nothing waits: whoever comes back to the page is served then.
      if (world.visible() || (await deps.store.unsent().catch(() => ({ count: 1 }))).count > 0) await now();
    })();
  }
  function now(): Promise<Outcome | undefined> {
    if (run && !turn.hangs()) {
      if (!timer) later(EVERY);
      return run;
    }
    const mine = turn
      .take((ask) => {
        tell();
        return syncNow({ ...deps, ask });
      })
      .catch((): Taken<Outcome> => ({ done: { kind: 'again', problem: 'failed', wait: 0 } }))
      .then((taken) => {
        // Given up on meanwhile: another run has taken its place.
        if (run === mine) finish(taken);
        return 'done' in taken ? taken.done : undefined;
      });
    run = mine;
    // A look at it in between: a run that hangs must not be the last one.
    later(EVERY);
    tell();
    return mine;
  }
  function finish(taken: Taken<Outcome>): void {
    run = undefined;
    const pause = pace.after(taken);
    later(dirty && pause === EVERY ? AFTER_SAVE : pause);
    dirty = false;
    tell();
  }

  return {
    now,
    running: () => run !== undefined,
    onChange(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    start() {
      deps.store.onSaved(() => sooner(AFTER_SAVE));
      world.onOnline(() => {
        pace.anew();
        sooner(0);
      });
      world.onVisible(() => sooner(0));
      void now();
    },
  };
}

interface Pace {
  /** How long to pause after a run, ms. */
  after(taken: Taken<Outcome>): number;
  /** How long the next try must not be brought forward, ms. */
  hold(): number;
  /** The network is back: the pauses begin anew. */
  anew(): void;
}

/** Pauses after failures: each longer than the one before. */
function makePace(now: () => number, random: () => number): Pace {
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
