import { useEffect, useState } from 'preact/hooks';
import { live } from '../store/live.ts';

/**
 * The result of a query over the store, run again whenever rows it read change in any tab.
 * @param inputs values the query closes over: a change asks anew
 * @returns undefined until the first answer; an error is thrown in render, so that the shell can say so
 */
export function useLive<T>(query: () => Promise<T>, inputs: readonly unknown[]): T | undefined {
  const [state, setState] = useState<{ value?: T; error?: unknown }>({});
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller names what its query closes over, as with useEffect itself
  useEffect(() => live(query).subscribe((value) => setState({ value }), (error) => setState({ error })), inputs);
  if (state.error !== undefined) throw state.error instanceof Error ? state.error : new Error('query', { cause: state.error });
  return state.value;
}
