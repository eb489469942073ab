import type { ReplicaId } from './ids.ts';
import { isReplicaId } from './ids.ts';

declare const brand: unique symbol;
/**
 * A hybrid logical stamp as text: 10 base-36 digits of milliseconds, 4 of a counter, the replica.
 * Fixed width, so plain string order is the order of stamps: ms, counter, replica.
 */
export type Stamp = string & { readonly [brand]: 'stamp' };

/** The last stamp issued or seen, without the replica. `ms` since 1970 (UTC), `c` 0…65535. */
export interface Clock {
  readonly ms: number;
  readonly c: number;
}

const MAX_COUNTER = 65_535;
const MAX_MS = 281_474_976_710_655; // 48 bits
const STAMP = /^[0-9a-z]{14}[0-9a-z]{10}$/;

export const CLOCK_ZERO: Clock = { ms: 0, c: 0 };

/**
 * The next stamp to issue. Never goes back, whatever the wall clock does: a clock that stands or jumps
 * back is followed by the counter, and a full counter carries into the milliseconds.
 * @param wall the device's wall clock in ms plus the offset learnt from the endpoint
 */
export function tick(last: Clock, wall: number): Clock {
  const now = Math.min(Math.max(0, Math.floor(wall)), MAX_MS);
  if (now > last.ms) return { ms: now, c: 0 };
  return last.c < MAX_COUNTER ? { ms: last.ms, c: last.c + 1 } : { ms: last.ms + 1, c: 0 };
}

/** The clock after seeing a stamp of another replica. */
export function observe(last: Clock, seen: Stamp): Clock {
  const other = clockOf(seen);
  return other.ms > last.ms || (other.ms === last.ms && other.c > last.c) ? other : last;
}

export function stampOf(clock: Clock, replica: ReplicaId): Stamp {
  return (clock.ms.toString(36).padStart(10, '0') + clock.c.toString(36).padStart(4, '0') + replica) as Stamp;
}

export function clockOf(stamp: Stamp): Clock {
  return { ms: parseInt(stamp.slice(0, 10), 36), c: parseInt(stamp.slice(10, 14), 36) };
}

export const stampReplica = (stamp: Stamp): ReplicaId => stamp.slice(14) as ReplicaId;

/** True for text that is a well-formed stamp within 48 bits and 16 bits. */
export function isStamp(x: unknown): x is Stamp {
  if (typeof x !== 'string' || !STAMP.test(x) || !isReplicaId(x.slice(14))) return false;
  const { ms, c } = clockOf(x as Stamp);
  return ms <= MAX_MS && c <= MAX_COUNTER;
}
