import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { FieldError, type FieldProps } from './field.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface TileOption {
  readonly value: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** A second, smaller line. */
  readonly note?: string | undefined;
}

interface GroupProps extends FieldProps {
  readonly options: readonly TileOption[];
  /** `small` for many short answers (age bands, roles); else tall tiles. */
  readonly size?: 'normal' | 'small' | undefined;
}

export interface TilesProps extends GroupProps {
  /** Nothing is chosen beforehand: undefined until someone does. */
  readonly value: string | undefined;
  readonly onValue: (value: string) => void;
}

export interface CheckTilesProps extends GroupProps {
  readonly values: readonly string[];
  readonly onValues: (values: readonly string[]) => void;
}

function Group(props: GroupProps & { readonly id: string; readonly children: ComponentChildren }) {
  const { label, hint, error, optional, size, id } = props;
  const t = useT();
  const described = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  return (
    <fieldset
      class={classes('field', error !== undefined && 'field-wrong')}
      id={id}
      // Focusable for the error summary only.
      tabIndex={-1}
      aria-describedby={described === '' ? undefined : described}
    >
      <legend class={classes('label', props.labelHidden === true && 'sr')}>
        {label}
        {optional === true && <span class="muted"> · {t('ui.optional')}</span>}
      </legend>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} text={error} />
      <div class={classes('tiles', size === 'small' && 'tiles-small')}>{props.children}</div>
    </fieldset>
  );
}

function Face({ option }: { readonly option: TileOption }) {
  return (
    <span class="tile-face">
      {option.icon !== undefined && <Icon name={option.icon} size={40} />}
      <span class="tile-label">{option.label}</span>
      {option.note !== undefined && <span class="tile-note">{option.note}</span>}
      <span class="tile-tick">
        <Icon name="check" size={20} />
      </span>
    </span>
  );
}

/** One of a few, as big tiles. */
export function Tiles(props: TilesProps) {
  const made = useId();
  const id = props.id ?? made;
  return (
    <Group {...props} id={id}>
      {props.options.map((option) => (
        <label key={option.value} class="tile">
          <input
            class="tile-input"
            type="radio"
            name={id}
            value={option.value}
            checked={props.value === option.value}
            onChange={() => props.onValue(option.value)}
          />
          <Face option={option} />
        </label>
      ))}
    </Group>
  );
}

/** Any of a few, as tiles. */
export function CheckTiles(props: CheckTilesProps) {
  const made = useId();
  const { values, onValues } = props;
  const toggle = (value: string): void => {
    onValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  };
  return (
    <Group {...props} id={props.id ?? made}>
      {props.options.map((option) => (
        <label key={option.value} class="tile">
          <input
            class="tile-input"
            type="checkbox"
            checked={values.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
          <Face option={option} />
        </label>
      ))}
    </Group>
  );
}
