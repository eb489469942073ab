import { useEffect, useState } from 'preact/hooks';
import { syncState, type SyncState } from '../sync/state.ts';
import { useDeps } from './deps.ts';
import { useLive } from './use-live.ts';

/** How sync stands, live. */
export function useSync(): SyncState | undefined {
  const { store, schedule } = useDeps();
  const [running, setRunning] = useState(schedule.running());
  useEffect(() => {
    const look = (): void => setRunning(schedule.running());
    // A run may have begun between the first render and now.
    look();
    return schedule.onChange(look);
  }, [schedule]);
  return useLive(() => syncState(store, running), [store, running]);
}
