import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from '../../../src/core/entities/registry.ts';
import { must } from '../../../src/core/result.ts';
import type { Role } from '../../../src/core/sync/protocol.ts';
import { inviteFirst } from '../../../src/server/access/invitations.ts';
import { ensureProject } from '../../../src/server/access/project.ts';
import { createApp } from '../../../src/server/app.ts';
import type { Deps } from '../../../src/server/deps.ts';
import type { Log } from '../../../src/server/log.ts';
import { openMemory } from '../../../src/server/store/memory.ts';
import { openSqlite } from '../../../src/server/store/sqlite.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { post, readBody, Tablet, type Ask, type TabletOptions } from '../../support/tablet.ts';

/** Monday, 18 November 2019, 08:00 in Bishkek. */
export const START = Date.UTC(2019, 10, 18, 2);

export type Kind = 'memory' | 'sqlite' | 'postgres';
/** The stores a test goes through. */
export const kinds: Kind[] = ['memory', 'sqlite'];

let openPostgres: (() => Promise<Store>) | undefined;

/** From now on tests go through PostgreSQL alone; called before the files of tests are loaded. */
export function runOnPostgres(open: () => Promise<Store>): void {
  kinds.splice(0, kinds.length, 'postgres');
  openPostgres = open;
}

/** A store that is still being opened, so that an endpoint can be made at once. */
function opening(store: Promise<Store>): Store {
  return {
    write: async (work) => (await store).write(work),
    read: async (work) => (await store).read(work),
    close: async () => (await store).close(),
  };
}

function storeOf(kind: Kind, folder: string | undefined): Store {
  if (kind === 'postgres') return opening(must(openPostgres, 'a PostgreSQL')());
  return folder === undefined ? openMemory() : openSqlite(join(folder, 'tizme.db'), START);
}

/** Bytes that look random and are the same in every run. */
function seededBytes(seed: string): (n: number) => Uint8Array {
  let drawn = 0;
  return (n) => {
    const out = new Uint8Array(n);
    for (let i = 0; i < n; i += 32) {
      out.set(createHash('sha256').update(`${seed} ${drawn++}`).digest().subarray(0, Math.min(32, n - i)), i);
    }
    return out;
  };
}

export interface Endpoint {
  readonly store: Store;
  readonly clock: { now: number };
  readonly log: Parameters<Log>[0][];
  readonly ask: Ask;
  /** The secret of the link for the first coordinator. */
  first(): Promise<string>;
  tablet(replica: string, options?: Partial<TabletOptions>): Tablet;
  /** The first coordinator's tablet, joined. */
  coordinator(replica?: string): Promise<Tablet>;
  /** A tablet joined by an invitation of the coordinator's. */
  joined(by: Tablet, replica: string, role?: Role, areas?: readonly string[]): Promise<Tablet>;
  close(): Promise<void>;
}

/** An endpoint without a port, on either store. */
export function makeEndpoint(kind: Kind, more: Partial<Pick<Deps, 'staticDir' | 'origin' | 'store' | 'ledger'>> & { readonly registry?: Registry } = {}): Endpoint {
  const folder = kind === 'sqlite' ? mkdtempSync(join(tmpdir(), 'tizme-')) : undefined;
  const store = more.store ?? storeOf(kind, folder);
  const clock = { now: START };
  const log: Parameters<Log>[0][] = [];
  const now = (): number => clock.now;
  const random = seededBytes('endpoint');
  const app = createApp({ ...more, store, now, random, log: (entry) => log.push(entry) });
  const ask: Ask = async (path, init) => app.request(path, init);
  const tablet = (replica: string, options: Partial<TabletOptions> = {}): Tablet =>
    new Tablet({ ask, now, replica, ...(more.registry ? { registry: more.registry } : {}), ...options });
  const first = async (): Promise<string> => {
    const secret = await store.write(async (tx) => {
      await ensureProject(tx, random);
      return inviteFirst(tx, { now, random });
    });
    return must(secret, 'first invitation');
  };
  return {
    store, clock, log, ask, first, tablet,
    coordinator: async (replica = 'coordinat0') => {
      const t = tablet(replica);
      await t.enrol(await first(), 'office');
      return t;
    },
    joined: async (by, replica, role = 'trainer', areas = []) => {
      const response = await post(ask, '/v1/invite', { v: 1, role, areas, name: 'Айгүл' }, by.token);
      const { invite } = (await readBody(response)) as { invite: string };
      const t = tablet(replica);
      await t.enrol(invite);
      return t;
    },
    close: async () => {
      await store.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
