/** Repeated presses within this time are one press (EXPERIENCE B3.16), in ms. */
const SAME_TAP_MS = 700;
/** Nearer than this is the same spot under a trembling finger, in CSS px. */
const SAME_SPOT = 40;

/** What is tapped, and where on the glass. The keyboard has no place: 0, 0. */
export interface Tap {
  readonly what: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Lets a tap through unless it is the second half of a double tap: on the same thing, or on whatever has moved to
 * the same spot meanwhile. Two quick taps on two people far apart both count.
 */
export interface TapGuard {
  /** @param at any clock in ms; one that jumps back never locks taps out */
  takes(tap: Tap, at: number): boolean;
}

export function makeTapGuard(): TapGuard {
  let last: (Tap & { readonly at: number }) | undefined;
  return {
    takes(tap, at) {
      const since = last ? at - last.at : Infinity;
      const again = last !== undefined && since >= 0 && since < SAME_TAP_MS;
      if (again && (last?.what === tap.what || near(last, tap))) return false;
      last = { ...tap, at };
      return true;
    },
  };
}

const near = (a: Tap | undefined, b: Tap): boolean => a !== undefined && Math.hypot(a.x - b.x, a.y - b.y) < SAME_SPOT;
