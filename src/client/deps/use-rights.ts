import type { Rights } from '../../core/access/rights.ts';
import { useDeps } from './deps.ts';
import { useLive } from './use-live.ts';

/** What this tablet may do: screens hide what the endpoint would refuse. */
export function useRights(): Rights | undefined {
  const { store } = useDeps();
  return useLive(() => store.rights(), [store]);
}
