import type { MediaCode } from '../../core/files/limits.ts';
import type { RecordId, Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import type { BlobRow, BlobWrites, FileLink } from './blobs.ts';
import type { Sql } from './sql-tx.ts';
import type { Raw } from './stored-rows.ts';

const BLOB = 'select sha, size, held, state, type, device, touched from blobs';
/** No standing row refers to the blob. */
const LOOSE = 'not exists (select 1 from file_links l where l.sha = blobs.sha and l.live = 1)';

/** The bytes of files in SQL that SQLite and PostgreSQL both speak. */
export class SqlBlobs implements BlobWrites {
  readonly #sql: Sql;
  readonly #lock: string;

  /** @param lock what ends a read of one row that may be written next, where the database lets several write at once */
  constructor(sql: Sql, lock: string) {
    this.#sql = sql;
    this.#lock = lock;
  }

  async blob(sha: string): Promise<BlobRow | undefined> {
    const r = await this.#sql.one(`${BLOB} where sha = ?`, [sha]);
    return r && blobOf(r);
  }
  async parts(sha: string): Promise<readonly Uint8Array[]> {
    return (await this.#sql.all('select bytes from blob_parts where sha = ? order by at', [sha])).map(bytesOf);
  }
  async links(sha: string): Promise<readonly FileLink[]> {
    return (await this.#sql.all('select scope, id, sha, live from file_links where sha = ? order by scope, id', [sha])).map(linkOf);
  }
  async link(s: Scope, id: RecordId): Promise<FileLink | undefined> {
    const r = await this.#sql.one('select scope, id, sha, live from file_links where scope = ? and id = ?', [s, id]);
    return r && linkOf(r);
  }
  async unreferencedBytes(device: string): Promise<number> {
    const r = await this.#sql.one(`select cast(coalesce(sum(held), 0) as bigint) as n from blobs where device = ? and ${LOOSE}`, [device]);
    return Number(r?.['n'] ?? 0);
  }
  async stale(before: number, limit: number): Promise<readonly string[]> {
    const found = await this.#sql.all(`${BLOB} where touched < ? and state <> 'erased' and ${LOOSE} order by touched, sha limit ?`, [before, limit]);
    return found.map((r) => blobOf(r).sha);
  }

  async begin(b: BlobRow): Promise<BlobRow> {
    // First the row, then its lock: two who begin one file at once wait for each other here, and both find it.
    await this.#sql.run(
      'insert into blobs (sha, size, held, state, type, device, touched) values (?, ?, ?, ?, ?, ?, ?) on conflict (sha) do nothing',
      [b.sha, b.size, b.held, b.state, b.type, b.device, b.touched],
    );
    return blobOf(must(await this.#sql.one(`${BLOB} where sha = ?${this.#lock}`, [b.sha]), 'blob'));
  }
  async put(b: BlobRow): Promise<void> {
    await this.#sql.run(
      'update blobs set size = ?, held = ?, state = ?, type = ?, device = ?, touched = ? where sha = ?',
      [b.size, b.held, b.state, b.type, b.device, b.touched, b.sha],
    );
  }
  async touch(sha: string, at: number): Promise<void> {
    await this.#sql.run('update blobs set touched = ? where sha = ?', [at, sha]);
  }
  async addPart(sha: string, at: number, bytes: Uint8Array): Promise<void> {
    await this.#sql.run('insert into blob_parts (sha, at, bytes) values (?, ?, ?)', [sha, at, bytes]);
  }
  async dropParts(sha: string): Promise<void> {
    await this.#sql.run('delete from blob_parts where sha = ?', [sha]);
  }
  async drop(sha: string): Promise<void> {
    await this.dropParts(sha);
    await this.#sql.run('delete from blobs where sha = ?', [sha]);
  }
  async putLink({ s, id, sha, live }: FileLink): Promise<void> {
    await this.#sql.run(
      'insert into file_links (scope, id, sha, live) values (?, ?, ?, ?) on conflict (scope, id) do update set sha = excluded.sha, live = excluded.live',
      [s, id, sha, live ? 1 : 0],
    );
  }
  async dropLinks(sha: string): Promise<void> {
    await this.#sql.run('delete from file_links where sha = ?', [sha]);
  }
}

function bytesOf(r: Raw): Uint8Array {
  const v = r['bytes'];
  if (!(v instanceof Uint8Array)) throw new Error('column bytes holds no bytes');
  return v;
}

const blobOf = (r: Raw): BlobRow => ({
  sha: String(r['sha']), size: Number(r['size']), held: Number(r['held']), state: r['state'] as BlobRow['state'],
  type: r['type'] as MediaCode | '', device: String(r['device']), touched: Number(r['touched']),
});

const linkOf = (r: Raw): FileLink => ({ s: r['scope'] as Scope, id: r['id'] as RecordId, sha: String(r['sha']), live: Number(r['live']) === 1 });
