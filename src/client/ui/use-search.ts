import { useEffect, useRef, useState } from 'preact/hooks';

export type SearchFunction<Option> = (query: string) => Promise<readonly Option[]> | readonly Option[];

export interface SearchState<Option> {
  readonly found: readonly Option[];
  readonly searching: boolean;
}

/** Asks `search` anew at each change of `query` while `on`; of two answers under way only the later question's counts. */
export function useSearch<Option>(search: SearchFunction<Option>, query: string, on: boolean): SearchState<Option> {
  const [state, setState] = useState<SearchState<Option>>({ found: [], searching: false });
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    if (!on) return undefined;
    let wanted = true;
    const answer = latest.current(query);
    if (!(answer instanceof Promise)) {
      setState({ found: answer, searching: false });
      return undefined;
    }
    setState((before) => ({ found: before.found, searching: true }));
    answer.then(
      (found) => {
        if (wanted) setState({ found, searching: false });
      },
      // A failed search shows as nothing found: the person can still type on or add.
      () => {
        if (wanted) setState({ found: [], searching: false });
      },
    );
    return () => {
      wanted = false;
    };
  }, [query, on]);
  return state;
}
