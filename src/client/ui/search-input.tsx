import { useRef } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { useFocusOnShow } from './use-focus-on-show.ts';

export interface SearchInputProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Enter was pressed. */
  readonly onEnter?: (() => void) | undefined;
  readonly hint?: string | undefined;
  readonly labelHidden?: boolean | undefined;
  readonly takeFocus?: boolean | undefined;
  readonly id?: string | undefined;
}

/** The tall search field over a list; the list itself is the caller's. */
export function SearchInput({ label, value, onValue, onEnter, hint, labelHidden, takeFocus, id }: SearchInputProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  useFocusOnShow(input, takeFocus);
  const clear = (): void => {
    onValue('');
    input.current?.focus();
  };
  return (
    <Field label={label} hint={hint} labelHidden={labelHidden} id={id}>
      {(wiring) => (
        <div class="search" role="search">
          <Icon name="search" />
          <input
            {...wiring}
            ref={input}
            class="input input-search"
            type="text"
            inputMode="search"
            enterkeyhint="search"
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            value={value}
            onInput={(event) => onValue(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && value !== '') {
                event.stopPropagation();
                clear();
              } else if (event.key === 'Enter') onEnter?.();
            }}
          />
          {value !== '' && <IconButton icon="x" label={t('ui.clear')} quiet onClick={clear} />}
        </div>
      )}
    </Field>
  );
}
