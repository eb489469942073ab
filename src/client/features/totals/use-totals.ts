import { useMemo } from 'preact/hooks';
import type { WorkbookData } from '../../../core/export/list-sheets.ts';
import type { Units } from '../../../core/reference/units.ts';
import type { TotalsFilter } from '../../../core/totals/data.ts';
import { computeTotals, type Totals } from '../../../core/totals/totals.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLocation } from '../../deps/navigation.ts';
import { useLive } from '../../deps/use-live.ts';
import { useUnits } from '../../deps/use-units.ts';
import { filterOf, levelOf, type PlaceLevel } from './address.ts';
import { readStanding, readTotalsData, type Standing } from './queries.ts';

/** What is chosen in the address. */
export interface ChosenTotals {
  readonly filter: TotalsFilter;
  readonly level: PlaceLevel;
}

/** Everything the screens of totals show; live. */
export interface ReadyTotals extends ChosenTotals {
  readonly data: WorkbookData;
  readonly units: Units;
  readonly totals: Totals;
  readonly standing: Standing;
}

/** The filter of the address, and the totals for it once rows and units are read. */
export function useTotals(): { readonly chosen: ChosenTotals; readonly ready: ReadyTotals | undefined } {
  const { store } = useDeps();
  const { query } = useLocation();
  const data = useLive(() => readTotalsData(store), [store]);
  const standing = useLive(() => readStanding(store), [store]);
  const units = useUnits();
  const chosen = useMemo(() => ({ filter: filterOf(query), level: levelOf(query) }), [query]);
  const totals = useMemo(() => (data && units ? computeTotals(data, chosen.filter, units) : undefined), [data, units, chosen]);
  const ready = useMemo(
    () => (data && units && totals && standing ? { ...chosen, data, units, totals, standing } : undefined),
    [chosen, data, units, totals, standing],
  );
  return { chosen, ready };
}
