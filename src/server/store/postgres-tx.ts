import type { Stamp } from '../../core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import { Conflict, isConflict, isHeld } from './postgres-errors.ts';
import type { PostgresSql } from './postgres-sql.ts';
import { SqlTx, type Column } from './sql-tx.ts';
import * as from from './stored-rows.ts';
import type { HeldRow, HistoryRow, OriginRow, QuarantineRow, ReplicaRow, RowKey, Via } from './store.ts';

/** Ops of a batch bear numbers in a row: whoever asks for one origin asks for those after it next. */
const STRETCH = 256;
interface Stretch {
  readonly first: number;
  readonly found: ReadonlyMap<number, OriginRow>;
}

const key = (...parts: readonly Column[]): string => JSON.stringify(parts);

/**
 * A transaction that writes while others write too, in this process or another. Two things are added to the SQL:
 *
 * Locks. What is read here by its key may be written on the strength of it, so the row is held until the end
 * (`for update`). Where there is no row to hold, a row of `locks` with its name is held and the read repeated. Rows
 * of a scope need neither: `advance` comes first and holds the scope. Meta is read by everybody and written by few,
 * so it is held only when it is written: a value that has changed since it was read makes the transaction begin
 * anew, and from then on this process holds that name at once.
 *
 * A buffer. A batch writes hundreds of rows; they go out together, before the first read that could see them, and
 * at the end. One round trip each would keep the scope's lock many times longer. Reads are few for the same reason:
 * origins come by the stretch, rows when they are foreseen.
 */
export class PostgresTx extends SqlTx {
  readonly #db: PostgresSql;
  readonly #rows = new Map<string, readonly Column[]>();
  readonly #origins = new Map<string, readonly Column[]>();
  readonly #history = new Map<string, readonly Column[]>();
  readonly #dropped = new Map<string, readonly Column[]>();
  readonly #foreseen = new Map<string, HeldRow | undefined>();
  readonly #stretches = new Map<string, Stretch>();

  /** What was read of meta without being held. */
  readonly #seen = new Map<string, string | undefined>();
  readonly #contended: Set<string>;
  /** Why this transaction may not commit, whatever became of the error on its way up. */
  #lost: Error | undefined;

  /** @param contended names of meta over which transactions of this process have met: shared by all of them */
  constructor(db: PostgresSql, contended: Set<string>) {
    super(db, ' for update');
    this.#db = db;
    this.#contended = contended;
  }

  /** Holds a name until the transaction ends. */
  async #hold(name: string): Promise<void> {
    await this.#db.run('insert into locks (name, n) values (?, 1) on conflict (name) do update set n = locks.n + 1', [name]);
  }
  async #held<T>(name: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    const found = await read();
    if (found !== undefined) return found;
    await this.#hold(name);
    return read();
  }

  #heldMeta(name: string): Promise<string | undefined> {
    return this.#held(`meta ${name}`, () => super.meta(name));
  }
  override async meta(name: string): Promise<string | undefined> {
    if (this.#contended.has(name)) return this.#heldMeta(name);
    const value = (await this.#db.one('select value from meta where key = ?', [name]))?.['value'];
    const text = typeof value === 'string' ? value : undefined;
    this.#seen.set(name, text);
    return text;
  }
  override async putMeta(name: string, value: string): Promise<void> {
    if (this.#seen.has(name)) {
      await this.#takeUnchanged(name);
      this.#seen.delete(name); // held from here on
    }
    await super.putMeta(name, value);
  }
  /** Holds a value that was read without being held, if nobody has changed it or is about to. */
  async #takeUnchanged(name: string): Promise<void> {
    try {
      // Without waiting: whoever holds it may wait for a scope that we hold.
      const row = await this.#db.one('select value from meta where key = ? for update nowait', [name]);
      const now = row === undefined ? await this.#heldMeta(name) : row['value'];
      if (now !== this.#seen.get(name)) throw new Conflict();
    } catch (e) {
      this.#lost = isHeld(e) || !(e instanceof Error) ? new Conflict() : e;
      if (isConflict(this.#lost)) this.#contended.add(name);
      throw this.#lost;
    }
  }
  override async replica(replica: ReplicaId): Promise<ReplicaRow | undefined> {
    // Few names, so that the table stays small whatever replicas are asked for.
    return this.#held(`replica ${replica.slice(-1)}`, () => super.replica(replica));
  }
  override async dropUnused(via: Via): Promise<void> {
    await this.#hold(`unused ${via}`);
    await super.dropUnused(via);
  }

  override async putRow(r: HeldRow): Promise<void> {
    const name = key(r.s, r.t, r.id);
    this.#foreseen.delete(name);
    this.#rows.set(name, [
      r.s, r.t, r.id, JSON.stringify(r.f), JSON.stringify(r.p), JSON.stringify(r.h), r.seq, r.prev,
    ]);
  }
  override async foresee(rows: readonly RowKey[]): Promise<void> {
    const asked = new Map(rows.map(({ s, t, id }): [string, readonly Column[]] => [key(s, t, id), [s, t, id]]));
    for (const name of asked.keys()) this.#foreseen.set(name, undefined);
    if (asked.size === 0) return;
    const found = await this.#db.all(`select scope, t, id, f, p, h, seq, prev from rows where (scope, t, id) in (${select('ttt')})`, columnsOf([...asked.values()]));
    for (const row of found.map(from.row)) this.#foreseen.set(key(row.s, row.t, row.id), row);
  }
  override async row(s: Scope, t: string, id: RecordId): Promise<HeldRow | undefined> {
    const name = key(s, t, id);
    if (this.#rows.has(name)) await this.#sendRows();
    return this.#foreseen.has(name) ? this.#foreseen.get(name) : super.row(s, t, id);
  }
  override async rowsAfter(s: Scope, seq: number, limit: number): Promise<readonly HeldRow[]> {
    await this.#sendRows();
    return super.rowsAfter(s, seq, limit);
  }

  override async addOrigin(o: OriginRow): Promise<void> {
    this.#stretches.delete(key(o.s, o.replica));
    addTo(this.#origins, key(o.s, o.replica, o.no), [o.s, o.replica, o.no, o.dig, o.h, o.by, o.at]);
  }
  override async origin(s: Scope, replica: ReplicaId, no: number): Promise<OriginRow | undefined> {
    const name = key(s, replica);
    const had = this.#stretches.get(name);
    const stretch = had && no >= had.first && no < had.first + STRETCH ? had : await this.#readStretch(s, replica, no);
    this.#stretches.set(name, stretch);
    return stretch.found.get(no);
  }
  async #readStretch(s: Scope, replica: ReplicaId, first: number): Promise<Stretch> {
    await this.#sendOrigins();
    const found = await this.#db.all(
      'select scope, replica, no, dig, h, author, at from origins where scope = ? and replica = ? and no >= ? and no < ?',
      [s, replica, first, first + STRETCH],
    );
    return { first, found: new Map(found.map(from.origin).map((o) => [o.no, o])) };
  }
  override async author(s: Scope, h: Stamp): Promise<OriginRow | undefined> {
    if ([...this.#origins.values()].some((o) => o[0] === s && o[4] === h)) await this.#sendOrigins();
    return super.author(s, h);
  }

  override async addHistory(x: HistoryRow): Promise<void> {
    addTo(this.#history, key(x.s, x.t, x.id, x.field, x.stamp, x.why, x.replica, x.no), [
      x.s, x.t, x.id, x.field, x.stamp, x.why, x.replica, x.no, JSON.stringify(x.value), x.personal ? 1 : 0, x.by, x.at, x.seen,
    ]);
  }
  override async history(s: Scope, t: string, id: RecordId): Promise<readonly HistoryRow[]> {
    await this.#sendHistory();
    return super.history(s, t, id);
  }

  override async dropQuarantine(replica: ReplicaId, no: number, dig: string): Promise<void> {
    this.#dropped.set(key(replica, no, dig), [replica, no, dig]);
  }
  override async addQuarantine(q: QuarantineRow): Promise<void> {
    await this.#sendDropped();
    await super.addQuarantine(q);
  }
  override async quarantine(limit: number): Promise<readonly QuarantineRow[]> {
    await this.#sendDropped();
    return super.quarantine(limit);
  }

  /** Sends what is still here; the transaction may commit then. */
  override async flush(): Promise<void> {
    if (this.#lost) throw this.#lost;
    await this.#sendRows();
    await this.#sendOrigins();
    await this.#sendHistory();
    await this.#sendDropped();
  }

  #sendRows(): Promise<void> {
    return this.#send(this.#rows, `insert into rows (scope, t, id, f, p, h, seq, prev) ${select('tttttt88')}` +
      ' on conflict (scope, t, id) do update set f = excluded.f, p = excluded.p, h = excluded.h, seq = excluded.seq, prev = excluded.prev');
  }
  #sendOrigins(): Promise<void> {
    return this.#send(this.#origins, `insert into origins (scope, replica, no, dig, h, author, at) ${select('tt8ttt8')} on conflict do nothing`);
  }
  #sendHistory(): Promise<void> {
    const columns = 'scope, t, id, field, stamp, why, replica, no, value, personal, author, at, seen';
    return this.#send(this.#history, `insert into history (${columns}) ${select('ttttttt8t8t88')} on conflict do nothing`);
  }
  #sendDropped(): Promise<void> {
    return this.#send(this.#dropped, `delete from quarantine where (replica, no, dig) in (${select('t8t')})`);
  }

  async #send(pending: Map<string, readonly Column[]>, sql: string): Promise<void> {
    const rows = [...pending.values()];
    pending.clear();
    if (rows.length > 0) await this.#db.all(sql, columnsOf(rows));
  }
}

/** The rows behind as many lists as there are letters, one for each column: `t` text, `8` whole numbers. One text however many rows: prepared once. */
const select = (types: string): string => `select * from unnest(${[...types].map((t) => (t === 't' ? '?::text[]' : '?::bigint[]')).join(', ')})`;

const columnsOf = (rows: readonly (readonly Column[])[]): Column[][] => (rows[0] ?? []).map((_, i) => rows.map((r) => must(r[i], 'column')));

function addTo(pending: Map<string, readonly Column[]>, name: string, values: readonly Column[]): void {
  if (!pending.has(name)) pending.set(name, values);
}

