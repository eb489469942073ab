import { Icon } from './icon.tsx';

export interface BigNumberProps {
  /** Already written in the reader's language. */
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
  /** Opens the rows behind the figure. */
  readonly onClick?: (() => void) | undefined;
  readonly href?: string | undefined;
}

/** A figure people read from across a table. */
export function BigNumber({ value, label, note, onClick, href }: BigNumberProps) {
  const opens = onClick !== undefined || href !== undefined;
  const inside = (
    <>
      <span class="big-value">{value}</span>
      <span class="big-label">{label}</span>
      {note !== undefined && <span class="big-note">{note}</span>}
      {opens && <Icon name="chevron-right" />}
    </>
  );
  if (href !== undefined) {
    return (
      <a class="big big-opens" href={href}>
        {inside}
      </a>
    );
  }
  if (onClick !== undefined) {
    return (
      <button type="button" class="big big-opens" onClick={onClick}>
        {inside}
      </button>
    );
  }
  return <p class="big">{inside}</p>;
}
