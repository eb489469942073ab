import { useEffect, useState } from 'preact/hooks';
import type { Schedule } from '../../sync/schedule.ts';

/** Whether this tab talks to the endpoint right now. */
export function useRunning(schedule: Schedule): boolean {
  const [running, setRunning] = useState(schedule.running());
  useEffect(() => {
    const look = (): void => setRunning(schedule.running());
    // A run may have begun between drawing and listening.
    look();
    return schedule.onChange(look);
  }, [schedule]);
  return running;
}
