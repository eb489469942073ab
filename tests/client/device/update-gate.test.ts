import { describe, expect, test } from 'vitest';
import { makeUpdateGate, type UpdateGate } from '../../../src/client/device/update-gate.ts';

type Locks = Pick<LockManager, 'request'>;
type Run = (lock: Lock | null) => unknown;

/** Web Locks as tabs share them: shared and exclusive holders, a queue for those who wait. */
function makeLocks(): Locks {
  const held: LockMode[] = [];
  const waiting: (() => void)[] = [];
  const isFree = (mode: LockMode): boolean => held.length === 0 || (mode === 'shared' && !held.includes('exclusive'));
  const request = async (name: string, { mode = 'exclusive', ifAvailable = false }: LockOptions, run: Run): Promise<unknown> => {
    while (!isFree(mode)) {
      if (ifAvailable) return await run(null);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    held.push(mode);
    try {
      return await run({ name, mode });
    } finally {
      held.splice(held.indexOf(mode), 1);
      for (const wake of waiting.splice(0)) wake();
    }
  };
  return { request: request as Locks['request'] };
}

interface Tab {
  readonly gate: UpdateGate;
  readonly done: string[];
  fireTimers(): void;
}

function makeTab(locks: Locks): Tab {
  const done: string[] = [];
  const timers: (() => void)[] = [];
  const gate = makeUpdateGate({
    skipWaiting: () => done.push('skipWaiting'),
    reload: () => done.push('reload'),
    locks,
    setTimer: (f) => timers.push(f),
  });
  return {
    gate,
    done,
    fireTimers: () => {
      for (const timer of timers.splice(0)) timer();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('[T19] an update', () => {
  test('is not offered before one waits', async () => {
    const { gate, done } = makeTab(makeLocks());
    expect(gate.state.get()).toBe('none');
    expect(await gate.apply()).toBe('nothing');
    expect(done).toEqual([]);
  });

  test('is offered, applied on a tap, and reloads the page once it has taken over', async () => {
    const { gate, done } = makeTab(makeLocks());
    gate.waiting();
    expect(gate.state.get()).toBe('ready');
    const answer = gate.apply();
    await settled();
    expect(done).toEqual(['skipWaiting']);
    gate.takenOver();
    expect(await answer).toBe('applying');
    expect(done).toEqual(['skipWaiting', 'reload']);
  });

  test('is not offered nor applied while a form of this tab is open, and comes back when it is left', async () => {
    const { gate, done } = makeTab(makeLocks());
    const told: string[] = [];
    gate.state.subscribe(() => told.push(gate.state.get()));
    gate.waiting();
    const leaveFirst = gate.hold();
    const leaveSecond = gate.hold();
    expect(await gate.apply()).toBe('held');
    leaveFirst();
    leaveFirst();
    expect(gate.state.get()).toBe('none');
    leaveSecond();
    expect(told).toEqual(['ready', 'none', 'ready']);
    expect(done).toEqual([]);
  });

  test('is not applied while a form is open in another tab', async () => {
    const locks = makeLocks();
    const tab = makeTab(locks);
    const other = makeTab(locks);
    tab.gate.waiting();
    const leave = other.gate.hold();
    expect(await tab.gate.apply()).toBe('held');
    expect(tab.done).toEqual([]);
    leave();
    await settled();
    const answer = tab.gate.apply();
    await settled();
    tab.gate.takenOver();
    expect(await answer).toBe('applying');
  });

  test('reloads the other tabs too, but one whose form was begun in that instant only when it is left', async () => {
    const locks = makeLocks();
    const [idle, busy] = [makeTab(locks), makeTab(locks)];
    const leave = busy.gate.hold();
    idle.gate.takenOver();
    busy.gate.takenOver();
    expect(idle.done).toEqual(['reload']);
    expect(busy.done).toEqual([]);
    leave();
    expect(busy.done).toEqual(['reload']);
  });

  test('that does not take over gives the lock back and stays on offer', async () => {
    const { gate, done, fireTimers } = makeTab(makeLocks());
    gate.waiting();
    const first = gate.apply();
    await settled();
    fireTimers();
    await first;
    expect(gate.state.get()).toBe('ready');
    const second = gate.apply();
    await settled();
    gate.takenOver();
    await second;
    expect(done).toEqual(['skipWaiting', 'skipWaiting', 'reload']);
  });
});
