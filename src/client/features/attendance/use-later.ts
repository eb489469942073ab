import { useEffect, useState } from 'preact/hooks';

/** The value as it was once it had stood still for `ms`: for work that must not run at every key. */
export function useLater<T>(value: T, ms: number): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}
