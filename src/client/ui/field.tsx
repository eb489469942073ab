import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

/** What every input takes beside its value. */
export interface FieldProps {
  readonly label: string;
  /** One line under the label: why it is asked, or how to write it. */
  readonly hint?: string | undefined;
  /** In the label's words, saying what to do: «Аты-жөнү: жазыңыз». The input keeps what was typed. */
  readonly error?: string | undefined;
  /** Says «optional» beside the label. */
  readonly optional?: boolean | undefined;
  /** Id of the input; else one is made. Give it where an error summary must lead here. */
  readonly id?: string | undefined;
  /** The label is read aloud but not shown (a search field with its own picture). */
  readonly labelHidden?: boolean | undefined;
}

/** To be spread on the input: `<input {...wiring} />`. */
export interface FieldWiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

/** Label, hint, error and input, tied together for screen readers. */
export function Field(props: FieldProps & { readonly children: (wiring: FieldWiring) => ComponentChildren }) {
  const { label, hint, error, optional, labelHidden, children } = props;
  const t = useT();
  const made = useId();
  const id = props.id ?? made;
  const described = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  return (
    <div class={classes('field', error !== undefined && 'field-wrong')}>
      <label class={classes('label', labelHidden === true && 'sr')} for={id}>
        {label}
        {optional === true && <span class="muted"> · {t('ui.optional')}</span>}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} text={error} />
      {children({ id, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': error === undefined ? undefined : 'true' })}
    </div>
  );
}

/** The line of an error: an icon and words, never colour alone. */
export function FieldError({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p class="error" id={id}>
      <Icon name="alert" size={20} />
      <span>{text}</span>
    </p>
  );
}
