import { describe, expect, it } from 'vitest';
import { must } from '../../../src/core/result.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { enrol } from '../../../src/client/sync/enrol.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';
import type { Outcome } from '../../../src/client/sync/outcome.ts';
import { makeAsk, type Ask } from '../../../src/client/sync/transport.ts';
import { bytesFrom } from '../../support/store.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';

const DAY = 24 * 3_600_000;

async function worldWithTrainer(onDisk = false): Promise<{ world: World; t: Joined }> {
  const world = await makeWorld(undefined, { onDisk });
  await world.joined(1, await world.firstInvite());
  const t = await world.joined(2, await world.invite('trainer'));
  await t.sync();
  return { world, t };
}
const tokenOf = async (store: Store): Promise<string> => must(await store.link(), 'link').token;
const pass = (world: World, t: Joined, ms: number): void => {
  world.clock.now += ms;
  t.clock.now += ms;
};
const saveOne = (store: Store, title = 'Окуу'): Promise<unknown> => store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title } }]);
const syncOf = (store: Store, ask: Ask, now: () => number): Promise<Outcome> => syncNow({ store, ask, now, random: bytesFrom(99) });

describe('[2.11.1] new tokens', () => {
  it('come with an answer after a month, are kept with it, and the old ones end once they are used', async () => {
    const { world, t } = await worldWithTrainer();
    const before = must(await t.store.link(), 'link');
    pass(world, t, 31 * DAY);
    expect(await t.sync()).toEqual({ kind: 'done' });
    const after = must(await t.store.link(), 'link');
    expect([after.token === before.token, after.push === before.push]).toEqual([false, false]);
    expect(after.was).toEqual([{ token: before.token, push: before.push }]);
    expect(await t.sync()).toEqual({ kind: 'done' });
    expect(await t.ask('/v1/sync', '{}', before.token)).toMatchObject({ status: 401 });
    expect(await tokenOf(t.store)).toBe(after.token);
  });

  it('[I2] [I4] are not needed by a tablet whose answer was lost: it goes on with the old ones, however often', async () => {
    const { world, t } = await worldWithTrainer();
    const before = await tokenOf(t.store);
    pass(world, t, 31 * DAY);
    await saveOne(t.store);
    world.line = async (send) => {
      await send();
      throw new TypeError('the line broke');
    };
    for (let i = 0; i < 5; i++) expect(await t.sync()).toMatchObject({ kind: 'again', problem: 'network' });
    world.line = (send) => send();
    expect(await tokenOf(t.store)).toBe(before);
    expect(await t.sync()).toEqual({ kind: 'done' });
    expect(await tokenOf(t.store)).not.toBe(before);
    expect(await t.sync()).toEqual({ kind: 'done' });
    expect(await t.store.unsent()).toEqual({ count: 0, parked: 0 });
  });

  it('of a late answer do not take the place of newer ones, and a page that asked with what has ended goes on with what stands', async () => {
    const { world, t } = await worldWithTrainer();
    const other = await t.again();
    pass(world, t, 31 * DAY);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    // Answered before the other page asks; the answer comes after it has gone on.
    const slow: Ask = async (path, body, token) => {
      const reply = await t.ask(path, body, token);
      if (path === '/v1/sync') await held;
      return reply;
    };
    const late = syncOf(other, slow, () => t.clock.now);
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    pass(world, t, 1);
    expect(await t.sync()).toEqual({ kind: 'done' });
    expect(await t.sync()).toEqual({ kind: 'done' });
    const standing = await tokenOf(t.store);
    release();
    expect(await late).toEqual({ kind: 'done' });
    expect(await tokenOf(t.store)).toBe(standing);
    // A page that read its token before the others were faster.
    const old = must((await t.store.link())?.was?.[0], 'was').token;
    let asked = 0;
    const stale: Ask = (path, body, token) => t.ask(path, body, path === '/v1/sync' && asked++ === 0 ? old : token);
    const link = must(await t.store.link(), 'link');
    await t.store.db.meta.put({ ...link, token: old });
    const run = syncOf(t.store, async (path, body, token) => {
      if (asked === 0) await t.store.db.meta.put(link);
      return stale(path, body, token);
    }, () => t.clock.now);
    expect(await run).toEqual({ kind: 'done' });
    expect(asked).toBe(2);
    other.close();
  });

  it('[2.7] an endpoint put back to before they were made is asked with the old ones; a stranger makes nobody forget either', async () => {
    const { world, t } = await worldWithTrainer(true);
    const backup = world.backup();
    for (let month = 0; month < 3; month++) {
      pass(world, t, 31 * DAY);
      await t.sync();
    }
    await saveOne(t.store);
    await t.sync();
    const lost = await tokenOf(t.store);
    await world.restore(backup);
    expect(await t.sync()).toEqual({ kind: 'done' });
    expect(await tokenOf(t.store)).not.toBe(lost);
    expect((await world.store.read((tx) => tx.rowsAfter('p', 0, 99))).some((r) => r.f['title'] === 'Окуу')).toBe(true);
    const good = await tokenOf(t.store);
    const stranger: Ask = (path, body, token) => (path === '/v1/sync' ? Promise.resolve({ kind: 'refused', status: 401, error: 'unknown', body: { error: 'unknown' }, wait: 0 }) : t.ask(path, body, token));
    for (let i = 0; i < 3; i++) {
      expect(await syncOf(t.store, stranger, () => t.clock.now)).toEqual({ kind: 'stuck', problem: 'unknown' });
      expect(await tokenOf(t.store)).toBe(good);
    }
    expect(await t.sync()).toEqual({ kind: 'done' });
  });

  it('[4.2/26] [I2] work of a month offline goes out; after a year away everything is kept until a new invitation, and the same replica goes on', async () => {
    const { world, t } = await worldWithTrainer();
    const replica = (await readMeta(t.store.db, 'self'))?.replica;
    for (let day = 0; day < 30; day++) {
      pass(world, t, DAY);
      await saveOne(t.store, `day ${day}`);
    }
    pass(world, t, 60_000);
    expect(await t.sync()).toEqual({ kind: 'done' });
    await saveOne(t.store, 'before the long way');
    pass(world, t, 366 * DAY);
    expect(await t.sync()).toEqual({ kind: 'stuck', problem: 'expired' });
    expect(await t.store.unsent()).toEqual({ count: 1, parked: 0 });
    const answer = await enrol(t.store, t.ask, await world.invite('trainer'), 'планшет');
    expect(answer).toEqual({ ok: true, value: true });
    expect(await t.sync()).toEqual({ kind: 'done' });
    expect((await readMeta(t.store.db, 'self'))?.replica).toBe(replica);
    expect(await t.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect((await world.store.read((tx) => tx.rowsAfter('p', 0, 99))).filter((r) => r.t === 'training')).toHaveLength(31);
  });

  it('an answer with one of the two, or with none, is an answer all the same', async () => {
    const { world, t } = await worldWithTrainer();
    pass(world, t, 31 * DAY);
    const before = await tokenOf(t.store);
    const half = makeAsk(async (input, init) => {
      const body = (await (await world.request(input as string, { ...init, headers: { ...(init?.headers as object), accept: 'application/json' } })).json()) as Record<string, unknown>;
      delete body['push'];
      return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/vnd.fsp+json' } });
    });
    expect(await syncOf(t.store, half, () => t.clock.now)).toEqual({ kind: 'done' });
    expect(await tokenOf(t.store)).toBe(before);
  });
});
