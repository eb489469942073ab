import { afterEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { invite } from '../../src/server/access/invitations.ts';
import { hashOf } from '../../src/server/access/secrets.ts';
import type { TokenRow } from '../../src/server/store/store.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

const DAY = 24 * 3_600_000;

describe.each(kinds)('tokens, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  async function tablet(): Promise<{ c: Tablet; t: Tablet }> {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = await e.joined(c, 'aaaaaaaaaa');
    await t.settle();
    return { c, t };
  }
  const status = async (t: Tablet, token: string): Promise<number> => (await t.sync({ token })).status;
  const tokens = (t: Tablet): Promise<readonly TokenRow[]> => e.store.read((tx) => tx.access.tokensOf(must(t.enrolled, 'tie').device));
  const fresh = async (t: Tablet, token = t.token): Promise<{ tok: string; push: string }> => {
    const { body } = await t.sync({ token });
    return { tok: must(body?.tok, 'tok'), push: must(body?.push, 'push') };
  };

  it('[2.11.1] are given successors after 30 days, not before, and a token that may only push is given none', async () => {
    const { t } = await tablet();
    const push = must(t.enrolled, 'tie').push;
    e.clock.now += 30 * DAY;
    expect((await t.sync()).body?.tok).toBeUndefined();
    e.clock.now += 1;
    expect((await t.sync({ token: push })).body?.tok).toBeUndefined();
    const { body } = await t.sync();
    expect([body?.tok, body?.push].map((x) => x?.length)).toEqual([52, 52]);
    expect((await tokens(t)).map((x) => x.hash)).not.toContain(body?.tok);
  });

  it('[4.2/27] [2.11] an answer that was lost locks nobody out: the old ones are good until a new one is used', async () => {
    const { t } = await tablet();
    e.clock.now += 31 * DAY;
    t.save('p', 'training', t.nextId(), { title: 'Окуу' });
    await t.sync({ lose: true });
    e.clock.now += DAY;
    // The same batch again, under the old token: taken once, and successors come again.
    t.tellCursors = true;
    const { body } = await t.sync();
    expect((await e.store.read((tx) => tx.scopes())).get('p')?.seq).toBe(1);
    const tok = must(body?.tok, 'tok');
    expect(await status(t, t.token)).toBe(200);
    expect(await status(t, tok)).toBe(200);
    const { error, status: refused } = await t.sync();
    expect([refused, error]).toEqual([401, { error: 'unknown' }]);
    expect(await status(t, tok)).toBe(200);
  });

  it('[2.11] the first use of one ends what was made before it, not what came later: a late answer may have brought that', async () => {
    const { t } = await tablet();
    e.clock.now += 31 * DAY;
    const one = await fresh(t);
    e.clock.now += 1;
    const two = await fresh(t);
    e.clock.now += 1;
    expect(await status(t, one.tok)).toBe(200);
    expect(await status(t, t.token)).toBe(401);
    expect(await status(t, two.tok)).toBe(200);
    expect(await status(t, one.tok)).toBe(401);
    const rows = await tokens(t);
    expect(rows.filter((x) => x.ended > 0).map((x) => x.hash).toSorted()).toEqual([t.token, one.tok].map(hashOf).toSorted());
  });

  it('[2.11] each kind ends its own: what may only push goes on until its successor is used', async () => {
    const { t } = await tablet();
    const old = must(t.enrolled, 'tie').push;
    e.clock.now += 31 * DAY;
    const { tok, push } = await fresh(t);
    expect(await status(t, tok)).toBe(200);
    expect(await status(t, old)).toBe(200);
    expect(await status(t, push)).toBe(200);
    expect(await status(t, old)).toBe(401);
    expect(await status(t, tok)).toBe(200);
  });

  it('[2.11] two who use two successors in the same moment: one of them stays good', async () => {
    const { t } = await tablet();
    e.clock.now += 31 * DAY;
    const one = await fresh(t);
    e.clock.now += 1;
    const two = await fresh(t);
    await Promise.all([one, two].map(({ tok }) => post(e.ask, '/v1/sync', t.message(), tok)));
    expect(await status(t, two.tok)).toBe(200);
    expect(await status(t, t.token)).toBe(401);
  });

  it('[2.11] two copies of one tablet: the slower one is known no more, joins anew, and from then on neither ends the other', async () => {
    const { c, t } = await tablet();
    e.clock.now += 31 * DAY;
    await c.sync();
    const { tok } = await fresh(t);
    expect(await status(t, tok)).toBe(200);
    expect(await status(t, t.token)).toBe(401);
    const { invite: secret } = (await readBody(await post(e.ask, '/v1/invite', { v: 1, role: 'trainer', areas: [], name: '' }, c.token))) as { invite: string };
    e.clock.now += 1;
    const tie = (await readBody(await post(e.ask, '/v1/enrol', { v: 1, invite: secret, replica: t.replica, label: 'x' }, t.token))) as { device: string; token: string };
    expect(tie.device).toBe(t.enrolled?.device);
    for (const token of [tie.token, tok, tie.token]) expect(await status(t, token)).toBe(200);
    e.clock.now += 31 * DAY;
    const both = [await fresh(t, tok), await fresh(t, tie.token)];
    for (const { tok: next } of both) expect(await status(t, next)).toBe(200);
    for (const { tok: next } of both) expect(await status(t, next)).toBe(200);
    for (const token of [tok, tie.token]) expect(await status(t, token)).toBe(401);
  });

  it('[2.11] [I11] successors that never arrived are few at any time, and go after a while', async () => {
    const { t } = await tablet();
    e.clock.now += 31 * DAY;
    for (let i = 0; i < 40; i++) await t.sync({ lose: true });
    expect(await tokens(t)).toHaveLength(2 + 2 * 16);
    e.clock.now += 31 * DAY;
    const { tok } = await fresh(t);
    expect(await tokens(t)).toHaveLength(4);
    expect(await status(t, tok)).toBe(200);
    for (let i = 0; i < 20; i++) {
      e.clock.now += 31 * DAY;
      t.enrolled = { ...must(t.enrolled, 'tie'), token: (await fresh(t, i === 0 ? tok : t.token)).tok };
      await t.sync();
    }
    // A year of those that ended, and the push tokens that may still be held.
    expect((await tokens(t)).length).toBeLessThan(24);
  });

  it('[2.11] work of a month or of eleven without any contact ends nothing; after a year a new invitation is needed, and the same tablet goes on', async () => {
    const { c, t } = await tablet();
    e.clock.now += 330 * DAY;
    t.save('p', 'training', t.nextId(), { title: 'Окуу' });
    const { status: after11, body } = await t.sync();
    expect([after11, body?.st]).toEqual([200, []]);
    e.clock.now += 200 * DAY;
    expect(await status(c, c.token)).toBe(401);
    expect(await status(t, t.token)).toBe(200);
    e.clock.now += 366 * DAY;
    t.save('p', 'training', t.nextId(), { title: 'Дагы' });
    expect(await t.sync()).toMatchObject({ status: 401, error: { error: 'expired' } });
    expect((await e.ask('/v1/history?s=p&t=training&id=aaaaaaaaaa.0', { headers: { authorization: `Bearer ${t.token}` } })).status).toBe(401);

    const ports = { now: () => e.clock.now, random: (n: number) => new Uint8Array(n).fill(9) };
    const made = await e.store.write((tx) => invite(tx, { role: 'trainer', areas: [], name: '' }, 'invited', ports));
    const device = t.enrolled?.device;
    const again = await post(e.ask, '/v1/enrol', { v: 1, invite: made.invite, replica: t.replica, label: 'x' }, t.token);
    const tie = (await readBody(again)) as { device: string; token: string };
    expect(tie.device).toBe(device);
    const { status: done, answers } = await t.sync({ token: tie.token });
    expect([done, answers]).toEqual([200, []]);
    expect((await e.store.read((tx) => tx.row('p', 'training', 'aaaaaaaaaa.1' as RecordId)))?.f['title']).toBe('Дагы');
  });
});
