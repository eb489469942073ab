import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../../src/core/result.ts';
import { LONGEST_WAIT } from '../../../src/client/store/part.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { enrol } from '../../../src/client/sync/enrol.ts';
import { syncNow } from '../../../src/client/sync/engine.ts';
import type { Outcome } from '../../../src/client/sync/outcome.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import type { Ask } from '../../../src/client/sync/transport.ts';
import { setRevoked } from '../../../src/server/access/revocation.ts';
import { decide } from '../../../src/server/sync/quarantine.ts';
import { registry } from '../../../src/core/entities/registry.ts';
import { bytesFrom } from '../../support/store.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';

const HOUR = 3_600_000;
const open: Store[] = [];
afterEach(() => {
  for (const s of open.splice(0)) s.close();
});

interface Scene {
  readonly world: World;
  readonly boss: Joined;
  readonly t: Joined;
  revoke(on?: boolean): Promise<void>;
  /** As a page does it. */
  sync(isFormOpen?: boolean, ask?: Ask): Promise<Outcome>;
}

async function scene(): Promise<Scene> {
  const world = await makeWorld();
  const boss = await world.joined(1, await world.firstInvite());
  const t = await world.joined(2, await world.invite('trainer'));
  await saveOne(t.store, 'Окуу');
  await t.sync();
  await boss.sync();
  const device = must(await t.store.link(), 'link').device;
  const by = must(await boss.store.link(), 'link').device;
  open.push(boss.store, t.store);
  return {
    world, boss, t,
    revoke: async (on = true) => {
      expect((await world.store.write((tx) => setRevoked(tx, { by, device, on }, world.clock.now))).ok).toBe(true);
    },
    sync: (isFormOpen = false, ask = t.ask) =>
      syncNow({ store: t.store, ask, now: () => t.clock.now, random: bytesFrom(7), isFormOpen: () => Promise.resolve(isFormOpen) }),
  };
}
const saveOne = (store: Store, title: string): Promise<unknown> => store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title } }]);
const titlesInQuarantine = async (world: World): Promise<unknown[]> => (await world.store.read((tx) => tx.quarantine(99))).map((q) => q.op.f['title']).toSorted();
/** How many rows each table holds, of those that hold any. */
const counts = async (store: Store): Promise<Record<string, number>> =>
  Object.fromEntries((await Promise.all(store.db.tables.map(async (table) => [table.name, await table.count()] as const))).filter(([, n]) => n > 0));
/** Who it is, and why it is empty. */
const EMPTY = { meta: 2 };

describe('[2.11.2] a tablet taken out of its project', () => {
  it('[I2] hands over what it still has, then removes everything in one transaction and is a new tablet', async () => {
    const { world, t, revoke, sync } = await scene();
    const before = must(await readMeta(t.store.db, 'self'), 'self');
    for (const title of ['one', 'two', 'three']) await saveOne(t.store, title);
    await revoke();
    expect(await sync()).toEqual({ kind: 'alone' });
    expect(await titlesInQuarantine(world)).toEqual(['one', 'three', 'two']);
    expect(await counts(t.store)).toEqual(EMPTY);
    const self = must(await readMeta(t.store.db, 'self'), 'self');
    expect([self.replica === before.replica, self.was, self.counter, self.no]).toEqual([false, undefined, 1, 0]);
    expect(await readMeta(t.store.db, 'parted')).toEqual({ k: 'parted', at: t.clock.now });
    expect((await syncState(t.store, false)).look).toBe('alone');
  });

  it('joins anew as another device, and reads what it may read then', async () => {
    const { world, t, revoke, sync } = await scene();
    const old = must(await t.store.link(), 'link').device;
    await revoke();
    await sync();
    const store = await t.again();
    open.push(store);
    expect((await enrol(store, t.ask, await world.invite('trainer'), 'планшет')).ok).toBe(true);
    expect(await syncNow({ store, ask: t.ask, now: () => t.clock.now, random: bytesFrom(8) })).toEqual({ kind: 'done' });
    expect((await store.link())?.device).not.toBe(old);
    expect((await store.list('training')).map((x) => x.title)).toEqual(['Окуу']);
  });

  it('[I2] waits for an open form, takes what is saved in it along, and not for ever', async () => {
    const { world, t, revoke, sync } = await scene();
    await revoke();
    expect(await sync(true)).toEqual({ kind: 'again', problem: 'revoked', wait: 15_000 });
    expect((await t.store.list('training')).length).toBe(1);
    expect(await syncState(t.store, false)).toMatchObject({ look: 'attention', problem: 'revoked' });
    t.clock.now += HOUR / 2;
    await saveOne(t.store, 'typed meanwhile');
    expect(await sync(true)).toMatchObject({ kind: 'again', problem: 'revoked' });
    expect(await titlesInQuarantine(world)).toEqual(['typed meanwhile']);
    t.clock.now += LONGEST_WAIT;
    expect(await sync(true)).toEqual({ kind: 'alone' });
    expect(await counts(t.store)).toEqual(EMPTY);
  });

  it('[I2] a save between the answer and the removal goes out first', async () => {
    const { world, t, revoke, sync } = await scene();
    await revoke();
    let asked = 0;
    const ask: Ask = async (path, body, token) => {
      const reply = await t.ask(path, body, token);
      if (asked++ === 0) await saveOne(t.store, 'in the last moment');
      return reply;
    };
    expect(await sync(false, ask)).toEqual({ kind: 'alone' });
    expect(await titlesInQuarantine(world)).toEqual(['in the last moment']);
    expect(await counts(t.store)).toEqual(EMPTY);
  });

  it('offers once more what the endpoint never got, and not what it has', async () => {
    const { world, t, revoke, sync } = await scene();
    await saveOne(t.store, 'the endpoint fails on it');
    await saveOne(t.store, 'it is refused');
    const ops = await t.store.db.pend.toArray();
    await t.store.db.pend.clear();
    await t.store.db.parked.bulkPut(ops.map((op, i) => ({ ...op, reason: i === 0 ? 'server' : 'forbidden' })));
    await revoke();
    expect(await sync()).toEqual({ kind: 'alone' });
    expect(await titlesInQuarantine(world)).toEqual(['the endpoint fails on it']);
  });

  it('[I2] keeps everything where it may not hand over any more, and says so', async () => {
    const { world, t, revoke, sync } = await scene();
    await revoke();
    const device = must(await t.store.link(), 'link').device;
    await world.store.write(async (tx) => tx.access.putRevocation({ ...must(await tx.access.revocation(device), 'row'), met: 1, taken: 20_000 }));
    await saveOne(t.store, 'too late');
    expect(await sync()).toEqual({ kind: 'stuck', problem: 'revoked' });
    expect(await t.store.unsent()).toEqual({ count: 1, parked: 0 });
    expect((await t.store.list('training')).length).toBe(2);
  });

  it('[I11] waits for photos and what it carries for others, without asking on and on, and not for ever', async () => {
    const { t, revoke, sync } = await scene();
    await t.store.db.blobs.put({ sha: 'a'.repeat(64), type: 'image/jpeg', bytes: new ArrayBuffer(3), state: 'wait', at: 1 });
    await revoke();
    let asked = 0;
    const ask: Ask = (path, body, token) => {
      asked += 1;
      return t.ask(path, body, token);
    };
    expect(await sync(false, ask)).toEqual({ kind: 'again', problem: 'revoked', wait: 15_000 });
    expect(asked).toBeLessThan(4);
    t.clock.now += 25 * HOUR;
    expect(await sync()).toEqual({ kind: 'alone' });
    expect(await counts(t.store)).toEqual(EMPTY);
  });

  it('is left as it is by whoever cannot look for open forms', async () => {
    const { t, revoke } = await scene();
    await revoke();
    expect(await t.sync()).toEqual({ kind: 'stuck', problem: 'revoked' });
    expect((await t.store.list('training')).length).toBe(1);
  });

  it('[I10] an answer from before, that comes after the removal, brings nothing back', async () => {
    const { world, t, revoke, sync } = await scene();
    const other = await t.again();
    open.push(other);
    // Read anew, as right after joining: the set of cursors is empty, as that of an empty tablet is.
    await other.db.meta.put({ k: 'cursors', list: [], agreed: false });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late = syncNow({
      store: other, now: () => t.clock.now, random: bytesFrom(9),
      ask: async (path, body, token) => {
        const reply = await t.ask(path, body, token);
        await held;
        return reply;
      },
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
    await revoke();
    await sync();
    release();
    expect(await late).toEqual({ kind: 'alone' });
    expect(await counts(t.store)).toEqual(EMPTY);
    expect(world).toBeDefined();
  });

  it('let in again before it removed anything, it sends once more what was refused meanwhile', async () => {
    const { world, boss, t, revoke, sync } = await scene();
    await saveOne(t.store, 'last words');
    await revoke();
    expect(await sync(true)).toMatchObject({ problem: 'revoked' });
    expect(await t.store.unsent()).toEqual({ count: 1, parked: 1 });
    await revoke(false);
    expect(await sync()).toEqual({ kind: 'done' });
    expect(await t.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect(await titlesInQuarantine(world)).toEqual([]);
    await boss.sync();
    expect((await boss.store.list('training')).map((x) => x.title).toSorted()).toEqual(['last words', 'Окуу']);
    expect(await readMeta(t.store.db, 'parting')).toBeUndefined();
  });
});

describe('[2.5.4.1] a save laid aside', () => {
  it('is laid aside no more once a coordinator had it stored: the row says so', async () => {
    const { world, boss, t } = await scene();
    await boss.store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { title: 'of the office' } }]);
    await boss.sync();
    await t.sync();
    const row = must((await t.store.list('training')).find((x) => x.title === 'of the office'), 'row');
    await t.store.save([{ t: 'training', s: 'p', id: row.id, values: { title: 'mine' } }]);
    await t.sync();
    expect(await t.store.unsent()).toEqual({ count: 1, parked: 1 });
    const [q] = await world.store.read((tx) => tx.quarantine(9));
    const { replica, dig, op } = must(q, 'entry');
    const request = { v: 1, replica, no: op.no, dig, do: 'retry' } as const;
    expect(await world.store.write((tx) => decide(tx, { request, by: '', registry, now: world.clock.now, random: bytesFrom(5) }))).toEqual({ done: 'stored' });
    await t.sync();
    expect(await t.store.unsent()).toEqual({ count: 0, parked: 0 });
    expect(await t.store.db.view.get(['p', 'training', row.id])).toMatchObject({ d: 0, f: { title: 'mine' } });
    expect((await syncState(t.store, false)).look).toBe('done');
  });
});
