import { IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { Database } from '../../../src/client/store/database.ts';
import { openAsItStands } from '../../../src/client/store/quiet-open.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import type { Key } from '../../../src/client/store/tabs.ts';
import { pushInBackground } from '../../../src/client/sync/background.ts';
import { syncState } from '../../../src/client/sync/state.ts';
import type { Exclusive } from '../../../src/client/sync/turn.ts';
import { MAX_BATCH } from '../../../src/core/sync/protocol.ts';
import { must } from '../../../src/core/result.ts';
import { makeWorld, type Joined, type World } from '../../support/endpoint.ts';
import { bytesFrom, openTablet } from '../../support/store.ts';

interface Bench {
  readonly world: World;
  readonly coordinator: Joined;
  readonly trainer: Joined;
  /** Tokens that were shown to the endpoint, in order. */
  readonly tokens: string[];
  readonly told: Key[];
  /** What the service worker does when it is woken. */
  wake(exclusive?: Exclusive): Promise<'done' | 'later'>;
}

async function bench(): Promise<Bench> {
  const world = await makeWorld();
  const coordinator = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('trainer', ['41703225000000']));
  const tokens: string[] = [];
  const told: Key[] = [];
  return {
    world, coordinator, trainer, tokens, told,
    wake: (exclusive = (f) => f()) =>
      pushInBackground({
        open: () => openAsItStands('tizme', { indexedDB: trainer.idb, IDBKeyRange }),
        ask: (path, body, token) => {
          tokens.push(token);
          return world.ask(path, body, token);
        },
        now: () => trainer.clock.now,
        random: bytesFrom(5),
        exclusive,
        by: 'worker',
        changed: (keys) => told.push(...keys),
      }),
  };
}

const save = (at: Joined, title: string, n = 1): ReturnType<Joined['store']['save']> =>
  at.store.save((mint) => Array.from({ length: n }, (_, i) => ({ t: 'training', s: 'p', id: mint(), values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', title: `${title} ${i}` } })));

const titles = async (of: Joined): Promise<string[]> => (await of.store.list('training')).map((x) => String(x.title)).toSorted();

describe('[2.15] with no page open the service worker', () => {
  it('sends what waits with the token that may only push, in as many batches as it takes', async () => {
    const b = await bench();
    await b.trainer.sync();
    await save(b.trainer, 'A', MAX_BATCH + 20);
    expect(await b.wake()).toBe('done');
    expect(await b.trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    const link = must(await b.trainer.store.link(), 'link');
    expect(b.tokens.length).toBeGreaterThan(1);
    expect(new Set(b.tokens)).toEqual(new Set([link.push]));
    await b.coordinator.sync();
    expect(await titles(b.coordinator)).toHaveLength(MAX_BATCH + 20);
  });

  it('leaves cursors as they stand: the next full question brings what is new, with no detour', async () => {
    const b = await bench();
    await b.trainer.sync();
    await b.trainer.sync();
    const before = must(await readMeta(b.trainer.store.db, 'cursors'), 'cursors');
    expect(before.agreed).toBe(true);
    await save(b.coordinator, 'from the coordinator');
    await b.coordinator.sync();
    await save(b.trainer, 'from the trainer');
    await b.wake();
    // What was pushed into adds up to something else by now, at both ends: nobody claims to know to what.
    const unsummed = before.list.map(([s, seq, nonce, sum]) => (s === 'p' ? [s, seq, nonce] : [s, seq, nonce, sum]));
    expect(await readMeta(b.trainer.store.db, 'cursors')).toEqual({ ...before, list: unsummed });
    let asked = 0;
    b.world.line = (send) => {
      asked += 1;
      return send();
    };
    await b.trainer.sync();
    expect(asked).toBe(1);
    expect(await titles(b.trainer)).toEqual(['from the coordinator 0', 'from the trainer 0']);
    // A set of cursors the endpoint does not agree to stays one.
    await b.trainer.store.db.meta.put({ ...before, agreed: false });
    await save(b.trainer, 'more');
    await b.wake();
    expect((await readMeta(b.trainer.store.db, 'cursors'))?.agreed).toBe(false);
  });

  it('calls it what it was: an answer, and no full sync; clock and batch move on', async () => {
    const b = await bench();
    await b.trainer.sync();
    const full = await b.trainer.store.sync();
    await b.trainer.store.db.meta.put({ ...full, problem: 'network' });
    const self = must(await readMeta(b.trainer.store.db, 'self'), 'self');
    b.trainer.clock.now += 3_600_000;
    b.world.clock.now += 3_600_000 + 240_000;
    await save(b.trainer, 'A');
    await b.wake();
    expect(await b.trainer.store.sync()).toMatchObject({ ok: full.ok, pushed: b.trainer.clock.now, problem: '', skew: -240_000 });
    expect(await readMeta(b.trainer.store.db, 'self')).toMatchObject({ batch: self.batch + 1, offset: 240_000 });
    expect(await syncState(b.trainer.store, false)).toEqual({ look: 'done', at: b.trainer.clock.now });
  });

  it('keeps showing what it saved where another was newer, until the newer row comes', async () => {
    const b = await bench();
    const [training] = (await save(b.coordinator, 'A')).ids;
    await b.coordinator.sync();
    const scope = `t:${must(training, 'training')}` as const;
    const device = must(await b.trainer.store.link(), 'link').device;
    await b.world.store.write((tx) => tx.putGrant({ s: scope, device, on: true }));
    await b.trainer.sync();
    const mark = (at: Joined, m: string): Promise<unknown> => {
      const values = { registration: `g:${must(training, 'training')}/x.1`, slot: `s:${must(training, 'training')}/1`, mark: m, at: '2019-11-18T09:12' };
      return at.store.save([{ t: 'attendance', s: scope, values }]);
    };
    b.coordinator.clock.now += 120_000;
    b.world.clock.now += 180_000;
    await mark(b.trainer, 'present');
    await mark(b.coordinator, 'late');
    await b.coordinator.sync();
    await b.wake();
    const shown = async (): Promise<unknown> => (await b.trainer.store.list('attendance')).map((x) => [x.mark, x.unsent]);
    expect(await shown()).toEqual([['present', false]]);
    await b.trainer.sync();
    expect(await shown()).toEqual([['late', false]]);
  });

  it('tells pages which rows an answer changed', async () => {
    const b = await bench();
    await b.trainer.sync();
    await save(b.trainer, 'A');
    await b.wake();
    expect(b.told.map(([s, t]) => `${s} ${t}`)).toContain('p training');
  });

  it('is tried again after a bad line or a busy endpoint; what no waiting mends it leaves to a page to say', async () => {
    const b = await bench();
    await b.trainer.sync();
    await save(b.trainer, 'A');
    const note = await b.trainer.store.sync();
    b.world.line = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await b.wake()).toBe('later');
    b.world.line = () => Promise.resolve(new Response('{"error":"unknown"}', { status: 401, headers: { 'content-type': 'application/vnd.fsp+json' } }));
    expect(await b.wake()).toBe('done');
    expect((await b.trainer.store.sync()).problem).toBe(note.problem);
    expect((await b.trainer.store.unsent()).count).toBe(1);
  });

  it('does nothing, and asks nobody, where nothing waits or there is no endpoint', async () => {
    const b = await bench();
    await b.trainer.sync();
    expect(await b.wake()).toBe('done');
    await b.trainer.store.db.meta.delete('link');
    await save(b.trainer, 'A');
    expect(await b.wake()).toBe('done');
    expect(b.tokens).toEqual([]);
  });

  it('lets a page that is sending send', async () => {
    const b = await bench();
    await b.trainer.sync();
    await save(b.trainer, 'A');
    await b.trainer.store.db.meta.put({ k: 'lease', by: 'a page', at: b.trainer.clock.now, ms: 60_000 });
    expect(await b.wake(() => Promise.resolve(undefined))).toBe('later');
    expect(b.tokens).toEqual([]);
    b.trainer.clock.now += 60_000;
    expect(await b.wake(() => Promise.resolve(undefined))).toBe('done');
    expect((await b.trainer.store.unsent()).count).toBe(0);
  });
});

describe('[2.13] the database is opened with no page only as it stands', () => {
  const names = async (idb: IDBFactory): Promise<string[]> => (await idb.databases()).map((d) => `${d.name} ${d.version}`);

  it('one that is not there is not made', async () => {
    const { idb } = await openTablet(1, 0, { name: 'another' });
    expect(await openAsItStands('tizme', { indexedDB: idb, IDBKeyRange })).toBeUndefined();
    expect((await names(idb)).filter((x) => x.startsWith('tizme'))).toEqual([]);
  });

  it('one of another version is neither raised nor opened', async () => {
    const { idb, store } = await openTablet(1);
    await store.people.ready;
    const version = store.db.verno;
    store.close();
    for (const other of [version - 1, version + 1]) {
      await new Promise((done) => idb.deleteDatabase('tizme').addEventListener('success', done));
      const open = idb.open('tizme', other * 10);
      await new Promise((done) => open.addEventListener('success', done));
      open.result.close();
      expect(await openAsItStands('tizme', { indexedDB: idb, IDBKeyRange })).toBeUndefined();
      expect(await names(idb)).toEqual([`tizme ${other * 10}`]);
    }
  });

  it('it never keeps a page from upgrading, and stays closed then', async () => {
    const { idb, store } = await openTablet(1);
    await store.people.ready;
    store.close();
    const quiet = must(await openAsItStands('tizme', { indexedDB: idb, IDBKeyRange }), 'database');
    const newer = new Database('tizme', { indexedDB: idb, IDBKeyRange });
    newer.version(quiet.verno + 1).stores({ more: 'id' });
    await newer.open();
    expect(newer.verno).toBe(quiet.verno + 1);
    await expect(quiet.meta.get('self')).rejects.toThrow('closed');
    newer.close();
  });
});
