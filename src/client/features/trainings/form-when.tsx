import { weekday } from '../../../core/format/dates.ts';
import { WEEKDAYS } from '../../../core/format/months.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { DateInput } from '../../ui/date-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { CheckTiles } from '../../ui/tiles.tsx';
import { daysOf, planSlots } from './days.ts';
import { wantedDays, withLoose, withStart, type Loose } from './form-state.ts';
import type { Slot } from './queries.ts';
import type { TrainingFormModel } from './use-training-form.ts';

export interface FormWhenProps {
  readonly model: TrainingFormModel;
  readonly slots: readonly Slot[];
  readonly marked: ReadonlySet<string>;
}

/** First and last day, the days between, and how many people are waited for. */
export function FormWhen({ model, slots, marked }: FormWhenProps): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const { form, errors, change } = model;
  const loosely = (field: keyof Loose, value: string | number | undefined, typed: string): Loose => withLoose(form.loose, field, value === '' || value === undefined ? typed : '');
  const kept = planSlots(slots, wantedDays(form), marked).kept.map((s) => format.day(s.day ?? '', 'day_month'));
  return (
    <section class="stack" aria-labelledby="form-when">
      <h2 id="form-when">{t('form.when')}</h2>
      <div class="form-pair">
        <DateInput
          label={t('form.start')}
          error={errors.start && t(errors.start)}
          value={form.start}
          typed={form.loose.start}
          onValue={(start, typed) => change({ ...withStart(form, start), loose: loosely('start', start, typed) })}
        />
        <DateInput
          label={t('form.end')}
          error={errors.end && t(errors.end)}
          value={form.end}
          typed={form.loose.end}
          onValue={(end, typed) => change({ end, loose: loosely('end', end, typed) })}
        />
      </div>
      <Days model={model} />
      {form.end !== '' && kept.length > 0 && (
        <Notice tone="warn" title={t('form.days_kept', { days: kept.join(', ') })}>
          {t('form.days_kept_text')}
        </Notice>
      )}
      <NumberInput
        label={t('form.planned')}
        hint={t('form.planned_hint')}
        optional
        error={errors.planned && t(errors.planned)}
        value={form.planned}
        typed={form.loose.planned}
        onValue={(planned, typed) => change({ planned, loose: loosely('planned', planned, typed) })}
        max={10_000}
        steps
      />
    </section>
  );
}

/** Days of the range: those on which nothing takes place (a Sunday) are unticked. */
function Days({ model }: { readonly model: TrainingFormModel }): preact.JSX.Element | null {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const { form, errors, change } = model;
  const range = daysOf(form.start, form.end);
  if (range.length < 2) return null;
  return (
    <CheckTiles
      label={t('form.days')}
      hint={t('form.days_hint')}
      error={errors.off && t(errors.off)}
      size="small"
      options={range.map((day) => ({ value: day, label: format.day(day, 'day_month'), note: WEEKDAYS[lang][weekday(day)] }))}
      values={wantedDays(form)}
      onValues={(on) => change({ off: range.filter((day) => !on.includes(day)) })}
    />
  );
}
