import type { Link } from '../store/database.ts';
import { lacksKeys } from '../store/parcel-keys.ts';
import type { Brought } from './carry.ts';
import type { EngineDeps } from './outcome.ts';

/**
 * After the tablet's own sync: brings what it carries for others. Seldom anything, so the code for it is loaded then.
 * @returns undefined when there was nothing to do
 */
export async function carriesOn(deps: EngineDeps, link: Link): Promise<Brought> {
  // By parcels, not saves: one of whose saves nothing is left (people were erased) still has to go.
  const carries = (await deps.store.db.parcels.count()) > 0;
  if (!carries && !lacksKeys(link)) return undefined;
  const { bring, fetchKeys } = await import('./carry.ts');
  if (lacksKeys(link)) await fetchKeys(deps, link);
  return carries ? bring(deps, link) : undefined;
}
