import { useId } from 'preact/hooks';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** Where the label is an abbreviation: the whole word, read aloud. */
  readonly name?: string | undefined;
  /** Of the whole word, where it is another one than the page's. */
  readonly lang?: string | undefined;
}

export interface SegmentedProps<Value extends string> {
  /** What is chosen between; read aloud, shown with `labelShown`. */
  readonly label: string;
  readonly labelShown?: boolean | undefined;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onValue: (value: Value) => void;
}

/** Two to five views of one thing; one is always chosen. Arrow keys move, as in any radio group. */
export function Segmented<Value extends string>({ label, labelShown, options, value, onValue }: SegmentedProps<Value>) {
  const id = useId();
  return (
    <fieldset class="segmented">
      <legend class={classes('label', labelShown !== true && 'sr')}>{label}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value} class="segment">
            <input
              class="tile-input"
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              aria-label={option.name}
              lang={option.lang}
              onChange={() => onValue(option.value)}
            />
            <span class="segment-face">
              {option.icon !== undefined && <Icon name={option.icon} size={20} />}
              {option.label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
