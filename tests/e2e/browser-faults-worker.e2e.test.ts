import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUSH_TAG } from '../../src/client/sync/push-tag.ts';
import { makeBench, stored, unsent, wakeWorker, type Bench } from '../support/browser-faults.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench({ people: 3 });
});
afterEach(() => bench.end());

const marks = (): unknown[] => bench.rows('attendance').map((f) => f['mark']);

describe('the service worker', () => {
  it('[2.15] sends what was saved without a network, with no page of the app open', async () => {
    const { app, training, people } = bench;
    await bench.away();
    for (const name of people) await app.came(name);
    await app.page.goto('about:blank');
    await bench.back();
    const { origin } = bench.endpoint;
    await wakeWorker(app.page, origin, PUSH_TAG);
    await expect.poll(marks, { timeout: 15_000 }).toEqual(people.map(() => 'present'));
    await app.page.goto(`${training}/register`);
    expect(await unsent(app.page)).toBe(0);
    const sync = (await stored<{ k: string }>(app.page, 'meta')).find((m) => m.k === 'sync');
    console.log(sync);
    expect(app.faults).toEqual([]);
  });
});
