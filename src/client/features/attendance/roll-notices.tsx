import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import type { Filter, SlotView } from './queries.ts';
import type { RollCall } from './use-roll-call.ts';
import type { Saves } from './use-saves.ts';

/** More days than this are a list to choose from, not a switch. */
const SWITCH_MOST = 4;

/** Which day is being marked, where a training has several. */
export function DaySwitch({ roll }: { readonly roll: RollCall }): preact.JSX.Element | null {
  const t = useT();
  const format = useFormat();
  if (roll.slots.length < 2 || !roll.slot) return null;
  const word = (s: SlotView): string => s.title || t('attendance.day_of', { n: String(s.n), day: format.day(s.day, 'day_month') });
  const options = roll.slots.map((s) => ({ value: s.id as string, label: word(s) }));
  const common = { label: t('attendance.day'), value: roll.slot.id as string, onValue: roll.chooseSlot, options };
  return options.length <= SWITCH_MOST ? <Segmented {...common} /> : <Select {...common} empty={false} />;
}

/** What must be known before marking: a save that failed, why nothing can be marked, that another day is marked. */
export function RollNotices({ roll, saves }: { readonly roll: RollCall; readonly saves: Saves }): preact.JSX.Element | null {
  const t = useT();
  const format = useFormat();
  const { closed, slot, today } = roll;
  const toTraining = <Button href={`/trainings/${roll.training.id}`}>{t('attendance.to_training')}</Button>;
  return (
    <>
      {saves.failed !== undefined && (
        <div class="roll-failed">
          <Notice tone="danger" title={t('fault.not_saved')} alert onClose={saves.clearFailed}>
            <p>{saves.failed}</p>
            <p>{t('attendance.tap_again')}</p>
          </Notice>
        </div>
      )}
      {closed !== undefined && (
        <Notice tone="info" action={closed === 'not_yours' ? undefined : toTraining}>
          {t(`attendance.closed_${closed}`)}
        </Notice>
      )}
      {closed === undefined && slot && slot.day !== today && (
        <Notice tone="warn">{t('attendance.other_day', { day: format.day(slot.day, 'day_month'), today: format.day(today, 'day_month') })}</Notice>
      )}
    </>
  );
}

export interface NoRowsProps {
  readonly roll: RollCall;
  /** undefined when nothing is searched. */
  readonly searching: 'done' | 'under_way' | undefined;
  readonly filter: Filter;
}

/** Says why there is no row, and the next step. */
export function NoRows({ roll, searching, filter }: NoRowsProps): preact.JSX.Element {
  const t = useT();
  if (searching) return <p role="status">{t(searching === 'done' ? 'ui.nothing_found' : 'ui.searching')}</p>;
  if (roll.registrations.length > 0) return <p class="muted">{t(filter === 'unmarked' ? 'attendance.all_marked' : 'attendance.nobody_came')}</p>;
  if (roll.closed !== undefined) return <Empty text={t('attendance.empty_closed')} />;
  const action = <Button icon="clipboard-paste" href={`/trainings/${roll.training.id}/import`}>{t('attendance.import_list')}</Button>;
  return <Empty text={t('attendance.empty')} action={action} />;
}
