import { useEffect, useState } from 'preact/hooks';
import { useT } from '../../i18n/i18n.ts';
import type { KnownPerson } from '../../store/people.ts';
import { Button } from '../../ui/button.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { KeptNotice } from './kept-notice.tsx';
import { countsOf } from './queries.ts';
import { DaySwitch, RollNotices } from './roll-notices.tsx';
import { RollResults } from './roll-results.tsx';
import { RollSheets, type OpenSheet } from './roll-sheets.tsx';
import { RollSummary } from './roll-summary.tsx';
import { focusFirstResult, focusSearchWhereWide, SEARCH_ID, typeOver } from './search-focus.ts';
import { useFilter } from './use-filter.ts';
import { useMarking } from './use-marking.ts';
import { useFound, useSearchPlace } from './use-people-search.ts';
import type { RollCall } from './use-roll-call.ts';
import { useSaves } from './use-saves.ts';

/** The roll call once its rows are there. */
export function RollCallBody({ roll }: { readonly roll: RollCall }): preact.JSX.Element {
  const t = useT();
  const [query, setQuery] = useState('');
  const [sheet, setSheet] = useState<OpenSheet>();
  const saves = useSaves();
  const marking = useMarking(roll, saves);
  const place = useSearchPlace(roll);
  const found = useFound(place, query);
  const filter = useFilter(roll.slot?.id);
  const counts = countsOf(roll.registrations, marking.marks, roll.training.planned);
  useEffect(focusSearchWhereWide, []);

  const onTap = (id: string, event: MouseEvent): void => {
    const registration = roll.registrations.find((r) => r.id === id);
    if (!registration || !marking.takes(id, event)) return;
    if (marking.marks.has(id)) return setSheet({ what: 'marks', id });
    filter.keep(id);
    void marking.mark(registration, 'present').then((ok) => ok && typeOver(event));
  };
  const onAdd = (known: KnownPerson, event: MouseEvent): void => {
    if (marking.takes(known.id, event)) void marking.addKnown(known).then((ok) => ok && typeOver(event));
  };
  const onNew = (): void => setSheet({ what: 'new', typed: query.trim() });
  return (
    <>
      <div class="roll">
        <div class="stack roll-main">
          <DaySwitch roll={roll} />
          <RollNotices roll={roll} saves={saves} />
          <KeptNotice roll={roll} onOpen={setSheet} isOpen={sheet !== undefined} />
          <form class="roll-search" onSubmit={focusFirstResult}>
            <SearchInput id={SEARCH_ID} label={t('attendance.search')} value={query} onValue={setQuery} />
            {roll.closed === undefined && (
              <Button kind="primary" size="big" icon="user-plus" onClick={onNew}>
                {t('attendance.new_person')}
              </Button>
            )}
          </form>
          <RollResults
            {...{ roll, marking, found, filter, counts, onTap, onAdd, onNew }}
            filled={place.filled}
            typed={query.trim()}
            onOpen={(id) => setSheet({ what: 'marks', id })}
          />
        </div>
        <RollSummary counts={counts} saves={saves} closed={roll.closed !== undefined} />
      </div>
      <RollSheets {...{ roll, marking, saves, place, sheet, setSheet }} onTouched={filter.keep} onAdded={() => setQuery('')} />
    </>
  );
}
