import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchDigest, MAX_WIRE, MEDIA_GZIP, MEDIA_JSON, type SyncRequest } from '../../src/core/sync/protocol.ts';
import type { RecordId } from '../../src/core/ids.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

/** What tables of one message share. */
const $ = { r: ['coordinat0'], ms: 1_574_042_400_000 };

/** A table of `n` rows, as the codec would write it, with parts of it replaced. */
const table = (over: object = {}): object => ({
  n: 1, s: 'p', i: { c: [1] }, f: { title: 'x' }, p: {}, h: [0], c: [0], r: 0, no: [1], by: '', at: [0], ...over,
});

const deep = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`;

describe.each(kinds)('[T58] [T63] [T66] bad input, on %s', (kind) => {
  let e: Endpoint;
  let c: Tablet;
  beforeEach(async () => {
    e = makeEndpoint(kind);
    c = await e.coordinator();
  });
  afterEach(() => e.close());

  /** After whatever came before, an ordinary save still goes through. */
  async function stillWorks(): Promise<void> {
    c.save('p', 'training', c.nextId(), { title: 'ordinary' });
    const { status, answers } = await c.sync();
    expect([status, answers]).toEqual([200, []]);
    expect((await e.ask('/v1/health')).status).toBe(200);
    expect(e.log.filter((x) => x.kind === 'fault')).toEqual([]);
  }
  const send = (body: BodyInit | null, headers: Record<string, string> = {}): Promise<Response> =>
    e.ask('/v1/sync', {
      method: 'POST',
      headers: { 'content-type': MEDIA_JSON, authorization: `Bearer ${c.token}`, ...headers },
      ...(body === null ? {} : { body, duplex: 'half' }),
    });
  /** A message whose digest is right, so that what is wrong with its ops is what is looked at. */
  const withOps = (ops: unknown, over: Partial<SyncRequest> = {}): string => {
    const [n, prev] = [c.last.n + 1, c.last.dig];
    const wire = JSON.parse(JSON.stringify(ops)) as SyncRequest['ops'];
    return JSON.stringify({ ...c.message(), n, prev, ops: wire, dig: batchDigest(n, prev, wire), ...over });
  };
  const errorOf = async (r: Response): Promise<[number, unknown]> => [r.status, ((await readBody(r)) as { error?: unknown }).error];

  const bodies: [string, () => BodyInit | null, number, string, Record<string, string>?][] = [
    ['nothing', () => null, 400, 'bad_message'],
    ['an empty text', () => '', 400, 'bad_message'],
    ['text that is not JSON', () => 'hello', 400, 'bad_message'],
    ['JSON with a comment', () => '{}// x', 400, 'bad_message'],
    ['JSON and garbage', () => '{}{}', 400, 'bad_message'],
    ['null', () => 'null', 400, 'bad_message'],
    ['a number', () => '5', 400, 'bad_message'],
    ['a list', () => '[]', 400, 'bad_message'],
    ['an empty object', () => '{}', 400, 'bad_message'],
    ['NaN', () => '{"v":NaN}', 400, 'bad_message'],
    ['version 0', () => JSON.stringify({ ...c.message(), v: 0 }), 426, 'too_old'],
    ['version 999', () => JSON.stringify({ ...c.message(), v: 999 }), 426, 'too_old'],
    ['a version in words', () => JSON.stringify({ ...c.message(), v: 'one' }), 400, 'bad_message'],
    ['__proto__ at the top', () => `{"__proto__":{"isAdmin":true},${JSON.stringify(c.message()).slice(1)}`, 400, 'bad_message'],
    ['__proto__ among scopes', () => withOps({}).replace('"ops":{}', '"ops":{"__proto__":{}}'), 400, 'bad_message'],
    ['constructor.prototype', () => `{"constructor":{"prototype":{"isAdmin":true}}}`, 400, 'bad_message'],
    ['UTF-8 cut in half', () => new Uint8Array([0x22, 0xd0, 0x22]), 400, 'bad_message'],
    ['UTF-16', () => new Uint8Array(Buffer.from(JSON.stringify(c.message()), 'utf16le')), 400, 'bad_message'],
    ['gzip called JSON', () => new Uint8Array(gzipSync('{}')), 400, 'bad_message'],
    ['JSON called gzip', () => '{}', 400, 'bad_message', { 'content-type': MEDIA_GZIP }],
    ['gzip cut short', () => new Uint8Array(gzipSync(JSON.stringify(c.message())).subarray(0, 40)), 400, 'bad_message', { 'content-type': MEDIA_GZIP }],
    ['gzip of nothing', () => new Uint8Array(gzipSync('')), 400, 'bad_message', { 'content-type': MEDIA_GZIP }],
    ['[T64] a bomb: 1 KB that unpacks to 100 MB', () => new Uint8Array(gzipSync(Buffer.alloc(100_000_000))), 413, 'too_big', { 'content-type': MEDIA_GZIP }],
    ['1 MiB and a byte', () => ' '.repeat(MAX_WIRE + 1), 413, 'too_big'],
    ['a length that lies', () => '{}', 413, 'too_big', { 'content-length': '1000000000' }],
    ['nesting of 100,000', () => deep(100_000), 400, 'bad_message'],
    ['a text of 30,000', () => JSON.stringify({ ...c.message(), epoch: 'x'.repeat(30_000) }), 413, 'too_big'],
    ['a name of 400', () => JSON.stringify({ ['x'.repeat(400)]: 1 }), 413, 'too_big'],
    ['no media type', () => new Uint8Array([0x7b, 0x7d]), 415, 'bad_media', { 'content-type': '' }],
    ['text/plain', () => '{}', 415, 'bad_media', { 'content-type': 'text/plain' }],
    ['a form', () => 'a=1', 415, 'bad_media', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON in UTF-7', () => '{}', 415, 'bad_media', { 'content-type': 'application/json; charset=utf-7' }],
    ['an encoding on top', () => '{}', 415, 'bad_media', { 'content-encoding': 'gzip' }],
  ];
  it.each(bodies)('%s', async (_, body, status, error, headers) => {
    expect(await errorOf(await send(body(), headers))).toEqual([status, error]);
    await stillWorks();
  });

  it('a body in pieces without a length is cut off at 1 MiB', async () => {
    const piece = new Uint8Array(65_536).fill(32);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += piece.length;
        controller.enqueue(piece);
      },
    });
    expect(await errorOf(await send(endless))).toEqual([413, 'too_big']);
    expect(sent).toBeLessThan(MAX_WIRE + 4 * piece.length);
    await stillWorks();
  });

  const envelopes: [string, object][] = [
    ['ops null', { ops: null }], ['ops a list', { ops: [] }], ['ops text', { ops: 'x' }], ['ops of text', { ops: { p: 'x' } }],
    ['n negative', { n: -1 }], ['n half', { n: 0.5 }], ['n text', { n: '1' }], ['n 2^53', { n: 2 ** 53 }], ['n with no ops', { n: 1 }],
    ['a replica in capitals', { replica: 'COORDINAT0' }], ['no replica', { replica: undefined }],
    ['a cursor of a bad scope', { cur: [['x', 1, '']] }], ['a negative cursor', { cur: [['p', -1, '']] }], ['a cursor of 2^63', { cur: [['p', 2 ** 63, '']] }],
    ['a cursor in words', { cur: [['p', 'x', '']] }], ['a cursor with a line break', { cur: [['p', 1, 'a\nb']] }], ['cursors text', { cur: 'x' }],
    ['5,001 cursors', { cur: Array.from({ length: 5001 }, () => ['p', 0, '']) }],
    ['room negative', { room: -1 }], ['room text', { room: 'x' }], ['no wall', { wall: undefined }], ['an epoch with NUL', { epoch: '\0' }],
  ];
  it.each(envelopes)('envelope: %s', async (_, over) => {
    expect(await errorOf(await send(JSON.stringify({ ...c.message(), ...over })))).toEqual([400, 'bad_message']);
    await stillWorks();
  });

  const tables: [string, object, number, string][] = [
    ['columns of null', { f: null }, 400, 'bad_message'],
    ['columns a list', { f: [] }, 400, 'bad_message'],
    ['a column of text', { f: { title: { v: 'x' } } }, 400, 'bad_message'],
    ['a column of null', { f: { title: { l: null } } }, 400, 'bad_message'],
    ['a column too long', { f: { title: { v: ['a', 'b'] } } }, 400, 'bad_message'],
    ['a column too short', { n: 2, f: { title: { v: ['a'] } } }, 400, 'bad_message'],
    ['joined texts too few', { n: 2, f: { title: { l: 'a' } } }, 400, 'bad_message'],
    ['a place beyond the different values', { n: 2, f: { title: { d: ['a'], x: '01' } } }, 400, 'bad_message'],
    ['places too few', { n: 2, f: { title: { d: ['a'], x: '0' } } }, 400, 'bad_message'],
    ['gaps that do not fit', { n: 2, f: { title: { l: 'a|b', a: '10' } } }, 400, 'bad_message'],
    ['a day beyond all calendars', { f: { start: { day: 1e12 } } }, 400, 'bad_message'],
    ['no scope', { s: undefined }, 400, 'bad_message'],
    ['scopes that are numbers', { s: 5 }, 400, 'bad_message'],
    ['a key but no fields of it and no id', { k: ['d', 'training', 'n'], i: undefined }, 400, 'bad_message'],
    ['no rows', { n: 0 }, 400, 'bad_message'],
    ['rows in words', { n: 'x' }, 400, 'bad_message'],
    ['rows negative', { n: -5 }, 400, 'bad_message'],
    ['201 rows', { n: 201 }, 413, 'too_big'],
    ['a billion rows in a constant', { n: 1e9 }, 413, 'too_big'],
    ['300 columns', { f: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}`, { k: 1 }])) }, 413, 'too_big'],
    ['ids of many parts', { i: { p: 'a', q: Array.from({ length: 50 }, () => ({ n: [1] })) } }, 400, 'bad_message'],
    ['ids nested too deep', { i: { p: 'a', q: [{ p: 'a', q: [{ p: 'a', q: [{ p: 'a', q: [{ p: 'a', q: [{ p: 'a', q: [{ p: 'a', q: [{ n: [1] }] }] }] }] }] }] }] } }, 400, 'bad_message'],
    ['an id without a replica', { i: { c: 1, x: 7 } }, 400, 'bad_message'],
    ['an id with a negative counter', { i: { c: [-1] } }, 400, 'bad_message'],
    ['a stamp in words', { h: ['x'] }, 400, 'bad_message'],
    ['a stamp beyond 48 bits', { h: [2 ** 49] }, 400, 'bad_message'],
    ['a counter of 65,536', { c: [65_536] }, 400, 'bad_message'],
    ['numbers that are objects', { no: [{}] }, 400, 'bad_message'],
    ['a progression of objects', { no: { s: {}, d: [] } }, 400, 'bad_message'],
    ['an author that is a list', { by: { k: [] } }, 400, 'bad_message'],
    ['a stamp of no replica', { r: 1 }, 400, 'bad_message'],
  ];
  it.each(tables)('columns: %s', async (_, over, status, error) => {
    expect(await errorOf(await send(withOps({ $, training: table(over) })))).toEqual([status, error]);
    await stillWorks();
  });

  it('columns: a time of infinity', async () => {
    // Infinity is written as null, so the digest agrees with what is read.
    const body = withOps({ $, training: table({ at: [null] }) }).replace('"at":[null]', '"at":[1e400]');
    expect(await errorOf(await send(body))).toEqual([400, 'bad_message']);
    await stillWorks();
  });

  it('the same table, untouched, is taken: what is refused above is refused for what was changed', async () => {
    const message = withOps({ $, training: table({ no: [9001] }) });
    const response = await send(message);
    expect([response.status, ((await readBody(response)) as { st?: unknown }).st]).toEqual([200, undefined]);
    c.last = { n: c.last.n + 1, dig: (JSON.parse(message) as SyncRequest).dig };
    c.tellCursors = true;
    await stillWorks();
  });

  it('[T63] one long text as a column of 200 is not kept two hundred times', async () => {
    const n = 200;
    const long = table({ n, i: { c: { s: 1, d: 1 } }, f: Object.fromEntries([1, 2].map((k) => [`a${k}`, 'x'.repeat(20_000)])), h: 0, c: 0, no: { s: 500, d: 1 }, at: 0 });
    expect(await errorOf(await send(withOps({ $, training: long })))).toEqual([413, 'too_big']);
    await stillWorks();
  });

  const values: [string, unknown][] = [
    ['an object', { a: 1 }], ['a list of lists', [[1]]], ['a list of objects', [{}]], ['1e308', 1e308], ['minus zero', -0], ['2^53 + 1', 2 ** 53 + 1],
    ['half', 0.5], ['a lone surrogate', '\ud800'], ['NUL', 'a\0b'], ['10,000 letters', 'ө'.repeat(10_000)], ['1e400', 1e400],
  ];
  it.each(values)('a value that is %s goes to quarantine, not into a row', async (_, value) => {
    for (const field of ['title', 'planned', 'topics', 'start', '$gone']) {
      c.save('p', 'training', 'coordinat0.zz' as RecordId, {}, { f: { [field]: value as string }, p: {} });
    }
    const { status, answers } = await c.sync();
    expect(status).toBe(200);
    const expected = answers.length;
    // null is a value that any field may hold: infinity becomes null in JSON, minus zero is zero.
    expect(expected).toBe(value === Infinity ? 1 : Object.is(value, -0) || value === '' ? 4 : 5);
    await stillWorks();
  });

  const naughty = [
    '', ' ', '\u00a0', 'undefined', 'null', 'NaN', '-', '__proto__', 'constructor', 'hasOwnProperty', '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>', "'; drop table rows;--", '$t(secret)', '{{name}}', '\u202eabc', '\u2066x\u2069', '\u200b', '\ufeff', '🙂👩‍👩‍👧', 'ﬁ',
    'İı', '=1+1', '＝1+1', '@SUM(1)', "=cmd|' /C calc'!A0", 'a\tb\nc', '\u2028\u2029', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢', 'й', 'й', '\ufffd', '%00', '\\', '../../x',
  ];
  it('[T66] names of every kind come back as they were typed', async () => {
    for (const [i, name] of naughty.entries()) c.save('p', 'trainer', `coordinat0.n${i}` as RecordId, { name });
    expect((await c.sync()).answers).toEqual([]);
    const reader = await e.joined(c, 'readerread', 'coordinator');
    await reader.settle();
    expect(naughty.map((_, i) => reader.rows.get(`p trainer coordinat0.n${i}`)?.p['name'])).toEqual(naughty);
  });

  it('[T59] rights claimed in a message are no rights', async () => {
    const t = await e.joined(c, 'eeeeeeeeee');
    const body = JSON.stringify({ ...t.message(), role: 'coordinator', device: c.enrolled?.device, isAdmin: true });
    await e.ask('/v1/sync', { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${t.token}` }, body });
    const response = await post(e.ask, '/v1/invite', { v: 1, role: 'coordinator', areas: [], name: '' }, t.token);
    expect(response.status).toBe(403);
  });

  const tokens: [string, string | undefined][] = [
    ['none', undefined], ['empty', ''], ['no scheme', 'abc'], ['basic', 'Basic YTpi'], ['of another', `Bearer ${'a'.repeat(52)}`], ['with a quote', `Bearer '${'a'.repeat(40)}`],
    ['very long', `Bearer ${'a'.repeat(8000)}`],
  ];
  it.each(tokens)('a token that is %s is unknown, whatever the body', async (_, authorization) => {
    const response = await e.ask('/v1/sync', {
      method: 'POST', headers: { 'content-type': MEDIA_JSON, ...(authorization === undefined ? {} : { authorization }) }, body: deep(1000),
    });
    expect(await errorOf(response)).toEqual([401, 'unknown']);
  });

  const paths: [string, string, number][] = [
    ['GET', '/v1', 404], ['GET', '/v1/', 404], ['GET', '/v1/nothing', 404], ['GET', '/v1/sync', 404], ['DELETE', '/v1/devices', 404], ['PROPFIND', '/v1/sync', 404],
    ['OPTIONS', '/v1/sync', 404], ['POST', '/v1/health', 404], ['GET', '/v1/%2e%2e/x', 404], ['GET', '/v1/%zz', 404], ['POST', '/anything', 405], ['PUT', '/', 405],
    ['GET', '/', 404], ['GET', '/..%2f..%2fetc/passwd', 404], ['GET', '/%5c..', 404], ['GET', '/%00', 404], ['GET', '/a//b', 404], ['GET', `/${'a'.repeat(8000)}`, 404],
    ['GET', '/?__proto__[x]=1&a=1&a=2', 404], ['GET', '//evil', 404], ['GET', '/v1/history?s=p&s=q&__proto__[x]=1', 401], ['GET', "/v1/devices?limit=-1&since=' OR 1=1", 401],
  ];
  it.each(paths)('%s %.40s', async (method, path, status) => {
    const response = await e.ask(path, { method });
    expect(response.status).toBe(status);
    await stillWorks();
  });

  it('[T81] nothing that was sent comes back in an error', async () => {
    for (const body of ['{"secret-canary"', '"secret-canary"', '{"v":1,"secret-canary":1}']) {
      expect(await (await send(body)).text()).not.toContain('canary');
    }
  });
});
