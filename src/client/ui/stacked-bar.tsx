import { useId } from 'preact/hooks';
import { useFormat, useT } from '../i18n/i18n.ts';
import { classes } from './classes.ts';
import { SexHatches } from './sex-hatches.tsx';

export interface StackedBarProps {
  readonly women: number;
  readonly men: number;
  readonly notStated: number;
  /** Low bars stand in table rows, without a line below. */
  readonly low?: boolean | undefined;
}

/** A segment narrower than this share has no room for its number; the line below (or the table) has it. */
const ROOM = 0.14;

/** Women, men, not stated, always in this order, told apart by place, number and hatch as well as by colour. */
export function StackedBar({ women, men, notStated, low }: StackedBarProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const all = women + men + notStated;
  const line = t('ui.share_line', { women, men, none: notStated });
  let from = 0;
  const parts = ([['women', women], ['men', men], ['none', notStated]] as const).map(([kind, n]) => {
    const share = all === 0 ? 0 : n / all;
    const part = { kind, n, from, share };
    from += share;
    return part;
  });
  return (
    <div class={classes('bar', low === true && 'bar-low')}>
      <svg class="bar-svg" width="100%" height={low === true ? 28 : 40} role="img" aria-label={line}>
        <SexHatches id={id} />
        {parts.map(({ kind, n, from: left, share }) => share > 0 && (
          <g key={kind}>
            <rect class={`fill-${kind}`} x={percent(left)} width={percent(share)} height="100%" />
            {kind !== 'women' && <rect x={percent(left)} width={percent(share)} height="100%" fill={`url(#${id}-${kind})`} />}
            {share >= ROOM && (
              <text class="on-bar" x={percent(left + share / 2)} y="50%" text-anchor="middle" dominant-baseline="central">
                {format.number(n)}
              </text>
            )}
          </g>
        ))}
      </svg>
      {low !== true && (
        <p class="bar-line" aria-hidden="true">
          {line}
        </p>
      )}
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
