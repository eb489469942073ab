import { afterEach, describe, expect, it } from 'vitest';
import { clockOf, stampOf, stampReplica } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { packOps } from '../../src/core/sync/codec.ts';
import { registry, SCHEMA } from '../../src/core/entities/registry.ts';
import { batchDigest, type HistoryEntry, type SyncRequest } from '../../src/core/sync/protocol.ts';
import type { QuarantineEntry } from '../../src/core/sync/quarantine.ts';
import { keyOf, post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, START, type Endpoint } from './support/endpoint.ts';

const id = (text: string): RecordId => text as RecordId;

describe.each(kinds)('pushing, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  const get = async (path: string, by: Tablet): Promise<unknown> => readBody(await e.ask(path, { headers: { authorization: `Bearer ${by.token}` } }));
  const quarantine = async (by: Tablet): Promise<QuarantineEntry[]> => ((await get('/v1/quarantine', by)) as { quarantine: QuarantineEntry[] }).quarantine;
  const history = async (by: Tablet, s: string, t: string, row: string): Promise<HistoryEntry[]> =>
    ((await get(`/v1/history?${new URLSearchParams({ s, t, id: row }).toString()}`, by)) as { history: HistoryEntry[] }).history;
  const stored = (s: Scope, t: string, row: string) => e.store.read((tx) => tx.row(s, t, id(row)));

  async function pair(): Promise<[Tablet, Tablet]> {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    return [c, await e.joined(c, 'aaaaaaaaaa')];
  }

  it('[2.5.1] the same batch once more gets the same answer and changes nothing', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    c.save('p', 'training', id('coordinat0.1'), { planned: -1 });
    await c.sync({ lose: true });
    const before = await e.store.read((tx) => tx.scopes());
    const { answers, body } = await c.sync();
    expect(answers.map((a) => a[1])).toEqual(['bad']);
    expect(body?.n).toBe(1);
    expect(await e.store.read((tx) => tx.scopes())).toEqual(before);
    expect((await quarantine(c)).length).toBe(1);
  });

  it('[2.5.1] the same batch sent by two at once is taken once', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    c.freeze();
    const message = c.message();
    const responses = await Promise.all([1, 2, 3].map(() => post(e.ask, '/v1/sync', message, c.token)));
    expect(responses.map((r) => r.status)).toEqual([200, 200, 200]);
    expect((await e.store.read((tx) => tx.scopes())).get('p')?.seq).toBe(1);
  });

  it('[2.5.3] an op known from another batch is not applied again', async () => {
    const [c] = await pair();
    const op = c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    await c.sync();
    c.save('p', 'training', id('coordinat0.0'), { title: 'two' });
    c.pend.unshift(op);
    const { answers } = await c.sync();
    expect(answers.map(([o, code]) => [o.no, code])).toEqual([[1, 'dup']]);
    expect((await stored('p', 'training', 'coordinat0.0'))?.f['title']).toBe('two');
  });

  it('[2.5.3] one number with two contents: both are kept, the second in quarantine', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    c.save('p', 'training', id('coordinat0.1'), { title: 'twin' }, { no: 1 });
    await c.sync();
    c.save('p', 'training', id('coordinat0.2'), { title: 'late twin' }, { no: 1 });
    const { answers } = await c.sync();
    expect(answers.map((a) => a.slice(1))).toEqual([['bad', 'bad_no']]);
    expect((await quarantine(c)).map((q) => q.op.f['title']).toSorted()).toEqual(['late twin', 'twin']);
  });

  it('[2.5.4] a bad op goes to quarantine whole, the others are stored', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'good' });
    c.save('p', 'training', id('coordinat0.1'), { title: 'x'.repeat(301) });
    c.save('p', 'training', id('coordinat0.2'), { title: 'good too' });
    const { answers } = await c.sync();
    expect(answers.map(([o, code, detail]) => [o.no, code, detail])).toEqual([[2, 'bad', 'too_long:title']]);
    expect(await stored('p', 'training', 'coordinat0.2')).toBeDefined();
    expect(await stored('p', 'training', 'coordinat0.1')).toBeUndefined();
    expect(await quarantine(c)).toMatchObject([{ reason: 'too_long:title', replica: c.replica, op: { no: 2, f: { title: 'x'.repeat(301) } } }]);
  });

  it.each<[string, Scope, string, string, Record<string, string | number | boolean | null>, object]>([
    ['unknown_table', 'p', 'nonsense', 'coordinat0.9', { a: 1 }, {}],
    ['unknown_table', 'p', '__proto_', 'coordinat0.9', { a: 1 }, {}],
    ['unknown_field:nonsense', 'p', 'training', 'coordinat0.9', {}, { f: { nonsense: 1 } }],
    ['unknown_field:constructor', 'p', 'training', 'coordinat0.9', {}, { f: { constructor: 1 } }],
    ['wrong_type:title', 'p', 'training', 'coordinat0.9', { title: 5 }, {}],
    ['bad_text:title', 'p', 'training', 'coordinat0.9', { title: 'a\0b' }, {}],
    ['bad_text:title', 'p', 'training', 'coordinat0.9', { title: '\ud800' }, {}],
    ['bad_date:start', 'p', 'training', 'coordinat0.9', { start: '2019-02-30' }, {}],
    ['bad_scope', 't:x', 'training', 'coordinat0.9', { title: 'x' }, {}],
    ['bad_scope', 'nowhere' as Scope, 'training', 'coordinat0.9', { title: 'x' }, {}],
    ['bad_id', 'p', 'training', '../../etc/passwd', { title: 'x' }, {}],
    ['bad_id', 't:a.1', 'attendance', 'a:x/y', {}, { f: { registration: 'g:b/c', slot: 'd:b/1', mark: 'present' } }],
    ['not_personal:title', 'p', 'training', 'coordinat0.9', {}, { f: { planned: 1 }, p: { title: 'x' } }],
    ['wrong_type:$gone', 'p', 'training', 'coordinat0.9', {}, { f: { $gone: 'yes' } }],
    ['bad_no', 'p', 'training', 'coordinat0.9', { title: 'x' }, { no: 0 }],
    ['bad_ref:by', 'p', 'training', 'coordinat0.9', { title: 'x' }, { by: '\ud800' }],
    ['bad_stamp', 'p', 'training', 'coordinat0.9', { title: 'x' }, { h: stampOf({ ms: START, c: 0 }, 'bbbbbbbbbb' as ReplicaId) }],
    ['forbidden', 'f:x', 'nonsense', 'coordinat0.9', { a: 1 }, {}],
  ])('[2.5.4] %s', async (reason, s, t, row, values, over) => {
    e = makeEndpoint(kind);
    const c = e.tablet('coordinat0', reason === 'forbidden' ? { schema: 99 } : {});
    await c.enrol(await e.first());
    c.save(s, t, id(row), values, over);
    const { status, answers } = await c.sync();
    expect([status, answers.map((a) => a.slice(1))]).toEqual([200, [['bad', reason]]]);
    expect((await e.store.read((tx) => tx.scopes())).size).toBe(0);
    c.save('p', 'training', id('coordinat0.1'), { title: 'after' }, { no: 77 });
    expect((await c.sync()).answers).toEqual([]);
  });

  it('[2.5.4] an op that became allowed leaves quarantine when it is sent again', async () => {
    const [c, t] = await pair();
    const op = t.save('r:local', 'person', id('coordinat0.5'), { name: 'Асан' });
    expect((await t.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'forbidden']]);
    await post(e.ask, '/v1/grant', { v: 1, device: t.enrolled?.device, scope: 'r:local', on: true }, c.token);
    t.pend.push(op);
    expect((await t.sync()).answers).toEqual([]);
    expect(await quarantine(c)).toEqual([]);
    expect((await stored('r:local', 'person', 'coordinat0.5'))?.p['name']).toBe('Асан');
  });

  it('[2.5.5] overwritten and losing values go to history, with who saved them', async () => {
    const [c, t] = await pair();
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'first', venue: 'school' }, { by: 'aaaaaaaaaa.u', at: START - 5 });
    await t.sync();
    e.clock.now += 1000;
    await c.settle();
    const late = t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'offline' }, { by: 'aaaaaaaaaa.u', at: START + 1000.4 });
    e.clock.now += 1000;
    c.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'by the office' }, { by: 'coordinat0.u' });
    await c.sync();
    const { answers } = await t.sync();
    expect(answers.map(([o, code]) => [o.no, code])).toEqual([[late.no, 'lost']]);
    expect(t.rows.get(keyOf({ s: 'p', t: 'training', id: 'aaaaaaaaaa.0' }))?.f['title']).toBe('by the office');
    expect(await history(c, 'p', 'training', 'aaaaaaaaaa.0')).toEqual([
      { field: 'title', value: 'offline', stamp: late.h, why: 'lost', by: 'aaaaaaaaaa.u', at: START + 1000 },
      { field: 'title', value: 'first', stamp: expect.any(String), why: 'overwritten', by: 'aaaaaaaaaa.u', at: START - 5 },
    ]);
  });

  it('[2.8] a broken chain is a fork, a chain we do not know is a rolled-back endpoint; nothing is applied', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    await c.sync();
    c.save('p', 'training', id('coordinat0.1'), { title: 'two' });
    c.freeze();
    const good = c.message();
    const signed = (m: SyncRequest): SyncRequest => ({ ...m, dig: batchDigest(m.n, m.prev, m.ops) });
    const other = JSON.parse(JSON.stringify(packOps(registry, [c.save('p', 'training', id('coordinat0.2'), { title: 'x' })]))) as SyncRequest['ops'];
    const cases: [SyncRequest, string][] = [
      [signed({ ...good, prev: 'f'.repeat(16) }), 'fork'],
      [signed({ ...good, n: 1, prev: '', ops: other }), 'fork'],
      [signed({ ...good, n: 3 }), 'rolled_back'],
      [{ ...good, replica: 'newreplica' as ReplicaId }, 'rolled_back'],
      [{ ...good, epoch: 'another' }, 'rolled_back'],
    ];
    for (const [message, error] of cases) {
      const response = await post(e.ask, '/v1/sync', message, c.token);
      expect([response.status, await readBody(response)]).toEqual([409, expect.objectContaining({ error, n: message.n, dig: message.dig })]);
    }
    expect(await stored('p', 'training', 'coordinat0.1')).toBeUndefined();
    expect(await e.store.read((tx) => tx.replica('newreplica' as ReplicaId))).toBeUndefined();
    expect((await c.sync()).status).toBe(200);
  });

  it('[2.8] a batch altered on the way is not taken', async () => {
    const [c] = await pair();
    c.save('p', 'training', id('coordinat0.0'), { title: 'one' });
    c.freeze();
    const message = c.message();
    const ops = JSON.parse(JSON.stringify(message.ops).replace('"one"', '"two"')) as SyncRequest['ops'];
    expect((await post(e.ask, '/v1/sync', { ...message, ops }, c.token)).status).toBe(400);
    expect((await c.sync()).status).toBe(200);
  });

  it('[2.8] a device may be a new replica, but not that of another device', async () => {
    const [c, t] = await pair();
    const forked = e.tablet('aaaaaaaaab');
    forked.save('p', 'training', id('aaaaaaaaaa.7'), { title: 'made before the fork' });
    expect((await forked.sync({ token: t.token })).answers).toEqual([]);
    expect(await e.store.read((tx) => tx.replicasOf(t.enrolled?.device ?? ''))).toEqual(['aaaaaaaaaa', 'aaaaaaaaab']);
    expect(await forked.sync({ token: c.token })).toMatchObject({ status: 409, error: { error: 'fork' } });
  });

  it('[2.9.2] a stamp from the future is replaced, order kept; the claim is in history, and an honest edit wins', async () => {
    const [c, t] = await pair();
    const year = 365 * 86_400_000;
    const ahead = (n: number) => stampOf({ ms: START + 80 * year + n, c: 0 }, t.replica);
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'a' }, { h: ahead(1) });
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'b' }, { h: ahead(2) });
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'near' }, { h: stampOf({ ms: START + 60_000, c: 0 }, t.replica) });
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'c' }, { h: ahead(3) });
    const { answers } = await t.sync();
    expect(answers.map(([o, code]) => [o.no, code])).toEqual([[1, 'stamped'], [2, 'stamped'], [4, 'stamped']]);
    const row = await stored('p', 'training', 'aaaaaaaaaa.0');
    expect(row?.f['title']).toBe('c');
    const given = row?.h['title'];
    expect(given && stampReplica(given)).not.toBe(t.replica);
    expect(given && clockOf(given).ms).toBeLessThanOrEqual(START + 60_000);
    expect(t.rows.get(keyOf({ s: 'p', t: 'training', id: 'aaaaaaaaaa.0' }))?.h['title']).toBe(given);
    const claims = (await history(c, 'p', 'training', 'aaaaaaaaaa.0')).filter((x) => x.why === 'claimed');
    expect(claims.map((x) => x.stamp)).toEqual([ahead(3), ahead(2), ahead(1)]);
    expect(claims[0]?.value).toBe(given);
    e.clock.now += 120_000;
    await c.settle();
    c.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'honest' });
    expect((await c.sync()).answers).toEqual([]);
    expect((await stored('p', 'training', 'aaaaaaaaaa.0'))?.f['title']).toBe('honest');
  });

  it('[2.9.3] a slow clock is no fault, and the endpoint stamps above everything it let in, also when its own clock falls back', async () => {
    const [, t] = await pair();
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'old' }, { h: stampOf({ ms: 5, c: 0 }, t.replica) });
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'now' });
    expect((await t.sync()).answers).toEqual([]);
    e.clock.now -= 3_600_000;
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'later' }, { h: stampOf({ ms: START + 1, c: 0 }, t.replica) });
    expect((await t.sync()).answers.map((a) => a[1])).toEqual(['stamped']);
    expect((await stored('p', 'training', 'aaaaaaaaaa.1'))?.f['title']).toBe('later');
  });

  it('[2.13] what a newer app sends is kept as it is and travels on; the same from an app of our age is quarantined', async () => {
    e = makeEndpoint(kind);
    const newer = e.tablet('coordinat0', { schema: SCHEMA + 1 });
    await newer.enrol(await e.first());
    newer.save('p', 'training', id('coordinat0.0'), {}, { f: { title: 'x', weather: ['rain', 'snow'], constructor: 'y' }, p: {} });
    newer.save('p', 'ferry', id('coordinat0.1'), { captain: 'Ө' });
    expect((await newer.sync()).answers).toEqual([]);
    const other = await e.joined(newer, 'bbbbbbbbbb', 'coordinator');
    await other.settle();
    expect(other.rows.get('p training coordinat0.0')?.f).toEqual({ title: 'x', weather: ['rain', 'snow'], constructor: 'y' });
    expect(other.rows.get('p ferry coordinat0.1')?.f).toEqual({ captain: 'Ө' });
    other.save('p', 'ferry', id('bbbbbbbbbb.1'), { captain: 'x' });
    expect((await other.sync()).answers.map((a) => a[2])).toEqual(['unknown_table']);
  });
});
