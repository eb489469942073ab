import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { placeOf } from './places.ts';
import type { Training } from './queries.ts';

/** What a training is called: by its place and its days. */
export interface TrainingWords {
  /** The municipality; «…» while the units are being loaded. */
  readonly name: string;
  /** Rayon and oblast; '' while nobody knows. */
  readonly path: string;
  readonly days: string;
}

export function useTrainingWords({ unit, start, end }: Pick<Training, 'unit' | 'start' | 'end'>): TrainingWords {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const place = placeOf(useUnits(), unit, lang);
  const first = start ?? '';
  return {
    name: place?.name ?? (unit ? '…' : t('trainings.no_unit')),
    path: place?.path ?? '',
    days: format.range(first, end ?? first),
  };
}
