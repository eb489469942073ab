import { ICON_PATHS, type IconName } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

export interface IconProps {
  readonly name: IconName;
  /** Side in CSS px: 20 in text, 24 in buttons (default), 40 in tiles. */
  readonly size?: 20 | 24 | 32 | 40 | undefined;
}

/** A picture beside a word, never instead of one: hidden from screen readers. */
export function Icon({ name, size = 24 }: IconProps) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
