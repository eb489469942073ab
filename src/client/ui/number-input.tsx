import { useState } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { Field, type FieldProps } from './field.tsx';
import { IconButton } from './icon-button.tsx';

export interface NumberInputProps extends FieldProps {
  readonly value: number | undefined;
  /** Whole numbers only; undefined while the field is empty or holds no number. And what stands in the field. */
  readonly onValue: (value: number | undefined, typed: string) => void;
  /** What stands in the field at first where there is no `value`: text that is no number, typed before. */
  readonly typed?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Shows − and + beside the field. */
  readonly steps?: boolean | undefined;
  readonly name?: string | undefined;
}

/** Digits, with spaces forgiven; undefined for anything else. */
export function parseWhole(text: string): number | undefined {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^-?\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** A whole number. A text field, since number fields swallow what they do not like and change under a scrolling finger. */
export function NumberInput(props: NumberInputProps) {
  const { value, onValue, typed = '', min = 0, max = Number.MAX_SAFE_INTEGER, steps, name, label } = props;
  const t = useT();
  const [text, setText] = useState(value === undefined ? typed : String(value));
  const shown = parseWhole(text) === value ? text : value === undefined ? '' : String(value);
  const wrong = shown.trim() !== '' && parseWhole(shown) === undefined ? t('ui.number_wrong', { label }) : undefined;
  const step = (by: number): void => {
    const next = Math.min(max, Math.max(min, (value ?? 0) + by));
    setText(String(next));
    onValue(next, String(next));
  };
  return (
    <Field {...props} error={props.error ?? wrong}>
      {(wiring) => (
        <div class="steps">
          {steps === true && (
            <IconButton icon="minus" label={`${label}: ${t('ui.less')}`} disabled={(value ?? 0) <= min} onClick={() => step(-1)} />
          )}
          <input
            {...wiring}
            class="input input-number"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            name={name}
            value={shown}
            onInput={(event) => {
              setText(event.currentTarget.value);
              onValue(parseWhole(event.currentTarget.value), event.currentTarget.value);
            }}
          />
          {steps === true && (
            <IconButton icon="plus" label={`${label}: ${t('ui.more')}`} disabled={(value ?? 0) >= max} onClick={() => step(1)} />
          )}
        </div>
      )}
    </Field>
  );
}
