import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { entity } from '../../src/core/schema/entity.ts';
import { text } from '../../src/core/schema/field.ts';
import { unpackOps, type OpsWire } from '../../src/core/sync/codec.ts';
import { entities, registryOf } from '../../src/core/entities/registry.ts';
import { must } from '../../src/core/result.ts';
import type { OutOp } from '../../src/client/store/database.ts';
import { openStore, type Store } from '../../src/client/store/store.ts';
import { readMeta } from '../../src/client/store/self.ts';
import { enrol } from '../../src/client/sync/enrol.ts';
import { syncNow } from '../../src/client/sync/engine.ts';
import type { Outcome } from '../../src/client/sync/outcome.ts';
import type { Ask, Reply } from '../../src/client/sync/transport.ts';
import { copyDatabase } from '../support/store.ts';
import { ciphers } from './ciphers.ts';
import type { Endpoint } from './endpoint.ts';
import { faultyStorage, unharmed, type FaultyStorage } from './faulty-storage.ts';
import type { Line } from './line.ts';
import type { Variant } from './variant.ts';

/** An app that allows longer texts than the endpoint does: what it saves may be refused. */
const lax = registryOf(entities.map((e) => (e.name === 'training' ? entity({ ...e, fields: { ...e.fields, venue: text({ max: 4000 }) } }) : e)));

/** A question that waits on the wire, and how it ends. */
export interface Hung {
  readonly since: number;
  end(how: 'deliver' | 'timeout'): void;
}

/** One page of a tablet. */
export interface Tab {
  readonly store: Store;
  readonly storage: FaultyStorage;
  /** The sync under way, when it waits on the wire. */
  run: Promise<Outcome | undefined> | undefined;
  hung: Hung | undefined;
}

export interface Surroundings {
  readonly endpoint: Endpoint;
  readonly line: Line;
  readonly variant: Variant;
  /** True time, ms. */
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
  /** The batch of a replica that the endpoint took last. */
  readonly took: (replica: string) => { readonly n: number; readonly dig: string } | undefined;
  /** A failure that no fault explains. */
  readonly complain: (what: string) => void;
  /** A tablet has removed everything, because it was taken out of the project: what it held before. */
  readonly parted: (held: readonly OutOp[]) => Promise<void>;
}

/** A tablet: its storage, its clock, its pages. The store and the sync in it are the real ones. */
export class Tablet {
  readonly name: string;
  readonly #around: Surroundings;
  idb = new IDBFactory();
  tabs: Tab[] = [];
  /** Its clock minus true time, ms. */
  skew = 0;
  /** True time at which its clock last jumped; only contacts begun later tell it how far it is off. */
  jumped: number;
  /** Whether it was ever tied to the endpoint. */
  joined = false;
  /** True time at which it last sent a batch. */
  pushed = 0;
  knowsOffset = false;
  steady = true;
  /** A backup of its storage that it may be put back from. */
  kept: IDBFactory | undefined;
  /** How often it had a reason to become another, and how often it did. */
  causes = 0;
  changes = 0;
  #replica = '';
  #lastAsk = { asked: 0, came: 0 };
  /** The last answer that came, for variants. */
  #answer: unknown;

  constructor(name: string, around: Surroundings) {
    this.name = name;
    this.#around = around;
    this.jumped = around.now();
  }

  readonly wall = (): number => this.#around.now() + this.skew;

  async open(): Promise<Tab> {
    const store = await openStore({ now: this.wall, random: this.#around.random }, { indexedDB: this.idb, IDBKeyRange, registry: lax, breathe: () => Promise.resolve() });
    await store.people.ready;
    // The index of people in memory is not under test, and reads on after a page was killed.
    const tab: Tab = { store: { ...store, changed: () => undefined }, storage: faultyStorage(store.db), run: undefined, hung: undefined };
    this.tabs.push(tab);
    return tab;
  }

  close(tab: Tab): void {
    tab.store.close();
    this.tabs = this.tabs.filter((t) => t !== tab);
  }

  closeAll(): void {
    for (const tab of this.tabs) this.close(tab);
  }

  /** Its tie to the endpoint, and the problem of its last sync. */
  async tie(): Promise<{ device: string; problem: string } | undefined> {
    const { store } = this.first;
    const [link, note] = await unharmed(() => Promise.all([store.link(), store.sync()]));
    return link && { device: link.device, problem: note.problem };
  }

  get first(): Tab {
    return must(this.tabs[0], 'a tab');
  }

  /** Whether a page was killed by a fault of its storage: it is opened anew. */
  async revive(): Promise<void> {
    for (const tab of this.tabs) {
      if (tab.storage.fault?.done && tab.storage.fault.kind !== 'abort') this.close(tab);
    }
    if (this.tabs.length === 0) await this.open();
    await this.#reloadParted();
    const self = await unharmed(() => readMeta(this.first.store.db, 'self'));
    if (this.#replica !== '' && self?.replica !== this.#replica) this.changes += 1;
    this.#replica = self?.replica ?? '';
  }

  /** What it held when it was last about to remove everything. */
  #parting: readonly OutOp[] = [];

  /** As the app does: pages whose records were removed begin anew. */
  async #reloadParted(): Promise<void> {
    const { store } = this.first;
    const [self, note] = await unharmed(() => Promise.all([readMeta(store.db, 'self'), readMeta(store.db, 'parted')]));
    if (!note || self?.replica === store.self.replica || self?.was?.includes(store.self.replica)) return;
    this.closeAll();
    this.knowsOffset = false;
    this.causes += 1;
    await this.open();
    await this.#around.parted(this.#parting);
  }

  /** Begins a sync and waits until it ends or its question is stuck on the wire. */
  async sync(tab: Tab): Promise<Outcome | undefined> {
    if (tab.run) return undefined;
    tab.run = this.#synced(tab).finally(() => {
      tab.run = undefined;
      tab.hung = undefined;
    });
    return this.settle(tab);
  }

  /** Waits until the sync of a tab ends, or hangs. */
  async settle(tab: Tab): Promise<Outcome | undefined> {
    const hangs = new Promise<undefined>((resolve) => this.#onHang.set(tab, () => resolve(undefined)));
    return Promise.race([tab.run, hangs]);
  }

  readonly #onHang = new Map<Tab, () => void>();

  async #synced(tab: Tab): Promise<Outcome | undefined> {
    const { random, variant, complain, line } = this.#around;
    const only = !line.calm && variant.onlyPushes?.() ? { only: 'push' as const } : {};
    try {
      const outcome = await syncNow({ store: tab.store, ask: this.#askOf(tab), now: this.wall, random, registry: lax, parcels: ciphers, isFormOpen: this.#noFormOpen, ...only });
      await unharmed(async () => variant.afterSync?.(tab.store.db));
      // Half of a contact's length is the error of what it says about the clock.
      const { asked, came } = this.#lastAsk;
      if (outcome.kind === 'done' && asked >= this.jumped && came - asked < 60_000) this.knowsOffset = true;
      return outcome;
    } catch (e) {
      // As the schedule does: whatever happened, try again later.
      if (!tab.storage.fault?.done) complain(`sync threw with no fault to blame: ${String(e)}`);
      else if (this.#answer) await unharmed(async () => variant.afterAbort?.(tab.store.db, this.#answer));
      return undefined;
    }
  }

  /** Digest of the batch it sent last, by the name it then had. */
  readonly #asked = new Map<string, string>();

  /** Saves in each batch it sent, by digest. */
  readonly #sizes = new Map<string, number>();

  /** A batch goes out. One in place of another that was taken apart or laid aside, and had been taken before it seemed to fail, passes for another tablet's. */
  #noteBatch(body: string): void {
    const { n = 0, dig = '', replica = this.#replica, ops = {} } = JSON.parse(body) as { n?: number; dig?: string; replica?: string; ops?: OpsWire };
    if (n === 0) return;
    this.pushed = this.#around.now();
    this.#asked.set(replica, dig);
    const size = unpackOps(ops).length;
    if (!this.#sizes.has(dig)) {
      const took = this.#around.took(replica);
      if (took && took.n === n && size <= (this.#sizes.get(took.dig) ?? 0)) this.causes += 1;
    }
    this.#sizes.set(dig, size);
  }

  /**
   * The endpoint takes a batch. Is it one that this tablet has given up (taken apart, or numbered anew after a restore)
   * and of which a copy arrived after all, then the next one is taken for that of another tablet.
   */
  taken(replica: string, dig: string): void {
    if ((this.#asked.get(replica) ?? dig) !== dig) this.causes += 1;
  }

  /** Asked just before everything is removed. */
  readonly #noFormOpen = async (): Promise<boolean> => {
    this.#parting = await this.holds();
    return false;
  };

  #askOf(tab: Tab): Ask {
    const { line, now, variant } = this.#around;
    return async (path, body, token) => {
      const asked = now();
      if (path === '/v1/sync' && body !== undefined) this.#noteBatch(body);
      const reply = await line.ask(path, body, token, (hung) => {
        tab.hung = hung;
        this.#onHang.get(tab)?.();
      });
      if (path === '/v1/sync') {
        this.#lastAsk = { asked, came: now() };
        this.#answer = reply.kind === 'ok' ? reply.body : undefined;
      }
      return (await unharmed(async () => variant.reply?.(reply, tab.store.db, body ?? ''))) ?? reply;
    };
  }

  /** Joins by an invitation; the outcome of the enrolment. */
  async join(invitation: string): Promise<boolean> {
    const ask: Ask = (path, body, token): Promise<Reply> => this.#around.endpoint.ask(path, body, token);
    const answer = await unharmed(() => enrol(this.first.store, ask, invitation, this.name, this.#around.random));
    this.joined ||= answer.ok;
    return answer.ok;
  }

  /** Every op this tablet still holds: waiting, on its way, acknowledged, parked. */
  async holds(): Promise<OutOp[]> {
    const { db } = this.first.store;
    const [pend, flight, sent, parked] = await unharmed(() =>
      Promise.all([db.pend.toArray(), db.flight.get('one'), db.sent.toArray(), db.parked.toArray()]));
    return [...pend, ...(flight?.ops ?? []), ...sent, ...parked];
  }

  async keep(): Promise<void> {
    this.kept = await copyDatabase(this.idb);
  }

  /** The storage is put back from its backup. */
  async putBack(): Promise<void> {
    const kept = must(this.kept, 'a backup of the tablet');
    this.closeAll();
    this.idb = await copyDatabase(kept);
    this.knowsOffset = false;
    this.causes += 1;
    this.#replica = '';
    await this.open();
    await this.revive();
  }

  /** Another tablet with a copy of this one's storage. */
  async clone(name: string): Promise<Tablet> {
    const twin = new Tablet(name, this.#around);
    twin.idb = await copyDatabase(this.idb);
    twin.skew = this.skew;
    twin.steady = this.steady;
    twin.joined = this.joined;
    this.causes += 1;
    twin.causes += 1;
    await twin.open();
    await twin.revive();
    return twin;
  }

  /** Sets how many saves its next batch holds at most. */
  async batchSize(size: number): Promise<void> {
    const { db } = this.first.store;
    const self = must(await readMeta(db, 'self'), 'self');
    await db.meta.put({ ...self, size });
  }

  jump(skew: number): void {
    this.skew = skew;
    this.jumped = this.#around.now();
    this.knowsOffset = false;
    this.steady = false;
  }
}
