import type { Stamp } from '../../core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../core/ids.ts';
import type { Sum } from '../../core/sync/digest.ts';
import type { ErasureRow } from './erasures.ts';
import { MemoryErasures } from './memory-erasures.ts';
import { MemorySums } from './memory-sums.ts';
import { MemoryAccess } from './memory-access.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { Queue } from './queue.ts';
import type {
  DeviceRow, GrantRow, HeldRow, HistoryRow, InviteRow, OriginRow, QuarantineRow, ReplicaRow, ScopeMark, Store, TokenRow, Via, WriteTx,
} from './store.ts';

/** A map that can take back what was done to it since the transaction began. */
class Table<V> {
  readonly #rows = new Map<string, V>();
  readonly #undo: (() => void)[];
  constructor(undo: (() => void)[]) {
    this.#undo = undo;
  }
  get(key: string): V | undefined {
    return this.#rows.get(key);
  }
  values(): V[] {
    return [...this.#rows.values()];
  }
  set(key: string, value: V): void {
    const had = this.#rows.get(key);
    this.#undo.push(() => (had === undefined ? this.#rows.delete(key) : this.#rows.set(key, had)));
    this.#rows.set(key, value);
  }
  add(key: string, value: V): void {
    if (!this.#rows.has(key)) this.set(key, value);
  }
  delete(key: string): void {
    const had = this.#rows.get(key);
    if (had === undefined) return;
    this.#undo.push(() => this.#rows.set(key, had));
    this.#rows.delete(key);
  }
}

const key = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);
const byText = <T>(of: (x: T) => string | number) => (a: T, b: T): number => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0);

class MemoryTx implements WriteTx {
  readonly undo: (() => void)[] = [];
  readonly #meta = new Table<string>(this.undo);
  readonly #devices = new Table<DeviceRow>(this.undo);
  readonly #tokens = new Table<TokenRow>(this.undo);
  readonly #invites = new Table<InviteRow>(this.undo);
  readonly #replicas = new Table<ReplicaRow>(this.undo);
  readonly #grants = new Table<GrantRow>(this.undo);
  readonly #scopes = new Table<ScopeMark & { readonly s: Scope }>(this.undo);
  readonly #nonces = new Table<string>(this.undo);
  readonly #rows = new Table<HeldRow>(this.undo);
  readonly #origins = new Table<OriginRow>(this.undo);
  readonly #history = new Table<HistoryRow>(this.undo);
  readonly #quarantine = new Table<QuarantineRow>(this.undo);
  readonly sums = new MemorySums({ scopes: (among) => this.scopes(among), table: new Table<Sum>(this.undo) });
  readonly erasures = new MemoryErasures({
    erasures: new Table<ErasureRow>(this.undo), erased: new Table<string>(this.undo), heard: new Table<readonly [string, number]>(this.undo),
    rows: this.#rows, history: this.#history, quarantine: this.#quarantine, key,
  });
  readonly access = new MemoryAccess({ tokens: this.#tokens, invites: this.#invites, quarantine: this.#quarantine, make: <V>() => new Table<V>(this.undo), key });
  readonly blobs = new MemoryBlobs(<V>() => new Table<V>(this.undo));

  async meta(name: string): Promise<string | undefined> {
    return this.#meta.get(name);
  }
  async device(device: string): Promise<DeviceRow | undefined> {
    return this.#devices.get(device);
  }
  async devices(): Promise<readonly DeviceRow[]> {
    return this.#devices.values().toSorted((a, b) => a.made - b.made || byText<DeviceRow>((d) => d.device)(a, b));
  }
  async token(hash: string): Promise<TokenRow | undefined> {
    return this.#tokens.get(hash);
  }
  async invite(hash: string): Promise<InviteRow | undefined> {
    return this.#invites.get(hash);
  }
  async replica(replica: ReplicaId): Promise<ReplicaRow | undefined> {
    return this.#replicas.get(replica);
  }
  async replicasOf(device: string): Promise<readonly ReplicaId[]> {
    return this.#replicas.values().filter((r) => r.device === device).map((r) => r.replica).toSorted();
  }
  async grants(device: string): Promise<readonly GrantRow[]> {
    return this.#grants.values().filter((g) => g.device === device).toSorted(byText((g) => g.s));
  }
  async scopes(among?: readonly Scope[]): Promise<ReadonlyMap<Scope, ScopeMark>> {
    const those = new Set(among);
    return new Map(this.#scopes.values().filter((x) => among === undefined || those.has(x.s)).toSorted(byText((x) => x.s)).map(({ s, seq, nonce }) => [s, { seq, nonce }]));
  }
  async nonce(s: Scope, seq: number): Promise<string | undefined> {
    return this.#nonces.get(key(s, seq));
  }
  async row(s: Scope, t: string, id: RecordId): Promise<HeldRow | undefined> {
    return this.#rows.get(key(s, t, id));
  }
  async rowsAfter(s: Scope, seq: number, limit: number): Promise<readonly HeldRow[]> {
    const all = this.#rows.values().filter((r) => r.s === s && r.seq > seq);
    all.sort((a, b) => a.seq - b.seq || byText<HeldRow>((r) => r.t)(a, b) || byText<HeldRow>((r) => r.id)(a, b));
    const last = all[limit - 1]?.seq;
    return last === undefined ? all : all.filter((r) => r.seq <= last);
  }
  async origin(s: Scope, replica: ReplicaId, no: number): Promise<OriginRow | undefined> {
    return this.#origins.get(key(s, replica, no));
  }
  async author(s: Scope, h: Stamp): Promise<OriginRow | undefined> {
    // Whoever brought a save of somebody else does not know who saved it.
    const all = this.#origins.values().filter((o) => o.s === s && o.h === h);
    return all.find((o) => o.by !== '') ?? all[0];
  }
  async history(s: Scope, t: string, id: RecordId): Promise<readonly HistoryRow[]> {
    const mine = this.#history.values().filter((x) => x.s === s && x.t === t && x.id === id);
    return mine.sort((a, b) => -byText<HistoryRow>((x) => x.stamp)(a, b) || byText<HistoryRow>((x) => x.field)(a, b));
  }
  async quarantine(limit: number): Promise<readonly QuarantineRow[]> {
    const all = this.#quarantine.values().sort((a, b) => b.at - a.at || byText<QuarantineRow>((q) => q.replica)(a, b) || a.no - b.no);
    return all.slice(0, limit);
  }

  async putMeta(name: string, value: string): Promise<void> {
    this.#meta.set(name, value);
  }
  async putDevice(row: DeviceRow): Promise<void> {
    this.#devices.set(row.device, row);
  }
  async putToken(row: TokenRow): Promise<void> {
    this.#tokens.set(row.hash, row);
  }
  async putInvite(row: InviteRow): Promise<void> {
    this.#invites.set(row.hash, row);
  }
  async dropUnused(via: Via): Promise<void> {
    for (const i of this.#invites.values()) if (i.via === via && i.replica === '') this.#invites.delete(i.hash);
  }
  async putReplica(row: ReplicaRow): Promise<void> {
    this.#replicas.set(row.replica, row);
  }
  async putGrant(row: GrantRow): Promise<void> {
    this.#grants.set(key(row.s, row.device), row);
  }
  async advance(s: Scope, push: { readonly nonce: string }): Promise<number> {
    const seq = (this.#scopes.get(s)?.seq ?? 0) + 1;
    this.#scopes.set(s, { s, seq, nonce: push.nonce });
    this.#nonces.set(key(s, seq), push.nonce);
    return seq;
  }
  async foresee(): Promise<void> {
    // everything is at hand
  }
  async putRow(row: HeldRow): Promise<void> {
    this.#rows.set(key(row.s, row.t, row.id), row);
  }
  async addOrigin(row: OriginRow): Promise<void> {
    this.#origins.add(key(row.s, row.replica, row.no), row);
  }
  async addHistory(row: HistoryRow): Promise<void> {
    this.#history.add(key(row.s, row.t, row.id, row.field, row.stamp, row.why, row.replica, row.no), row);
  }
  async addQuarantine(row: QuarantineRow): Promise<void> {
    this.#quarantine.add(key(row.replica, row.no, row.dig), row);
  }
  async dropQuarantine(replica: ReplicaId, no: number, dig: string): Promise<void> {
    this.#quarantine.delete(key(replica, no, dig));
  }
}

/** A store that forgets when the process ends: for tests, and the measure the databases are held against. */
export function openMemory(): Store {
  const tx = new MemoryTx();
  const queue = new Queue();
  return {
    write: (work) =>
      queue.run(async () => {
        tx.undo.length = 0;
        try {
          return await work(tx);
        } catch (e) {
          for (const undo of tx.undo.toReversed()) undo();
          throw e;
        }
      }),
    read: (work) => queue.run(() => work(tx)),
    close: async () => {
      await queue.idle();
    },
  };
}
