import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { inviteFirst, invite } from '../../src/server/access/invitations.ts';
import { ensureProject } from '../../src/server/access/project.ts';
import { createApp } from '../../src/server/app.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import type { Store } from '../../src/server/store/store.ts';
import { startProcess, type Running } from '../server/support/process.ts';
import { postgresForTests } from '../support/postgres.ts';
import { post, Tablet, type Ask } from '../support/tablet.ts';

const database = postgresForTests();
const now = (): number => Date.now();
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const ports = { now, random };

const folder = mkdtempSync(join(tmpdir(), 'tizme-processes-'));
const running: Running[] = [];
afterAll(async () => {
  await Promise.all(running.filter((r) => r.child.exitCode === null && r.child.signalCode === null).map((r) => r.end('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

/** The endpoint of one process, without a port. */
const endpoint = (store: Store): Ask => {
  const app = createApp({ store, now, random, log: () => undefined });
  return async (path, init) => app.request(path, init);
};

describe('several endpoints in one process each, one database', { timeout: 120_000 }, () => {
  it('[62] all who start at once agree on one project; an invitation makes one device, a batch sent to all is taken once', async () => {
    const address = await database.fresh();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres(address, 1)));
    const projects = await Promise.all(stores.map((s) => s.write((tx) => ensureProject(tx, random))));
    expect(new Set(projects.map((p) => `${p.epoch} ${p.replica}`)).size).toBe(1);
    const links = await Promise.all(stores.map((s) => s.write((tx) => inviteFirst(tx, ports))));
    const asks = stores.map(endpoint);
    const ask = must(asks[0], 'endpoint');

    const tries = await Promise.all(
      links.flatMap((link, l) => asks.map((a, i) => post(a, '/v1/enrol', { v: 1, invite: link, replica: `rep${l}${i}${'0'.repeat(5)}`, label: 'x' }))),
    );
    expect(tries.filter((r) => r.status === 200)).toHaveLength(1);
    expect(await must(stores[0], 'store').read((tx) => tx.devices())).toHaveLength(1);

    const { invite: link } = await must(stores[0], 'store').write((tx) => invite(tx, { role: 'coordinator', areas: [], name: '' }, 'invited', ports));
    const t = new Tablet({ ask, now, replica: 'aaaaaaaaaa' });
    await t.enrol(link);
    for (let i = 0; i < 20; i++) t.save('p', 'training', t.nextId(), { title: `${i}` });
    t.freeze();
    const answers = await Promise.all(asks.map((a) => post(a, '/v1/sync', t.message(), t.token)));
    expect(answers.map((r) => r.status)).toEqual([200, 200, 200, 200]);
    const [taken] = await database.run(`select count(*)::int as n from ${database.schemaOf(address)}.origins`);
    expect(taken).toEqual({ n: 20 });
    expect(await must(stores[0], 'store').read((tx) => tx.quarantine(9))).toEqual([]);
    expect((await must(stores[0], 'store').read((tx) => tx.scopes())).get('p')?.seq).toBe(1);
    await Promise.all(stores.map((s) => s.close()));
  });

  it('[I1] [I2] [I4] tablets that go from one process to another, and processes killed meanwhile: all is there, once', async () => {
    const address = await database.fresh();
    const start = async (i: number): Promise<Running> => {
      const r = await startProcess(['--data', join(folder, String(i))], { TIZME_DATABASE: address });
      running.push(r);
      return r;
    };
    let alive = await Promise.all([0, 1, 2].map(start));
    const ask: Ask = (path, init) => must(alive[Math.floor(Math.random() * alive.length)], 'process').ask(path, init);
    const link = must(alive.map((r) => r.link()).find((l) => l !== undefined), 'link');
    const store = await openPostgres(address, 1);
    const coordinator = new Tablet({ ask, now, replica: 'coordinat0' });
    await coordinator.enrol((await store.write((tx) => invite(tx, { role: 'coordinator', areas: [], name: '' }, 'invited', ports))).invite);
    expect(link.length).toBeGreaterThan(20);

    const tablets = await Promise.all(
      Array.from({ length: 5 }, async (_, i) => {
        const t = new Tablet({ ask, now, replica: `tablet000${i}` });
        await t.enrol((await store.write((tx) => invite(tx, { role: 'coordinator', areas: [], name: '' }, 'invited', ports))).invite);
        return t;
      }),
    );
    const saved: [Scope, RecordId][] = [];
    /** One round that may fail as a whole: the batch stays in flight and goes again. */
    const attempt = async (t: Tablet): Promise<void> => {
      const outcome = await t.sync().catch(() => undefined);
      if (outcome?.error?.error === 'cursors') t.tellCursors = true;
      else expect([undefined, 200, 503]).toContain(outcome?.status);
    };
    const work = async (t: Tablet, i: number): Promise<void> => {
      for (let round = 0; round < 8; round++) {
        const training = t.nextId();
        t.save('p', 'training', training, { title: `${i}.${round}` });
        t.save('p', 'training', 'coordinat0.0' as RecordId, { title: `shared ${i}.${round}` });
        saved.push(['p', training]);
        await attempt(t);
      }
    };
    const [victim, ...others] = alive;
    const killing = new Promise((resolve) => {
      setTimeout(resolve, 150);
    }).then(() => {
      alive = others;
      return must(victim, 'process').end('SIGKILL');
    });
    await Promise.all([...tablets.map(work), killing]);
    for (const t of [...tablets, coordinator]) await settle(t);

    const rows = await store.read((tx) => tx.rowsAfter('p', 0, 100_000));
    const ids = new Set(rows.map((r) => r.id));
    expect(saved.filter(([, id]) => !ids.has(id))).toEqual([]);
    const shown = (t: Tablet): string[] => [...t.rows.values()].map((r) => `${r.id} ${JSON.stringify(r.f)}`).toSorted();
    for (const t of tablets) expect(shown(t)).toEqual(shown(coordinator));
    expect(shown(coordinator)).toHaveLength(rows.length);
    const [twice] = await database.run(
      `select count(*)::int as n, count(distinct (replica, no))::int as d from ${database.schemaOf(address)}.origins`,
    );
    expect(twice).toEqual({ n: 80, d: 80 });
    await store.close();
  });

  it('[2.7] a standby that lacks the last pushes, and has taken others since: every tablet is told', async () => {
    const address = await database.fresh();
    const before = await openPostgres(address, 1);
    await before.write((tx) => ensureProject(tx, random));
    let ask = endpoint(before);
    const tablet = async (store: Store, replica: string): Promise<Tablet> => {
      const t = new Tablet({ ask: (path, init) => ask(path, init), now, replica });
      await t.enrol((await store.write((tx) => invite(tx, { role: 'coordinator', areas: [], name: '' }, 'invited', ports))).invite);
      return t;
    };
    const [a, b] = [await tablet(before, 'aaaaaaaaaa'), await tablet(before, 'bbbbbbbbbb')];
    const save = async (t: Tablet, title: string): Promise<void> => {
      t.save('p', 'training', t.nextId(), { title });
      await settle(t);
    };
    await save(a, 'in both');
    await settle(b);
    const standby = await database.fresh();
    await (await openPostgres(standby, 1)).close();
    await database.copy(address, standby);
    await save(a, 'lost with the old server');
    await save(a, 'and another');

    const after = await openPostgres(standby, 1);
    ask = endpoint(after);
    // Who saw nothing of what was lost goes on, past the numbers that were given before.
    for (let i = 0; i < 3; i++) await save(b, `new ${i}`);
    a.tellCursors = true;
    expect(await a.sync()).toMatchObject({ status: 409, error: { error: 'rolled_back' } });
    await Promise.all([before.close(), after.close()]);
  });
});

/** Syncs until nothing waits; asks again where an answer did not come. */
async function settle(t: Tablet): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const done = await t.settle().then(() => true, () => false);
    if (done) return;
  }
  await t.settle();
}
