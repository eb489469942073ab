import type { Registry } from '../../core/entities/registry.ts';
import type { ParcelPort } from '../../core/sync/parcel.ts';
import type { Link } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Ask } from './transport.ts';

/** How one run ended. `wait` ms to keep away at least, as the endpoint asked. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'alone' }
  | { readonly kind: 'again'; readonly problem: Problem; readonly wait: number }
  | { readonly kind: 'stuck'; readonly problem: Problem };

/** Why it did not go: each has words on the screen (`sync.problem.<code>`). */
export type Problem = 'network' | 'timeout' | 'not_ours' | 'server' | 'busy' | 'full' | 'unknown' | 'expired' | 'revoked' | 'fork' | 'too_old' | 'rolled_back' | 'differs' | 'failed';

export interface EngineDeps {
  readonly store: Pick<Store, 'db' | 'changed'>;
  /** With the token that may only push, and no longer than something waits: what the service worker does. */
  readonly only?: 'push';
  readonly ask: Ask;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly registry?: Registry;
  /**
   * For pages alone: whether a form with unsaved words is open, in any of them. With it, a tablet that was taken out of its
   * project removes what it holds of it; without it, that is left to somebody who can look.
   */
  readonly isFormOpen?: () => Promise<boolean>;
  /** Ciphers for what is carried for others; the browser's own when left out. */
  readonly parcels?: ParcelPort;
}

/** How one round ended: `more` and `reset` are followed by another. */
export type Step = Outcome | { readonly kind: 'more' } | { readonly kind: 'reset' };

/** The token that a run asks with. */
export const tokenOf = (deps: EngineDeps, link: Link): string => (deps.only ? link.push : link.token);
