import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import type { Counts } from './queries.ts';
import type { Marking } from './use-marking.ts';
import type { Saves } from './use-saves.ts';

export interface RollSummaryProps {
  readonly counts: Counts;
  readonly saves: Saves;
  /** False for the second half of a double tap: it would take back the save before as well. */
  readonly takes: Marking['takes'];
  /** Nothing may be changed any more, nor taken back. */
  readonly closed: boolean;
}

/** How many are in the hall, who they are, and the way back from the last tap. */
export function RollSummary({ counts, saves, takes, closed }: RollSummaryProps): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const last = closed ? undefined : saves.last;
  return (
    <aside class="card roll-side" aria-label={t('attendance.in_hall')}>
      <div class="roll-count">
        <p class="roll-count-label" aria-hidden="true">
          {t('attendance.in_hall')}
        </p>
        <p class="roll-number">
          <span class="sr">{t('attendance.came_of', { came: counts.came, expected: counts.expected })}</span>
          <strong aria-hidden="true">{format.number(counts.came)}</strong>
          <span aria-hidden="true">/ {format.number(counts.expected)}</span>
        </p>
      </div>
      <StackedBar women={counts.women} men={counts.men} notStated={counts.notStated} />
      <div class="roll-undo">
        <Button wide icon="undo" label={last === undefined ? t('attendance.undo_last') : `${t('attendance.undo_last')}: ${last}`} disabled={last === undefined} onClick={(event) => takes('undo', event) && void saves.undoLast()}>
          {t('attendance.undo_last')}
        </Button>
        {last !== undefined && (
          <p class="hint" aria-hidden="true">
            {last}
          </p>
        )}
      </div>
    </aside>
  );
}
