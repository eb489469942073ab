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
  /** The endpoint is too busy, and says for how long, s. */
  busy: number;
  asked: number;
  visible: boolean;
  /** The endpoint says nothing, for ever. */
  hang: boolean;
  /** Whether another page has the lock. */
  locked: boolean;
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
    visible: () => b.visible,
    onOnline: (f) => void (fire.online = f),
    onVisible: (f) => void (fire.visible = f),
    exclusive: (f) => (b.locked ? Promise.resolve(undefined) : f()),
  };
  const b = { timers, fire, tablet, fail: false, busy: 0, asked: 0, hang: false, visible: true, locked: false } as Omit<Bench, 'schedule'>;
  world.line = (send) => {
    b.asked += 1;
    if (b.hang) return new Promise(() => undefined);
    if (b.busy > 0) {
      const headers = { 'content-type': 'application/vnd.fsp+json', 'retry-after': String(b.busy) };
      return Promise.resolve(new Response('{"error":"busy"}', { status: 503, headers }));
    }
    return b.fail ? Promise.reject(new TypeError('Failed to fetch')) : send();
  };
  const schedule = makeSchedule({ store: tablet.store, ask: tablet.ask, now: () => tablet.clock.now, random: bytesFrom(3) }, browser);
  return Object.assign(b, { schedule });
}

const save = (b: Bench): Promise<unknown> => b.tablet.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Орозов Таалай' } }]);

/** Waits until the run under way, if there is one, has ended. */
async function settle(b: Bench): Promise<void> {
  await new Promise((done) => setTimeout(done));
  while (b.schedule.running()) await new Promise((done) => setTimeout(done, 1));
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

  it('[I11] a network that comes and goes every 3 s for an hour costs a bounded number of questions, and pauses do not begin anew each time', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    b.fail = true;
    const before = b.asked;
    let planned = b.timers.at(-1);
    let due = b.tablet.clock.now + (planned?.ms ?? 0);
    for (let s = 0; s < 3600; s += 3) {
      b.tablet.clock.now += 3_000;
      if (b.tablet.clock.now >= due) planned?.run();
      else b.fire.online();
      await settle(b);
      if (b.timers.at(-1) !== planned) {
        planned = b.timers.at(-1);
        due = b.tablet.clock.now + (planned?.ms ?? 0);
      }
    }
    expect(b.asked - before).toBeGreaterThan(20);
    expect(b.asked - before).toBeLessThan(200);
  });

  it('what the endpoint asked for holds against saves and the network, not against a person', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    b.busy = 120;
    await b.schedule.now();
    expect(b.timers.at(-1)?.ms).toBe(120_000);
    const asked = b.asked;
    b.tablet.clock.now += 20_000;
    b.fire.online();
    b.fire.visible();
    await save(b);
    await settle(b);
    expect(b.asked).toBe(asked);
    expect(b.timers.at(-1)?.ms).toBe(120_000);
    b.busy = 0;
    expect(await b.schedule.now()).toEqual({ kind: 'done' });
  });

  it('saves made while nothing goes do not bring the next try forward each time', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    b.fail = true;
    for (let i = 0; i < 6; i++) await b.schedule.now();
    const planned = b.timers.at(-1);
    const asked = b.asked;
    for (let i = 0; i < 5; i++) {
      b.tablet.clock.now += 1_000;
      await save(b);
    }
    expect(b.asked).toBe(asked);
    expect(b.timers.at(-1)).toBe(planned);
  });

  it('marks made one after another are sent two seconds after the first, not after the last', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    await save(b);
    const planned = b.timers.at(-1);
    for (let i = 0; i < 3; i++) {
      b.tablet.clock.now += 500;
      await save(b);
    }
    expect(b.timers.at(-1)).toBe(planned);
  });

  it('a page nobody looks at asks for nothing new, sends what waits, and asks when it is looked at again', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    b.visible = false;
    const asked = b.asked;
    b.timers.at(-1)?.run();
    await settle(b);
    expect(b.asked).toBe(asked);
    await save(b);
    b.timers.at(-1)?.run();
    await settle(b);
    expect((await b.tablet.store.unsent()).count).toBe(0);
    const then = b.asked;
    b.visible = true;
    b.fire.visible();
    await settle(b);
    expect(b.asked).toBeGreaterThan(then);
  });

  it('[4.2/7] while another page sends it looks again soon and asks nobody; one that hangs with the lock is passed by', async () => {
    const b = await bench();
    await save(b);
    await b.tablet.store.db.meta.put({ k: 'lease', by: 'another', at: b.tablet.clock.now, ms: 60_000 });
    b.locked = true;
    const asked = b.asked;
    b.schedule.start();
    expect(await b.schedule.now()).toBeUndefined();
    expect(b.timers.at(-1)?.ms).toBe(6_000);
    expect(b.asked).toBe(asked);
    b.tablet.clock.now += 60_000;
    b.timers.at(-1)?.run();
    await settle(b);
    expect((await b.tablet.store.unsent()).count).toBe(0);
  });

  it('[I7] a run that hangs in this very page is not the last one', async () => {
    const b = await bench();
    b.schedule.start();
    await b.schedule.now();
    await save(b);
    b.hang = true;
    const asked = b.asked;
    const hung = b.schedule.now();
    while (b.asked === asked) await new Promise((done) => setTimeout(done, 1));
    b.hang = false;
    b.tablet.clock.now += 30_000;
    expect(b.schedule.now()).toBe(hung);
    b.tablet.clock.now += 60_000;
    expect(await b.schedule.now()).toEqual({ kind: 'done' });
    expect(b.schedule.running()).toBe(false);
    expect((await b.tablet.store.unsent()).count).toBe(0);
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
