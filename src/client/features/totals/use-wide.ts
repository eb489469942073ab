import { useEffect, useState } from 'preact/hooks';

/** From this width on a table of eight columns can be read without moving it. */
const WIDE = '(min-width: 900px)';

/** Whether there is room for a wide table; follows the tablet being turned. */
export function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const look = (): void => setWide(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return wide;
}
