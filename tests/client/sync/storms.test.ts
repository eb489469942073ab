import { must } from '../../../src/core/result.ts';
import { expect, it } from 'vitest';
import { makeSchedule, type World as Browser } from '../../../src/client/sync/schedule.ts';
import { makeWorld, type Line } from '../../support/endpoint.ts';
import { bytesFrom } from '../../support/store.ts';
import { MEDIA_JSON } from '../../../src/core/sync/protocol.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const refuse = (status: number, error: string, after?: number): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify({ error }), { status, headers: { 'content-type': MEDIA_JSON, ...(after === undefined ? {} : { 'retry-after': String(after) }) } }));

/**
 * A tablet with forty saves whose endpoint is in a storm for some hours of simulated time, on the real schedule.
 * @returns questions in each hour of the storm, and what waits an hour after it
 */
async function through(storm: (send: () => Promise<Response>, asked: number) => Promise<Response>, hours: number): Promise<{ perHour: number[]; unsent: number; parked: number }> {
  const world = await makeWorld();
  await world.joined(1, await world.firstInvite());
  const tablet = await world.joined(2, await world.invite('trainer'));
  await tablet.store.save((mint) => Array.from({ length: 40 }, (_, i) => ({ t: 'trainer', s: 'p' as const, id: mint(), values: { name: `Орозов Таалай ${i}` } })));
  const start = tablet.clock.now;
  const perHour = Array.from({ length: hours }, () => 0);
  let asked = 0;
  const line: Line = (send, path) => {
    if (path !== '/v1/sync') return send();
    const hour = Math.floor((tablet.clock.now - start) / HOUR);
    if (hour >= hours) return send();
    perHour[hour] = (perHour[hour] ?? 0) + 1;
    return storm(send, ++asked);
  };
  world.line = line;
  let timers: { id: number; at: number; run: () => void }[] = [];
  let ids = 0;
  const random = bytesFrom(38);
  const browser: Browser = {
    setTimer: (run, ms) => (timers.push({ id: ++ids, at: tablet.clock.now + ms, run }), ids),
    clearTimer: (id) => void (timers = timers.filter((t) => t.id !== id)),
    random: () => (random(1)[0] ?? 0) / 256,
    visible: () => true, onOnline: () => undefined, onVisible: () => undefined,
    exclusive: (f) => f(),
  };
  const schedule = makeSchedule({ store: tablet.store, ask: tablet.ask, now: () => tablet.clock.now, random: bytesFrom(3) }, browser);
  schedule.start();
  for (let n = 0; tablet.clock.now < start + (hours + 1) * HOUR && n < 20_000; n++) {
    while (schedule.running()) await schedule.now();
    const next = timers.toSorted((a, b) => a.at - b.at)[0];
    if (!next) {
      // A timer may look into the database before it asks.
      await new Promise((done) => setTimeout(done, 1));
      continue;
    }
    timers = timers.filter((t) => t !== next);
    tablet.clock.now = Math.max(tablet.clock.now, next.at);
    world.clock.now = tablet.clock.now;
    next.run();
    await new Promise((done) => setTimeout(done, 0));
  }
  const { count, parked } = await tablet.store.unsent();
  return { perHour, unsent: count, parked };
}

it.each([429, 503])('[2.4] [4.2/38] [I7] [I11] hours of %i: as many questions as Retry-After allows, and everything is through when it ends', async (status) => {
  const { perHour, unsent } = await through(() => refuse(status, 'busy', 120), 6);
  for (const n of perHour) expect(n).toBeLessThanOrEqual(31);
  expect(Math.min(...perHour)).toBeGreaterThan(0);
  expect(unsent).toBe(0);
});

it('[2.15] [4.2/38] [I11] hours of 503 that says nothing about when: pauses grow to minutes', async () => {
  const { perHour, unsent } = await through(() => refuse(503, 'busy'), 6);
  // The first hour begins with short pauses.
  for (const n of perHour) expect(n).toBeLessThanOrEqual(60);
  expect(Math.min(...perHour)).toBeGreaterThan(5);
  expect(unsent).toBe(0);
});

it('[2.4] [4.2/38] [I11] a 413 to everything: batches are halved, what is alone is laid aside, and it ends', async () => {
  const { perHour, unsent, parked } = await through((send, asked) => (asked > 400 ? send() : refuse(413, 'too_big')), 3);
  // Each of 41 saves is tried alone at most once after it was halved out of a batch; then one question every five minutes.
  for (const n of perHour) expect(n).toBeLessThanOrEqual(150);
  expect(perHour.at(-1)).toBeLessThanOrEqual(60);
  expect(parked).toBe(unsent);
  expect(parked).toBeGreaterThan(0);
});

it('[2.4] [4.2/38] a storm of all kinds, changing with every question', async () => {
  const kinds = [(): Promise<Response> => refuse(503, 'busy', 60), (): Promise<Response> => refuse(429, 'slow_down', 300), (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))];
  const { perHour, unsent } = await through((_, asked) => must(kinds[asked % kinds.length], 'kind')(), 5);
  for (const n of perHour) expect(n).toBeLessThanOrEqual(60);
  expect(unsent).toBe(0);
});
