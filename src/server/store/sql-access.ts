import type { ReplicaId } from '../../core/ids.ts';
import type { AccessWrite, DiscardRow, QuarantinePlace, RevocationRow } from './access.ts';
import type { Sql } from './sql-tx.ts';
import * as from from './stored-rows.ts';
import type { QuarantineRow, TokenRow } from './store.ts';

const QUARANTINE = 'select replica, no, dig, device, reason, at, op from quarantine';
const ORDER = 'order by at desc, replica, no, dig limit ?';

/** The part of the port about tokens, devices taken out and what was refused, in SQL that SQLite and PostgreSQL both speak. */
export class SqlAccess implements AccessWrite {
  readonly #sql: Sql;
  readonly #lock: string;
  /** Sends what a transaction still keeps back, before its tables are read. */
  readonly #flush: () => Promise<void>;

  constructor(sql: Sql, lock: string, flush: () => Promise<void>) {
    this.#sql = sql;
    this.#lock = lock;
    this.#flush = flush;
  }

  async tokensOf(device: string): Promise<readonly TokenRow[]> {
    const sql = 'select hash, device, kind, invite, made, used, ended from tokens where device = ? order by made, hash';
    return (await this.#sql.all(sql, [device])).map(from.token);
  }
  async revocation(device: string): Promise<RevocationRow | undefined> {
    const found = await this.#sql.one(`select device, at, author, met, taken, parted from revocations where device = ?${this.#lock}`, [device]);
    return found && revocation(found);
  }
  async quarantined(replica: ReplicaId, no: number, dig: string): Promise<QuarantineRow | undefined> {
    await this.#flush();
    const found = await this.#sql.one(`${QUARANTINE} where replica = ? and no = ? and dig = ?${this.#lock}`, [replica, no, dig]);
    return found && from.quarantine(found);
  }
  async quarantinePage(place: QuarantinePlace | undefined, limit: number): Promise<readonly QuarantineRow[]> {
    await this.#flush();
    const found =
      place === undefined
        ? await this.#sql.all(`${QUARANTINE} ${ORDER}`, [limit])
        : await this.#sql.all(
            `${QUARANTINE} where at < ? or (at = ? and (replica, no, dig) > (?, ?, ?)) ${ORDER}`,
            [place.at, place.at, place.replica, place.no, place.dig, limit],
          );
    return found.map(from.quarantine);
  }
  async quarantineCount(): Promise<number> {
    await this.#flush();
    const found = await this.#sql.one('select count(*) as n from quarantine', []);
    return found ? from.whole(found, 'n') : 0;
  }
  async discarded(replica: ReplicaId, no: number): Promise<readonly DiscardRow[]> {
    const sql = 'select replica, no, dig, device, author, person, at, reason, op from discards where replica = ? and no = ? order by dig';
    return (await this.#sql.all(sql, [replica, no])).map(discard);
  }

  async dropToken(hash: string): Promise<void> {
    await this.#sql.run('delete from tokens where hash = ?', [hash]);
  }
  async putRevocation(r: RevocationRow): Promise<void> {
    await this.#sql.run(
      'insert into revocations (device, at, author, met, taken, parted) values (?, ?, ?, ?, ?, ?) on conflict (device) do update set' +
        ' at = excluded.at, author = excluded.author, met = excluded.met, taken = excluded.taken, parted = excluded.parted',
      [r.device, r.at, r.by, r.met, r.taken, r.parted],
    );
  }
  async dropRevocation(device: string): Promise<void> {
    await this.#sql.run('delete from revocations where device = ?', [device]);
  }
  async addDiscard(d: DiscardRow): Promise<void> {
    await this.#sql.run(
      'insert into discards (replica, no, dig, device, author, person, at, reason, op) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
      [d.replica, d.no, d.dig, d.device, d.by, d.person, d.at, d.reason, d.op],
    );
  }
  async putInviter(hash: string, device: string): Promise<void> {
    await this.#sql.run('insert into inviters (hash, device) values (?, ?) on conflict (hash) do update set device = excluded.device', [hash, device]);
  }
  async dropInvitesOf(device: string): Promise<void> {
    await this.#sql.run(`delete from invites where replica = '' and hash in (select hash from inviters where device = ?)`, [device]);
  }
}

const revocation = (r: from.Raw): RevocationRow => ({
  device: from.text(r, 'device'),
  at: from.whole(r, 'at'),
  by: from.text(r, 'author'),
  met: from.whole(r, 'met'),
  taken: from.whole(r, 'taken'),
  parted: from.whole(r, 'parted'),
});

const discard = (r: from.Raw): DiscardRow => ({
  replica: from.text<ReplicaId>(r, 'replica'),
  no: from.whole(r, 'no'),
  dig: from.text(r, 'dig'),
  device: from.text(r, 'device'),
  by: from.text(r, 'author'),
  person: from.text(r, 'person'),
  at: from.whole(r, 'at'),
  reason: from.text(r, 'reason'),
  op: from.text(r, 'op'),
});
