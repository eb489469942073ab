import { afterEach, describe, expect, it } from 'vitest';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { packRequest } from '../../src/core/sync/envelope.ts';
import type { EraseReason, ErasureReport } from '../../src/core/sync/erasure.ts';
import { MEDIA_JSON, type ErasedEntry } from '../../src/core/sync/protocol.ts';
import { createApp } from '../../src/server/app.ts';
import { memoryLedger } from '../../src/server/erase/ledger.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, START, type Endpoint } from './support/endpoint.ts';

const id = (text: string): RecordId => text as RecordId;
const AREA = 'r:local';
const TRAINING = id('coordinat0.t');
const PERSON = id('coordinat0.p');
const REGISTRATION = id(`g:${TRAINING}/${PERSON}`);
const SCOPE: Scope = `t:${TRAINING}`;
const NAME = 'Токтосунова Зыйнат';

describe.each(kinds)('[2.12] erasing a person, on %s', (kind) => {
  let e: Endpoint;
  let ledger: ReturnType<typeof memoryLedger>;
  afterEach(() => e.close());

  /** A coordinator with a training and somebody on its list, and a trainer who reads it. */
  async function project(): Promise<[Tablet, Tablet]> {
    ledger = memoryLedger();
    e = makeEndpoint(kind, { ledger });
    const c = await e.coordinator();
    c.save('p', 'training', TRAINING, { title: 'Бюджет', start: '2019-11-18', end: '2019-11-18' });
    c.save(AREA, 'person', PERSON, { name: 'Токтосунова З.', phone: '+996 555 010203', sex: 'f', unit: '41703225853000' });
    c.save(AREA, 'person', PERSON, { name: NAME });
    c.save(AREA, 'consent', id('coordinat0.c'), { person: PERSON, given: true, witness: `күбө: ${NAME}` });
    c.save(SCOPE, 'registration', REGISTRATION, { training: TRAINING, person: PERSON, name: NAME, org: 'Мектеп', sex: 'f', age_band: '29-44', role: 'ngo' });
    await c.settle();
    const t = await e.joined(c, 'aaaaaaaaaa', 'trainer', ['local']);
    for (const device of (await e.store.read((tx) => tx.devices())).map((d) => d.device)) await e.store.write((tx) => tx.putGrant({ s: SCOPE, device, on: true }));
    await t.settle();
    return [c, t];
  }

  const subjects = (...ids: RecordId[]) => ids.map((x) => ({ t: 'person', id: x }));
  const erase = (by: Tablet, what: unknown = subjects(PERSON), reason: EraseReason = 'asked', token = by.token): Promise<Response> =>
    post(e.ask, '/v1/erase', { v: 1, subjects: what, reason }, token);
  const list = async (by: Tablet): Promise<ErasureReport[]> =>
    ((await readBody(await e.ask('/v1/erase', { headers: { authorization: `Bearer ${by.token}` } }))) as { erasures: ErasureReport[] }).erasures;
  /** Everything the endpoint would hand out of these rows, as one text. */
  const everything = (): Promise<string> =>
    e.store.read(async (tx) => {
      const rows = [];
      for (const s of [AREA, SCOPE, 'p'] as const) {
        for (const row of await tx.rowsAfter(s, 0, 1000)) rows.push(row, ...(await tx.history(s, row.t, row.id)));
      }
      return JSON.stringify([rows, await tx.quarantine(100), await tx.devices()]);
    });
  const row = (s: Scope, t: string, row_: RecordId) => e.store.read((tx) => tx.row(s, t, row_));
  /** One question without a push, with the mark the tablet would name. */
  const heard = async (t: Tablet, mark?: string): Promise<readonly ErasedEntry[]> => {
    // Nothing of the answers is applied: the endpoint must be told where the tablet stands.
    t.tellCursors = true;
    const response = await post(e.ask, '/v1/sync', packRequest({ ...t.message(), ...(mark === undefined ? {} : { heard: mark }) }), t.token);
    expect(response.status).toBe(200);
    return ((await readBody(response)) as { er?: readonly ErasedEntry[] }).er ?? [];
  };

  it('takes every personal cell with its history, leaves the counted ones, and tells readers', async () => {
    const [c, t] = await project();
    const before = await row(SCOPE, 'registration', REGISTRATION);
    expect(await everything()).toContain(NAME);
    const response = await erase(c);
    expect(response.status).toBe(200);
    const report = (await readBody(response)) as ErasureReport;
    expect(report).toMatchObject({ by: 'office', reason: 'asked', rows: 3, at: START });
    const after = await everything();
    for (const text of [NAME, 'Токтосунова', '010203', 'Мектеп', 'күбө']) expect(after).not.toContain(text);
    const registration = await row(SCOPE, 'registration', REGISTRATION);
    expect(registration).toMatchObject({ f: { sex: 'f', age_band: '29-44', role: 'ngo', $erased: true }, p: {}, prev: before?.seq });
    expect(Object.keys(registration?.h ?? {}).toSorted()).toEqual(Object.keys(registration?.f ?? {}).toSorted());
    expect(registration?.seq).toBeGreaterThan(before?.seq ?? 0);
    expect((await row(AREA, 'person', PERSON))?.f).toEqual({ unit: '41703225853000', $erased: true });
    await t.settle();
    expect(t.rows.get(`${AREA} person ${PERSON}`)?.f).toMatchObject({ $erased: true });
    expect(await heard(t)).toEqual([[expect.any(String), expect.arrayContaining([PERSON, 'coordinat0.c'])]]);
  });

  it('what arrives later about them is taken without what is personal, by whatever name it comes', async () => {
    const [c, t] = await project();
    await erase(c);
    t.save(SCOPE, 'registration', REGISTRATION, { name: NAME, role: 'resident' });
    t.save(SCOPE, 'registration', REGISTRATION, { phone: '0555 010203' });
    t.save(AREA, 'consent', id('coordinat0.c'), { witness: NAME });
    t.save(SCOPE, 'registration', REGISTRATION, { sex: 'm' });
    // A row made anew about them, and a save of it that does not say so.
    t.save(AREA, 'consent', id('aaaaaaaaaa.c'), { person: PERSON, witness: NAME, given: false });
    t.save(AREA, 'consent', id('aaaaaaaaaa.c'), { witness: `${NAME}, ошол эле` });
    const { answers, body } = await t.sync();
    expect(answers.map(([op, code]) => [op.no, code])).toEqual([[1, 'erased'], [2, 'erased'], [3, 'erased'], [5, 'erased'], [6, 'erased']]);
    expect(body?.er?.at(-1)).toEqual(['', [REGISTRATION, 'coordinat0.c', 'aaaaaaaaaa.c']]);
    expect(await everything()).not.toContain(NAME);
    expect(await everything()).not.toContain('010203');
    expect((await row(SCOPE, 'registration', REGISTRATION))?.f).toMatchObject({ role: 'resident', sex: 'm' });
    expect(await row(AREA, 'consent', id('aaaaaaaaaa.c'))).toMatchObject({ f: { given: false, $erased: true }, p: {} });
    // Months later, from somebody else, of a row that was made after the erasure.
    const other = await e.joined(c, 'bbbbbbbbbb', 'coordinator');
    other.save(AREA, 'consent', id('aaaaaaaaaa.c'), { witness: NAME });
    expect((await other.sync()).answers.map((a) => a[1])).toEqual(['erased']);
    expect(await everything()).not.toContain(NAME);
  });

  it('a refused save about them leaves nothing personal in quarantine, before and after', async () => {
    const [c, t] = await project();
    const foreign: Scope = 't:zzzzzzzzzz.9';
    const refused = (): void => {
      t.save(foreign, 'registration', id(`g:zzzzzzzzzz.9/${PERSON}`), { training: 'zzzzzzzzzz.9', person: PERSON, name: NAME, sex: 'f' });
      t.save(AREA, 'person', PERSON, {}, { f: { name: NAME, unit: '41703225853000' }, p: { org: NAME } });
    };
    refused();
    expect((await t.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'forbidden'], ['bad', 'not_personal:name']]);
    expect(await everything()).toContain(NAME);
    await erase(c);
    expect(await everything()).not.toContain(NAME);
    refused();
    expect((await t.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'forbidden'], ['bad', 'not_personal:name']]);
    expect(await everything()).not.toContain(NAME);
    const kept = (await e.store.read((tx) => tx.quarantine(9))).map((q) => q.op);
    expect(kept.map((op) => [op.f, op.p])).toContainEqual([{ training: 'zzzzzzzzzz.9', person: PERSON, sex: 'f' }, {}]);
    expect(kept.map((op) => [op.f, op.p])).toContainEqual([{ unit: '41703225853000' }, {}]);
  });

  it('a save that a tablet has purged meanwhile is the save that is known, not another one', async () => {
    const [c, t] = await project();
    const op = t.save(SCOPE, 'registration', REGISTRATION, { name: `${NAME} кызы`, role: 'ao_head' });
    const only = t.save(SCOPE, 'registration', REGISTRATION, { org: NAME });
    await t.sync();
    await erase(c);
    // Offered again after the endpoint lost its past: without its personal cells, and once more as it was.
    t.pend.push({ ...op, p: {} }, { ...op }, { ...only });
    expect((await t.sync()).answers.map(([o, code]) => [o.no, code])).toEqual([[1, 'dup'], [1, 'dup'], [2, 'dup']]);
    // Another save under a known number is still what it was: both are kept.
    t.pend.push({ ...op, f: { role: 'other' }, p: {}, h: t.nextStamp() });
    expect((await t.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'bad_no']]);
    expect(await everything()).not.toContain(NAME);
  });

  it('devices known then owe an answer, and the mark they name crosses them off', async () => {
    const [c, t] = await project();
    e.clock.now += 1000;
    const report = (await readBody(await erase(c))) as ErasureReport;
    const waiting = async (): Promise<string[]> => (await list(c))[0]?.waiting.map((d) => d.label).toSorted() ?? [];
    expect(report.waiting.map((d) => [d.label, d.seen]).toSorted()).toEqual([['office', START], ['tablet', START]]);
    const [entry] = await heard(t);
    expect(await waiting()).toEqual(['office', 'tablet']);
    expect(await heard(t, entry?.[0])).toEqual([]);
    expect(await waiting()).toEqual(['office']);
    // A device that joins later owes nothing, and is told all the same.
    e.clock.now += 1000;
    const late = await e.joined(c, 'bbbbbbbbbb');
    expect(await waiting()).toEqual(['office']);
    expect(await heard(late)).toEqual([entry]);
    // A tablet put back to before it heard owes again; one of another life of the endpoint hears everything.
    expect(await heard(t)).toEqual([entry]);
    expect(await waiting()).toEqual(['office', 'tablet']);
    expect(await heard(t, 'unheardof')).toEqual([entry]);
    expect(await heard(t, entry?.[0])).toEqual([]);
    expect(await waiting()).toEqual(['office']);
  });

  it('everybody known to be one person goes together; asked for again, it is the erasure that stands', async () => {
    const [c] = await project();
    const twin = id('coordinat0.q');
    c.save(AREA, 'person', twin, { name: `${NAME} (экинчи)` });
    c.save(SCOPE, 'registration', id('coordinat0.r'), { training: TRAINING, name: 'Аты белгисиз айым' });
    await c.settle();
    const first = (await readBody(await erase(c, subjects(PERSON, twin)))) as ErasureReport;
    expect(first.rows).toBe(4);
    const again = (await readBody(await erase(c, subjects(PERSON, twin)))) as ErasureReport;
    expect(again).toEqual(first);
    expect((await ledger.readAll()).map((x) => [x.id, x.subjects.length])).toEqual([[first.id, 2]]);
    // A place on a list without a person.
    expect((await erase(c, [{ t: 'registration', id: 'coordinat0.r' }], 'mistake')).status).toBe(200);
    expect(await everything()).not.toMatch(/Токтосунова|айым/);
    expect((await list(c)).map((x) => [x.reason, x.rows])).toEqual([['mistake', 1], ['asked', 4]]);
  });

  it('[4.2/33] [I5] a database put back to before it forgets again before it answers anybody', async () => {
    const [c, t] = await project();
    const before = await e.store.read(async (tx) => [await tx.row(AREA, 'person', PERSON), await tx.row(SCOPE, 'registration', REGISTRATION)]);
    const entry = { id: 'ledgered', at: START, device: 'gone', reason: 'asked' as const, subjects: [{ t: 'person' as const, id: PERSON }], ids: [PERSON] };
    await ledger.append(entry);
    await ledger.append(entry);
    const fresh = createApp({ store: e.store, ledger, now: () => e.clock.now, random: (n) => new Uint8Array(n).map((_, i) => 7 * i + n), log: () => undefined });
    expect(await everything()).toContain(NAME);
    await fresh.request('/v1/health');
    expect(before.every((r) => JSON.stringify(r).includes(NAME))).toBe(true);
    expect(await everything()).not.toContain(NAME);
    expect((await list(c)).map((x) => [x.id, x.by, x.rows])).toEqual([['ledgered', '', 3]]);
    const [first] = await heard(t);
    expect(first?.[1]).toContain(PERSON);
    // Another start changes nothing.
    const [seq, count] = [(await row(AREA, 'person', PERSON))?.seq, (await ledger.readAll()).length];
    await createApp({ store: e.store, ledger, now: () => e.clock.now, random: (n) => new Uint8Array(n), log: () => undefined }).request('/v1/health');
    expect([(await row(AREA, 'person', PERSON))?.seq, (await ledger.readAll()).length]).toEqual([seq, count]);
  });

  it('what the database knows and the ledger does not is written down at the start', async () => {
    const [c] = await project();
    const { id: known } = (await readBody(await erase(c))) as ErasureReport;
    const empty = memoryLedger();
    await createApp({ store: e.store, ledger: empty, now: () => e.clock.now, random: (n) => new Uint8Array(n), log: () => undefined }).request('/v1/health');
    expect((await empty.readAll()).map((x) => x.id)).toEqual([known]);
  });

  it('an erasure that cannot be written down is not confirmed, and is completed when it is asked for again', async () => {
    const [c] = await project();
    await e.close();
    const full = Object.assign(new Error('no room'), { code: 'ENOSPC' });
    let broken = true;
    const failing = { ...memoryLedger(), append: (entry: Parameters<typeof ledger.append>[0]) => (broken ? Promise.reject(full) : ledger.append(entry)) };
    e = makeEndpoint(kind, { ledger: failing });
    const office = await e.coordinator();
    office.save(AREA, 'person', PERSON, { name: NAME });
    await office.settle();
    const refused = await erase(office);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '120']);
    broken = false;
    expect((await erase(office)).status).toBe(200);
    expect((await ledger.readAll()).length).toBe(1);
    expect(c.parked).toEqual([]);
  });

  it('only a coordinator may, with the token that also reads, and about somebody who is known', async () => {
    const [c, t] = await project();
    expect([(await erase(t)).status, (await erase(c, subjects(PERSON), 'asked', c.enrolled?.push)).status, (await erase(c, subjects(PERSON), 'asked', 'nobody'.repeat(9))).status]).toEqual([403, 403, 401]);
    const read = (token: string): Promise<Response> => e.ask('/v1/erase', { headers: { authorization: `Bearer ${token}` } });
    expect([(await read(t.token)).status, (await read(c.enrolled?.push ?? '')).status, (await read('x')).status]).toEqual([403, 403, 401]);
    expect((await erase(c, subjects(id('zzzzzzzzzz.1')))).status).toBe(404);
    expect(await everything()).toContain(NAME);
    expect(await list(c)).toEqual([]);
  });

  it('[T63] a bad request erases nobody, a large one neither, and none stops the endpoint', async () => {
    const [c] = await project();
    const send = async (body: string, headers = {}): Promise<number> =>
      (await e.ask('/v1/erase', { method: 'POST', headers: { 'content-type': MEDIA_JSON, authorization: `Bearer ${c.token}`, ...headers }, body })).status;
    const text = (over: object): string => JSON.stringify({ v: 1, subjects: subjects(PERSON), reason: 'asked', ...over });
    const many = Array.from({ length: 5_000 }, (_, i) => ({ t: 'person', id: `zzzzzzzzzz.${i.toString(36)}` }));
    const bodies = ['', '{', 'null', '[]', text({ v: 2 }), text({ reason: 'сурады' }), text({ subjects: {} }), text({ subjects: [] }), text({ subjects: many }), text({ subjects: [{ t: 'person', id: "' or 1=1" }] }), text({ subjects: [{ t: 'training', id: TRAINING }] })];
    for (const body of bodies) expect([body.slice(0, 60), await send(body)]).toEqual([body.slice(0, 60), 400]);
    expect(await send(text({ x: 'ө'.repeat(700_000) }))).toBe(413);
    expect(await send(text({}), { 'content-type': 'text/plain' })).toBe(415);
    expect(await everything()).toContain(NAME);
    expect(e.log.filter((x) => x.kind === 'fault')).toEqual([]);
    expect(JSON.stringify(e.log)).not.toContain(PERSON);
  });

  it('two erasures and a batch about the same person at once leave nothing of them', async () => {
    const [c, t] = await project();
    t.save(SCOPE, 'registration', REGISTRATION, { name: `${NAME} кызы` });
    t.save(AREA, 'person', PERSON, { org: NAME });
    const [a, b] = await Promise.all([erase(c), erase(c), t.sync()]);
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(await everything()).not.toContain(NAME);
    expect((await list(c)).length).toBeLessThanOrEqual(2);
  });
});
