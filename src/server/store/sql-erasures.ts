import { must } from '../../core/result.ts';
import type { EraseReason, EraseSubject } from '../../core/sync/erasure.ts';
import type { ErasureRow, ErasuresWrite, HeardOf } from './erasures.ts';
import type { Column, Sql } from './sql-tx.ts';
import * as from from './stored-rows.ts';
import type { HeldRow, QuarantineRow, RowKey } from './store.ts';

const ERASURE = 'id, no, mark, at, device, reason, subjects, ids, changed';
/** Ids asked for in one statement. */
const ASKED = 500;

const places = (n: number): string => Array.from({ length: n }, () => '?').join(', ');

/** Text in a pattern of LIKE. Ids hold an underscore at most, which stands for any one character there. */
const plain = (id: string): string => id.replaceAll(/[\\%_]/g, (c) => `\\${c}`);

/** The part of the port about erasures, in SQL that SQLite and PostgreSQL both speak. */
export class SqlErasures implements ErasuresWrite {
  readonly #sql: Sql;
  /** Whether several transactions write at once. */
  readonly #several: boolean;
  /** Sends what a transaction still keeps back, before its tables are read as a whole. */
  readonly #flush: () => Promise<void>;

  constructor(sql: Sql, lock: string, flush: () => Promise<void> = () => Promise.resolve()) {
    this.#sql = sql;
    this.#several = lock !== '';
    this.#flush = flush;
  }

  async after(no: number, limit: number): Promise<readonly ErasureRow[]> {
    return (await this.#sql.all(`select ${ERASURE} from erasures where no > ? order by no, id limit ?`, [no, limit])).map(erasure);
  }
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (let at = 0; at < ids.length; at += ASKED) {
      const some = ids.slice(at, at + ASKED);
      // Few different widths: each makes a statement of its own.
      const width = 2 ** Math.ceil(Math.log2(some.length));
      const values = [...some, ...Array.from({ length: width - some.length }, () => '')];
      for (const r of await this.#sql.all(`select id from erased where id in (${places(width)})`, values)) found.add(from.text(r, 'id'));
    }
    return found;
  }
  async heard(device: string, mark: string): Promise<HeardOf> {
    // In one statement: every question of a tablet asks this.
    const [found] = await this.#sql.all(
      `select coalesce((select max(no) from erasures where mark = ?), 0) as no, coalesce((select no from heard where device = ?), 0) as noted,` +
        ` coalesce((select max(e.mark) from heard h join erasures e on e.no = h.no where h.device = ?), '') as mark,` +
        ` coalesce((select max(no) from erasures), 0) as last`,
      [mark, device, device],
    );
    const r = must(found, 'a row');
    return { no: from.whole(r, 'no'), noted: from.whole(r, 'noted'), mark: from.text(r, 'mark'), last: from.whole(r, 'last') };
  }
  async allHeard(): Promise<ReadonlyMap<string, number>> {
    return new Map((await this.#sql.all('select device, no from heard', [])).map((r) => [from.text(r, 'device'), from.whole(r, 'no')]));
  }
  async rowsAbout(id: string): Promise<readonly HeldRow[]> {
    await this.#flush();
    const values: Column[] = [id, `%/${plain(id)}`, `%"person":"${plain(id)}"%`];
    const found = await this.#sql.all(
      `select scope, t, id, f, p, h, seq, prev from rows where id = ? or id like ? escape '\\' or f like ? escape '\\' order by scope, t, id`,
      values,
    );
    return found.map(from.row);
  }
  async quarantineAbout(id: string): Promise<readonly QuarantineRow[]> {
    await this.#flush();
    const found = await this.#sql.all(
      `select replica, no, dig, device, reason, at, op from quarantine where op like ? escape '\\' order by replica, no, dig`,
      [`%${plain(id)}%`],
    );
    return found.map(from.quarantine);
  }

  /** The row of the epoch is there from the first start and never written again: it may be shared, or held alone. */
  async none(): Promise<void> {
    if (this.#several) await this.#sql.one(`select value from meta where key = 'epoch' for share`, []);
  }
  async alone(): Promise<void> {
    if (this.#several) await this.#sql.one(`select value from meta where key = 'epoch' for update`, []);
  }
  async add(e: ErasureRow): Promise<void> {
    const values = [e.id, e.no, e.mark, e.at, e.device, e.reason, JSON.stringify(e.subjects), JSON.stringify(e.ids), e.rows];
    await this.#sql.run(`insert into erasures (${ERASURE}) values (${places(values.length)}) on conflict do nothing`, values);
    for (const id of e.ids) await this.addId(id, e.id);
  }
  async addId(id: string, erasureId: string): Promise<void> {
    await this.#sql.run('insert into erased (id, erasure) values (?, ?) on conflict do nothing', [id, erasureId]);
  }
  async putHeard(device: string, no: number): Promise<void> {
    await this.#sql.run('insert into heard (device, no) values (?, ?) on conflict (device) do update set no = excluded.no', [device, no]);
  }
  async forgetHistory({ s, t, id }: RowKey): Promise<void> {
    await this.#flush();
    await this.#sql.run('delete from history where scope = ? and t = ? and id = ? and personal = 1', [s, t, id]);
  }
  async putQuarantine(q: QuarantineRow): Promise<void> {
    await this.#sql.run('update quarantine set op = ? where replica = ? and no = ? and dig = ?', [JSON.stringify(q.op), q.replica, q.no, q.dig]);
  }
}

const erasure = (r: from.Raw): ErasureRow => ({
  id: from.text(r, 'id'),
  no: from.whole(r, 'no'),
  mark: from.text(r, 'mark'),
  at: from.whole(r, 'at'),
  device: from.text(r, 'device'),
  reason: from.text<EraseReason>(r, 'reason'),
  subjects: from.parsed<EraseSubject[]>(r, 'subjects'),
  ids: from.parsed<string[]>(r, 'ids'),
  rows: from.whole(r, 'changed'),
});
