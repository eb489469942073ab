import { useLayoutEffect, useRef } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { Field } from './field.tsx';
import { insertLetter } from './insert-letter.ts';
import type { TextInputProps } from './text-input.tsx';
import { useFocusOnShow } from './use-focus-on-show.ts';

const LETTERS = ['Ң', 'Ө', 'Ү'] as const;

export type NameInputProps = Omit<TextInputProps, 'keyboard' | 'rows' | 'inputRef'>;

/**
 * A person's or place's name. Many tablets have only a Russian keyboard, so the three Kyrgyz letters it
 * lacks stand above the field. Names are kept as typed: no correction, no spelling marks.
 */
export function NameInput(props: NameInputProps) {
  const { value, onValue, maxLength, name, takeFocus } = props;
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  useFocusOnShow(input, takeFocus);
  const caret = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    // Setting the value moved the caret to the end; put it back behind the inserted letter.
    if (caret.current === undefined) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  }, [value]);
  const insert = (letter: string): void => {
    const element = input.current;
    if (element === null) return;
    const { selectionStart, selectionEnd } = element;
    const next = insertLetter(value, selectionStart ?? value.length, selectionEnd ?? value.length, letter);
    element.focus();
    if (maxLength !== undefined && next.value.length > maxLength) return;
    caret.current = next.caret;
    onValue(next.value);
  };
  return (
    <Field {...props}>
      {(wiring) => (
        <div class="name">
          <div class="name-keys" role="group" aria-label={t('ui.name_letters')}>
            {LETTERS.map((letter) => (
              <button
                key={letter}
                type="button"
                class="btn btn-secondary btn-icon"
                aria-label={t('ui.name_letter', { letter })}
                // The field keeps the focus, else the on-screen keyboard would go away at each letter.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => insert(letter)}
              >
                {letter}
              </button>
            ))}
          </div>
          <input
            {...wiring}
            ref={input}
            class="input"
            type="text"
            name={name}
            autocomplete="off"
            autocorrect="off"
            autocapitalize="words"
            spellcheck={false}
            maxLength={maxLength}
            value={value}
            onBlur={props.onBlur}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}
