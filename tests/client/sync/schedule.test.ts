import { describe, expect, it } from 'vitest';
import type { Schedule, World as Browser } from '../../../src/client/sync/schedule.ts';
import { makeSchedule } from '../../../src/client/sync/schedule.ts';
import { makeWorld, type Joined } from '../../support/endpoint.ts';
import { bytesFrom } from '../../support/store.ts';

interface Bench {
  readonly schedule: Schedule;
  readonly tablet: Joined;
  readonly timers: { ms: number; run: () => void }[];
  readonly fire: { online: () => void; visible: () => void };
  fail: boolean;
  asked: number;
}

async function bench(random = 0.5): Promise<Bench> {
  const world = await makeWorld();
  await world.joined(1, await world.firstInvite());
  const tablet = await world.joined(2, await world.invite('trainer'));
  const timers: { ms: number; run: () => void }[] = [];
  const fire = { online: () => undefined as void, visible: () => undefined as void };
  const browser: Browser = {
    setTimer: (run, ms) => timers.push({ run, ms }),
    clearTimer: () => void timers.splice(0),
    random: () => random,
    visible: () => true,
    onOnline: (f) => void (fire.online = f),
    onVisible: (f) => void (fire.visible = f),
    exclusive: (f) => f(),
  };
  const b = { timers, fire, tablet, fail: false, asked: 0 } as Omit<Bench, 'schedule'>;
  world.line = (send) => {
    b.asked += 1;
    return b.fail ? Promise.reject(new TypeError('Failed to fetch')) : send();
  };
  const schedule = makeSchedule({ store: tablet.store, ask: tablet.ask, now: () => tablet.clock.now, random: bytesFrom(3) }, browser);
  return Object.assign(b, { schedule });
}

describe('[2.15] when a tablet syncs', () => {
  it('two seconds after a save, and every five minutes when nothing happens', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    expect(b.timers.at(-1)?.ms).toBe(300_000);
    await b.tablet.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Орозов Таалай' } }]);
    expect(b.timers.at(-1)?.ms).toBe(2_000);
    b.timers.at(-1)?.run();
    await b.schedule.now();
    expect((await b.tablet.store.unsent()).count).toBe(0);
  });

  it('waits longer after each failure, never in step with others, and at once when the network is back', async () => {
    const b = await bench();
    b.fail = true;
    b.schedule.start();
    const pauses: number[] = [];
    for (let i = 0; i < 10; i++) {
      await b.schedule.now();
      pauses.push(b.timers.at(-1)?.ms ?? 0);
    }
    expect(pauses.slice(0, 4)).toEqual([1_500, 2_500, 4_500, 8_500]);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(300_500);
    const other = await bench(0.1);
    other.fail = true;
    other.schedule.start();
    await other.schedule.now();
    expect(other.timers.at(-1)?.ms).not.toBe(pauses[0]);
    b.fail = false;
    const before = b.asked;
    b.fire.online();
    await b.schedule.now();
    expect(b.asked).toBeGreaterThan(before);
    expect(b.timers.at(-1)?.ms).toBe(300_000);
  });

  it('one run at a time: a second call joins the first', async () => {
    const b = await bench();
    const before = b.asked;
    await Promise.all([b.schedule.now(), b.schedule.now(), b.schedule.now()]);
    expect(b.asked - before).toBe(1);
    expect(b.schedule.running()).toBe(false);
  });

  it('[I11] a fault of our own ends in a pause, never in a busy loop', async () => {
    const b = await bench();
    b.tablet.store.db.close();
    expect(await b.schedule.now()).toMatchObject({ kind: 'again' });
    expect(b.timers.at(-1)?.ms).toBeGreaterThanOrEqual(500);
  });
});
