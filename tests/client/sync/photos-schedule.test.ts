import { beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../../src/core/result.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { newTraining, syncOf, takePhoto, watchedLine, type Watched } from './photos-support.ts';

const KB = 1024;
let world: World;
let tablet: Joined;
let line: Watched;
beforeEach(async () => {
  world = await makeWorld();
  await world.joined(1, await world.firstInvite());
  tablet = await world.joined(2, await world.invite('trainer'));
  line = watchedLine(world);
});

const held = (sha: string): Promise<number | undefined> => world.store.read(async (tx) => (await tx.blobs.blob(sha))?.held);
const stateOf = async (sha: string): Promise<string | undefined> => (await tablet.store.db.blobs.get(sha))?.state;

describe('when photos go', () => {
  it('[4.2/41] [2.10] [41] [I7] [I11] a photo that fails for ever holds up no row, and is tried less and less often', async () => {
    const { training } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 40 * KB, 1);
    await tablet.sync();
    line.fault = () => Promise.resolve(new Response('{"error":"failed"}', { status: 500, headers: { 'content-type': 'application/vnd.fsp+json' } }));
    const photos = syncOf(tablet, line);
    for (let i = 0; i < 12; i++) {
      expect(await photos.now()).toEqual({ kind: 'again', problem: 'server', wait: 0 });
      await tablet.store.save([{ t: 'training', s: 'p', id: training, values: { notes: `${i}` } }]);
      expect(await tablet.sync()).toEqual({ kind: 'done' });
      // A run of rows looks whether a photo waits, and is told that it is not time yet.
      const before = line.asked.length;
      photos.maybe();
      await new Promise((done) => setTimeout(done, 5));
      expect(line.asked.length).toBe(before);
      tablet.clock.now += must(photos.timers.at(-1), 'timer').ms;
    }
    expect((await tablet.store.unsent()).count).toBe(0);
    expect(photos.timers.map((t) => t.ms).slice(0, 3)).toEqual([5_500, 10_500, 20_500]);
    expect(photos.timers.at(-1)?.ms).toBe(600_500);
    expect([await stateOf(sha), (await tablet.store.db.blobs.get(sha))?.bad]).toEqual(['wait', undefined]);
    line.fault = () => undefined;
    must(photos.timers.at(-1), 'timer').f();
    await expect.poll(() => stateOf(sha)).toBe('safe');
  });

  it('[2.10] [I7] an endpoint that answers rows again gets photos soon, however long it was away', async () => {
    const { training } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 40 * KB, 1);
    await tablet.sync();
    line.fault = () => Promise.reject(new TypeError('away'));
    const photos = syncOf(tablet, line);
    for (let i = 0; i < 9; i++) await photos.now();
    expect(photos.timers.at(-1)?.ms).toBe(600_500);
    line.fault = () => undefined;
    const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
    tablet.clock.now += 29_000;
    photos.maybe(true);
    await settle();
    tablet.clock.now += 2_000;
    photos.maybe();
    await settle();
    expect(await stateOf(sha)).toBe('wait');
    photos.maybe(true);
    await expect.poll(() => stateOf(sha)).toBe('safe');
  });

  it('[2.10] rows on their way go first, between any two pieces', async () => {
    const { training } = await newTraining(tablet);
    await takePhoto(tablet.store, training, 90 * KB, 1);
    await tablet.sync();
    const order: string[] = [];
    line.fault = (method) => void order.push(method);
    let running = false;
    const schedule = { running: () => (running = !running), now: async () => void order.push('rows') };
    await syncOf(tablet, line, { schedule }).now();
    expect(order).toEqual(['HEAD', 'rows', 'PATCH', 'PATCH']);
  });

  it('[2.10] wait for a line they may go over, also in the middle', async () => {
    const { training } = await newTraining(tablet);
    const { sha } = await takePhoto(tablet.store, training, 90 * KB, 1);
    await tablet.sync();
    let may = false;
    const photos = syncOf(tablet, line, { allowed: () => may });
    expect(await photos.now()).toEqual({ kind: 'held' });
    expect([line.asked, photos.timers.length]).toEqual([[], 1]);
    may = true;
    line.fault = (method) => void (method === 'PATCH' && (may = false));
    expect(await photos.now()).toEqual({ kind: 'held' });
    expect(await held(sha)).toBe(32 * KB);
    may = true;
    line.fault = () => undefined;
    expect(await photos.now()).toEqual({ kind: 'done' });
    expect(await stateOf(sha)).toBe('safe');
  });

  it('[2.10] two tabs do not send at once; a tablet alone sends nothing', async () => {
    const photos = syncOf(tablet, line, { world: { setTimer: () => 0, clearTimer: () => undefined, random: () => 1, exclusive: async () => undefined } });
    expect(await photos.now()).toBeUndefined();
    await tablet.store.db.meta.delete('link');
    expect(await syncOf(tablet, line).now()).toEqual({ kind: 'alone' });
    expect(await syncOf(tablet, line).fetch('a'.repeat(64))).toBe('alone');
  });

  it('[2.10] the endpoint that has none says so', async () => {
    expect(await syncOf(tablet, line).fetch('a'.repeat(64))).toBe('none');
  });
});
