import type { Stamp } from '../../core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import { SqlErasures } from './sql-erasures.ts';
import { SqlSums } from './sql-sums.ts';
import { SqlAccess } from './sql-access.ts';
import { SqlBlobs } from './sql-blobs.ts';
import * as from from './stored-rows.ts';
import type {
  DeviceRow, GrantRow, HeldRow, HistoryRow, InviteRow, OriginRow, QuarantineRow, ReplicaRow, RowKey, ScopeMark, TokenRow, Via, WriteTx,
} from './store.ts';

const DEVICE = 'device, label, role, via, made, seen, unsent, skew, schema, differs, reset';

/** What can be bound to a statement: text, whole numbers and bytes, which every database gives back as they were. */
export type Column = string | number | Uint8Array;

/** A connection as the statements see it. `?` stands for a value; values are always bound, never written into SQL. */
export interface Sql {
  run(sql: string, values: readonly Column[]): Promise<void>;
  one(sql: string, values: readonly Column[]): Promise<from.Raw | undefined>;
  all(sql: string, values: readonly Column[]): Promise<readonly from.Raw[]>;
}

/** The port in SQL that SQLite and PostgreSQL both speak. */
export class SqlTx implements WriteTx {
  readonly erasures: SqlErasures;
  readonly access: SqlAccess;
  readonly #sql: Sql;
  /** What ends a read of one row that may be written next: a lock, where the database lets several write at once. */
  readonly #lock: string;
  readonly sums: SqlSums;
  readonly blobs: SqlBlobs;

  constructor(sql: Sql, lock = '') {
    this.#sql = sql;
    this.#lock = lock;
    this.sums = new SqlSums(sql, lock);
    this.erasures = new SqlErasures(sql, lock, () => this.flush());
    this.access = new SqlAccess(sql, lock, () => this.flush());
    this.blobs = new SqlBlobs(sql, lock);
  }

  /** Sends what is still kept back. */
  async flush(): Promise<void> {
    // nothing is
  }
  async #run(sql: string, ...values: readonly Column[]): Promise<void> {
    await this.#sql.run(sql, values);
  }
  async #one<T>(read: (r: from.Raw) => T, sql: string, ...values: readonly Column[]): Promise<T | undefined> {
    const r = await this.#sql.one(sql, values);
    return r === undefined ? undefined : read(r);
  }
  async #all<T>(read: (r: from.Raw) => T, sql: string, ...values: readonly Column[]): Promise<T[]> {
    return (await this.#sql.all(sql, values)).map(read);
  }

  async meta(key: string): Promise<string | undefined> {
    return this.#one(from.value, `select value from meta where key = ?${this.#lock}`, key);
  }
  async device(device: string): Promise<DeviceRow | undefined> {
    return this.#one(from.device, `select ${DEVICE} from devices where device = ?${this.#lock}`, device);
  }
  async devices(): Promise<readonly DeviceRow[]> {
    return this.#all(from.device, `select ${DEVICE} from devices order by made, device`);
  }
  async token(hash: string): Promise<TokenRow | undefined> {
    return this.#one(from.token, `select hash, device, kind, invite, made, used, ended from tokens where hash = ?${this.#lock}`, hash);
  }
  async invite(hash: string): Promise<InviteRow | undefined> {
    return this.#one(
      from.invite,
      `select hash, role, areas, name, via, made, expires, replica, device, closed from invites where hash = ?${this.#lock}`,
      hash,
    );
  }
  async replica(replica: ReplicaId): Promise<ReplicaRow | undefined> {
    return this.#one(from.replica, `select replica, device, n, dig, st, seqs, cursors from replicas where replica = ?${this.#lock}`, replica);
  }
  async replicasOf(device: string): Promise<readonly ReplicaId[]> {
    return this.#all(from.replicaId, 'select replica from replicas where device = ? order by replica', device);
  }
  async grants(device: string): Promise<readonly GrantRow[]> {
    return this.#all(from.grant, 'select scope, device, allowed from grants where device = ? order by scope', device);
  }
  async scopes(): Promise<ReadonlyMap<Scope, ScopeMark>> {
    return new Map(await this.#all(from.scope, 'select scope, seq, nonce from scopes order by scope'));
  }
  async nonce(s: Scope, seq: number): Promise<string | undefined> {
    return this.#one(from.nonce, 'select nonce from pushes where scope = ? and seq = ?', s, seq);
  }
  async row(s: Scope, t: string, id: RecordId): Promise<HeldRow | undefined> {
    return this.#one(from.row, 'select scope, t, id, f, p, h, seq, prev from rows where scope = ? and t = ? and id = ?', s, t, id);
  }
  async rowsAfter(s: Scope, seq: number, limit: number): Promise<readonly HeldRow[]> {
    return this.#all(
      from.row,
      'select scope, t, id, f, p, h, seq, prev from rows where scope = ? and seq > ?' +
        ' and seq <= coalesce((select seq from rows where scope = ? and seq > ? order by seq limit 1 offset ?), ?) order by seq, t, id',
      s, seq, s, seq, limit - 1, Number.MAX_SAFE_INTEGER,
    );
  }
  async origin(s: Scope, replica: ReplicaId, no: number): Promise<OriginRow | undefined> {
    return this.#one(
      from.origin,
      'select scope, replica, no, dig, h, author, at from origins where scope = ? and replica = ? and no = ?',
      s, replica, no,
    );
  }
  async author(s: Scope, h: Stamp): Promise<OriginRow | undefined> {
    return this.#one(from.origin, 'select scope, replica, no, dig, h, author, at from origins where scope = ? and h = ? order by author desc limit 1', s, h);
  }
  async history(s: Scope, t: string, id: RecordId): Promise<readonly HistoryRow[]> {
    return this.#all(
      from.history,
      'select scope, t, id, field, stamp, why, replica, no, value, personal, author, at, seen from history' +
        ' where scope = ? and t = ? and id = ? order by stamp desc, field',
      s, t, id,
    );
  }
  async quarantine(limit: number): Promise<readonly QuarantineRow[]> {
    return this.#all(
      from.quarantine,
      'select replica, no, dig, device, reason, at, op from quarantine order by at desc, replica, no limit ?',
      limit,
    );
  }

  async putMeta(key: string, value: string): Promise<void> {
    await this.#run('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', key, value);
  }
  async putDevice(d: DeviceRow): Promise<void> {
    await this.#run(
      'insert into devices (device, label, role, via, made, seen, unsent, skew, schema, differs, reset) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)' +
        ' on conflict (device) do update set label = excluded.label, role = excluded.role, via = excluded.via,' +
        ' seen = excluded.seen, unsent = excluded.unsent, skew = excluded.skew, schema = excluded.schema, differs = excluded.differs,' +
        ' reset = excluded.reset',
      d.device, d.label, d.role, d.via, d.made, d.seen, d.unsent, d.skew, d.schema, d.differs ?? 0, d.reset ?? 0,
    );
  }
  async putToken(t: TokenRow): Promise<void> {
    await this.#run(
      'insert into tokens (hash, device, kind, invite, made, used, ended) values (?, ?, ?, ?, ?, ?, ?)' +
        ' on conflict (hash) do update set used = excluded.used, ended = excluded.ended',
      t.hash, t.device, t.kind, t.invite, t.made, t.used, t.ended,
    );
  }
  async putInvite(i: InviteRow): Promise<void> {
    await this.#run(
      'insert into invites (hash, role, areas, name, via, made, expires, replica, device, closed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)' +
        ' on conflict (hash) do update set replica = excluded.replica, device = excluded.device, closed = excluded.closed',
      i.hash, i.role, JSON.stringify(i.areas), i.name, i.via, i.made, i.expires, i.replica, i.device, i.closed ? 1 : 0,
    );
  }
  async dropUnused(via: Via): Promise<void> {
    await this.#run(`delete from invites where via = ? and replica = ''`, via);
  }
  async putReplica(r: ReplicaRow): Promise<void> {
    await this.#run(
      'insert into replicas (replica, device, n, dig, st, seqs, cursors) values (?, ?, ?, ?, ?, ?, ?)' +
        ' on conflict (replica) do update set n = excluded.n, dig = excluded.dig, st = excluded.st, seqs = excluded.seqs,' +
        ' cursors = excluded.cursors',
      r.replica, r.device, r.n, r.dig, JSON.stringify(r.st), JSON.stringify(r.seqs), JSON.stringify(r.cursors),
    );
  }
  async putGrant(g: GrantRow): Promise<void> {
    await this.#run(
      'insert into grants (scope, device, allowed) values (?, ?, ?) on conflict (scope, device) do update set allowed = excluded.allowed',
      g.s, g.device, g.on ? 1 : 0,
    );
  }
  async advance(s: Scope, push: { nonce: string; replica: ReplicaId; n: number; at: number }): Promise<number> {
    const seq = await this.#one(
      from.seq,
      'insert into scopes (scope, seq, nonce) values (?, 1, ?)' +
        ' on conflict (scope) do update set seq = scopes.seq + 1, nonce = excluded.nonce returning seq',
      s, push.nonce,
    );
    const place = must(seq, 'seq');
    await this.#run('insert into pushes (scope, seq, nonce, replica, n, at) values (?, ?, ?, ?, ?, ?)', s, place, push.nonce, push.replica, push.n, push.at);
    return place;
  }
  async foresee(_rows: readonly RowKey[]): Promise<void> {
    // a file is near enough to be asked row by row
  }
  async putRow(r: HeldRow): Promise<void> {
    await this.#run(
      'insert into rows (scope, t, id, f, p, h, seq, prev) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (scope, t, id)' +
        ' do update set f = excluded.f, p = excluded.p, h = excluded.h, seq = excluded.seq, prev = excluded.prev',
      r.s, r.t, r.id, JSON.stringify(r.f), JSON.stringify(r.p), JSON.stringify(r.h), r.seq, r.prev,
    );
  }
  async addOrigin(o: OriginRow): Promise<void> {
    await this.#run(
      'insert into origins (scope, replica, no, dig, h, author, at) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
      o.s, o.replica, o.no, o.dig, o.h, o.by, o.at,
    );
  }
  async addHistory(x: HistoryRow): Promise<void> {
    await this.#run(
      'insert into history (scope, t, id, field, stamp, why, replica, no, value, personal, author, at, seen)' +
        ' values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
      x.s, x.t, x.id, x.field, x.stamp, x.why, x.replica, x.no, JSON.stringify(x.value), x.personal ? 1 : 0, x.by, x.at, x.seen,
    );
  }
  async addQuarantine(q: QuarantineRow): Promise<void> {
    await this.#run(
      'insert into quarantine (replica, no, dig, device, reason, at, op) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
      q.replica, q.no, q.dig, q.device, q.reason, q.at, JSON.stringify(q.op),
    );
  }
  async dropQuarantine(replica: ReplicaId, no: number, dig: string): Promise<void> {
    await this.#run('delete from quarantine where replica = ? and no = ? and dig = ?', replica, no, dig);
  }
}
