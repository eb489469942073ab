import { afterEach, describe, expect, it } from 'vitest';
import { stampOf, type Stamp } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { EMPTY_SUM, shortSum, sumOf, type Sum } from '../../src/core/sync/digest.ts';
import { packRequest } from '../../src/core/sync/envelope.ts';
import { stateDigest, type CursorEntry, type DeviceReport, type SyncRequest } from '../../src/core/sync/protocol.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, START, type Endpoint } from './support/endpoint.ts';

const id = (text: string): RecordId => text as RecordId;

describe.each(kinds)('sums of scopes, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  async function pair(): Promise<[Tablet, Tablet]> {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    return [c, await e.joined(c, 'aaaaaaaaaa')];
  }

  /** Asks as a tablet that sums does, and pushes nothing. */
  async function ask(t: Tablet, more: Partial<SyncRequest>): Promise<{ status: number; cur: unknown[] }> {
    const { cd: _cd, cur: _cur, ...head } = t.message();
    const response = await post(e.ask, '/v1/sync', packRequest({ ...head, n: 0, prev: '', dig: '', ops: {}, cd: '', ...more }), t.token);
    const body = (await readBody(response)) as { cur?: unknown[]; error?: string };
    return { status: response.status, cur: body.cur ?? [body.error].filter((x) => x !== undefined) };
  }

  const marks = () => e.store.read((tx) => tx.sums.marks());
  const summed = async (): Promise<(readonly [Scope, Sum])[]> =>
    e.store.read(async (tx) => Promise.all([...(await tx.scopes()).keys()].map(async (s) => [s, sumOf(await tx.rowsAfter(s, 0, 1e9))] as const)));

  it('[2.14] follow every row that is put: new, changed, lost, dropped, in several scopes', async () => {
    const [c, t] = await pair();
    for (let round = 0; round < 4; round++) {
      const training = t.nextId();
      t.save('p', 'training', training, { title: `${round}`, langs: ['ky'] });
      t.save(`t:${training}`, 'slot', id(`d:${training}/1`), { training, n: 1, day: '2019-11-18' });
      t.save(`t:${training}`, 'slot', id(`d:${training}/1`), { training, n: 1, day: '2019-11-19' });
      t.save('p', 'training', id('aaaaaaaaaa.0'), { title: `again ${round}`, $gone: round % 2 === 1 });
      t.save('p', 'training', id('aaaaaaaaaa.0'), { planned: -1 });
      c.save('p', 'training', id('aaaaaaaaaa.0'), { venue: `${round}` });
      for (const x of round % 2 ? [c, t] : [t, c]) await x.sync();
      expect([...(await marks())].map(([s, { sum }]) => [s, sum])).toEqual(await summed());
    }
  });

  it('[2.14] a sum that nobody has reckoned yet, of a database of before, is reckoned when it is first asked for', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    await c.settle();
    await e.store.write((tx) => tx.sums.put('p', '' as Sum));
    const [p] = [...c.cursors.values()] as [CursorEntry];
    const sum = (await summed())[0]?.[1] ?? EMPTY_SUM;
    expect(await ask(c, { sd: 'x', cur: [p] })).toEqual({ status: 200, cur: [['p', p[1], p[2], shortSum(sum)]] });
    expect((await marks()).get('p')?.sum).toBe(sum);
    await e.store.write((tx) => tx.sums.put('p', '' as Sum));
    c.save('p', 'training', id('coordinat0.1'), { title: 'two' });
    await c.sync();
    expect([...(await marks())].map(([s, x]) => [s, x.sum])).toEqual(await summed());
  });

  it('[4.2/43] [2.14] one digest says where a tablet is and what it holds; where it differs the whole list is asked for, and what differs named', async () => {
    const [c, t] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    await c.settle();
    await t.settle();
    const [p] = [...t.cursors.values()] as [CursorEntry];
    const sum = (await marks()).get('p')?.sum as Sum;
    expect((await ask(t, { sd: 'x', cur: [p] })).cur).toEqual([['p', p[1], p[2], shortSum(sum)]]);
    const mine: CursorEntry = [p[0], p[1], p[2], sum];
    expect(await ask(t, { sd: stateDigest([mine]) })).toEqual({ status: 200, cur: [] });
    expect(await ask(t, { sd: 'x', cur: [mine] })).toEqual({ status: 200, cur: [] });
    expect(await ask(t, { sd: stateDigest([[p[0], p[1], p[2], EMPTY_SUM]]) })).toEqual({ status: 409, cur: ['cursors'] });
    expect((await ask(t, { sd: 'x', cur: [[p[0], p[1], p[2], EMPTY_SUM]] })).cur).toEqual([['p', p[1], p[2], shortSum(sum)]]);
    // A scope that only the tablet knows holds nothing here.
    expect((await ask(t, { sd: 'x', cur: [mine, ['t:x', 0, '']] })).cur).toEqual([]);
    expect((await ask(c, { sd: 'x', cur: [mine, ['t:x', 0, '']] })).cur).toEqual([['t:x', 0, '', shortSum(EMPTY_SUM)]]);
    // One that does not sum is told nothing of it, and goes on as it did.
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'two' });
    const { body } = await t.sync();
    expect(body?.cur).toEqual([['p', 2, expect.any(String), 0]]);
  });

  it('[2.14] what a push-only token brings leaves the sums of its scopes open until the tablet reads again', async () => {
    const [, t] = await pair();
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'one' });
    await t.settle();
    const [p] = [...t.cursors.values()] as [CursorEntry];
    await ask(t, { sd: 'x', cur: [p] });
    const sumHeld = async (): Promise<unknown> => (await e.store.read((tx) => tx.replica(t.replica)))?.cursors.find(([s]) => s === 'p')?.[3];
    expect(await sumHeld()).toBe((await marks()).get('p')?.sum);
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'two' });
    await t.sync({ token: t.enrolled?.push ?? '' });
    expect(await sumHeld()).toBeUndefined();
  });

  it('[2.14] what differed is counted for the coordinator and logged without a name; a wrong sum of our own is put right', async () => {
    const [c, t] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    await c.settle();
    await e.store.write((tx) => tx.sums.put('p', EMPTY_SUM));
    await ask(t, { sd: 'x', cur: [], diff: ['p'] });
    expect([...(await marks())].map(([s, x]) => [s, x.sum])).toEqual(await summed());
    const { devices } = (await readBody(await e.ask('/v1/devices', { headers: { authorization: `Bearer ${c.token}` } }))) as { devices: DeviceReport[] };
    expect(devices.map((d) => [d.device, d.differs])).toContainEqual([t.enrolled?.device, 1]);
    expect(devices.filter((d) => d.differs === undefined)).toHaveLength(1);
    expect(e.log.filter((x) => x.kind === 'differs')).toEqual([{ kind: 'differs', scopes: 1 }]);
  });

  describe('[2.7.2] saves of others, brought after the endpoint lost its past', () => {
    const at = (ms: number, replica = 'dddddddddd'): Stamp => stampOf({ ms: START + ms, c: 0 }, replica as ReplicaId);
    const told = (t: Tablet) => post(e.ask, '/v1/sync', packRequest({ ...t.message(), epoch: 'another' }), t.token);
    const codes = async (t: Tablet) => (await t.sync()).answers.map((a) => a.slice(1));
    const row = () => e.store.read((tx) => tx.row('p', 'training', id('dddddddddd.0')));
    const past = () => e.store.read((tx) => tx.history('p', 'training', id('dddddddddd.0')));

    it('are taken from a device that was told so, and from no other', async () => {
      const [c] = await pair();
      c.save('p', 'training', id('dddddddddd.0'), { title: 'x' }, { h: at(-5) });
      expect(await codes(c)).toEqual([['bad', 'bad_stamp']]);
      expect((await told(c)).status).toBe(409);
      c.save('p', 'training', id('dddddddddd.0'), { title: 'x' }, { h: at(-5) });
      expect(await codes(c)).toEqual([]);
      expect((await row())?.h['title']).toBe(at(-5));
      expect(await e.store.read((tx) => tx.author('p', at(-5)))).toMatchObject({ replica: c.replica, by: '' });
    });

    it('only within what the device may write', async () => {
      const [, t] = await pair();
      await told(t);
      t.save('p', 'training', id('dddddddddd.0'), { title: 'x' }, { h: at(-5) });
      t.save('p', 'trainer', id('dddddddddd.1'), { name: 'x' }, { h: at(-5) });
      expect(await codes(t)).toEqual([['bad', 'forbidden'], ['bad', 'forbidden']]);
    });

    it('once, whoever brings them, whole or in part, and the one who saved them last; a newer value stays', async () => {
      const [c] = await pair();
      const d = await e.joined(c, 'dddddddddd', 'coordinator');
      const other = await e.joined(c, 'eeeeeeeeee', 'coordinator');
      for (const x of [c, other]) await told(x);
      c.save('p', 'training', id('dddddddddd.0'), { title: 'x', venue: 'y' }, { h: at(-5) });
      expect(await codes(c)).toEqual([]);
      const { seq } = (await e.store.read((tx) => tx.scopes())).get('p') ?? { seq: 0 };
      other.save('p', 'training', id('dddddddddd.0'), { venue: 'y' }, { h: at(-5) });
      expect(await codes(other)).toEqual([['dup', undefined]]);
      expect((await e.store.read((tx) => tx.scopes())).get('p')?.seq).toBe(seq);
      e.clock.now += 1000;
      c.save('p', 'training', id('dddddddddd.0'), { venue: 'newer' });
      await c.sync();
      other.save('p', 'training', id('dddddddddd.0'), { title: 'x', venue: 'y' }, { h: at(-5) });
      expect(await codes(other)).toEqual([['lost', undefined]]);
      d.save('p', 'training', id('dddddddddd.0'), { title: 'x', venue: 'y' }, { h: at(-5), by: 'dddddddddd.u' });
      expect(await codes(d)).toEqual([['lost', undefined]]);
      expect((await row())?.f).toMatchObject({ title: 'x', venue: 'newer' });
      expect((await past()).map((x) => [x.field, x.value, x.why])).toEqual([['venue', 'y', 'overwritten']]);
      expect((await e.store.read((tx) => tx.author('p', at(-5))))?.by).toBe('dddddddddd.u');
    });

    it('a stamp in the future is replaced, the claim kept; who brings it too finds it known', async () => {
      const [c] = await pair();
      const other = await e.joined(c, 'eeeeeeeeee', 'coordinator');
      for (const x of [c, other]) await told(x);
      c.save('p', 'training', id('dddddddddd.0'), { title: 'x' }, { h: at(9_000_000) });
      const [[, given] = []] = [(await codes(c))[0]];
      expect(given).toBe((await row())?.h['title']);
      expect(await past()).toMatchObject([{ why: 'claimed', stamp: at(9_000_000), value: given }]);
      other.save('p', 'training', id('dddddddddd.0'), { title: 'x' }, { h: at(9_000_000) });
      expect(await codes(other)).toEqual([['dup', given]]);
    });
  });
});
