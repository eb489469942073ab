import { expect, it } from 'vitest';
import { Endpoint } from './endpoint.ts';
import { storageFaults } from './faulty-storage.ts';
import { planOf } from './plan.ts';
import { REGRESSIONS } from './regressions.ts';
import { Rng } from './rng.ts';
import { run, STEPS } from './run.ts';
import { expectSeedHolds } from './seeds.ts';
import { shrink } from './shrink.ts';
import { WHOLE, type Variant } from './variant.ts';

it.each(REGRESSIONS)('[I1] seed %i holds: %s', async (seed) => {
  await expectSeedHolds(seed);
});

it('the same seed gives the same run', async () => {
  const [a, b] = [await run(7), await run(7)];
  expect(a.trace.length).toBeGreaterThan(STEPS);
  expect(b.trace).toEqual(a.trace);
});

it('[4.2] every kind of fault happens in a few seeds', async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) for (const [name, n] of Object.entries((await run(seed)).counts)) if (n > 0) seen.add(name);
  const fates = ['drop', 'lose', 'cut', 'twice', 'hang-before', 'hang-after', 'hang-twice', 'busy', 'fail', 'stranger'].map((f) => `line ${f}`);
  const others = ['refused fork', 'refused rolled_back', 'refused unknown', 'refused cursors', 'restores', 'became another', 'step put-back', 'step clone', 'step jump', 'step poison', 'step grant', 'step late'];
  expect([...fates, ...others].filter((x) => !seen.has(x))).toEqual([]);
  expect(storageFaults.abort).toBeGreaterThan(0);
  expect(storageFaults.kill).toBeGreaterThan(0);
});

it('a failing run is shortened to steps that still fail', async () => {
  const forgetful: Variant = { ...WHOLE, name: 'forgets', tx: () => ({ addHistory: () => Promise.resolve() }) };
  const failed = await run(1, forgetful);
  expect(failed.broken).toBeDefined();
  const { steps, report } = await shrink(1, forgetful, planOf(1, STEPS), failed.broken ?? '', 60);
  expect(report?.broken).toBeDefined();
  expect(steps.length).toBeLessThan(STEPS / 2);
});

it('[I10] an answer with rows out of scope is noticed', async () => {
  const clock = { now: 1_574_049_600_000 };
  const endpoint = new Endpoint(() => clock.now, new Rng(1), { name: 'open to all', tx: (tx) => ({ grants: async (device) => [...(await tx.grants(device)), { s: 'r:41703225000000', device, on: true }] }) });
  await endpoint.start();
  expect(endpoint.leaks).toEqual([]);
  const leaky = await run(2, { name: 'open to all', tx: (tx) => ({ grants: async (device) => [...(await tx.grants(device)), { s: 'r:41703225000000', device, on: true }] }) });
  expect(leaky.broken).toMatch(/^I10/);
});
