import { useLayoutEffect, useState } from 'preact/hooks';
import type { Watched } from './watched.ts';

/** The present value; the component renders again when it changes. */
export function useWatched<Value>(watched: Watched<Value>): Value {
  const [, setSeen] = useState<{ value: Value }>({ value: watched.get() });
  useLayoutEffect(() => {
    const look = (): void => setSeen((seen) => (Object.is(seen.value, watched.get()) ? seen : { value: watched.get() }));
    look();
    return watched.subscribe(look);
  }, [watched]);
  return watched.get();
}
