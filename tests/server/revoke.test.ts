import { afterEach, describe, expect, it } from 'vitest';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import type { ListedDevice } from '../../src/core/sync/history.ts';
import type { QuarantineAnswer } from '../../src/core/sync/quarantine.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

const DAY = 24 * 3_600_000;
const id = (text: string): RecordId => text as RecordId;

describe.each(kinds)('a device taken out of the project, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  const deviceOf = (t: Tablet): string => must(t.enrolled, 'tie').device;
  const revoke = async (by: Tablet, device: string, on = true): Promise<[number, unknown]> => {
    const response = await post(e.ask, '/v1/revoke', { v: 1, device, on }, by.token);
    return [response.status, await readBody(response)];
  };
  const get = async <T>(path: string, by: Tablet): Promise<T> => (await readBody(await e.ask(path, { headers: { authorization: `Bearer ${by.token}` } }))) as T;
  const quarantine = async (by: Tablet): Promise<(readonly [string, number])[]> =>
    (await get<QuarantineAnswer>('/v1/quarantine', by)).quarantine.map((q) => [q.reason, q.op.no] as const).toSorted((a, b) => a[1] - b[1]);
  const listed = async (by: Tablet, t: Tablet): Promise<ListedDevice> =>
    must((await get<{ devices: ListedDevice[] }>('/v1/devices', by)).devices.find((d) => d.device === deviceOf(t)), 'device');

  async function pair(): Promise<[Tablet, Tablet]> {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = await e.joined(c, 'aaaaaaaaaa', 'trainer', ['local']);
    t.save('p', 'training', t.nextId(), { title: 'Окуу' });
    await t.settle();
    await c.settle();
    return [c, t];
  }

  it('[4.2/28] [2.11.2] [I10] reads nothing any more; what it still brings goes to quarantine, and then it is told', async () => {
    const [c, t] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'secret plan' });
    await c.settle();
    expect(await revoke(c, deviceOf(t))).toEqual([200, expect.objectContaining({ out: { at: e.clock.now, taken: 0, parted: 0 } })]);
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'last words' });
    t.save('t:aaaaaaaaaa.0', 'slot', id('d:aaaaaaaaaa.0/1'), { training: 'aaaaaaaaaa.0', n: 1, day: '2019-11-18' });
    t.save('p', 'training', id('aaaaaaaaaa.0'), { planned: -1 });
    t.tellCursors = true;
    const { status, body, answers } = await t.sync();
    expect(status).toBe(200);
    expect(answers.map(([op, code, why]) => [op.no, code, why])).toEqual([[2, 'bad', 'revoked'], [3, 'bad', 'revoked'], [4, 'bad', 'too_small:planned']]);
    expect([body?.ch, body?.cur, body?.gone]).toEqual([{}, [], []]);
    expect(await quarantine(c)).toEqual([['revoked', 2], ['revoked', 3], ['too_small:planned', 4]]);
    expect((await e.store.read((tx) => tx.row('p', 'training', id('aaaaaaaaaa.0'))))?.f['title']).toBe('Окуу');
    expect(await t.sync()).toMatchObject({ status: 401, error: { error: 'revoked' } });
    expect((await listed(c, t)).out).toMatchObject({ taken: 3, parted: e.clock.now });
    for (const path of ['/v1/history?s=p&t=training&id=coordinat0.0', '/v1/devices']) {
      expect((await e.ask(path, { headers: { authorization: `Bearer ${t.token}` } })).status).toBe(401);
    }
    // With the token that may only push it is no better off.
    expect((await t.sync({ token: t.enrolled?.push ?? '' })).status).toBe(401);
  });

  it('[2.11] [I4] what had arrived before is known, and a batch whose answer was lost is taken once', async () => {
    const [c, t] = await pair();
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'before' });
    await t.sync({ lose: true });
    await revoke(c, deviceOf(t));
    expect((await t.sync()).status).toBe(200);
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'after' });
    await t.sync({ lose: true });
    const { answers } = await t.sync();
    expect(answers.map(([op, code, why]) => [op.no, code, why])).toEqual([[3, 'bad', 'revoked']]);
    expect(await quarantine(c)).toEqual([['revoked', 3]]);
    expect((await e.store.read((tx) => tx.row('p', 'training', id('aaaaaaaaaa.0'))))?.f['title']).toBe('before');
  });

  it('[2.11] [I11] hands over for 30 days after its first contact, and no longer; an old token rotates no more', async () => {
    const [c, t] = await pair();
    await revoke(c, deviceOf(t));
    e.clock.now += 200 * DAY;
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'late' });
    expect((await t.sync()).body?.tok).toBeUndefined();
    e.clock.now += 30 * DAY;
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'later' });
    expect((await t.sync()).status).toBe(200);
    e.clock.now += 1;
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'too late' });
    expect(await t.sync()).toMatchObject({ status: 401, error: { error: 'revoked' } });
    expect((await e.store.read((tx) => tx.access.revocation(deviceOf(t))))?.parted).toBe(0);
    await e.store.write(async (tx) => tx.access.putRevocation({ device: deviceOf(t), at: e.clock.now, by: '', met: e.clock.now, taken: 20_000, parted: 0 }));
    expect((await t.sync()).status).toBe(401);
  });

  it('[2.11] let in again it goes on as before, and what it offers again is stored', async () => {
    const [c, t] = await pair();
    await revoke(c, deviceOf(t));
    const op = t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'last words' });
    await t.sync();
    expect(await revoke(c, deviceOf(t), false)).toEqual([200, expect.not.objectContaining({ out: expect.anything() })]);
    t.pend.push(op);
    await t.settle();
    expect((await e.store.read((tx) => tx.row('p', 'training', id('aaaaaaaaaa.0'))))?.f['title']).toBe('last words');
    expect(await quarantine(c)).toEqual([]);
    expect(await revoke(c, deviceOf(t), false)).toEqual([200, expect.anything()]);
  });

  it('[2.11] nobody takes himself out, nor the last coordinator; of two who take each other out one stays', async () => {
    const [c, t] = await pair();
    const d = await e.joined(c, 'bbbbbbbbbb', 'coordinator');
    await d.settle();
    expect(await revoke(c, deviceOf(c))).toEqual([409, { error: 'own' }]);
    expect(await revoke(c, 'nobody')).toEqual([404, { error: 'not_found' }]);
    expect((await revoke(t, deviceOf(c)))[0]).toBe(403);
    expect((await post(e.ask, '/v1/revoke', { v: 1, device: deviceOf(t), on: 1 }, c.token)).status).toBe(400);
    const both = await Promise.all([revoke(c, deviceOf(d)), revoke(d, deviceOf(c))]);
    expect(both.map(([status]) => status).toSorted()).toEqual([200, expect.toSatisfy((s: number) => s === 401 || s === 403)]);
    // The demo's own device is nobody's, though it may ask.
    await e.close();
    e = makeEndpoint(kind);
    const boss = await e.coordinator();
    const demo = await e.joined(boss, 'dddddddddd', 'coordinator');
    await e.store.write(async (tx) => tx.putDevice({ ...must(await tx.device(deviceOf(demo)), 'device'), via: 'demo' }));
    expect(await revoke(demo, deviceOf(boss))).toEqual([409, { error: 'last' }]);
  });

  it('[2.11] [T59] neither its old invitation, nor one it gave out, nor its name lets it in again; a new one makes it another device', async () => {
    const [c] = await pair();
    const d = await e.joined(c, 'bbbbbbbbbb', 'coordinator');
    await d.settle();
    const invited = (await readBody(await post(e.ask, '/v1/invite', { v: 1, role: 'coordinator', areas: [], name: '' }, d.token))) as { invite: string };
    await revoke(c, deviceOf(d));
    const enrol = async (invite: string, replica: string, token?: string): Promise<[number, { error?: string; device?: string; role?: string }]> => {
      const response = await post(e.ask, '/v1/enrol', { v: 1, invite, replica, label: 'x' }, token);
      return [response.status, (await readBody(response)) as object];
    };
    expect(await enrol(invited.invite, 'cccccccccc')).toEqual([403, { error: 'unknown' }]);
    const anew = (await readBody(await post(e.ask, '/v1/invite', { v: 1, role: 'trainer', areas: [], name: '' }, c.token))) as { invite: string };
    expect(await enrol(anew.invite, d.replica, d.token)).toEqual([409, { error: 'fork' }]);
    const [status, tie] = await enrol(anew.invite, 'eeeeeeeeee', d.token);
    expect([status, tie.role, tie.device === deviceOf(d)]).toEqual([200, 'trainer', false]);
  });

  it('[2.11] a right given meanwhile waits for it', async () => {
    const [c, t] = await pair();
    await revoke(c, deviceOf(t));
    const scope: Scope = 't:coordinat0.0';
    await post(e.ask, '/v1/grant', { v: 1, device: deviceOf(t), scope, on: true }, c.token);
    c.save(scope, 'slot', id('d:coordinat0.0/1'), { training: 'coordinat0.0', n: 1, day: '2019-11-18' });
    await c.settle();
    expect((await t.sync()).status).toBe(401);
    await revoke(c, deviceOf(t), false);
    await t.settle();
    expect([...t.rows.values()].some((r) => r.s === scope)).toBe(true);
  });
});
