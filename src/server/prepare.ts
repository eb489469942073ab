import type { Registry } from '../core/entities/registry.ts';
import { registry as ours } from '../core/entities/registry.ts';
import { ensureProject } from './access/project.ts';
import type { Deps } from './deps.ts';
import type { Ledger } from './erase/ledger.ts';
import { replayErasures } from './erase/replay.ts';

type Needed = Pick<Deps, 'store' | 'now' | 'random'> & { readonly ledger?: Ledger; readonly registry?: Registry };

/** What has to be done before the first request is answered: the project is made, and what was erased is erased again. */
export async function prepare({ store, now, random, ledger, registry = ours }: Needed): Promise<void> {
  await store.write((tx) => ensureProject(tx, random));
  if (ledger && (await replayErasures(store, ledger, { registry, now: now(), random })) > 0) await store.scrub?.();
}
