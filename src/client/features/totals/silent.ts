import { addDays, localDayTime } from '../../../core/format/dates.ts';
import type { DeviceReport } from '../../../core/sync/protocol.ts';
import type { Totals } from '../../../core/totals/totals.ts';
import type { TotalsFilter } from '../../../core/totals/data.ts';
import type { Deps } from '../../deps/deps.ts';

export interface Silent {
  /** Devices are counted as heard when they were in contact after this day was over. */
  readonly day: string;
  readonly devices: readonly DeviceReport[];
}

/**
 * Devices not heard from since the period's end (DOMAIN 5.1): the filter's last day, else the last day of the
 * last training. While that lies ahead, yesterday stands for it: nobody can have reported tomorrow's work.
 * @param skew this tablet's clock minus the endpoint's, ms, since contacts carry the endpoint's time
 */
export function silentSince(
  x: { readonly filter: TotalsFilter; readonly span: Totals['span']; readonly others: readonly DeviceReport[]; readonly skew: number },
  deps: Pick<Deps, 'now' | 'zone'>,
): Silent {
  const now = deps.now();
  const yesterday = addDays(localDayTime(now, deps.zone(now)).slice(0, 10), -1);
  const end = x.filter.to ?? x.span?.last ?? yesterday;
  const day = end < yesterday ? end : yesterday;
  const heard = (d: DeviceReport): boolean => d.seen > 0 && localDayTime(d.seen + x.skew, deps.zone(d.seen)).slice(0, 10) > day;
  return { day, devices: x.others.filter((d) => !heard(d)) };
}
