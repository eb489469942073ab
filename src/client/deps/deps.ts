import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Units } from '../../core/reference/units.ts';
import { must } from '../../core/result.ts';
import type { Store } from '../store/store.ts';
import type { Schedule } from '../sync/schedule.ts';
import type { Photos } from '../sync/photo-line.ts';
import type { Ask } from '../sync/transport.ts';

/** Handed to screens by the composition root; a test hands its own. */
export interface Deps {
  readonly store: Store;
  readonly schedule: Schedule;
  readonly ask: Ask;
  /** Photos on their way; absent where nothing goes anywhere (some tests). */
  readonly photos?: Photos;
  /** Units of the country: a part of their own, loaded when first asked for, then kept. */
  readonly units: () => Promise<Units>;
  /** Wall clock, ms since 1970. */
  readonly now: () => number;
  /** Minutes the local clock is ahead of UTC at `ms`. */
  readonly zone: (ms: number) => number;
}

export const DepsContext = createContext<Deps | undefined>(undefined);

export const useDeps = (): Deps => must(useContext(DepsContext), 'deps');
