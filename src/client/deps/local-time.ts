import { localDayTime } from '../../core/format/dates.ts';
import type { Deps } from './deps.ts';

/** The tablet's local moment `YYYY-MM-DDTHH:MM` and day: what people read, never what orders records. */
export function localNow(deps: Pick<Deps, 'now' | 'zone'>): { moment: string; day: string } {
  const ms = deps.now();
  const moment = localDayTime(ms, deps.zone(ms));
  return { moment, day: moment.slice(0, 10) };
}
