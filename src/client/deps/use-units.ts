import { useEffect, useState } from 'preact/hooks';
import type { Units } from '../../core/reference/units.ts';
import { useDeps } from './deps.ts';

/** The units, or undefined while they load. */
export function useUnits(): Units | undefined {
  const { units } = useDeps();
  const [loaded, setLoaded] = useState<Units>();
  useEffect(() => {
    let here = true;
    void units().then((u) => here && setLoaded(u));
    return () => {
      here = false;
    };
  }, [units]);
  return loaded;
}
