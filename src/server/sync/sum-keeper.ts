import type { Scope } from '../../core/ids.ts';
import { moveSum, sumOf, type Sum } from '../../core/sync/digest.ts';
import type { HeldRow, ReadTx, WriteTx } from '../store/store.ts';
import type { SummedMark } from '../store/sums.ts';

/** What the rows of a scope add up to, reckoned from all of them. */
async function reckon(tx: ReadTx, s: Scope): Promise<Sum> {
  return sumOf(await tx.rowsAfter(s, 0, Number.MAX_SAFE_INTEGER));
}

/**
 * Puts rows and keeps the sums of their scopes in step: the one way in which a row changes. `save` once, when all are
 * put. The scopes must be held: advanced by this transaction, or `sums.hold`.
 */
export class SumKeeper {
  readonly #tx: WriteTx;
  readonly #sums = new Map<Scope, Sum>();

  constructor(tx: WriteTx) {
    this.#tx = tx;
  }

  /** @param had the row as it stands, undefined when there is none */
  async replace(had: HeldRow | undefined, row: HeldRow): Promise<void> {
    // Before the row is put: where nobody has reckoned the sum yet, it is reckoned from what lies there.
    const sum = this.#sums.get(row.s) ?? (await this.#known(row.s));
    await this.#tx.putRow(row);
    this.#sums.set(row.s, moveSum(sum, had, row));
  }

  async #known(s: Scope): Promise<Sum> {
    const sum = (await this.#tx.sums.hold(s))?.sum ?? '';
    return sum === '' ? reckon(this.#tx, s) : sum;
  }

  async save(): Promise<void> {
    for (const [s, sum] of this.#sums) await this.#tx.sums.put(s, sum);
    this.#sums.clear();
  }
}

/**
 * Reckons the sum of a scope anew from its rows, under its lock, and keeps what comes out.
 * @returns the mark as it is then; undefined where there is no such scope
 */
export async function reckonAnew(tx: WriteTx, s: Scope): Promise<SummedMark | undefined> {
  const mark = await tx.sums.hold(s);
  if (!mark) return undefined;
  const sum = await reckon(tx, s);
  if (sum !== mark.sum) await tx.sums.put(s, sum);
  return { ...mark, sum };
}
