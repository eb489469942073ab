import { useId } from 'preact/hooks';
import { useFormat, useT } from '../i18n/i18n.ts';
import { SexHatches } from './sex-hatches.tsx';

export interface PyramidBand {
  readonly label: string;
  readonly women: number;
  readonly men: number;
}

export interface PyramidProps {
  /** Read aloud in place of the drawing; the figures stand in the table beside it. */
  readonly label: string;
  /** Oldest first, as they are drawn from the top. */
  readonly bands: readonly PyramidBand[];
}

/** Shares of the width: the middle for the bands' names, the ends for the numbers. */
const MIDDLE = 22;
const LONGEST = 26;
const ROW = 48;
const HEAD = 32;

/** Women left, men right, one row for each age band, each bar with its number. */
export function Pyramid({ label, bands }: PyramidProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const most = Math.max(1, ...bands.map((band) => Math.max(band.women, band.men)));
  const left = 50 - MIDDLE / 2;
  const right = 50 + MIDDLE / 2;
  return (
    <svg class="pyramid" width="100%" height={HEAD + bands.length * ROW} role="img" aria-label={label}>
      <SexHatches id={id} />
      <text class="pyramid-head" x={`${String(left)}%`} y="18" text-anchor="end">
        {t('ui.women')}
      </text>
      <text class="pyramid-head" x={`${String(right)}%`} y="18">
        {t('ui.men')}
      </text>
      {bands.map((band, n) => {
        const y = HEAD + n * ROW;
        const middle = y + ROW / 2 - 4;
        const women = (band.women / most) * LONGEST;
        const men = (band.men / most) * LONGEST;
        return (
          <g key={band.label}>
            <rect class="fill-women" x={`${String(left - women)}%`} y={y} width={`${String(women)}%`} height={ROW - 8} />
            <rect class="fill-men" x={`${String(right)}%`} y={y} width={`${String(men)}%`} height={ROW - 8} />
            <rect x={`${String(right)}%`} y={y} width={`${String(men)}%`} height={ROW - 8} fill={`url(#${id}-men)`} />
            <text class="pyramid-number" x={`${String(left - women)}%`} dx="-8" y={middle} text-anchor="end" dominant-baseline="central">
              {format.number(band.women)}
            </text>
            <text x="50%" y={middle} text-anchor="middle" dominant-baseline="central">
              {band.label}
            </text>
            <text class="pyramid-number" x={`${String(right + men)}%`} dx="8" y={middle} dominant-baseline="central">
              {format.number(band.men)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
