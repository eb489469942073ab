import { afterEach, describe, expect, it } from 'vitest';
import { stampOf } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { parseHistory, type HistoryAnswer } from '../../src/core/sync/history.ts';
import { parseQuarantine, type QuarantineAnswer, type QuarantineEntry } from '../../src/core/sync/quarantine.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

const id = (text: string): RecordId => text as RecordId;
const YEAR = 365 * 24 * 3_600_000;

describe.each(kinds)('what was refused, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  const get = async (path: string, by: Tablet): Promise<unknown> => readBody(await e.ask(path, { headers: { authorization: `Bearer ${by.token}` } }));
  const list = async (by: Tablet, after?: string): Promise<QuarantineAnswer> =>
    must(parseQuarantine(await get(`/v1/quarantine${after === undefined ? '' : `?after=${after}`}`, by)), 'list');
  const decide = async (by: Tablet, q: QuarantineEntry, what: 'retry' | 'discard'): Promise<[number, unknown]> => {
    const response = await post(e.ask, '/v1/quarantine', { v: 1, replica: q.replica, no: q.op.no, dig: q.dig, do: what, by: 'coordinat0.u' }, by.token);
    return [response.status, await readBody(response)];
  };
  const history = async (by: Tablet, s: string, t: string, row: string): Promise<HistoryAnswer> =>
    must(parseHistory(await get(`/v1/history?${new URLSearchParams({ s, t, id: row }).toString()}`, by)), 'history');
  const title = async (row: string): Promise<unknown> => (await e.store.read((tx) => tx.row('p', 'training', id(row))))?.f['title'];

  async function pair(): Promise<[Tablet, Tablet]> {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = await e.joined(c, 'aaaaaaaaaa');
    c.save('p', 'training', id('coordinat0.0'), { title: 'Окуу' });
    await c.settle();
    await t.settle();
    return [c, t];
  }
  /** A change the trainer may not make, refused. */
  async function refused(c: Tablet, t: Tablet, more: object = {}): Promise<QuarantineEntry> {
    t.save('p', 'training', id('coordinat0.0'), { title: 'mine' }, more);
    await t.settle();
    return must((await list(c)).quarantine[0], 'entry');
  }

  it('[2.5.4.1] a save its tablet might not make is stored when a coordinator says so, under its own origin and stamp; the tablet learns by pulling', async () => {
    const [c, t] = await pair();
    const q = await refused(c, t);
    expect([q.reason, (await list(c)).total]).toEqual(['forbidden', 1]);
    expect(await decide(c, q, 'retry')).toEqual([200, { done: 'stored' }]);
    expect(await list(c)).toEqual({ quarantine: [], total: 0 });
    const row = must(await e.store.read((tx) => tx.row('p', 'training', id('coordinat0.0'))), 'row');
    expect([row.f['title'], row.h['title']]).toEqual(['mine', q.op.h]);
    expect((await history(c, 'p', 'training', 'coordinat0.0')).history.map((h) => [h.value, h.why])).toEqual([['Окуу', 'overwritten']]);
    await t.settle();
    expect(t.rows.get('p training coordinat0.0')?.f['title']).toBe('mine');
    // Offered once more by its tablet it is known; a second decision comes too late.
    t.pend.push(must(t.parked[0], 'parked'));
    expect((await t.sync()).answers.map((a) => a[1])).toEqual(['dup']);
    expect(await decide(c, q, 'retry')).toEqual([404, { error: 'not_found' }]);
  });

  it('[2.5.4] [I3] one that is older than what stands by now loses, and goes to history', async () => {
    const [c, t] = await pair();
    const q = await refused(c, t);
    e.clock.now += 1000;
    c.save('p', 'training', id('coordinat0.0'), { title: 'newer' });
    await c.settle();
    expect(await decide(c, q, 'retry')).toEqual([200, { done: 'stored' }]);
    expect(await title('coordinat0.0')).toBe('newer');
    expect((await history(c, 'p', 'training', 'coordinat0.0')).history).toContainEqual(expect.objectContaining({ value: 'mine', why: 'lost' }));
  });

  it('[2.5.4] [2.9] a stamp in the future is replaced, the claim kept', async () => {
    const [c, t] = await pair();
    const h = stampOf({ ms: e.clock.now + YEAR, c: 0 }, 'aaaaaaaaaa' as ReplicaId);
    const q = await refused(c, t, { h });
    expect(await decide(c, q, 'retry')).toEqual([200, { done: 'stored' }]);
    e.clock.now += 1000;
    c.save('p', 'training', id('coordinat0.0'), { title: 'newer' });
    await c.settle();
    expect(await title('coordinat0.0')).toBe('newer');
    expect((await history(c, 'p', 'training', 'coordinat0.0')).history).toContainEqual(expect.objectContaining({ why: 'claimed', stamp: h }));
  });

  it('[2.5.4] what no record may say is refused again, with its reason', async () => {
    const [c, t] = await pair();
    t.save('p', 'training', t.nextId(), { planned: -1 });
    t.save('f:x', 'feedback', id('aaaaaaaaaa.9'), { x: 'y' });
    await t.settle();
    for (const q of (await list(c)).quarantine) {
      const reason = q.op.t === 'feedback' ? 'unknown_table' : 'too_small:planned';
      expect(await decide(c, q, 'retry')).toEqual([200, { done: 'refused', reason }]);
    }
    expect((await list(c)).total).toBe(2);
  });

  it('[2.5.4] [2.11] the last work of a device taken out is stored, its new training too, which it may read once it is let in', async () => {
    const [c, t] = await pair();
    const device = must(t.enrolled, 'tie').device;
    await post(e.ask, '/v1/revoke', { v: 1, device, on: true }, c.token);
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'last' });
    t.save('t:aaaaaaaaaa.0', 'slot', id('d:aaaaaaaaaa.0/1'), { training: 'aaaaaaaaaa.0', n: 1, day: '2019-11-18' });
    await t.sync();
    const waiting = (await list(c)).quarantine;
    expect(waiting.map((q) => [q.reason, q.device])).toEqual([['revoked', device], ['revoked', device]]);
    for (const q of waiting) expect(await decide(c, q, 'retry')).toEqual([200, { done: 'stored' }]);
    await c.settle();
    expect([...c.rows.values()].map((r) => r.id as string)).toEqual(expect.arrayContaining(['aaaaaaaaaa.0', 'd:aaaaaaaaaa.0/1']));
    await post(e.ask, '/v1/revoke', { v: 1, device, on: false }, c.token);
    await t.settle();
    expect([...t.rows.keys()]).toContain('t:aaaaaaaaaa.0 slot d:aaaaaaaaaa.0/1');
  });

  it('[2.5.4] one that is let go stays in history with who and when, and is known when it is offered once more', async () => {
    const [c, t] = await pair();
    const q = await refused(c, t);
    e.clock.now += 5000;
    expect(await decide(c, q, 'discard')).toEqual([200, { done: 'discarded' }]);
    const told = await history(c, 'p', 'training', 'coordinat0.0');
    expect(told.history).toEqual([]);
    expect(told.discarded).toEqual([{ field: 'title', value: 'mine', stamp: q.op.h, by: '', at: q.op.at, judge: 'coordinat0.u', tablet: 'office', judged: e.clock.now }]);
    expect(told.tablets).toContainEqual(['aaaaaaaaaa', 'tablet']);
    t.pend.push(must(t.parked[0], 'parked'));
    expect((await t.sync()).answers.map((a) => a[1])).toEqual(['dup']);
    expect([await title('coordinat0.0'), (await list(c)).total]).toEqual(['Окуу', 0]);
  });

  it('[2.5.4] [T75] what history cannot hold is kept beside it', async () => {
    const [c, t] = await pair();
    t.save('p', 'training', t.nextId(), {}, { f: { 'a\0b': '\ud800' } });
    t.save('nowhere' as Scope, 'training', t.nextId(), { title: 'x' });
    await t.settle();
    for (const q of (await list(c)).quarantine) expect((await decide(c, q, 'discard'))[0]).toBe(200);
    expect((await list(c)).total).toBe(0);
    const kept = await e.store.read(async (tx) => [...(await tx.access.discarded(t.replica, 1)), ...(await tx.access.discarded(t.replica, 2))]);
    expect(kept.map((d) => Object.values((JSON.parse(d.op) as { f: object }).f))).toEqual([['\ud800'], ['x']]);
  });

  it('[2.5.4] a long list comes by pages, each entry once, and the devices say how many there are', async () => {
    const [c, t] = await pair();
    for (let i = 0; i < 230; i++) t.save('p', 'training', id('coordinat0.0'), { title: `${i}` });
    await t.settle();
    const seen: number[] = [];
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await list(c, next);
      expect(page.total).toBe(230);
      seen.push(...page.quarantine.map((q) => q.op.no));
      next = page.next;
      pages += 1;
    } while (next !== undefined);
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, 230, 230]);
    expect(await get('/v1/devices', c)).toMatchObject({ refused: 230 });
    expect((await e.ask('/v1/quarantine?after=nonsense', { headers: { authorization: `Bearer ${c.token}` } })).status).toBe(400);
  });

  it('[2.11] decisions are for a coordinator with a token that reads', async () => {
    const [c, t] = await pair();
    const q = await refused(c, t);
    expect((await decide(t, q, 'retry'))[0]).toBe(403);
    expect((await post(e.ask, '/v1/quarantine', { v: 1, replica: q.replica, no: 1, dig: q.dig, do: 'retry' }, c.enrolled?.push)).status).toBe(403);
    for (const body of [{}, { v: 1, replica: 'x', no: 1, dig: 'd', do: 'retry' }, { v: 1, replica: q.replica, no: 0.5, dig: 'd', do: 'retry' }, { v: 1, replica: q.replica, no: 1, dig: 'd', do: 'burn' }]) {
      expect((await post(e.ask, '/v1/quarantine', body, c.token)).status).toBe(400);
    }
    expect((await list(c)).total).toBe(1);
  });
});
