import type { ErasureRow, ErasuresWrite, HeardOf } from './erasures.ts';
import type { HeldRow, HistoryRow, QuarantineRow, RowKey } from './store.ts';

/** What the memory store's tables can do that this part needs. */
export interface MemoryTable<V> {
  get(key: string): V | undefined;
  values(): V[];
  set(key: string, value: V): void;
  add(key: string, value: V): void;
  delete(key: string): void;
}

/** The tables of the memory store that an erasure reads and writes. */
export interface MemoryTables {
  readonly erasures: MemoryTable<ErasureRow>;
  readonly erased: MemoryTable<string>;
  readonly heard: MemoryTable<readonly [device: string, no: number]>;
  readonly rows: MemoryTable<HeldRow>;
  readonly history: MemoryTable<HistoryRow>;
  readonly quarantine: MemoryTable<QuarantineRow>;
  readonly key: (...parts: readonly (string | number)[]) => string;
}

/** The part of the memory store about erasures. */
export class MemoryErasures implements ErasuresWrite {
  readonly #in: MemoryTables;
  constructor(tables: MemoryTables) {
    this.#in = tables;
  }

  async after(no: number, limit: number): Promise<readonly ErasureRow[]> {
    return this.#in.erasures.values().filter((e) => e.no > no).toSorted((a, b) => a.no - b.no).slice(0, limit);
  }
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => this.#in.erased.get(id) !== undefined));
  }
  async heard(device: string, mark: string): Promise<HeardOf> {
    const all = this.#in.erasures.values();
    const noted = this.#in.heard.get(device)?.[1] ?? 0;
    const no = all.find((e) => e.mark === mark)?.no ?? 0;
    return { no, noted, mark: all.find((e) => e.no === noted)?.mark ?? '', last: Math.max(0, ...all.map((e) => e.no)) };
  }
  async allHeard(): Promise<ReadonlyMap<string, number>> {
    return new Map(this.#in.heard.values());
  }
  async rowsAbout(id: string): Promise<readonly HeldRow[]> {
    return this.#in.rows.values().filter((r) => r.id === id || r.id.endsWith(`/${id}`) || r.f['person'] === id);
  }
  async quarantineAbout(id: string): Promise<readonly QuarantineRow[]> {
    return this.#in.quarantine.values().filter((q) => JSON.stringify(q.op).includes(id));
  }

  async none(): Promise<void> {
    // writers go one after another here
  }
  async alone(): Promise<void> {
    // as above
  }
  async add(row: ErasureRow): Promise<void> {
    this.#in.erasures.add(row.id, row);
    for (const id of row.ids) await this.addId(id, row.id);
  }
  async addId(id: string, erasure: string): Promise<void> {
    this.#in.erased.add(id, erasure);
  }
  async putHeard(device: string, no: number): Promise<void> {
    this.#in.heard.set(device, [device, no]);
  }
  async forgetHistory({ s, t, id }: RowKey): Promise<void> {
    for (const x of this.#in.history.values()) {
      const mine = x.personal && x.s === s && x.t === t && x.id === id;
      if (mine) this.#in.history.delete(this.#in.key(s, t, id, x.field, x.stamp, x.why, x.replica, x.no));
    }
  }
  async putQuarantine(row: QuarantineRow): Promise<void> {
    const key = this.#in.key(row.replica, row.no, row.dig);
    if (this.#in.quarantine.get(key)) this.#in.quarantine.set(key, row);
  }
}
