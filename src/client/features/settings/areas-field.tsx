import { useState } from 'preact/hooks';
import type { UnitLevel, Units } from '../../../core/reference/units.ts';
import { useDeps } from '../../deps/deps.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Chips } from '../../ui/chips.tsx';
import { Combobox, type ComboOption } from '../../ui/combobox.tsx';

/** Heights at which people are kept apart by area (`Units.areaOf`). */
const AREA_LEVELS: readonly UnitLevel[] = ['rayon', 'city', 'city_republic'];
const MOST_FOUND = 12;

export interface AreasFieldProps {
  readonly areas: readonly string[];
  readonly onAdd: (area: string) => void;
  readonly onRemove: (area: string) => void;
}

/** Several areas, each found by typing and taken away by a tap. */
export function AreasField({ areas, onAdd, onRemove }: AreasFieldProps) {
  const t = useT();
  const lang = useLang();
  const deps = useDeps();
  const units = useUnits();
  // A fresh field after each choice: it stands ready for the next one.
  const [round, setRound] = useState(0);
  const option = (from: Units | undefined, code: string): ComboOption => {
    const above = from?.oblastOf(code) ?? code;
    return { id: code, label: areaWord(t, from?.name(code, lang), code), note: above === code ? undefined : from?.name(above, lang) };
  };
  const search = async (query: string): Promise<ComboOption[]> => {
    // Whoever types before the units are read waits for them: "nothing found" would be untrue.
    const all = await deps.units();
    return all.search(query, MOST_FOUND, AREA_LEVELS).flatMap(({ code }) => (areas.includes(code) ? [] : [option(all, code)]));
  };
  const add = (chosen: ComboOption | undefined): void => {
    if (!chosen || areas.includes(chosen.id)) return;
    onAdd(chosen.id);
    setRound(round + 1);
  };
  return (
    <>
      <Combobox key={round} label={t('devices.areas')} hint={t('devices.areas_hint')} optional value={undefined} onValue={add} search={search} />
      {areas.length > 0 && (
        <Chips label={t('devices.areas_chosen')} chips={areas.map((code) => ({ id: code, label: option(units, code).label }))} onRemove={onRemove} />
      )}
    </>
  );
}

/** How an area is called: people without a known place lie in one of their own. */
export const areaWord = (t: ReturnType<typeof useT>, name: string | undefined, code: string): string =>
  code === 'local' ? t('devices.area_local') : (name ?? code);
