import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inviteFirst, invite } from '../../src/server/access/invitations.ts';
import { ensureProject } from '../../src/server/access/project.ts';
import { createApp } from '../../src/server/app.ts';
import { memoryLedger } from '../../src/server/erase/ledger.ts';
import { openMemory } from '../../src/server/store/memory.ts';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import type { Store as EndpointStore } from '../../src/server/store/store.ts';
import type { Registry } from '../../src/core/entities/registry.ts';
import { must } from '../../src/core/result.ts';
import type { Role } from '../../src/core/sync/protocol.ts';
import { enrol } from '../../src/client/sync/enrol.ts';
import { syncNow } from '../../src/client/sync/engine.ts';
import type { Outcome } from '../../src/client/sync/outcome.ts';
import { makeAsk, type Ask } from '../../src/client/sync/transport.ts';
import { bytesFrom, openTablet, type Tablet } from './store.ts';

/** What lies between tablet and endpoint: answers, loses or spoils a request. */
export type Line = (send: () => Promise<Response>, path: string) => Promise<Response>;

export interface World {
  readonly store: EndpointStore;
  /** How any tablet asks this endpoint. */
  readonly ask: Ask;
  /** A copy of the endpoint's database as it is now; only of a world made with `onDisk`. */
  backup(): string;
  /** Puts a copy back in place of the database, without telling anyone. */
  restore(backup: string): Promise<void>;
  readonly clock: { now: number };
  /** What every tablet's line does; set to inject faults. */
  line: Line;
  firstInvite(): Promise<string>;
  invite(role: Role, areas?: readonly string[], name?: string): Promise<string>;
  /** A tablet that has joined by the invitation. */
  joined(seed: number, invitation: string): Promise<Joined>;
  join(tablet: Tablet, invitation: string): Promise<Joined>;
  request(path: string, init?: RequestInit): Promise<Response>;
}

export interface Joined extends Tablet {
  readonly ask: Ask;
  sync(): Promise<Outcome>;
}

let worlds = 4711;

/** An endpoint in memory and the tablets around it, in one process: everything real but the wire. */
export async function makeWorld(registry?: Registry, o: { onDisk?: boolean } = {}): Promise<World> {
  const clock = { now: 1_574_049_600_000 };
  // Two endpoints are never the same endpoint.
  const random = bytesFrom((worlds += 7919));
  const folder = o.onDisk ? mkdtempSync(join(tmpdir(), 'tizme-world-')) : undefined;
  let copies = 0;
  let store = folder ? openSqlite(join(folder, '0.db'), clock.now) : openMemory();
  const ledger = memoryLedger();
  const appOf = (s: EndpointStore): ReturnType<typeof createApp> =>
    createApp({ store: s, now: () => clock.now, random, log: () => undefined, ledger, ...(registry ? { registry } : {}) });
  let app = appOf(store);
  let file = join(folder ?? '', '0.db');
  const ports = { now: () => clock.now, random };
  await store.write((tx) => ensureProject(tx, random));
  const request = async (path: string, init?: RequestInit): Promise<Response> => app.request(path, init);
  const ask = makeAsk((input, init) => {
    const to = typeof input === 'string' ? input : input instanceof URL ? input.pathname : input.url;
    return world.line(() => request(to, init), to);
  });
  const world: World = {
    get store() {
      return store;
    },
    clock, request, ask,
    backup() {
      const copy = join(must(folder, 'onDisk'), `${++copies}.db`);
      const db = new DatabaseSync(file);
      db.prepare('VACUUM INTO ?').run(copy);
      db.close();
      return copy;
    },
    async restore(backup) {
      await store.close();
      file = backup;
      store = openSqlite(file, clock.now);
      app = appOf(store);
    },
    line: (send) => send(),
    firstInvite: async () => must(await store.write((tx) => inviteFirst(tx, ports)), 'first invitation'),
    invite: async (role, areas = [], name = '') => (await store.write((tx) => invite(tx, { role, areas, name }, 'invited', ports))).invite,
    joined: async (seed, invitation) => world.join(await openTablet(seed, clock.now, registry ? { registry } : {}), invitation),
    async join(tablet, invitation) {
      let n = 1;
      const answer = await enrol(tablet.store, ask, invitation, 'планшет');
      if (!answer.ok) throw new Error(answer.error);
      return { ...tablet, ask, sync: () => syncNow({ store: tablet.store, ask, now: () => tablet.clock.now, random: bytesFrom(n++ * 7919 + 13), ...(registry ? { registry } : {}) }) };
    },
  };
  return world;
}
