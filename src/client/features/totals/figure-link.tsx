import { useFormat, useT } from '../../i18n/i18n.ts';
import type { Figure } from '../../../core/totals/figure.ts';
import { rowsAddress } from './address.ts';
import type { ChosenTotals } from './use-totals.ts';

interface FigureLinkProps {
  readonly chosen: ChosenTotals;
  readonly path: string;
  readonly figure: Figure;
  /** What is counted, for those who do not see the column's head. */
  readonly label: string;
}

/** A figure in a table: opens the rows behind it. Zero has none. */
export function FigureLink({ chosen, path, figure, label }: FigureLinkProps) {
  const t = useT();
  const format = useFormat();
  const shown = format.number(figure.value);
  if (figure.value === 0) return <span class="totals-zero">{shown}</span>;
  return (
    <a class="totals-figure" href={rowsAddress(chosen, path)} aria-label={t('totals_screen.figure_row', { what: label, n: figure.value })}>
      {shown}
    </a>
  );
}
