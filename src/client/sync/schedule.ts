import type { Store } from '../store/store.ts';
import type { EngineDeps, Outcome } from './outcome.ts';
import { EVERY, makePace } from './pace.ts';
import { makeTurn, type Taken } from './turn.ts';

/** What the schedule takes from the browser, so that tests can hold it. */
export interface World {
  setTimer(f: () => void, ms: number): number;
  clearTimer(id: number): void;
  random(): number;
  visible(): boolean;
  onOnline(f: () => void): void;
  onVisible(f: () => void): void;
  /** Runs `f` while no other tab does under this name, that of sync when none is given; answers undefined at once when one does. */
  readonly exclusive: <T>(f: () => Promise<T>, name?: string) => Promise<T | undefined>;
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

/**
 * When to sync, in one place (PROTOCOL 2.15): start, save + 2 s, network back, screen back, every 5 min while visible, by
 * hand. Full jitter: tablets that reach the signal together must not knock together. What the endpoint asked for
 * (Retry-After) holds against everything but a person's own tap.
 */
export function makeSchedule(deps: ScheduleDeps, world: World): Schedule {
  const turn = makeTurn({ db: deps.store.db, ask: deps.ask, now: deps.now, exclusive: (f) => world.exclusive(f), by: hex(deps.random(8)) });
  const pace = makePace(deps.now, () => world.random());
  let run: Promise<Outcome | undefined> | undefined;
  let dirty = false;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((f) => f());

  const next = makeTimer(world, deps.now, () => void tick());
  /** Brings the next try forward to `ms` from now, as far as a failure and the endpoint allow. */
  const sooner = (ms: number): void => {
    const wait = Math.max(ms, pace.hold());
    if (run && !turn.hangs()) dirty = true;
    else if (wait === 0) void now();
    else next.sooner(wait);
  };
  async function tick(): Promise<void> {
    // Nobody looks and nothing waits: whoever comes back to the page is served then.
    if (world.visible() || (await deps.store.unsent().catch(() => ({ count: 1 }))).count > 0) await now();
  }
  function now(): Promise<Outcome | undefined> {
    if (run && !turn.hangs()) {
      next.atLeast(EVERY);
      return run;
    }
    const mine: Promise<Outcome | undefined> = turn
      .take((ask) => syncWhereTied({ ...deps, ask }))
      .catch((): Taken<Outcome> => ({ done: { kind: 'again', problem: 'failed', wait: 0 } }))
      .then((taken) => {
        // One that was given up on meanwhile has nothing more to say: another has taken its place.
        if (run === mine) finish(taken);
        return 'done' in taken ? taken.done : undefined;
      });
    run = mine;
    // A look at it in between: a run that hangs must not be the last one.
    next.later(EVERY);
    tell();
    return mine;
  }
  function finish(taken: Taken<Outcome>): void {
    run = undefined;
    const pause = pace.after(taken);
    next.later(dirty && pause === EVERY ? AFTER_SAVE : pause);
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

const hex = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');

/** The one timer there is. */
interface Timer {
  later(ms: number): void;
  /** As `later`, unless it would go off before that. */
  sooner(ms: number): void;
  /** As `later`, where none is set. */
  atLeast(ms: number): void;
}

function makeTimer(world: Pick<World, 'setTimer' | 'clearTimer'>, now: () => number, go: () => void): Timer {
  let set: { id: number; due: number } | undefined;
  const later = (ms: number): void => {
    if (set) world.clearTimer(set.id);
    const fire = (): void => {
      set = undefined;
      go();
    };
    set = { id: world.setTimer(fire, ms), due: now() + ms };
  };
  return {
    later,
    sooner(ms) {
      if (!set || now() + ms < set.due) later(ms);
    },
    atLeast(ms) {
      if (!set) later(ms);
    },
  };
}

/** A tablet alone has nobody to sync with: what does it is no part of its first load. */
async function syncWhereTied(deps: ScheduleDeps): Promise<Outcome> {
  if (!(await deps.store.link())) return { kind: 'alone' };
  const { syncNow } = await import('./engine.ts');
  return syncNow(deps);
}
