import { useT } from '../i18n/i18n.ts';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps extends FieldProps {
  /** '' where nothing is chosen yet. */
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly SelectOption[];
  /** The words of the empty choice; false where there is none. */
  readonly empty?: string | false | undefined;
  readonly name?: string | undefined;
}

/** A native choice from up to 15; below 6 prefer `Tiles`, above 15 `Combobox`. */
export function Select(props: SelectProps) {
  const { value, onValue, options, empty, name } = props;
  const t = useT();
  return (
    <Field {...props}>
      {(wiring) => (
        <div class="select">
          <select {...wiring} class="input" name={name} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
            {empty !== false && <option value="">{empty ?? t('ui.choose')}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value} selected={option.value === value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" />
        </div>
      )}
    </Field>
  );
}
