import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../src/core/result.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { startFailing, type FailingEndpoint } from '../support/failing-endpoint.ts';
import { confirmed, holdTraining, joinedAt, mark, type Held, type LineTablet } from '../support/line-tablet.ts';
import { postgresForTests } from '../support/postgres.ts';

// The client's own store and sync, an endpoint as a process, a real PostgreSQL.
const database = postgresForTests();
let endpoint: FailingEndpoint | undefined;
afterEach(async () => {
  if (endpoint?.alive() === true) await endpoint.kill();
});

interface Project {
  readonly address: string;
  readonly coordinator: LineTablet;
  readonly trainer: LineTablet;
  readonly held: Held;
}

async function project(): Promise<Project> {
  const address = await database.fresh();
  endpoint = await startFailing(address);
  const coordinator = await joinedAt(endpoint.origin, must(endpoint.invite, 'invitation'));
  const trainer = await joinedAt(endpoint.origin, await coordinator.invite('trainer'));
  const held = await holdTraining(trainer.store, 4);
  await trainer.settle();
  return { address, coordinator, trainer, held };
}

const comeBack = async (address: string): Promise<void> => {
  endpoint = await startFailing(address, must(endpoint, 'endpoint').port);
};

async function agree({ trainer, coordinator, held }: Project, address: string): Promise<void> {
  for (const t of [trainer, coordinator, trainer]) await t.settle();
  expect(await trainer.store.unsent()).toEqual({ count: 0, parked: 0 });
  const n = must(await readMeta(trainer.store.db, 'self'), 'self').no;
  const taken = await database.run(`select count(*)::int as n, count(distinct no)::int as d from ${database.schemaOf(address)}.origins where replica = $1`, [trainer.store.self.replica]);
  expect(taken).toEqual([{ n, d: n }]);
  expect(await confirmed(trainer.store, ['p', held.scope])).toEqual(await confirmed(coordinator.store, ['p', held.scope]));
}

describe('faults of an endpoint on PostgreSQL', { timeout: 120_000 }, () => {
  it('[4.2/13] [I2] [I4] killed before the commit, after it, and in the middle of a push', async () => {
    const p = await project();
    const orders = [{ die: 'before commit' }, { die: 'after commit' }, ...[3, 9, 13, 16].map((dieAt) => ({ dieAt }))] as const;
    for (const [i, order] of orders.entries()) {
      await mark(p.trainer.store, p.held, i % 4, i < 4 ? 'present' : 'late');
      await must(endpoint, 'endpoint').tell(order);
      expect([order, (await p.trainer.sync()).kind]).toEqual([order, 'again']);
      await endpoint?.gone();
      expect((await p.trainer.store.unsent()).count).toBe(1);
      await comeBack(p.address);
      await p.trainer.settle();
    }
    await agree(p, p.address);
  });

  it('[4.2/17] [I1] [I2] a standby that lacks the last commits is promoted, and others push first: the tablets bring what it lost', async () => {
    const p = await project();
    await p.coordinator.settle();
    const standby = await database.fresh();
    await (await openPostgres(standby, 1)).close();
    await database.copy(p.address, standby);
    for (let i = 0; i < 4; i++) {
      await mark(p.trainer.store, p.held, i);
      await p.trainer.settle();
    }
    await p.coordinator.settle();
    await must(endpoint, 'endpoint').kill();
    await comeBack(standby);
    for (let i = 0; i < 3; i++) {
      await p.coordinator.store.save([{ t: 'trainer', s: 'p', values: { name: `Сыдыков Эрмек ${i}` } }]);
      await p.coordinator.settle();
    }
    await agree(p, standby);
    expect(await p.coordinator.store.list('attendance', p.held.scope)).toHaveLength(4);
    expect(await p.trainer.store.list('trainer')).toHaveLength(3);
  });
});
