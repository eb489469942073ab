import { useState } from 'preact/hooks';
import type { UnitLevel } from '../../../core/reference/units.ts';
import { vocabulary } from '../../../core/reference/vocabulary.ts';
import type { TotalsFilter } from '../../../core/totals/data.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox, type ComboOption } from '../../ui/combobox.tsx';
import { DateInput } from '../../ui/date-input.tsx';
import { Select } from '../../ui/select.tsx';
import { isReversed } from './address.ts';
import { filterWords, type Words } from './words.ts';

interface FiltersProps {
  readonly words: Words;
  readonly filter: TotalsFilter;
  readonly onFilter: (filter: TotalsFilter) => void;
}

const PLACES: readonly UnitLevel[] = ['oblast', 'city_republic', 'rayon', 'city', 'city_district', 'town', 'aimak', 'settlement'];
const MOST_FOUND = 12;
/** Where the filters stand open from the start: there is room for them above the figures. */
const WIDE = '(min-width: 900px) and (min-height: 900px)';

/** Sets one part of the filter, or takes it away. */
function changed(filter: TotalsFilter, part: { readonly [K in keyof TotalsFilter]: TotalsFilter[K] | undefined }): TotalsFilter {
  return Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined && value !== ''));
}

/** Period, place and kind. The line above them says what is chosen, also while they are folded away. */
export function Filters({ words, filter, onFilter }: FiltersProps) {
  const t = useT();
  const lang = useLang();
  const [isOpen] = useState(() => matchMedia(WIDE).matches);
  // A fresh set of fields after clearing: what was typed and is no date must go as well.
  const [round, setRound] = useState(0);
  const set = (part: Parameters<typeof changed>[1]): void => onFilter(changed(filter, part));
  const what = filterWords(words, filter);
  const kinds = vocabulary('event_kind').map((entry) => ({ value: entry.code, label: entry[lang] }));
  return (
    <details class="card totals-filters" open={isOpen}>
      <summary>{t('totals_screen.filter', { what: what === '' ? t('totals_screen.filter_all') : what })}</summary>
      <div class="totals-fields" key={round}>
        <PlaceField words={words} value={filter.unit} onValue={(unit) => set({ unit })} />
        <DateInput label={t('totals_screen.from')} value={filter.from ?? ''} onValue={(from) => set({ from: from || undefined })} />
        <DateInput
          label={t('totals_screen.to')}
          error={isReversed(filter) ? t('totals_screen.to_before_from') : undefined}
          value={filter.to ?? ''}
          onValue={(to) => set({ to: to || undefined })}
        />
        <Select
          label={t('totals_screen.kind')}
          value={filter.kind ?? ''}
          options={kinds}
          empty={t('totals_screen.kind_all')}
          onValue={(kind) => set({ kind: kind || undefined })}
        />
      </div>
      {what !== '' && (
        <div class="actions">
          <Button
            icon="x"
            onClick={() => {
              setRound(round + 1);
              onFilter({});
            }}
          >
            {t('totals_screen.filter_clear')}
          </Button>
        </div>
      )}
    </details>
  );
}

interface PlaceFieldProps {
  readonly words: Words;
  readonly value: string | undefined;
  readonly onValue: (unit: string | undefined) => void;
}

function PlaceField({ words, value, onValue }: PlaceFieldProps) {
  const { t, units, lang } = words;
  const option = (code: string): ComboOption => {
    const above = [units.rayonOf(code), units.oblastOf(code)].flatMap((unit) => (unit === null || unit === code ? [] : [units.name(unit, lang)]));
    return { id: code, label: units.name(code, lang), note: above.length === 0 ? undefined : above.join(', ') };
  };
  const search = (query: string): ComboOption[] => {
    const found = query.trim() === '' ? units.all().filter((unit) => unit.level === 'oblast' || unit.level === 'city_republic') : units.search(query, MOST_FOUND, PLACES);
    return found.map((unit) => option(unit.code));
  };
  return (
    <Combobox
      label={t('totals_screen.place')}
      value={value === undefined ? undefined : option(value)}
      onValue={(chosen) => onValue(chosen?.id)}
      search={search}
    />
  );
}
