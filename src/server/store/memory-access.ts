import type { ReplicaId } from '../../core/ids.ts';
import type { AccessWrite, DiscardRow, QuarantinePlace, RevocationRow } from './access.ts';
import type { InviteRow, QuarantineRow, TokenRow } from './store.ts';

/** What the memory store's tables can do that this part needs. */
interface Rows<V> {
  get(key: string): V | undefined;
  values(): V[];
  set(key: string, value: V): void;
  add(key: string, value: V): void;
  delete(key: string): void;
}

/** Tables of the memory store that this part reads and writes, and how to make more of them. */
export interface AccessTables {
  readonly tokens: Rows<TokenRow>;
  readonly invites: Rows<InviteRow>;
  readonly quarantine: Rows<QuarantineRow>;
  readonly make: <V>() => Rows<V>;
  readonly key: (...parts: readonly (string | number)[]) => string;
}

const order = (a: QuarantinePlace, b: QuarantinePlace): number =>
  b.at - a.at || compare(a.replica, b.replica) || a.no - b.no || compare(a.dig, b.dig);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The part of the memory store about tokens, devices taken out and what was refused. */
export class MemoryAccess implements AccessWrite {
  readonly #in: AccessTables;
  readonly #revocations: Rows<RevocationRow>;
  readonly #discards: Rows<DiscardRow>;
  readonly #inviters: Rows<{ readonly hash: string; readonly device: string }>;

  constructor(tables: AccessTables) {
    this.#in = tables;
    this.#revocations = tables.make();
    this.#discards = tables.make();
    this.#inviters = tables.make();
  }

  async tokensOf(device: string): Promise<readonly TokenRow[]> {
    return this.#in.tokens.values().filter((t) => t.device === device).sort((a, b) => a.made - b.made || compare(a.hash, b.hash));
  }
  async revocation(device: string): Promise<RevocationRow | undefined> {
    return this.#revocations.get(device);
  }
  async quarantined(replica: ReplicaId, no: number, dig: string): Promise<QuarantineRow | undefined> {
    return this.#in.quarantine.get(this.#in.key(replica, no, dig));
  }
  async quarantinePage(place: QuarantinePlace | undefined, limit: number): Promise<readonly QuarantineRow[]> {
    const all = this.#in.quarantine.values().sort(order);
    return all.filter((q) => place === undefined || order(place, q) < 0).slice(0, limit);
  }
  async quarantineCount(): Promise<number> {
    return this.#in.quarantine.values().length;
  }
  async discarded(replica: ReplicaId, no: number): Promise<readonly DiscardRow[]> {
    return this.#discards.values().filter((d) => d.replica === replica && d.no === no).sort((a, b) => compare(a.dig, b.dig));
  }

  async dropToken(hash: string): Promise<void> {
    this.#in.tokens.delete(hash);
  }
  async putRevocation(row: RevocationRow): Promise<void> {
    this.#revocations.set(row.device, row);
  }
  async dropRevocation(device: string): Promise<void> {
    this.#revocations.delete(device);
  }
  async addDiscard(row: DiscardRow): Promise<void> {
    this.#discards.add(this.#in.key(row.replica, row.no, row.dig), row);
  }
  async putInviter(hash: string, device: string): Promise<void> {
    this.#inviters.set(hash, { hash, device });
  }
  async dropInvitesOf(device: string): Promise<void> {
    const mine = new Set(this.#inviters.values().filter((i) => i.device === device).map((i) => i.hash));
    for (const i of this.#in.invites.values()) if (i.replica === '' && mine.has(i.hash)) this.#in.invites.delete(i.hash);
  }
}
