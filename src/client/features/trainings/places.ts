import type { Lang } from '../../../core/format/languages.ts';
import type { Units } from '../../../core/reference/units.ts';
import type { ComboOption } from '../../ui/combobox.tsx';
import { newestFirst, type Training } from './queries.ts';

export interface Place {
  readonly name: string;
  /** Rayon and oblast; '' where nothing lies around. */
  readonly path: string;
}

/** A unit in words; nothing while the units are being loaded. */
export function placeOf(units: Units | undefined, code: string | null | undefined, lang: Lang): Place | undefined {
  if (!units || !code) return undefined;
  const name = units.name(code, lang);
  const path = units.path(code, lang);
  return { name, path: path.startsWith(`${name} — `) ? path.slice(name.length + 3) : '' };
}

const MOST = 20;

/** Units for typed text, municipalities first; before anything is typed, those of the latest trainings. */
export function unitOptions(units: Units, lang: Lang, query: string, recent: readonly string[]): ComboOption[] {
  const codes = query.trim() === '' ? recent.slice(0, MOST) : units.search(query, MOST).map((u) => u.code);
  return codes.flatMap((id) => {
    const place = placeOf(units, id, lang);
    return place ? [{ id, label: place.name, note: place.path || undefined }] : [];
  });
}

/** Units of trainings, the latest first, each once. */
export function recentUnits(trainings: readonly Training[]): string[] {
  const newest = newestFirst(trainings);
  return [...new Set(newest.flatMap((t) => (t.unit ? [t.unit] : [])))];
}
