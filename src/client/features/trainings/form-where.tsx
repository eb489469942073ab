import { useMemo } from 'preact/hooks';
import { useUnits } from '../../deps/use-units.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { placeOf, recentUnits, unitOptions } from './places.ts';
import { withLoose } from './form-state.ts';
import type { Training } from './queries.ts';
import type { TrainingFormModel } from './use-training-form.ts';

export interface FormWhereProps {
  readonly model: TrainingFormModel;
  readonly trainings: readonly Training[];
}

/** The municipality, and the hall in it. */
export function FormWhere({ model, trainings }: FormWhereProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const units = useUnits();
  const { form, errors, change } = model;
  const recent = useMemo(() => recentUnits(trainings), [trainings]);
  const place = placeOf(units, form.unit, lang);
  return (
    <section class="stack" aria-labelledby="form-where">
      <h2 id="form-where">{t('form.where')}</h2>
      {units ? (
        <Combobox
          label={t('form.unit')}
          hint={place ? place.path : t('form.unit_hint')}
          error={errors.unit && t(errors.unit)}
          value={place && { id: form.unit, label: place.name, note: place.path }}
          onValue={(option) => change({ unit: option?.id ?? '', loose: withLoose(form.loose, 'unit', '') })}
          typed={form.loose.unit}
          onTyped={(text) => change({ unit: '', loose: withLoose(form.loose, 'unit', text) })}
          search={(query) => unitOptions(units, lang, query, recent)}
        />
      ) : (
        <p class="muted">{t('ui.loading')}</p>
      )}
      <TextInput
        label={t('form.venue')}
        optional
        error={errors.venue && t(errors.venue)}
        value={form.venue}
        onValue={(venue) => change({ venue })}
        maxLength={300}
      />
    </section>
  );
}
