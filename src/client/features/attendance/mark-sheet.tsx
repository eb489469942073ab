import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Mark } from './actions.ts';

const CHOICES: readonly Mark[] = ['present', 'late', 'left_early', 'absent', 'excused'];

export interface MarkSheetProps {
  readonly name: string;
  /** What stands for the slot now. */
  readonly mark: Mark | undefined;
  /** Which day is being marked, in words. */
  readonly day: string;
  /** Address of the history of their place on the list. */
  readonly history: string;
  readonly onMark: (mark: Mark | null) => void;
  readonly onEdit: () => void;
  readonly onTakeOff: () => void;
  /** For a coordinator, and while there is something to erase. */
  readonly onErase: (() => void) | undefined;
  /** Nothing can be marked or changed any more. */
  readonly closed: boolean;
  /** Their personal data was erased: there is nothing to edit. */
  readonly erased: boolean;
  readonly onClose: () => void;
}

/** Everything that can be done with one person of the list. */
export function MarkSheet(p: MarkSheetProps): preact.JSX.Element {
  const t = useT();
  return (
    <Sheet open title={p.name} onClose={p.onClose} place="center">
      {!p.closed && <Marks {...p} />}
      <div class={p.closed ? 'mark-choices' : 'mark-more'}>
        {!p.closed && !p.erased && (
          <Button wide kind="quiet" icon="pencil" onClick={p.onEdit}>
            {t('attendance.edit_person')}
          </Button>
        )}
        <Button wide kind="quiet" icon="history" href={p.history}>
          {t('history.title')}
        </Button>
        {!p.closed && (
          <Button wide kind="quiet" icon="trash" onClick={p.onTakeOff}>
            {t('attendance.take_off')}
          </Button>
        )}
        {p.onErase && (
          <Button wide kind="quiet" icon="alert" onClick={p.onErase}>
            {t('erase.action')}
          </Button>
        )}
      </div>
    </Sheet>
  );
}

function Marks(p: MarkSheetProps): preact.JSX.Element {
  const t = useT();
  return (
    <div class="mark-choices" role="group" aria-label={t('attendance.day_marked', { day: p.day })}>
      <p class="muted">{t('attendance.day_marked', { day: p.day })}</p>
      {CHOICES.map((mark) => (
        <Button key={mark} wide pressed={p.mark === mark} icon={p.mark === mark ? 'check' : undefined} onClick={() => p.onMark(mark)}>
          {t(`mark.${mark}`)}
        </Button>
      ))}
      {p.mark !== undefined && (
        <Button wide icon="undo" onClick={() => p.onMark(null)}>
          {t('mark.take_away')}
        </Button>
      )}
    </div>
  );
}
