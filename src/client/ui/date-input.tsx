import { useRef, useState } from 'preact/hooks';
import { parseDay } from '../../core/format/dates.ts';
import { useFormat, useT } from '../i18n/i18n.ts';
import { Field, type FieldProps } from './field.tsx';
import { IconButton } from './icon-button.tsx';

export interface DateInputProps extends FieldProps {
  /** `YYYY-MM-DD`, '' where there is none. */
  readonly value: string;
  /** The day, '' while there is none; and what stands in the field, so that a form can refuse what is no date. */
  readonly onValue: (day: string, typed: string) => void;
  /** What stands in the field at first where `value` is '': text that is no date, typed before. */
  readonly typed?: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * A day, typed as 18.11.2019 or picked from the device's calendar. Below it the day is written out with its
 * weekday, in the language of the screen, so that a slip is seen.
 */
export function DateInput(props: DateInputProps) {
  const { value, onValue, typed: before = '', min, max, name, label } = props;
  const t = useT();
  const format = useFormat();
  const [text, setText] = useState(value === '' ? before : format.day(value));
  const [left, setLeft] = useState(before !== '');
  const picker = useRef<HTMLInputElement>(null);
  const parsed = parseDay(text) ?? '';
  const shown = parsed === value ? text : value === '' ? '' : format.day(value);
  const wrong = left && shown.trim() !== '' && value === '' ? t('ui.date_wrong', { label }) : undefined;
  const change = (typed: string): void => {
    setText(typed);
    onValue(parseDay(typed) ?? '', typed);
  };
  return (
    <Field {...props} error={props.error ?? wrong}>
      {(wiring) => (
        <div class="date">
          <input
            {...wiring}
            class="input input-number"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            name={name}
            value={shown}
            onInput={(event) => change(event.currentTarget.value)}
            onBlur={() => {
              setLeft(true);
              if (value !== '') setText(format.day(value));
            }}
          />
          <IconButton icon="calendar" label={`${label}: ${t('ui.date_pick')}`} onClick={() => picker.current?.showPicker()} />
          <input
            ref={picker}
            class="date-native"
            type="date"
            tabIndex={-1}
            aria-hidden="true"
            value={value}
            min={min}
            max={max}
            onChange={(event) => {
              const day = event.currentTarget.value;
              if (day !== '') change(format.day(day));
            }}
          />
          {value !== '' && <p class="hint">{format.day(value, 'weekday_long')}</p>}
        </div>
      )}
    </Field>
  );
}
