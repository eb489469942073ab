import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { enrol } from '../../src/client/sync/enrol.ts';
import { readMeta } from '../../src/client/store/self.ts';
import {
  answerAltered, cutAt, drip, lostAfter, lostBefore, openFaultProxy, pass, portal, questionAltered, refusing, twice, unzipped, wireOf, type Fault, type FaultProxy,
} from '../support/fault-proxy.ts';
import { startFailing, type FailingEndpoint } from '../support/failing-endpoint.ts';
import { confirmed, holdTraining, joinedAt, mark, type Held, type LineTablet } from '../support/line-tablet.ts';

// A real endpoint process, a real line that fails, and the client's own store and sync.
const folder = mkdtempSync(join(tmpdir(), 'tizme-line-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

let endpoint: FailingEndpoint;
let proxy: FaultProxy;
let file: string;
let trainer: LineTablet;
let coordinator: LineTablet;
let held: Held;

beforeEach(async () => {
  file = join(folder, `${++files}.db`);
  endpoint = await startFailing(`sqlite:${file}`);
  proxy = await openFaultProxy(endpoint.origin);
  coordinator = await joinedAt(endpoint.origin, must(endpoint.invite, 'invitation'));
  trainer = await joinedAt(proxy.origin, await coordinator.invite('trainer'));
  held = await holdTraining(trainer.store, 8);
});
afterEach(async () => {
  await proxy.close();
  await endpoint.kill();
});

/** What the endpoint holds of the saves of one tablet: how many, and how many different ones. */
function taken(replica: string): { n: number; different: number } {
  const db = new DatabaseSync(file, { readOnly: true });
  const found = db.prepare('select count(*) as n, count(distinct no) as different from origins where replica = ?').get(replica);
  db.close();
  return { n: Number(found?.['n']), different: Number(found?.['different']) };
}

/** Everything both hold of the training is the same, nothing waits, each save is there once. */
async function agree(saves: number): Promise<void> {
  for (const t of [trainer, coordinator, trainer]) await t.settle();
  expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  expect(taken(trainer.store.self.replica)).toEqual({ n: saves, different: saves });
  const scopes = ['p', held.scope] as const;
  expect(await confirmed(trainer.store, scopes)).toEqual(await confirmed(coordinator.store, scopes));
}

const saved = async (): Promise<number> => must(await readMeta(trainer.store.db, 'self'), 'self').no;
const state = async (): Promise<unknown> => [await trainer.store.unsent(), await confirmed(trainer.store), await readMeta(trainer.store.db, 'cursors')];

describe('a line that fails, between the real tablet and a real endpoint', { timeout: 60_000 }, () => {
  it('[4.2/1] [I2] [I4] [I7] questions and answers lost in turn, in every save of a day', async () => {
    let n = 0;
    proxy.fault = (line) => [lostBefore, lostAfter, pass][n++ % 3]?.(line) ?? pass(line);
    for (let i = 0; i < 8; i++) {
      await mark(trainer.store, held, i);
      await trainer.sync();
    }
    proxy.fault = pass;
    await agree(await saved());
    expect(n).toBeGreaterThan(8);
  });

  it('[4.2/2] [I4] [I9] every question twice; then all of them once more, out of order and an hour late', async () => {
    proxy.fault = twice;
    for (let i = 0; i < 4; i++) {
      await mark(trainer.store, held, i);
      await trainer.settle();
    }
    proxy.fault = pass;
    const kept = proxy.questions.filter((q) => q.path === '/v1/sync');
    expect(kept.length).toBeGreaterThan(3);
    await endpoint.tell({ ahead: 3_600_000 });
    const before = taken(trainer.store.self.replica);
    for (const q of kept.toReversed()) expect([200, 409]).toContain((await proxy.replay(q)).status);
    expect(taken(trainer.store.self.replica)).toEqual(before);
    await mark(trainer.store, held, 5);
    await trainer.settle();
    for (const q of kept) expect([200, 409]).toContain((await proxy.replay(q)).status);
    const { replica } = trainer.store.self;
    await mark(trainer.store, held, 6, 'late');
    await agree(await saved());
    expect(trainer.store.self.replica).toBe(replica);
  });

  it('[4.2/3] [I1] [I2] an answer cut at every byte: nothing of it is applied, and a repeat brings it', async () => {
    const before = await state();
    let whole: Buffer = Buffer.alloc(0);
    proxy.fault = async (line) => {
      whole = wireOf(await line.send());
      line.cut();
    };
    expect((await trainer.sync()).kind).toBe('again');
    const body = whole.indexOf('\r\n\r\n') + 4;
    // Of the head every tenth byte, of the body each one; the whole is no cut.
    const places = Array.from({ length: whole.length }, (_, k) => k).filter((k) => k >= body || k % 10 === 0);
    expect(places.length).toBeGreaterThan(40);
    for (const k of places) {
      proxy.fault = cutAt(k);
      expect([k, (await trainer.sync()).kind]).toEqual([k, 'again']);
      if (k % 16 === 0) expect(await state()).toEqual(before);
    }
    expect(await state()).toEqual(before);
    proxy.fault = pass;
    await agree(await saved());
  });

  it.each<[string, Fault, boolean]>([
    ['a captive portal says 200', portal, false],
    ['the answer is unpacked on the way and still called packed', unzipped(false), false],
    ['the answer is unpacked on the way and called so', unzipped(true), true],
    ['a page of somebody else’s, under our name', refusing(200, 'nothing'), false],
    ['a proxy gives up', async (line) => line.reply({ status: 504, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>504</h1>') }), false],
  ])('[4.2/4] [I2] %s', async (_, fault, done) => {
    await coordinator.store.save(Array.from({ length: 30 }, (__, i) => ({ t: 'trainer', s: 'p' as const, values: { name: `Орозов Таалай ${i}` } })));
    await coordinator.settle();
    const before = await state();
    proxy.fault = fault;
    const outcome = await trainer.sync();
    expect(outcome.kind).toBe(done ? 'done' : 'again');
    if (!done) expect(await state()).toEqual(before);
    proxy.fault = pass;
    await agree(await saved());
  });

  it('[4.2/4] [I2] one byte of a packed question or answer is another: it is not taken, or it did not matter', async () => {
    await coordinator.store.save(Array.from({ length: 30 }, (_, i) => ({ t: 'trainer', s: 'p' as const, values: { name: `Орозов Таалай ${i}` } })));
    await coordinator.settle();
    const before = await state();
    // Of an answer the sum at its end is enough: any other byte makes that sum wrong too. Of a question, any byte after the head of gzip.
    for (let at = 1; at <= 8; at++) {
      for (const fault of [answerAltered(-at), questionAltered(at * 37)]) {
        proxy.fault = fault;
        expect([at, (await trainer.sync()).kind]).toEqual([at, 'again']);
      }
    }
    expect((await trainer.store.unsent()).count).toBe(await saved());
    expect(((await state()) as unknown[])[1]).toEqual((before as unknown[])[1]);
    proxy.fault = pass;
    await agree(await saved());
  });

  it.each([[503, 'busy', 7], [503, 'full', 120], [429, 'slow_down', 60]] as const)('[4.2/38] [I7] [I11] a storm of %d %s: one question a try, no sooner than asked, nothing given up', async (status, error, retry) => {
    proxy.fault = refusing(status, error, retry);
    const before = await trainer.store.unsent();
    for (let i = 0; i < 12; i++) {
      const asked = proxy.questions.length;
      expect(await trainer.sync()).toMatchObject({ kind: 'again', wait: retry * 1000 });
      expect(proxy.questions.length - asked).toBe(1);
    }
    expect(await trainer.store.unsent()).toEqual(before);
    proxy.fault = pass;
    await agree(await saved());
  });

  it('[4.2/38] [I7] a line that takes only small questions: the batch is halved until it fits, nothing is parked', async () => {
    proxy.fault = (line) => (line.question.body.length > 600 ? refusing(413, 'too_big')(line) : pass(line));
    for (let i = 0; i < 8; i++) await mark(trainer.store, held, i);
    await trainer.settle(40);
    expect((await trainer.store.unsent()).parked).toBe(0);
    proxy.fault = pass;
    await agree(await saved());
  });

  it('[4.2/26] [I2] the token has expired, and thirty days of work wait: all is kept, and goes after a new invitation, under the same name', async () => {
    await trainer.settle();
    const { replica } = trainer.store.self;
    const was = await saved();
    proxy.fault = (line) => (line.question.path === '/v1/sync' ? refusing(401, 'expired')(line) : pass(line));
    for (let day = 0; day < 30; day++) {
      trainer.clock.now += 60_000;
      await mark(trainer.store, held, day % 8, Math.floor(day / 8) % 2 ? 'late' : 'present');
      expect(await trainer.sync()).toEqual({ kind: 'stuck', problem: 'expired' });
    }
    expect(await trainer.store.unsent()).toEqual({ count: 30, parked: 0 });
    expect(await enrol(trainer.store, trainer.ask, await coordinator.invite('trainer'), 'планшет')).toEqual({ ok: true, value: true });
    proxy.fault = pass;
    await agree(was + 30);
    expect(trainer.store.self.replica).toBe(replica);
  });

  it('[4.2/44] [I7] an answer that comes drop by drop is an answer; the endpoint serves the others meanwhile', async () => {
    proxy.fault = drip(250);
    const slow = trainer.sync();
    await coordinator.settle();
    expect(await slow).toEqual({ kind: 'done' });
    proxy.fault = pass;
    await agree(await saved());
  });
});
