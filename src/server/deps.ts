import type { HttpBindings } from '@hono/node-server';
import type { Registry } from '../core/entities/registry.ts';
import type { Random } from './access/secrets.ts';
import type { Ledger } from './erase/ledger.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

/** What the endpoint needs from outside. */
export interface Deps {
  readonly store: Store;
  /** ms since 1970 */
  readonly now: () => number;
  readonly random: Random;
  readonly log: Log;
  /** What was erased, outside of the database; without it a restored database would bring it back. */
  readonly ledger?: Ledger;
  /** Folder of the built app; without it only `/v1` answers. */
  readonly staticDir?: string;
  /** The address under which people reach us, when it is not the one we listen on. */
  readonly origin?: string;
  /** The entities, when they are not ours: a test may add one. */
  readonly registry?: Registry;
}

/** Hono's view of a request: without a server (in tests) there is no socket behind it. */
export interface Env {
  Bindings: Partial<HttpBindings>;
}
