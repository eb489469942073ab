import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { Field, type FieldProps } from './field.tsx';
import { useFocusOnShow } from './use-focus-on-show.ts';

export interface TextInputProps extends FieldProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** For saving on leaving the field. */
  readonly onBlur?: (() => void) | undefined;
  /** Which on-screen keyboard comes up. */
  readonly keyboard?: 'text' | 'tel' | 'email' | 'url' | 'numeric' | undefined;
  /** More than one: a box of that many lines. */
  readonly rows?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly name?: string | undefined;
  readonly autoComplete?: string | undefined;
  /** Takes the focus when it appears: for a field that is the one reason to be there. */
  readonly takeFocus?: boolean | undefined;
  readonly inputRef?: RefObject<HTMLInputElement | null> | undefined;
}

/** One line of text, or several with `rows`. */
export function TextInput(props: TextInputProps) {
  const { value, onValue, keyboard = 'text', rows = 1, maxLength, name, autoComplete = 'off', takeFocus, inputRef } = props;
  const line = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  useFocusOnShow(rows > 1 ? box : (inputRef ?? line), takeFocus);
  const common = { class: 'input', value, name, maxLength, autocomplete: autoComplete, onBlur: props.onBlur };
  return (
    <Field {...props}>
      {(wiring) =>
        rows > 1 ? (
          <textarea {...wiring} {...common} ref={box} rows={rows} onInput={(event) => onValue(event.currentTarget.value)} />
        ) : (
          <input {...wiring} {...common} ref={inputRef ?? line} type="text" inputMode={keyboard} onInput={(event) => onValue(event.currentTarget.value)} />
        )
      }
    </Field>
  );
}
