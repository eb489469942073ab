import { watchable } from './watched.ts';
import type { Watched } from './watched.ts';

/** `ready`: a new version lies on the tablet and may be offered now. */
export type UpdateState = 'none' | 'ready';

/** `held`: a form is open, here or in another tab, so nothing was done. */
export type ApplyAnswer = 'applying' | 'held' | 'nothing';

/** What the gate takes from the browser, so that tests can hold it. */
export interface UpdateWorld {
  /** Tells the waiting version to take over. */
  skipWaiting(): void;
  reload(): void;
  /** Shared by all tabs of the app. */
  locks: Pick<LockManager, 'request'>;
  setTimer(f: () => void, ms: number): void;
}

export interface UpdateGate {
  state: Watched<UpdateState>;
  /** A new version has been fetched whole and waits. */
  waiting(): void;
  /** Another version serves this page from now on. */
  takenOver(): void;
  apply(): Promise<ApplyAnswer>;
  hold(): () => void;
  /** Whether a form of this tab is open. */
  isHeld(): boolean;
  /** Whether a form is open in any tab. */
  isHeldAnywhere(): Promise<boolean>;
}

const LOCK = 'tizme.form-open';
/** A version that has not taken over by then will not: the lock is given back and the offer stands. */
const TAKE_OVER_MS = 10_000;

/**
 * When a new version may take over: on a tap, and never while a form with unsaved words is open in any tab.
 * An open form holds a lock that tabs share, an update needs it alone; a tab that dies gives its lock back by itself.
 */
export function makeUpdateGate(world: UpdateWorld): UpdateGate {
  const state = watchable<UpdateState>('none');
  let isWaiting = false;
  let isOver = false;
  let holds = 0;
  let onTakenOver: () => void = () => undefined;
  const show = (): void => state.set(isWaiting && holds === 0 ? 'ready' : 'none');

  async function takeOver(): Promise<void> {
    world.skipWaiting();
    await new Promise<void>((resolve) => {
      onTakenOver = resolve;
      world.setTimer(resolve, TAKE_OVER_MS);
    });
  }

  return {
    state,
    waiting() {
      isWaiting = true;
      show();
    },
    takenOver() {
      isOver = true;
      onTakenOver();
      // A form begun in the instant between the tap and now keeps its page until it is left.
      if (holds === 0) world.reload();
    },
    isHeld: () => holds > 0,
    isHeldAnywhere: async () => holds > 0 || (await world.locks.request(LOCK, { mode: 'exclusive', ifAvailable: true }, (lock) => lock === null)),
    async apply() {
      if (holds > 0) return 'held';
      if (!isWaiting) return 'nothing';
      return await world.locks.request(LOCK, { mode: 'exclusive', ifAvailable: true }, async (lock) => {
        if (lock === null) return 'held';
        await takeOver();
        return 'applying';
      });
    },
    hold() {
      holds += 1;
      show();
      let letGo: () => void = () => undefined;
      const released = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      void world.locks.request(LOCK, { mode: 'shared' }, () => released);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holds -= 1;
        letGo();
        show();
        if (isOver && holds === 0) world.reload();
      };
    },
  };
}
