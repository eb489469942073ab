import type { RecordId, Scope } from '../../core/ids.ts';
import type { BlobRow, BlobWrites, FileLink } from './blobs.ts';

/** A map that can take back what was done to it (memory.ts). */
interface UndoTable<V> {
  get(key: string): V | undefined;
  values(): V[];
  set(key: string, value: V): void;
  delete(key: string): void;
}

interface Part {
  readonly sha: string;
  readonly at: number;
  readonly bytes: Uint8Array;
}

const linkKey = (s: string, id: string): string => JSON.stringify([s, id]);
const partKey = (sha: string, at: number): string => `${sha} ${at}`;
const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The bytes of files while the process lives. */
export class MemoryBlobs implements BlobWrites {
  readonly #blobs: UndoTable<BlobRow>;
  readonly #parts: UndoTable<Part>;
  readonly #links: UndoTable<FileLink>;

  constructor(table: <V>() => UndoTable<V>) {
    this.#blobs = table<BlobRow>();
    this.#parts = table<Part>();
    this.#links = table<FileLink>();
  }

  async blob(sha: string): Promise<BlobRow | undefined> {
    return this.#blobs.get(sha);
  }
  async parts(sha: string): Promise<readonly Uint8Array[]> {
    return this.#partsOf(sha).map((p) => p.bytes);
  }
  #partsOf(sha: string): Part[] {
    return this.#parts.values().filter((p) => p.sha === sha).sort((a, b) => a.at - b.at);
  }
  async links(sha: string): Promise<readonly FileLink[]> {
    return this.#links.values().filter((l) => l.sha === sha).sort((a, b) => before(a.s, b.s) || before(a.id, b.id));
  }
  async link(s: Scope, id: RecordId): Promise<FileLink | undefined> {
    return this.#links.get(linkKey(s, id));
  }
  #loose(): BlobRow[] {
    const live = new Set(this.#links.values().filter((l) => l.live).map((l) => l.sha));
    return this.#blobs.values().filter((b) => !live.has(b.sha));
  }
  async unreferencedBytes(device: string): Promise<number> {
    return this.#loose().filter((b) => b.device === device).reduce((sum, b) => sum + b.held, 0);
  }
  async stale(limitMs: number, limit: number): Promise<readonly string[]> {
    const found = this.#loose().filter((b) => b.touched < limitMs && b.state !== 'erased');
    return found.sort((a, b) => a.touched - b.touched || before(a.sha, b.sha)).slice(0, limit).map((b) => b.sha);
  }

  async begin(row: BlobRow): Promise<BlobRow> {
    const had = this.#blobs.get(row.sha);
    if (!had) this.#blobs.set(row.sha, row);
    return had ?? row;
  }
  async put(row: BlobRow): Promise<void> {
    if (this.#blobs.get(row.sha)) this.#blobs.set(row.sha, row);
  }
  async touch(sha: string, touched: number): Promise<void> {
    const had = this.#blobs.get(sha);
    if (had) this.#blobs.set(sha, { ...had, touched });
  }
  async addPart(sha: string, at: number, bytes: Uint8Array): Promise<void> {
    this.#parts.set(partKey(sha, at), { sha, at, bytes: bytes.slice() });
  }
  async dropParts(sha: string): Promise<void> {
    for (const p of this.#partsOf(sha)) this.#parts.delete(partKey(sha, p.at));
  }
  async drop(sha: string): Promise<void> {
    await this.dropParts(sha);
    this.#blobs.delete(sha);
  }
  async putLink(link: FileLink): Promise<void> {
    this.#links.set(linkKey(link.s, link.id), link);
  }
  async dropLinks(sha: string): Promise<void> {
    for (const l of this.#links.values()) if (l.sha === sha) this.#links.delete(linkKey(l.s, l.id));
  }
}
