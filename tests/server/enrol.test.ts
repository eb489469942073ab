import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/core/sync/protocol.ts';
import { SCHEMA } from '../../src/core/entities/registry.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, START, type Endpoint } from './support/endpoint.ts';

const HOUR = 3_600_000;

describe.each(kinds)('enrolment on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  const attempt = async (invite: unknown, replica = 'zzzzzzzzzz', token?: string): Promise<[number, unknown]> => {
    const response = await post(e.ask, '/v1/enrol', { v: 1, invite, replica, label: 'x' }, token);
    return [response.status, await readBody(response)];
  };
  const invitation = async (by: Tablet, role: Role = 'trainer', areas: string[] = []): Promise<string> => {
    const response = await post(e.ask, '/v1/invite', { v: 1, role, areas, name: 'Айгүл' }, by.token);
    expect(response.status).toBe(200);
    return ((await readBody(response)) as { invite: string }).invite;
  };

  it('[2.4] the first link makes a coordinator, and then nobody else', async () => {
    e = makeEndpoint(kind);
    const secret = await e.first();
    expect(secret).toMatch(/^[0-9a-z]{26}$/);
    const t = e.tablet('aaaaaaaaaa');
    expect(await t.enrol(secret)).toMatchObject({ role: 'coordinator', areas: [], name: '', now: START });
    await t.sync();
    expect(await attempt(secret)).toEqual([410, { error: 'used' }]);
    await expect(e.first()).rejects.toThrow(/first invitation/);
  });

  it('[2.4] a first link not used is worth nothing once another was made', async () => {
    e = makeEndpoint(kind);
    const [one, two] = [await e.first(), await e.first()];
    expect(await attempt(one)).toEqual([403, { error: 'unknown' }]);
    expect((await attempt(two))[0]).toBe(200);
  });

  it('[2.4] the same tablet may ask again while the answer may have been lost; every token given works', async () => {
    e = makeEndpoint(kind);
    const secret = await e.first();
    const t = e.tablet('aaaaaaaaaa');
    const one = await t.enrol(secret);
    const two = await t.enrol(secret);
    expect(two.device).toBe(one.device);
    expect(two.token).not.toBe(one.token);
    expect((await t.sync({ token: one.token })).status).toBe(200);
    expect((await t.sync({ token: two.token })).status).toBe(200);
    expect(await attempt(secret, 'aaaaaaaaaa')).toEqual([410, { error: 'used' }]);
  });

  it('[2.4] an invitation is good for one tablet, and three days', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const [one, two] = [await invitation(c), await invitation(c)];
    await e.tablet('aaaaaaaaaa').enrol(one);
    expect(await attempt(one, 'bbbbbbbbbb')).toEqual([410, { error: 'used' }]);
    e.clock.now = START + 72 * HOUR;
    expect(await attempt(two, 'bbbbbbbbbb')).toEqual([410, { error: 'expired' }]);
    expect(await attempt(one, 'aaaaaaaaaa')).toEqual([410, { error: 'expired' }]);
    e.clock.now -= 1;
    expect((await attempt(two, 'bbbbbbbbbb'))[0]).toBe(200);
  });

  it('[2.4] says role, areas and name of who was invited', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = e.tablet('aaaaaaaaaa');
    const answer = await t.enrol(await invitation(c, 'trainer', ['41706000000000', 'local']));
    expect(answer).toMatchObject({ role: 'trainer', areas: ['41706000000000', 'local'], name: 'Айгүл' });
  });

  it('an invitation survives capitals, spaces and letters read for digits', async () => {
    e = makeEndpoint(kind);
    const secret = await e.first();
    const typed = ` ${secret.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l').replace(/(.{5})/g, '$1 ')}`;
    expect((await attempt(typed))[0]).toBe(200);
  });

  it('[T59] knowing the replica of another device does not make one that device', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    expect(await attempt(await invitation(c), c.replica)).toEqual([409, { error: 'fork' }]);
    const again = await attempt(await invitation(c), c.replica, c.token);
    expect(again).toEqual([200, expect.objectContaining({ device: c.enrolled?.device, role: 'coordinator' })]);
  });

  it('[T67] wrong invitations: 20 in a quarter of an hour, then the address waits; the others do not', async () => {
    e = makeEndpoint(kind);
    const good = await e.first();
    for (let i = 0; i < 20; i++) expect(await attempt(`wrongwrongwrong${i}`)).toEqual([403, { error: 'unknown' }]);
    const response = await post(e.ask, '/v1/enrol', { v: 1, invite: good, replica: 'aaaaaaaaaa', label: 'x' });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBe(900);
    e.clock.now += 15 * 60_000;
    expect((await attempt(good))[0]).toBe(200);
  });

  it('[2.11] no secret is stored as it is', async () => {
    e = makeEndpoint(kind);
    const secret = await e.first();
    const t = e.tablet('aaaaaaaaaa');
    const { token, push } = await t.enrol(secret);
    const stored = await e.store.read(async (tx) => [await tx.token(token), await tx.token(push), await tx.invite(secret)]);
    expect(stored).toEqual([undefined, undefined, undefined]);
    expect(new Set([token, push, secret]).size).toBe(3);
    expect(token.length * 5).toBeGreaterThanOrEqual(256);
  });

  it.each([
    ['nothing', undefined], ['no body at all', null], ['a short invitation', { v: 1, invite: 'abc', replica: 'aaaaaaaaaa', label: '' }],
    ['a bad replica', { v: 1, invite: 'abcdefghijklmno', replica: 'AAAAAAAAAA', label: '' }],
    ['an object for an invitation', { v: 1, invite: {}, replica: 'aaaaaaaaaa', label: '' }],
    ['another version', { v: 2, invite: 'abcdefghijklmno', replica: 'aaaaaaaaaa', label: '' }],
    ['a label with NUL', { v: 1, invite: 'abcdefghijklmno', replica: 'aaaaaaaaaa', label: '\0' }],
  ])('refuses %s', async (_, body) => {
    e = makeEndpoint(kind);
    const response = await e.ask('/v1/enrol', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) ?? '' });
    expect(response.status).toBe(400);
    expect(await readBody(response)).toEqual({ error: 'bad_message' });
  });
});

describe.each(kinds)('who may do what, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  const calls = [
    ['POST', '/v1/invite', { v: 1, role: 'trainer', areas: [], name: '' }],
    ['POST', '/v1/grant', { v: 1, device: 'x', scope: 'r:local', on: true }],
    ['GET', '/v1/devices', undefined],
    ['GET', '/v1/quarantine', undefined],
  ] as const;

  it('[T59] inviting, granting and looking at devices are for a coordinator with a token that reads', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = await e.joined(c, 'aaaaaaaaaa');
    for (const [method, path, body] of calls) {
      const status = async (token: string | undefined): Promise<number> => {
        const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
        return (await e.ask(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })).status;
      };
      expect([path, await status(undefined)]).toEqual([path, 401]);
      expect([path, await status('nonsense'.repeat(6))]).toEqual([path, 401]);
      expect([path, await status(t.token)]).toEqual([path, 403]);
      expect([path, await status(c.enrolled?.push)]).toEqual([path, 403]);
      expect([path, await status(c.token)]).toEqual([path, path === '/v1/grant' ? 404 : 200]);
    }
  });

  it('the coordinator sees who has reported, what waits there and how wrong the clock is', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    e.clock.now += 1;
    const t = await e.joined(c, 'aaaaaaaaaa', 'trainer', ['local']);
    t.save('p', 'training', t.nextId(), { title: 'x' });
    t.save('p', 'training', t.nextId(), { title: 'y' });
    e.clock.now += 5000;
    t.freeze(1);
    const message = { ...t.message(), wall: e.clock.now - 700_000 };
    await post(e.ask, '/v1/sync', message, t.token);
    const response = await e.ask('/v1/devices', { headers: { authorization: `Bearer ${c.token}` } });
    const { devices } = (await readBody(response)) as { devices: unknown[] };
    expect(devices).toEqual([
      {
        device: c.enrolled?.device, label: 'office', role: 'coordinator', seen: 0, unsent: 0, skew: 0, schema: 0,
        areas: [], trainings: [], replicas: [c.replica],
      },
      {
        device: t.enrolled?.device, label: 'tablet', role: 'trainer', seen: e.clock.now, unsent: 1, skew: -700_000, schema: SCHEMA,
        areas: ['local'], trainings: ['aaaaaaaaaa.0'], replicas: ['aaaaaaaaaa'],
      },
    ]);
  });
});
