import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeAsk } from '../../src/client/sync/transport.ts';
import { syncNow } from '../../src/client/sync/engine.ts';
import { parseSyncRequest, parseSyncResponse, scopesOf } from '../../src/core/sync/envelope.ts';
import { unpackOps, unpackRows } from '../../src/core/sync/codec.ts';
import { MEDIA_JSON, PROTOCOL } from '../../src/core/sync/protocol.ts';
import { must } from '../../src/core/result.ts';
import type { RecordId } from '../../src/core/ids.ts';
import { EPOCH, NOW, recordingEndpoint, say, type Recorded } from '../support/recorded/conversation.ts';
import { COORDINATORS, record, TRAINERS } from '../support/recorded/record.ts';
import { openTablet } from '../support/store.ts';

const root = join(import.meta.dirname, '../support/recorded');
const versions = readdirSync(root).filter((name) => /^v\d+$/.test(name));
const fileOf = (version: string): string => join(root, version, 'conversation.json');

// On request only, and only before a version is out: `TIZME_RECORD=v1`.
const toRecord = process.env['TIZME_RECORD'];
if (toRecord !== undefined) writeFileSync(fileOf(toRecord), `[\n${(await record()).map((r) => JSON.stringify(r)).join(',\n')}\n]\n`);

const read = (version: string): Recorded[] => JSON.parse(readFileSync(fileOf(version), 'utf8')) as Recorded[];

it('[4.5.7] there are recordings of the version that is spoken now', () => {
  expect(versions).toContain(`v${PROTOCOL}`);
});

describe.each(versions)('[4.5.7] batches recorded of wire version %s', (version) => {
  const said = read(version);

  it('are understood by this endpoint, and answered so that a client of that version understands', async () => {
    const e = await recordingEndpoint(COORDINATORS, TRAINERS);
    for (const r of said) {
      const { status, answer } = await say(e, r);
      // More may be said to it than then, nothing less and nothing else; only the endpoint's own schema has grown since.
      const { schema: _grown, ...answered } = r.answer;
      expect([r.name, status, answer]).toEqual([r.name, r.status, expect.objectContaining(answered)]);
    }
    const training = await e.store.read((tx) => tx.row('p', 'training', 'k3m9x2q7w1.1' as RecordId));
    expect(training?.f).toMatchObject({ venue: null, langs: ['ky', 'ru'], planned: 20, notes: 'from a clock ahead' });
    const mark = await e.store.read((tx) => tx.row('t:k3m9x2q7w1.1', 'attendance', 'a:g:k3m9x2q7w1.1/k3m9x2q7w1.3/d:k3m9x2q7w1.1/1' as RecordId));
    expect(mark?.f['mark']).toBe('left_early');
    const cup = await e.store.read((tx) => tx.row('t:newertable.1', 'tea_cup', 'q:newertable.1/2' as RecordId));
    expect([cup?.f, cup?.p]).toEqual([{ training: 'newertable.1', n: 2, sugar: 0 }, { drinker: 'Исакова Бүбүсара' }]);
  });

  it('are understood the second time too: each is a repeat or a conflict, and nothing changes', async () => {
    const e = await recordingEndpoint(COORDINATORS, TRAINERS);
    for (const r of said) {
      const first = await say(e, r);
      if (r.status !== 200 || r.request['n'] === undefined) continue;
      const again = await say(e, { ...r, request: { ...r.request, cur: [], cd: undefined } });
      expect([again.status, again.answer['st']]).toEqual([200, first.answer['st']]);
    }
  });

  it('hold what they are meant to hold', () => {
    const codes = said.flatMap((r) => (r.answer['st'] ?? []) as unknown[][]).map((st) => st[1]);
    expect([...new Set(codes)].toSorted()).toEqual(['bad', 'stamped']);
    const ops = said.flatMap((r) => (r.request['ops'] ? unpackOps(r.request['ops'] as never) : []));
    expect(new Set(ops.map((o) => o.t))).toEqual(new Set(['training', 'slot', 'person', 'registration', 'attendance', 'nothing_known', 'tea_cup']));
    expect(ops.some((o) => 'tea_break' in o.f)).toBe(true);
    expect(said.flatMap((r) => (r.status === 409 ? [r.answer['error']] : []))).toEqual(['cursors', 'rolled_back', 'fork']);
    expect(said.flatMap((r) => (r.answer['cur'] ?? []) as unknown[][]).some((c) => c[3] === 1), 'a page with more behind it').toBe(true);
    expect(said.some((r) => Array.isArray(r.request['cur'])) && said.some((r) => typeof r.request['cd'] === 'string')).toBe(true);
  });

  it('answers recorded then are applied by this client, the unknown ones kept', async () => {
    const answers = said.filter((r) => r.device === 'readeroffi' && r.status === 200);
    const tablet = await openTablet(31, NOW);
    await tablet.store.join({ token: 't', push: 'p', role: 'trainer', device: 'd', areas: [], epoch: EPOCH, now: NOW, name: '' });
    let next = 0;
    const ask = makeAsk(async (_, init) => {
      // This tablet has a user of its own to push first; that reader had nothing.
      const { n = 0 } = JSON.parse(gunzipSync(init?.body as Uint8Array).toString()) as { n?: number };
      return new Response(JSON.stringify({ ...must(answers[next++], 'answer').answer, n }), { headers: { 'content-type': MEDIA_JSON } });
    });
    const deps = { store: tablet.store, ask, now: () => tablet.clock.now, random: (n: number) => new Uint8Array(n) };
    while (next < answers.length) expect(await syncNow(deps)).toEqual({ kind: 'done' });
    const expected = new Map<string, unknown>();
    for (const r of answers) {
      const request = parseSyncRequest(r.request);
      if (!request.ok) throw new Error('request');
      const parsed = parseSyncResponse(r.answer, { ...request.value, epoch: EPOCH, scopes: scopesOf(unpackOps(request.value.ops)) });
      if (!parsed.ok) throw new Error(r.name);
      for (const row of unpackRows(parsed.value.ch)) expected.set(`${row.s} ${row.t} ${row.id}`, row);
    }
    const rows = (await tablet.store.db.rows.toArray()).filter((row) => row.t !== 'user' && row.t !== 'device');
    expect(new Map(rows.map((row) => [`${row.s} ${row.t} ${row.id}`, row]))).toEqual(expected);
    expect((await tablet.store.list('registration')).length).toBe(16);
    expect((await tablet.store.find('registration', 'g:k3m9x2q7w1.1/k3m9x2q7w1.2'))?.name).toBe('Асанова Жаңыл');
    expect(rows.find((row) => row.t === 'tea_cup')?.f).toMatchObject({ training: 'newertable.1' });
    expect(await tablet.store.unsent()).toEqual({ count: 0, parked: 0 });
  });

  it('an answer recorded then acknowledges what a tablet pushes now', async () => {
    const bad = must(said.find((r) => r.name.startsWith('bad saves')), 'answer');
    const tablet = await openTablet(32, NOW);
    await tablet.store.join({ token: 't', push: 'p', role: 'trainer', device: 'd', areas: [], epoch: EPOCH, now: NOW, name: '' });
    for (let i = 0; i < 4; i++) await tablet.store.save([{ t: 'training', s: 'p', values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' } }]);
    // The first batch of this tablet was the third of that one.
    const answer = { ...bad.answer, n: 1, cur: undefined, ch: undefined };
    const ask = makeAsk(async () => new Response(JSON.stringify(answer), { headers: { 'content-type': MEDIA_JSON } }));
    expect(await syncNow({ store: tablet.store, ask, now: () => tablet.clock.now, random: (n) => new Uint8Array(n) })).toEqual({ kind: 'done' });
    expect((await tablet.store.parked()).map((o) => o.reason)).toEqual(['bad_code:status', 'unknown_table']);
    expect((await tablet.store.unsent()).count).toBe(2);
  });
});
