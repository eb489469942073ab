import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';

/** `done` only after the server's answer; `failed` means nothing is lost. */
export type PillLook = 'local' | 'sending' | 'done' | 'failed' | 'attention';

export interface PillProps {
  readonly look: PillLook;
  /** The sentence: what is where, with its number or clock time. */
  readonly text: string;
  /** A second, smaller line. */
  readonly detail?: string | undefined;
  /** Opens what is behind it. */
  readonly onClick?: (() => void) | undefined;
}

const PICTURES: Readonly<Record<PillLook, IconName>> = {
  local: 'cloud-off',
  sending: 'cloud-upload',
  done: 'cloud-check',
  failed: 'cloud-off',
  attention: 'alert',
};

/** Where the records are, in words; knows nothing of storage. */
export function Pill({ look, text, detail, onClick }: PillProps) {
  const inside = (
    <>
      <Icon name={PICTURES[look]} />
      <span class="pill-words">
        <span>{text}</span>
        {detail !== undefined && <small>{detail}</small>}
      </span>
    </>
  );
  const look_ = classes('pill', `pill-${look}`);
  return onClick === undefined ? (
    <p class={look_} role="status">
      {inside}
    </p>
  ) : (
    <button type="button" class={look_} onClick={onClick}>
      {inside}
    </button>
  );
}
