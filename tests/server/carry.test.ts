import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { registry } from '../../src/core/entities/registry.ts';
import { stampOf } from '../../src/core/clock.ts';
import type { ReplicaId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { toBase64 } from '../../src/core/sync/base.ts';
import { carriedBatches, macText, parseCarryResponse, type CarriedAnswer, type CarriedBatch } from '../../src/core/sync/carry.ts';
import type { Op } from '../../src/core/sync/change.ts';
import { post, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

let e: Endpoint;

interface Keys {
  readonly key: string;
  readonly proof: string;
}
const keysOf = (t: Tablet): Keys => ({ key: must(t.enrolled?.key, 'key'), proof: must(t.enrolled?.proof, 'proof') });

/** What a tablet hands over instead of sending it. */
function batchOf(t: Tablet, ops: readonly Op[], over: Partial<CarriedBatch> = {}): CarriedBatch {
  const [wire] = carriedBatches(registry, ops);
  const bare = { d: t.enrolled?.device ?? '', r: t.replica, schema: 1, ops: must(wire, 'ops'), ...over };
  const mac = t.enrolled ? toBase64(createHmac('sha256', keysOf(t).proof).update(macText(bare)).digest().subarray(0, 16)) : '';
  return { ...bare, mac, ...over };
}

async function bring(by: Tablet, batches: readonly CarriedBatch[], token = by.token): Promise<readonly CarriedAnswer[]> {
  const response = await post(e.ask, '/v1/carry', { v: 1, batches }, token);
  expect(response.status).toBe(200);
  const parsed = parseCarryResponse(await readBody(response), batches.length);
  return must(parsed.ok ? parsed.value.answers : undefined, 'answer');
}

const quarantine = () => e.store.read((tx) => tx.quarantine(100));
const row = (s: Scope, t: string, id: string) => e.store.read((tx) => tx.row(s, t, id as never));

/** A training with one person on its list: what a trainer does in a valley. */
function work(t: Tablet): { ops: Op[]; training: string; scope: Scope; registration: Op } {
  const training = t.nextId();
  const scope: Scope = `t:${training}`;
  const person = t.nextId();
  const ops = [
    t.save('p', 'training', training, { unit: '41703225853000', start: '2019-11-18', status: 'running' }),
    t.save('r:41703225000000', 'person', person, { name: 'Исакова Бүбүсара', sex: 'f' }),
    t.save(scope, 'registration', `g:${training}/${person}` as never, { training, person, name: 'Исакова Бүбүсара', sex: 'f' }),
  ];
  return { ops, training, scope, registration: must(ops[2], 'registration') };
}

describe.each(kinds)('[2.16] carried saves on %s', (kind) => {
  // Here and not above: the suite on PostgreSQL runs this file among others.
  afterEach(() => e.close());

  async function people(): Promise<{ office: Tablet; maker: Tablet; carrier: Tablet }> {
    e = makeEndpoint(kind);
    const office = await e.coordinator();
    return { office, maker: await e.joined(office, 'makerrrrr0'), carrier: await e.joined(office, 'carrierrr0') };
  }

  it('every device has the same key of the project, and a secret of its own; with the token that reads, they come again', async () => {
    const { office, maker, carrier } = await people();
    expect(new Set([office, maker, carrier].map((t) => keysOf(t).key)).size).toBe(1);
    expect(new Set([office, maker, carrier].map((t) => keysOf(t).proof)).size).toBe(3);
    const ask = (token: string): Promise<Response> => e.ask('/v1/key', { headers: { authorization: `Bearer ${token}` } });
    expect(await readBody(await ask(maker.token))).toEqual(keysOf(maker));
    expect([(await ask(must(maker.enrolled, 'enrolled').push)).status, (await ask('x'.repeat(52))).status]).toEqual([403, 401]);
  });

  it('are judged by the rights of who made them, not of who brings them, and stored under their own names', async () => {
    const { maker, carrier } = await people();
    const { ops, scope, registration } = work(maker);
    // Two things the maker may not do.
    const foreign = maker.save('t:foreign000.1', 'registration', 'g:foreign000.1/x0x0x0x0x0.1' as never, { name: 'Асанова Жаңыл' });
    const course = maker.save('p', 'course', maker.nextId(), { title_ru: 'Курс' });
    expect(await bring(carrier, [batchOf(maker, [...ops, foreign, course])])).toEqual([{ st: [[3, 'bad', 'forbidden'], [4, 'bad', 'forbidden']] }]);
    expect((await row(scope, 'registration', registration.id))?.p).toEqual({ name: 'Исакова Бүбүсара' });
    expect(await e.store.read((tx) => tx.origin(scope, maker.replica, registration.no))).toMatchObject({ h: registration.h });
    expect((await quarantine()).map((q) => [q.replica, q.device])).toEqual([[maker.replica, maker.enrolled?.device], [maker.replica, maker.enrolled?.device]]);
    // The training is the maker's, and the carrier still cannot look into it.
    expect((await e.store.read((tx) => tx.grants(must(maker.enrolled, 'enrolled').device))).map((g) => g.s)).toContain(scope);
    await carrier.settle();
    expect([...carrier.rows.values()].map((r) => r.s)).not.toContain(scope);
  });

  it('[4.2/46] [I4] are taken once: brought twice, by two tablets, before and after the maker has sent them itself', async () => {
    const { office, maker, carrier } = await people();
    const { ops } = work(maker);
    expect(await bring(carrier, [batchOf(maker, ops)])).toEqual([{ st: [] }]);
    const dups = { st: ops.map((_, i) => [i, 'dup']) };
    expect(await bring(carrier, [batchOf(maker, ops)])).toEqual([dups]);
    expect(await bring(office, [batchOf(maker, ops.slice(0, 2)), batchOf(maker, ops)])).toEqual([{ st: [[0, 'dup'], [1, 'dup']] }, dups]);
    // Its chain of batches begins at 1: nothing of it was used up.
    const { answers } = await maker.sync();
    expect(answers.map(([, code]) => code)).toEqual(['dup', 'dup', 'dup']);
    expect(await e.store.read((tx) => tx.replica(maker.replica))).toMatchObject({ n: 1 });
    const later = maker.save('p', 'trainer', maker.nextId(), { name: 'Сыдыков Эрмек' });
    await maker.settle();
    expect(await bring(carrier, [batchOf(maker, [...ops, later])])).toEqual([{ st: [...ops, later].map((_, i) => [i, 'dup']) }]);
    expect(await quarantine()).toEqual([]);
    for (const op of ops) expect(await e.store.read((tx) => tx.history(op.s, op.t, op.id))).toEqual([]);
  });

  it('from a clock in the future get a stamp here, and the maker learns it when it sends them itself', async () => {
    const { maker, carrier } = await people();
    const h = stampOf({ ms: e.clock.now + 24 * 3_600_000, c: 0 }, maker.replica);
    const ahead = maker.save('p', 'trainer', maker.nextId(), { name: 'Сыдыков Эрмек' }, { h });
    const [answer] = await bring(carrier, [batchOf(maker, [ahead])]);
    const stamp = answer && 'st' in answer ? answer.st[0]?.[2] : undefined;
    expect(answer).toEqual({ st: [[0, 'stamped', stamp]] });
    expect((await maker.sync()).answers.map(([, code, told]) => [code, told])).toEqual([['dup', stamp]]);
  });

  it('with a proof that is not right, or of another replica, wait for the coordinator; the maker sends them all the same', async () => {
    const { office, maker, carrier } = await people();
    const { ops } = work(maker);
    const good = batchOf(maker, ops);
    const bad: CarriedBatch[] = [
      { ...good, mac: toBase64(new Uint8Array(16)) },
      { ...good, mac: '' },
      // Another device's name over one's own saves, and one's own name over another's.
      batchOf(carrier, ops, { d: must(maker.enrolled, 'enrolled').device }),
      batchOf(carrier, ops, { r: maker.replica }),
      // A coordinator vouches for strangers, not for what a device of the project should prove.
      { ...good, d: '', mac: '' },
    ];
    for (const batch of bad) {
      const answers = await bring(office, [batch]);
      expect(answers).toEqual([{ st: ops.map((_, i) => [i, 'bad', 'unknown_device']) }]);
    }
    expect(await row('p', 'training', must(ops[0], 'op').id)).toBeUndefined();
    // Named after who brought them; the one laid over the carrier's own replica stands under that one.
    expect((await quarantine()).map((q) => [q.reason, q.device])).toEqual(Array.from({ length: 6 }, () => ['unknown_device', office.enrolled?.device]));
    await maker.settle();
    expect((await quarantine()).map((q) => q.replica)).toEqual(ops.map(() => carrier.replica));
    expect(await bring(carrier, [must(bad[0], 'bad')])).toEqual([{ st: ops.map((_, i) => [i, 'dup']) }]);
  });

  it('whose saves were changed on the way are not the maker’s any more', async () => {
    const { maker, carrier } = await people();
    const { ops } = work(maker);
    const changed = batchOf(maker, [{ ...must(ops[0], 'op'), f: { unit: '41703225853000', start: '2019-11-19', status: 'running' } }]);
    expect(await bring(carrier, [{ ...batchOf(maker, ops.slice(0, 1)), ops: changed.ops }])).toEqual([{ st: [[0, 'bad', 'unknown_device']] }]);
  });

  it('of a tablet that no project knows wait when a trainer brings them, and are taken when a coordinator does', async () => {
    const { office, carrier } = await people();
    const lone = e.tablet('lonetablet');
    const { ops, scope } = work(lone);
    expect(await bring(carrier, [batchOf(lone, ops)])).toEqual([{ st: ops.map((_, i) => [i, 'bad', 'unknown_device']) }]);
    expect(await quarantine()).toHaveLength(3);
    // The push token reads nothing, and vouches for nothing.
    expect((await bring(office, [batchOf(lone, ops)], must(office.enrolled, 'enrolled').push))[0]).toEqual({ st: ops.map((_, i) => [i, 'bad', 'unknown_device']) });
    expect(await bring(office, [batchOf(lone, ops)])).toEqual([{ st: [] }]);
    expect(await quarantine()).toEqual([]);
    // It joins later: each save is known, its training is its own, and it goes on there.
    const { invite } = (await readBody(await post(e.ask, '/v1/invite', { v: 1, role: 'trainer', areas: [], name: '' }, office.token))) as { invite: string };
    await lone.enrol(invite);
    expect((await lone.sync()).answers.map(([, code]) => code)).toEqual(['dup', 'dup', 'dup']);
    lone.save(scope, 'slot', `d:${scope.slice(2)}/1` as never, { training: scope.slice(2), n: 1, day: '2019-11-18' });
    expect((await lone.sync()).answers).toEqual([]);
    expect(lone.parked).toEqual([]);
  });

  it('that cannot be read stand in nobody’s way, and too many at once are refused', async () => {
    const { maker, carrier } = await people();
    const { ops } = work(maker);
    const broken = batchOf(maker, ops, { ops: { training: { n: 2, s: 'p', no: 1 } } });
    expect(await bring(carrier, [broken, batchOf(maker, ops)])).toEqual([{ error: 'bad_message' }, { st: [] }]);
    const many = Array.from({ length: 101 }, () => maker.save('p', 'trainer', maker.nextId(), { name: 'Сыдыков Эрмек' }));
    const status = async (body: unknown): Promise<number> => (await post(e.ask, '/v1/carry', body, carrier.token)).status;
    expect(await status({ v: 1, batches: [batchOf(maker, many.slice(0, 100)), batchOf(maker, many.slice(0, 100)), batchOf(maker, many.slice(100))] })).toBe(413);
    expect(await status({ v: 1, batches: [{ ...batchOf(maker, ops), r: 'A' }] })).toBe(400);
    expect(await status({ v: 1, batches: Array.from({ length: 51 }, () => batchOf(maker, ops)) })).toBe(400);
    expect(await status({ v: 2, batches: [] })).toBe(426);
    expect(await status([])).toBe(400);
    expect((await post(e.ask, '/v1/carry', { v: 1, batches: [] })).status).toBe(401);
  });

  it('of a replica that its device became on the way are the device’s', async () => {
    const { maker, carrier } = await people();
    const other = e.tablet('makernew00');
    other.enrolled = maker.enrolled;
    const op = other.save('p', 'trainer', other.nextId(), { name: 'Сыдыков Эрмек' });
    expect(await bring(carrier, [batchOf(other, [op])])).toEqual([{ st: [] }]);
    expect((await row('p', 'trainer', op.id))?.p).toEqual({ name: 'Сыдыков Эрмек' });
    expect(await e.store.read((tx) => tx.replica('makernew00' as ReplicaId))).toBeUndefined();
  });

  it('leave no word of theirs in the log', async () => {
    const { maker, carrier } = await people();
    await bring(carrier, [batchOf(maker, work(maker).ops)]);
    expect(e.log.map((l) => (l.kind === 'request' ? l.path : l.kind))).toContain('/v1/carry');
    expect(JSON.stringify(e.log)).not.toMatch(/Исакова|makerrrrr0|carrierrr0/);
  });
});
