import { useEffect, useRef } from 'preact/hooks';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Chips } from '../../ui/chips.tsx';
import { shownRows, type Counts, type Filter } from './queries.ts';
import type { Found } from './people-search.ts';
import { AddRow, KnownList, RollList, type KnownListProps, type RollListProps } from './roll-list.tsx';
import { NoRows } from './roll-notices.tsx';
import { keepSearchFocused, RESULTS_ID } from './search-focus.ts';
import type { FilterState } from './use-filter.ts';
import type { Marking } from './use-marking.ts';
import type { RollCall } from './use-roll-call.ts';

export interface RollResultsProps extends Pick<RollListProps, 'onTap' | 'onOpen'>, Pick<KnownListProps, 'onAdd'> {
  readonly roll: RollCall;
  readonly marking: Marking;
  readonly found: Found | undefined;
  /** Whether everyone known was searched. */
  readonly filled: boolean;
  readonly filter: FilterState;
  readonly counts: Counts;
  /** What is searched, or ''. */
  readonly typed: string;
  readonly onNew: () => void;
}

/** The people of the list or, while something is searched, those it finds: on the list first, then known ones. */
export function RollResults(p: RollResultsProps): preact.JSX.Element {
  const { roll, marking, found, filter } = p;
  const results = useRef<HTMLDivElement>(null);
  useEffect(() => keepSearchFocused(results.current), []);
  const rows = shownRows(roll.registrations, marking.marks, filter.value, found?.listed, filter.kept);
  const open = roll.closed === undefined;
  const known = open ? (found?.known ?? []) : [];
  return (
    <>
      {found === undefined && roll.registrations.length > 0 && <FilterChips filter={filter} counts={p.counts} />}
      <div class="stack" id={RESULTS_ID} ref={results}>
        {rows.length + known.length === 0 && <NoRows roll={roll} searching={found && (p.filled ? 'done' : 'under_way')} filter={filter.value} />}
        <RollList roll={roll} rows={rows} saving={marking.saving} onTap={p.onTap} onOpen={p.onOpen} />
        <KnownList roll={roll} known={known} saving={marking.saving} onAdd={p.onAdd} />
        {open && <AddRow typed={p.typed} onAdd={p.onNew} />}
      </div>
    </>
  );
}

function FilterChips({ filter, counts }: { readonly filter: FilterState; readonly counts: Counts }): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const numbers: Readonly<Record<Filter, number>> = { all: counts.registered, unmarked: counts.unmarked, came: counts.came };
  const chips = (['all', 'unmarked', 'came'] as const).map((id) => ({
    id, label: `${t(`attendance.filter_${id}`)} ${format.number(numbers[id])}`, selected: filter.value === id,
  }));
  return (
    <div class="roll-filter">
      <Chips label={t('attendance.filter')} chips={chips} onToggle={(id) => filter.choose(id as Filter)} />
    </div>
  );
}
