import { afterEach, describe, expect, it } from 'vitest';
import { SCHEMA } from '../../src/core/entities/registry.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { unpackRows, type RowsWire } from '../../src/core/sync/codec.ts';
import { cursorDigest, type SyncResponse } from '../../src/core/sync/protocol.ts';
import { keyOf, post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

const id = (text: string): RecordId => text as RecordId;
const training = 'aaaaaaaaaa.0';
const T: Scope = `t:${training}`;

describe.each(kinds)('pulling, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  async function pair(): Promise<[Tablet, Tablet]> {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    return [c, await e.joined(c, 'aaaaaaaaaa')];
  }
  const saveMany = (t: Tablet, n: number, from = 0): void => {
    for (let i = from; i < from + n; i++) t.save('p', 'training', id(`${t.replica}.${i.toString(36)}`), { title: `training ${i}` });
  };
  const countRows = (body: SyncResponse | undefined): number => unpackRows(body?.ch ?? {}).length;
  const counts = async (t: Tablet): Promise<number> => countRows((await t.sync()).body);
  /** Pulls until there is no more: rows, place and `more` of each page of the first scope. */
  const pages = async (t: Tablet, token?: string): Promise<(readonly [rows: number, seq: number, more: number])[]> => {
    const seen: (readonly [number, number, number])[] = [];
    for (let more = 1; more === 1; ) {
      const { body } = await t.sync(token === undefined ? {} : { token });
      const [, seq, , left] = must(body?.cur[0], 'cursor');
      more = left;
      seen.push([countRows(body), seq, more]);
    }
    return seen;
  };

  it('[2.6] what one pushes the other gets, once', async () => {
    const [c, t] = await pair();
    saveMany(t, 3);
    await t.settle();
    expect(await counts(c)).toBe(3);
    expect(await counts(c)).toBe(0);
    expect([...c.rows.values()]).toEqual([...t.rows.values()]);
  });

  it('[2.6] does not tell a tablet what it has just said, and moves past it', async () => {
    const [, t] = await pair();
    saveMany(t, 3);
    const { body } = await t.sync();
    expect(body?.ch).toEqual({});
    expect(body?.cur).toEqual([['p', 1, expect.any(String), 0]]);
    const { body: next } = await t.sync();
    expect(next?.cur).toEqual([]);
  });

  it('[2.6] does tell it where the row is not what it said: another changed it, it lost, or it was re-stamped', async () => {
    const [c, t] = await pair();
    saveMany(t, 2);
    await t.settle();
    await c.settle();
    e.clock.now += 1000;
    c.save('p', 'training', id('aaaaaaaaaa.0'), { venue: 'school' });
    await c.settle();
    t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'mine' });
    t.save('p', 'training', id('aaaaaaaaaa.1'), { title: 'also mine' });
    const { body } = await t.sync();
    expect(countRows(body)).toBe(1);
    expect(t.rows.get(keyOf({ s: 'p', t: 'training', id: 'aaaaaaaaaa.0' }))?.f).toEqual({ title: 'mine', venue: 'school' });
  });

  it('[2.6] suppresses the echo also when the first answer was lost', async () => {
    const [, t] = await pair();
    saveMany(t, 3);
    await t.sync({ lose: true });
    const { body } = await t.sync();
    expect([body?.ch, body?.cur]).toEqual([{}, [['p', 1, expect.any(String), 0]]]);
  });

  it('[D14] the digest of the cursors is enough; when it is not ours, the list is asked for and nothing is applied', async () => {
    const [c, t] = await pair();
    saveMany(t, 1);
    await t.settle();
    saveMany(t, 1, 1);
    t.freeze();
    const wrong = { ...t.message(), cd: cursorDigest([['p', 7, 'x']]) };
    const response = await post(e.ask, '/v1/sync', wrong, t.token);
    expect([response.status, await readBody(response)]).toEqual([409, { error: 'cursors', n: 2, dig: wrong.dig }]);
    await c.settle();
    expect(c.rows.size).toBe(1);
    const { cur: _, ...without } = t.message();
    expect((await post(e.ask, '/v1/sync', without, t.token)).status).toBe(200);
  });

  it('[D14] a lost answer leaves the tablet behind; it says where it stands and gets what it missed', async () => {
    const [c, t] = await pair();
    saveMany(c, 2);
    await c.settle();
    await t.settle();
    c.save('p', 'training', id('coordinat0.0'), { title: 'new' });
    await c.settle();
    await t.sync({ lose: true });
    const { status, error } = await t.sync();
    expect([status, error?.error]).toEqual([409, 'cursors']);
    t.tellCursors = true;
    expect(await counts(t)).toBe(1);
    expect(t.rows.get('p training coordinat0.0')?.f['title']).toBe('new');
  });

  it('[2.7] a place we never gave means that we lost our past', async () => {
    const [, t] = await pair();
    saveMany(t, 1);
    await t.settle();
    const [s, seq, nonce] = t.cursors.get('p') ?? ['p', 0, ''];
    for (const cur of [[s, seq, 'other'], [s, seq + 1, nonce], [s, 0, nonce], [s, Number.MAX_SAFE_INTEGER, nonce]]) {
      const response = await post(e.ask, '/v1/sync', { ...t.message(), cur: [cur] }, t.token);
      expect([response.status, await readBody(response)]).toEqual([409, expect.objectContaining({ error: 'rolled_back', n: 0, dig: '' })]);
    }
    expect((await post(e.ask, '/v1/sync', { ...t.message(), cur: [[s, 0, '']] }, t.token)).status).toBe(200);
  });

  it('[2.6] pages end with pushes, and say when there is more', async () => {
    const [c, t] = await pair();
    for (let k = 0; k < 4; k++) {
      saveMany(c, 160, k * 160);
      await c.sync();
    }
    expect(await pages(t)).toEqual([[640, 4, 0]]);
    const small = e.tablet('aaaaaaaaab');
    small.room = 3000;
    expect(await pages(small, t.token)).toEqual([[160, 1, 1], [160, 2, 1], [160, 3, 1], [160, 4, 0]]);
    expect(small.rows.size).toBe(640);
  });

  it('[2.6] 500 rows a scope, then more', async () => {
    const [c, t] = await pair();
    for (let k = 0; k < 6; k++) {
      saveMany(c, 150, k * 150);
      await c.sync();
    }
    expect(await pages(t)).toEqual([[600, 4, 1], [300, 6, 0]]);
    expect(t.rows.size).toBe(900);
  });

  it('[2.6] however little room is asked for, every answer brings something, and all scopes come at last', async () => {
    const [c, t] = await pair();
    for (let k = 0; k < 5; k++) {
      const one = t.nextId();
      t.save('p', 'training', one, { title: 'x' });
      t.save(`t:${one}`, 'registration', t.nextId(), { training: one, name: 'Асан' });
      await t.settle();
    }
    c.room = 0;
    let rounds = 0;
    for (; rounds < 20; rounds++) {
      const { body } = await c.sync();
      if (body?.cur.every((x) => x[3] === 0) ?? false) break;
    }
    expect(c.rows.size).toBe(10);
    expect(rounds).toBeLessThan(12);
    expect([...c.cursors.keys()].toSorted()).toEqual([...new Set([...c.rows.values()].map((r) => r.s))].toSorted());
  });

  it('[D11] a token that only pushes gets an acknowledgement, no rows and no cursors, and disturbs none', async () => {
    const [c, t] = await pair();
    saveMany(c, 2);
    await c.settle();
    await t.settle();
    saveMany(c, 2, 2);
    await c.settle();
    saveMany(t, 1);
    const { body } = await t.sync({ token: t.enrolled?.push ?? '' });
    expect([body?.n, body?.st, body?.ch, body?.cur]).toEqual([1, [], {}, []]);
    expect((await t.sync()).body?.cur).toEqual([['p', 3, expect.any(String), 0]]);
  });

  it('[2.11] a scope granted later comes from its beginning; one taken away is named and goes', async () => {
    const [c, t] = await pair();
    c.save('r:local', 'person', id('coordinat0.1'), { name: 'Асан уулу Бакыт', sex: 'm' });
    c.save('p', 'training', id('coordinat0.2'), { title: 'x' });
    await c.settle();
    await t.settle();
    expect([...t.rows.keys()]).toEqual(['p training coordinat0.2']);
    const grant = (on: boolean, scope: Scope = 'r:local') => post(e.ask, '/v1/grant', { v: 1, device: t.enrolled?.device, scope, on }, c.token);
    expect(await readBody(await grant(true))).toMatchObject({ areas: ['local'], trainings: [] });
    await t.settle();
    expect(t.rows.get('r:local person coordinat0.1')?.p).toEqual({ name: 'Асан уулу Бакыт', sex: 'm' });
    await grant(false);
    const { body } = await t.sync();
    expect(body?.gone).toEqual(['r:local']);
    expect([...t.rows.keys()]).toEqual(['p training coordinat0.2']);
    expect((await t.sync()).body?.gone).toEqual([]);
  });

  it('[D10] making a training opens its list to its maker, in the same batch; to nobody else but the coordinator', async () => {
    const [c, t] = await pair();
    const other = await e.joined(c, 'bbbbbbbbbb');
    t.save('p', 'training', id(training), { title: 'x' });
    t.save(T, 'registration', id(`g:${training}/aaaaaaaaaa.1`), { training, person: 'aaaaaaaaaa.1', name: 'Айгүл' });
    expect((await t.sync()).answers).toEqual([]);
    other.save(T, 'registration', id('bbbbbbbbbb.1'), { training, name: 'Интруз' });
    expect((await other.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'forbidden']]);
    expect([...other.rows.values()].map((r) => r.s)).toEqual(['p']);
    await c.settle();
    expect([...c.rows.values()].map((r) => r.s).toSorted()).toEqual(['p', T]);
    const sneaky = { ...other.message(), cur: [[T, 1, 'guess'], ['p', 0, '']] };
    const answer = (await readBody(await post(e.ask, '/v1/sync', sneaky, other.token))) as { ch: RowsWire; gone: string[] };
    expect([[...new Set(unpackRows(answer.ch).map((r) => r.s))], answer.gone]).toEqual([['p'], [T]]);
  });

  it('[D10] a training taken from its maker is not given back by the next edit', async () => {
    const [c, t] = await pair();
    t.save('p', 'training', id(training), { title: 'x' });
    await t.settle();
    await post(e.ask, '/v1/grant', { v: 1, device: t.enrolled?.device, scope: T, on: false }, c.token);
    t.save('p', 'training', id(training), { title: 'y' });
    t.save(T, 'registration', t.nextId(), { training });
    expect((await t.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'forbidden']]);
  });

  it('[T59] history is for whoever may read the row', async () => {
    const [c, t] = await pair();
    const other = await e.joined(c, 'bbbbbbbbbb');
    const ask = async (token: string | undefined, query: string): Promise<number> =>
      (await e.ask(`/v1/history?${query}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })).status;
    t.save('p', 'training', id(training), { title: 'x' });
    await t.settle();
    const query = new URLSearchParams({ s: T, t: 'registration', id: 'aaaaaaaaaa.1' }).toString();
    const of = async (q: string) => [await ask(undefined, q), await ask(t.enrolled?.push, q), await ask(other.token, q), await ask(t.token, q), await ask(c.token, q)];
    expect(await of(query)).toEqual([401, 403, 403, 200, 200]);
    expect(await of(query.replace('t%3A', 's%3A'))).toEqual([401, 403, 403, 403, 403]);
    for (const bad of ['', 's=p', 's=p&t=training&id=', 's=x&t=training&id=aaaaaaaaaa.1', 's=p&t=%00&id=aaaaaaaaaa.1', 's=p&t=__proto__&id=aaaaaaaaaa.1']) {
      expect([bad, await ask(c.token, bad)]).toEqual([bad, 400]);
    }
  });

  it('[I10] sensitive attributes and answers are told to nobody, not even out of quarantine', async () => {
    e = makeEndpoint(kind);
    const c = e.tablet('coordinat0', { schema: SCHEMA + 1 });
    await c.enrol(await e.first());
    c.save('s:local', 'attribute', id('coordinat0.1'), { secret: 'kept' });
    c.save('f:x', 'feedback', id('coordinat0.2'), { secret: 'refused' });
    const { answers, body } = await c.sync();
    expect(answers.map((a) => a.slice(1))).toEqual([['bad', 'forbidden']]);
    expect([body?.ch, body?.cur]).toEqual([{}, []]);
    const response = await e.ask('/v1/quarantine', { headers: { authorization: `Bearer ${c.token}` } });
    expect(JSON.stringify(await readBody(response))).not.toContain('refused');
  });
});
