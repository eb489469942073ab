import type { ComponentChildren } from 'preact';
import { Motif } from './motif.tsx';

export interface EmptyProps {
  /** What is not here yet, and the next step. */
  readonly text: string;
  /** One button. */
  readonly action?: ComponentChildren;
}

/** An empty place says the next step. */
export function Empty({ text, action }: EmptyProps) {
  return (
    <div class="empty">
      <Motif />
      <p>{text}</p>
      {action}
    </div>
  );
}
