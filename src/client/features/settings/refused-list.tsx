import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { fieldWord, isFact, valueWords, type ValueContext } from '../../deps/field-words.ts';
import { historyAddress } from '../../deps/history-address.ts';
import { trainingWords } from '../../deps/record-facts.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { isAtEndpoint } from '../../store/parked.ts';
import { FaultError } from '../../store/write.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.ts';
import { letGo, sendAgain } from './actions.ts';
import { formOf, type Refused } from './queries.ts';
import { kindWord, reasonWords } from './words.ts';

/** Saves that need a person: what they say, why they were not taken, and every way to mend it. */
export function RefusedList({ refused }: { readonly refused: readonly Refused[] }) {
  const t = useT();
  const { store, schedule } = useDeps();
  const [leaving, setLeaving] = useState<Refused>();
  const [failed, setFailed] = useState<'fault' | 'failed'>();
  const again = (one: Refused): void => {
    setFailed(undefined);
    sendAgain(store, one).then(() => {
      showToast({ text: t('parked.sent_again') });
      void schedule.now();
    }, (e: unknown) => setFailed(e instanceof FaultError ? 'fault' : 'failed'));
  };
  const leave = (one: Refused): void => {
    setFailed(undefined);
    setLeaving(undefined);
    letGo(store, one.key).then(() => void showToast({ text: t('parked.gone') }), () => setFailed('failed'));
  };
  return (
    <section class="card stack" aria-labelledby="refused-title">
      <h2 id="refused-title">{t('sync.parked')}</h2>
      <p>{t('parked.note')}</p>
      {failed !== undefined && (
        <Notice tone="danger" alert onClose={() => setFailed(undefined)}>
          {t(`parked.${failed}`)}
        </Notice>
      )}
      <ul class="list refused">
        {refused.map((one) => (
          <RefusedRow key={one.key.join(' ')} one={one} onAgain={() => again(one)} onLeave={() => setLeaving(one)} />
        ))}
      </ul>
      {leaving !== undefined && <LeaveSheet one={leaving} onLeave={() => leave(leaving)} onStay={() => setLeaving(undefined)} />}
    </section>
  );
}

interface RowProps {
  readonly one: Refused;
  readonly onAgain: () => void;
  readonly onLeave: () => void;
}

/** One save: the record, the cause, its words. What mends it best comes first. */
function RefusedRow({ one, onAgain, onLeave }: RowProps) {
  const t = useT();
  const deps = useDeps();
  const x: ValueContext = { t, format: useFormat(), lang: useLang(), units: useUnits() };
  const form = formOf(one);
  const title = titleOf(x, one);
  const reason = reasonWords(t, one.reason);
  const open = form !== undefined && (
    <Button key="open" href={form} icon="pencil" label={`${t('parked.open')}: ${title}`}>
      {t('parked.open')}
    </Button>
  );
  const again = (
    <Button key="again" icon="cloud-upload" label={`${t('parked.again')}: ${title}`} onClick={onAgain}>
      {t('parked.again')}
    </Button>
  );
  return (
    <ListRow
      look="warn"
      title={title}
      note={
        <>
          <strong>{one.field === undefined ? reason : `${fieldWord(t, one.record.t, one.field)} — ${reason}`}</strong>
          {one.training !== undefined && <span class="row-line">{trainingWords(x, one.facts)}</span>}
          <span class="row-line refused-says">{saysOf(x, one)}</span>
          <span class="row-line">{t('sync.saved_at', { time: clockTime(deps, x.format, one.at) })}</span>
          {one.isOvertaken && <strong class="row-line">{t('parked.overtaken')}</strong>}
        </>
      }
      actions={
        <>
          {!one.isOvertaken && (one.field === undefined ? [again, open] : [open, again])}
          <Button href={historyAddress(one.record)} kind="quiet" icon="history" label={`${t('history.title')}: ${title}`}>
            {t('history.title')}
          </Button>
          <Button kind={one.isOvertaken ? 'secondary' : 'quiet'} icon="trash" label={`${t('parked.leave')}: ${title}`} onClick={onLeave}>
            {t('parked.leave')}
          </Button>
        </>
      }
    />
  );
}

const titleOf = ({ t, format }: ValueContext, { kind, name, isErased, day }: Refused): string =>
  [kindWord(t, kind), name ?? (isErased ? t('erase.name') : ''), day === undefined ? '' : format.day(day, 'day_month')].filter((part) => part !== '').join(' · ');

/** What the save says, field by field; links to other records are no words. */
function saysOf(x: ValueContext, { record, cells }: Refused): string {
  const facts = cells.filter(([field]) => isFact(record.t, field));
  return facts.map(([field, value]) => `${fieldWord(x.t, record.t, field)}: ${valueWords(x, record.t, field, value)}`).join(' · ');
}

/** Letting go cannot be undone, so it asks; and it says whether the endpoint has a copy. */
function LeaveSheet({ one, onLeave, onStay }: { readonly one: Refused; readonly onLeave: () => void; readonly onStay: () => void }) {
  const t = useT();
  const kept = isAtEndpoint(one.reason);
  return (
    <ConfirmSheet
      open
      title={t('parked.leave_title')}
      text={t(kept ? 'parked.leave_kept' : one.isOvertaken ? 'parked.leave_overtaken' : 'parked.leave_lost')}
      confirm={t('parked.leave')}
      danger
      onConfirm={onLeave}
      onClose={onStay}
    />
  );
}
