import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

export interface IconButtonProps {
  readonly icon: IconName;
  /** What it does, in words: read aloud and shown on hovering. */
  readonly label: string;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
  readonly href?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly pressed?: boolean | undefined;
}

export function IconButton({ icon, label, onClick, href, quiet, disabled, pressed }: IconButtonProps) {
  const look = classes('btn', 'btn-icon', quiet === true ? 'btn-quiet' : 'btn-secondary');
  if (href !== undefined) {
    return (
      <a class={look} href={href} aria-label={label} title={label} onClick={onClick}>
        <Icon name={icon} />
      </a>
    );
  }
  return (
    <button
      class={look}
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled === true}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
