import type { TableName } from '../../core/entities/registry.ts';
import { registry as standard, type Registry } from '../../core/entities/registry.ts';
import type { RecordId, Scope } from '../../core/ids.ts';
import type { Rights } from '../../core/access/rights.ts';
import type { EnrolResponse } from '../../core/sync/protocol.ts';
import { disagreeCursors } from './cursors.ts';
import { Database, type DevicesNote, type Link, type ParkedOp, type Self, type SyncNote } from './database.ts';
import { namedDevices } from './devices-note.ts';
import { live, type Live } from './live.ts';
import { unsent, type Unsent } from './unsent.ts';
import { withKeys } from './parcel-keys.ts';
import type { ParkedKey } from './parked.ts';
import { openPeople, type People } from './people.ts';
import type { PhotoStore } from './photos.ts';
import { find, list, type Read } from './read.ts';
import { rightsOf } from './rights-of.ts';
import { formerOf } from './tokens.ts';
import { ensureSelf, NO_SYNC, readLink, readMeta, type StoreDeps } from './self.ts';
import { openTabs, peopleAmong, type Key } from './tabs.ts';
import { write, type Build, type Draft, type Receipt } from './write.ts';

/** Everything screens may do with what this tablet keeps. */
export interface Store {
  /** For client/sync alone. */
  readonly db: Database;
  readonly self: Self;
  readonly people: People;
  /** Durable on return, or throws and nothing is written. See `write`. */
  save(build: Build | readonly Draft[]): Promise<Receipt>;
  /** Takes a save back by writing what stood there before. */
  undo(receipt: Receipt): Promise<Receipt>;
  list<T extends TableName>(t: T, scope?: Scope): Promise<Read<T>[]>;
  find<T extends TableName>(t: T, id: string): Promise<Read<T> | undefined>;
  live<T>(query: () => Promise<T>): Live<T>;
  unsent(): Promise<Unsent>;
  parked(): Promise<ParkedOp[]>;
  /** Saves anew what a save laid aside says and no newer one has replaced, in its place. See `renewParked`. */
  renew(key: ParkedKey): Promise<Receipt | undefined>;
  /** Photos and their bytes: a part of its own, loaded when first asked for. */
  photos(): Promise<PhotoStore>;
  link(): Promise<Link | undefined>;
  sync(): Promise<SyncNote>;
  devices(): Promise<DevicesNote | undefined>;
  /** What this tablet may do; a tablet alone may do everything. */
  rights(): Promise<Rights>;
  /** Called after each save of this tab. */
  onSaved(f: () => void): () => void;
  /** For client/sync: rows changed by an answer. */
  changed(keys: readonly Key[]): void;
  /** Ties this tablet to an endpoint. Nothing that waits is touched. */
  join(answer: EnrolResponse): Promise<void>;
  close(): void;
}

export interface OpenOptions {
  readonly name?: string;
  readonly registry?: Registry;
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
  /** Gives the thread back between slices. */
  readonly breathe?: () => Promise<void>;
}

export async function openStore(deps: StoreDeps, o: OpenOptions = {}): Promise<Store> {
  const registry = o.registry ?? standard;
  const db = new Database(o.name ?? 'tizme', {
    ...(o.indexedDB ? { indexedDB: o.indexedDB } : {}),
    ...(o.IDBKeyRange ? { IDBKeyRange: o.IDBKeyRange } : {}),
  });
  await db.open();
  const self = await ensureSelf(db, deps);
  const people = openPeople(db, o.breathe ?? (() => new Promise((done) => setTimeout(done, 0))));
  const listeners = new Set<() => void>();
  const peers = openTabs(o.name ?? 'tizme', (keys) => void people.refresh(keys));

  const changed = (keys: readonly Key[]): void => {
    const some = peopleAmong(keys);
    if (some.length === 0) return;
    void people.refresh(some);
    peers.tell(some);
  };
  const saved = async (receipt: Receipt): Promise<Receipt> => {
    const keys: Key[] = [];
    for (const d of receipt.undo) if (d.id) keys.push([d.s, d.t, d.id]);
    // The save is on disk: an index in memory that cannot follow must not make it look as if it were not.
    await people.refresh(peopleAmong(keys)).catch(() => undefined);
    peers.tell(keys);
    for (const f of listeners) f();
    return receipt;
  };
  const save = async (build: Build | readonly Draft[]): Promise<Receipt> =>
    saved(await write(db, deps, typeof build === 'function' ? build : () => build, registry));

  return {
    db, self, people, save, changed,
    undo: (receipt) => save(receipt.undo),
    list: (t, scope) => list(db, t, scope),
    find: (t, id) => find(db, t, id),
    live,
    unsent: () => unsent(db),
    parked: () => db.parked.toArray(),
    async renew(key) {
      // Seldom needed, so no part of the first load.
      const { renewParked } = await import('./parked.ts');
      const receipt = await renewParked(db, deps, key, registry);
      return receipt && saved(receipt);
    },
    photos: async () => (await import('./photos.ts')).photoStore(db, save, deps.now),
    link: () => readLink(db),
    sync: async () => (await readMeta(db, 'sync')) ?? NO_SYNC,
    devices: () => namedDevices(db),
    rights: () => rightsOf(db, self),
    onSaved(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    join: (answer) => join(db, deps, self, answer, registry),
    close() {
      peers.close();
      db.close();
    },
  };
}

async function join(db: Database, deps: StoreDeps, self: Self, a: EnrolResponse, registry: Registry): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    // Tied anew, the old epoch is kept until the first answer: an endpoint begun afresh then says so, and gets all of ours.
    const had = await readLink(db);
    const link: Link = { k: 'link', token: a.token, push: a.push, role: a.role, device: a.device, areas: a.areas, epoch: had?.epoch ?? a.epoch, ...formerOf(had, a) };
    await db.meta.put(withKeys(link, had, a, a.epoch));
    // By the marks of the cursors an endpoint that lost its past is noticed, though this tablet has nothing to push.
    await disagreeCursors(db);
    // A problem of the former tie (token unknown, expired) is over.
    const note = await readMeta(db, 'sync');
    if (note) await db.meta.put({ ...note, problem: '' });
  });
  // The lone tablet's user enters the project under the name the coordinator wrote, unless it has one already.
  const user = await find(db, 'user', self.user);
  const name = user?.name ?? a.name;
  const values = { ...(name ? { name } : {}), role: a.role };
  await write(db, deps, () => [{ t: 'user', s: 'p', id: self.user as RecordId, values }], registry);
}

export type { Build, Draft, Live, People, Read, Receipt };
