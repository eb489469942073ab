import type { Rng } from './rng.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/**
 * How far a clock is off, ms, as clocks of tablets are: right, a zone off, a year off, or at its beginning.
 * @param now true time, ms
 */
export const anySkew = (now: number, rng: Rng): number =>
  rng.pick([0, 0, HOUR, -HOUR, 6 * HOUR, rng.below(HOUR), -rng.below(HOUR), 24 * HOUR, rng.below(1.3 * YEAR), -rng.below(1.3 * YEAR), YEAR, -now]);

/** A clock ahead by ten minutes or more, up to 1.3 years; ms. */
export const ahead = (rng: Rng): number => 600_000 + (rng.chance(0.3) ? rng.below(24 * HOUR) : rng.below(1.3 * YEAR));
