import { useEffect, useState } from 'preact/hooks';

/** More than a screen of rows, drawn at once; the rest follows in pieces between two taps. */
const FIRST = 40;
const STEP = 60;

/**
 * How many rows of a long list to draw now: a slow tablet shows the first ones at once instead of all of them late.
 * @param total how many there are
 */
export function useGrowing(total: number): number {
  const [drawn, setDrawn] = useState(FIRST);
  useEffect(() => {
    if (total <= FIRST) setDrawn(FIRST);
    if (total <= drawn) return undefined;
    const timer = setTimeout(() => setDrawn(drawn + STEP), 0);
    return () => clearTimeout(timer);
  }, [total, drawn]);
  return Math.min(total, drawn);
}
