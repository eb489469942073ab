import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { startFailing, type FailingEndpoint } from '../support/failing-endpoint.ts';
import { confirmed, holdTraining, joinedAt, mark, type Held, type LineTablet } from '../support/line-tablet.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizme-endpoint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

let file: string;
let endpoint: FailingEndpoint;
let trainer: LineTablet;
let coordinator: LineTablet;
let held: Held;

beforeEach(async () => {
  file = join(folder, `${++files}.db`);
  endpoint = await startFailing(`sqlite:${file}`);
  coordinator = await joinedAt(endpoint.origin, must(endpoint.invite, 'invitation'));
  trainer = await joinedAt(endpoint.origin, await coordinator.invite('trainer'));
  held = await holdTraining(trainer.store, 4);
  await trainer.settle();
});
afterEach(async () => {
  if (endpoint.alive()) await endpoint.kill();
});

/** Comes up again at the same address on the same database. */
const again = async (): Promise<void> => {
  endpoint = await startFailing(`sqlite:${file}`, endpoint.port);
};

function run(sql: string, ...values: string[]): Record<string, unknown>[] {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  const rows = db.prepare(sql).all(...values);
  db.close();
  return rows;
}

const taken = (replica: string): unknown => run('select count(*) as n, count(distinct no) as d from origins where replica = ?', replica).map((r) => [r['n'], r['d']])[0];
const saved = async (t: LineTablet): Promise<number> => must(await readMeta(t.store.db, 'self'), 'self').no;

async function agree(): Promise<void> {
  for (const t of [trainer, coordinator, trainer]) await t.settle();
  expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  const n = await saved(trainer);
  expect(taken(trainer.store.self.replica)).toEqual([n, n]);
  expect(await confirmed(trainer.store, ['p', held.scope])).toEqual(await confirmed(coordinator.store, ['p', held.scope]));
}

describe('an endpoint that dies', { timeout: 120_000 }, () => {
  it('[4.2/13] [I2] [I4] before every other call of a push’s transaction: nothing is acknowledged that is not there, and a repeat is taken once', async () => {
    let died = 0;
    for (let dieAt = 0; ; dieAt += 2) {
      await mark(trainer.store, held, died % 4, Math.floor(died / 4) % 2 ? 'late' : 'present');
      const before = taken(trainer.store.self.replica);
      await endpoint.tell({ dieAt });
      const { kind } = await trainer.sync();
      if (kind === 'done') break;
      died += 1;
      await endpoint.gone();
      expect((await trainer.store.unsent()).count).toBe(1);
      expect(taken(trainer.store.self.replica)).toEqual(before);
      await again();
      await trainer.settle();
    }
    expect(died).toBeGreaterThan(7);
    await endpoint.tell({});
    await agree();
  });

  it('[4.2/13] [I2] [I4] before the commit, and after it before the answer', async () => {
    for (const [die, there] of [['before commit', 0], ['after commit', 1]] as const) {
      await mark(trainer.store, held, there, 'late');
      const [before] = taken(trainer.store.self.replica) as [number, number];
      await endpoint.tell({ die });
      expect((await trainer.sync()).kind).toBe('again');
      await endpoint.gone();
      expect((await trainer.store.unsent()).count).toBe(1);
      expect(taken(trainer.store.self.replica)).toEqual([before + there, before + there]);
      await again();
      await agree();
    }
  });

  it('[4.2/15] [I1] [I2] [I8] and comes back with an old copy of its file, its epoch as it was: tablets bring what it lost', async () => {
    await coordinator.settle();
    const { replica } = trainer.store.self;
    await endpoint.kill();
    const old = join(folder, `old${files}.db`);
    run('pragma wal_checkpoint(truncate)');
    copyFileSync(file, old);
    await again();
    for (let i = 0; i < 4; i++) {
      await mark(trainer.store, held, i);
      await trainer.settle();
    }
    const more = await holdTraining(trainer.store, 2);
    await trainer.settle();
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    await endpoint.kill();
    for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true });
    copyFileSync(old, file);
    await again();
    // The other one goes first and takes the numbers that were lost.
    await coordinator.store.save([{ t: 'trainer', s: 'p', values: { name: 'Сыдыков Эрмек' } }]);
    await coordinator.settle();
    await agree();
    expect(await coordinator.store.list('attendance', held.scope)).toHaveLength(4);
    expect(await coordinator.store.list('registration', more.scope)).toHaveLength(2);
    expect(trainer.store.self.replica).toBe(replica);
  });
});

describe('an endpoint that is ill, strict or forgetful', { timeout: 60_000 }, () => {
  it('[4.2/24] [I7] one row makes it fail: the batch is halved down to its save, which is laid aside; the rest is taken', async () => {
    const late = await holdTraining(trainer.store, 3);
    await endpoint.tell({ poison: must(late.registrations[1], 'registration') });
    for (let i = 0; i < 60 && (await trainer.sync()).kind !== 'done'; i++);
    expect((await trainer.store.parked()).map((o) => [o.t, o.id, o.reason])).toEqual([['registration', late.registrations[1], 'server']]);
    expect((await trainer.store.unsent()).count).toBe(1);
    await coordinator.settle();
    expect(await coordinator.store.list('registration', late.scope)).toHaveLength(2);
  });

  it('[4.2/29] [I2] [I10] a training taken away while marks wait: they are laid aside, its rows go; given back, all is there', async () => {
    const { device } = must(await trainer.store.link(), 'link');
    await coordinator.settle();
    await mark(trainer.store, held, 0);
    await coordinator.grant(device, held.scope, false);
    await trainer.settle();
    expect((await trainer.store.parked()).map((o) => [o.t, o.reason])).toEqual([['attendance', 'forbidden']]);
    expect(await confirmed(trainer.store, [held.scope])).toEqual([]);
    expect(run('select reason from quarantine').map((r) => r['reason'])).toEqual(['forbidden']);
    await coordinator.grant(device, held.scope, true);
    await trainer.settle();
    expect(await trainer.store.list('registration', held.scope)).toHaveLength(4);
    // What was laid aside for want of the right goes again by itself.
    expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
    await coordinator.settle();
    expect(await coordinator.store.list('attendance', held.scope)).toHaveLength(1);
    expect(await confirmed(trainer.store, [held.scope])).toEqual(await confirmed(coordinator.store, [held.scope]));
  });
});
