import { syncNow, type EngineDeps, type Outcome } from './engine.ts';

/** What the schedule takes from the browser, so that tests can hold it. */
export interface World {
  setTimer(f: () => void, ms: number): number;
  clearTimer(id: number): void;
  random(): number;
  visible(): boolean;
  onOnline(f: () => void): void;
  onVisible(f: () => void): void;
  /** Runs `f` while no other tab does under this name; answers undefined at once when one does. */
  exclusive<T>(f: () => Promise<T>, name?: string): Promise<T | undefined>;
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

/** When to sync (PROTOCOL 2.15). Full jitter: tablets that reach the signal together must not knock together. */
export function makeSchedule(deps: EngineDeps, world: World): Schedule {
  let run: Promise<Outcome | undefined> | undefined;
  let timer: number | undefined;
  let pause = FIRST_PAUSE;
  let dirty = false;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((f) => f());

  const later = (ms: number): void => {
    if (timer !== undefined) world.clearTimer(timer);
    timer = world.setTimer(() => void now(), ms);
  };
  const plan = (outcome: Outcome | undefined): void => {
    if (outcome?.kind === 'again') {
      const jittered = world.random() * pause;
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      later(Math.max(outcome.wait, 500 + jittered));
    } else {
      pause = FIRST_PAUSE;
      later(dirty ? AFTER_SAVE : EVERY);
    }
    dirty = false;
  };
  function now(): Promise<Outcome | undefined> {
    if (run) return run;
    run = world
      .exclusive(() => {
        tell();
        return syncNow(deps);
      })
      .catch((): Outcome => ({ kind: 'again', problem: 'failed', wait: 0 }))
      .then((outcome) => {
        run = undefined;
        plan(outcome);
        tell();
        return outcome;
      });
    tell();
    return run;
  }

  return {
    now,
    running: () => run !== undefined,
    onChange(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    start() {
      deps.store.onSaved(() => (run ? (dirty = true) : later(AFTER_SAVE)));
      const soon = (): void => {
        pause = FIRST_PAUSE;
        void now();
      };
      world.onOnline(soon);
      world.onVisible(soon);
      void now();
    },
  };
}
