import { useEffect, useState } from 'preact/hooks';
import type { Filter } from './queries.ts';

const NOBODY: ReadonlySet<string> = new Set();

export interface FilterState {
  readonly value: Filter;
  /** Rows touched since the filter was chosen: they stay in sight, so that no row slides under a finger. */
  readonly kept: ReadonlySet<string>;
  choose(filter: Filter): void;
  keep(id: string): void;
}

/** @param slot marks are of one slot: another one begins anew */
export function useFilter(slot: string | undefined): FilterState {
  const [value, setValue] = useState<Filter>('all');
  const [kept, setKept] = useState(NOBODY);
  useEffect(() => setKept(NOBODY), [slot]);
  return {
    value,
    kept,
    choose(filter) {
      setValue(filter);
      setKept(NOBODY);
    },
    keep: (id) => setKept((before) => new Set([...before, id])),
  };
}
