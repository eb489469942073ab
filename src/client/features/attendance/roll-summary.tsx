import { useMemo } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import type { Counts } from './queries.ts';
import { makeTapGuard } from './tap-guard.ts';
import type { Saves } from './use-saves.ts';

export interface RollSummaryProps {
  readonly counts: Counts;
  readonly saves: Saves;
  /** Nothing may be changed any more, nor taken back. */
  readonly closed: boolean;
}

/** How many are in the hall, who they are, and the way back from the last tap. */
export function RollSummary({ counts, saves, closed }: RollSummaryProps): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const deps = useDeps();
  const guard = useMemo(makeTapGuard, []);
  const last = closed ? undefined : saves.last;
  const undo = (event: MouseEvent): void => {
    // The second half of a double tap would take back the save before as well.
    if (guard.takes({ what: 'undo', x: event.clientX, y: event.clientY }, deps.now())) void saves.undoLast();
  };
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
        <Button wide icon="undo" label={last === undefined ? t('attendance.undo_last') : `${t('attendance.undo_last')}: ${last}`} disabled={last === undefined} onClick={undo}>
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
