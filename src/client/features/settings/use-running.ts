import { useEffect, useState } from 'preact/hooks';
import type { Schedule } from '../../sync/schedule.ts';

/** Whether this tab talks to the endpoint right now. */
export function useRunning(schedule: Schedule): boolean {
  const [running, setRunning] = useState(schedule.running());
  useEffect(() => schedule.onChange(() => setRunning(schedule.running())), [schedule]);
  return running;
}
