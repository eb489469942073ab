import type { Scope } from '../../core/ids.ts';
import type { Sum } from '../../core/sync/digest.ts';
import type { ScopeMark } from './store.ts';

/** A mark, and the sum of the rows that lie in the scope as of that mark; '' while nobody has reckoned it. */
export interface SummedMark extends ScopeMark {
  readonly sum: Sum | '';
}

export interface SumReads {
  /** How far every scope, or each of these, has come, and what it holds: both of one moment. In ascending order. */
  marks(among?: readonly Scope[]): Promise<ReadonlyMap<Scope, SummedMark>>;
}

export interface SumWrites extends SumReads {
  /**
   * Holds a scope until the transaction ends, as `advance` does, without taking a place in it; scopes in ascending order.
   * Undefined when nobody has pushed into it.
   */
  hold(s: Scope): Promise<SummedMark | undefined>;
  /** For a scope that is held or was advanced by this transaction: nobody else moves its rows meanwhile. */
  put(s: Scope, sum: Sum): Promise<void>;
}
