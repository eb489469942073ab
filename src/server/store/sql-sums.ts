import type { Scope } from '../../core/ids.ts';
import type { Sum } from '../../core/sync/digest.ts';
import type { Sql } from './sql-tx.ts';
import { summedMark } from './stored-rows.ts';
import type { SummedMark, SumWrites } from './sums.ts';

/** Sums of scopes, in SQL: a column of the scope's own row, so that its lock holds both. */
export class SqlSums implements SumWrites {
  readonly #sql: Sql;
  /** As in `SqlTx`. */
  readonly #lock: string;

  constructor(sql: Sql, lock: string) {
    this.#sql = sql;
    this.#lock = lock;
  }

  async marks(among?: readonly Scope[]): Promise<ReadonlyMap<Scope, SummedMark>> {
    if (among?.length === 0) return new Map();
    const those = among === undefined ? '' : ` where scope in (${among.map(() => '?').join(', ')})`;
    const found = await this.#sql.all(`select scope, seq, nonce, sum from scopes${those} order by scope`, among ?? []);
    return new Map(found.map(summedMark));
  }
  async hold(s: Scope): Promise<SummedMark | undefined> {
    const found = await this.#sql.one(`select scope, seq, nonce, sum from scopes where scope = ?${this.#lock}`, [s]);
    return found && summedMark(found)[1];
  }
  async put(s: Scope, sum: Sum): Promise<void> {
    await this.#sql.run('update scopes set sum = ? where scope = ?', [sum, s]);
  }
}
