import type { ComponentChildren } from 'preact';
import { useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
  /** With an address it is a link that looks like a button. */
  readonly href?: string | undefined;
  readonly kind?: ButtonKind | undefined;
  /** `big` is 72 px high: the one thing to do on a screen, and row actions. */
  readonly size?: 'normal' | 'big' | undefined;
  readonly icon?: IconName | undefined;
  /** At work: keeps its place and the focus, ignores taps, says so. */
  readonly busy?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly type?: 'button' | 'submit' | undefined;
  /** As wide as its place. */
  readonly wide?: boolean | undefined;
  /** For a button that stays pressed (a mark, a filter). */
  readonly pressed?: boolean | undefined;
  /** Where the words alone do not say whom it is about: «Mark as present: name». */
  readonly label?: string | undefined;
  readonly id?: string | undefined;
}

function lookOf({ kind = 'secondary', size, wide, busy }: ButtonProps): string {
  return classes('btn', `btn-${kind}`, size === 'big' && 'btn-big', wide === true && 'btn-wide', busy === true && 'btn-busy');
}

function Inside({ children, icon, busy }: ButtonProps) {
  const picture = busy === true ? 'refresh' : icon;
  return (
    <>
      {picture !== undefined && <Icon name={picture} />}
      <span>{children}</span>
      {busy === true && <BusyWords />}
    </>
  );
}

function BusyWords() {
  const t = useT();
  return <span class="sr"> {t('ui.busy')}</span>;
}

export function Button(props: ButtonProps) {
  const { onClick, href, busy, label, id } = props;
  if (href !== undefined) {
    return (
      <a class={lookOf(props)} href={href} id={id} aria-label={label} onClick={onClick}>
        <Inside {...props} />
      </a>
    );
  }
  const press = (event: MouseEvent): void => {
    // `disabled` would drop the focus and, in a form, Enter: a busy button only stops answering.
    if (busy === true) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      class={lookOf(props)}
      type={props.type ?? 'button'}
      id={id}
      disabled={props.disabled === true}
      aria-disabled={busy === true ? 'true' : undefined}
      aria-busy={busy === true ? 'true' : undefined}
      aria-pressed={props.pressed}
      aria-label={label}
      onClick={press}
    >
      <Inside {...props} />
    </button>
  );
}
