import type { Scope } from '../../core/ids.ts';
import type { Sum } from '../../core/sync/digest.ts';
import type { ScopeMark } from './store.ts';
import type { SummedMark, SumWrites } from './sums.ts';

/** What sums need of the store in memory: the marks of scopes, and a table that takes back what a transaction did. */
interface Parts {
  readonly scopes: (among?: readonly Scope[]) => Promise<ReadonlyMap<Scope, ScopeMark>>;
  readonly table: { get(key: string): Sum | undefined; set(key: string, sum: Sum): void };
}

export class MemorySums implements SumWrites {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async marks(among?: readonly Scope[]): Promise<ReadonlyMap<Scope, SummedMark>> {
    const { scopes, table } = this.#parts;
    return new Map([...(await scopes(among))].map(([s, mark]) => [s, { ...mark, sum: table.get(s) ?? '' }]));
  }
  async hold(s: Scope): Promise<SummedMark | undefined> {
    return (await this.marks([s])).get(s);
  }
  async put(s: Scope, sum: Sum): Promise<void> {
    this.#parts.table.set(s, sum);
  }
}
