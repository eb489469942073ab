import type { Value } from '../../../core/schema/field.ts';
import { useDeps } from '../../deps/deps.ts';
import { fieldWord, isFact, valueWords, type ValueContext } from '../../deps/field-words.ts';
import { historyAddress } from '../../deps/history-address.ts';
import { trainingWords } from '../../deps/record-facts.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import type { Waiting } from './quarantine.ts';
import { kindWord, reasonForCoordinator } from './words.ts';

interface RowProps {
  readonly one: Waiting;
  readonly busy: boolean;
  readonly onAccept: () => void;
  readonly onCorrect: () => void;
  readonly onReject: () => void;
}

/** One refused save: the record, the cause, what it says beside what stands. What mends it best comes first. */
export function QuarantineRow({ one, busy, onAccept, onCorrect, onReject }: RowProps) {
  const t = useT();
  const deps = useDeps();
  const x = useValueContext();
  const skew = useLive(async () => (await deps.store.sync()).skew, [deps.store]);
  const title = titleOf(x, one);
  const { op, reason, at, hidden } = one.entry;
  const why = reasonForCoordinator(t, reason);
  const name = (word: string): string => `${word}: ${title}`;
  const ways = [
    one.mayPass && (
      <Button key="accept" icon="check" disabled={busy} label={name(t('quarantine.accept'))} onClick={onAccept}>
        {t('quarantine.accept')}
      </Button>
    ),
    one.mayCorrect && (
      <Button key="correct" icon="pencil" disabled={busy} label={name(t('quarantine.correct'))} onClick={onCorrect}>
        {t('quarantine.correct')}
      </Button>
    ),
  ];
  return (
    <ListRow
      look="warn"
      title={title}
      note={
        <>
          <strong>{one.field === undefined ? why : `${fieldWord(t, op.t, one.field)} — ${why}`}</strong>
          {one.training !== undefined && <span class="row-line">{trainingWords(x, one.facts)}</span>}
          {hidden ? <span class="row-line">{t('quarantine.hidden')}</span> : <Cells one={one} x={x} />}
          <span class="row-line">{t('quarantine.came', { time: clockTime(deps, x.format, at + (skew ?? 0)) })}</span>
        </>
      }
      actions={
        <>
          {ways}
          {one.mayCorrect && !one.isNew && (
            <Button href={historyAddress(op)} kind="quiet" icon="history" label={name(t('history.title'))}>
              {t('history.title')}
            </Button>
          )}
          <Button kind="quiet" icon="trash" disabled={busy} label={name(t('quarantine.reject'))} onClick={onReject}>
            {t('quarantine.reject')}
          </Button>
        </>
      }
    />
  );
}

/** Each field twice: as it was refused, and as it stands. */
function Cells({ one, x }: { readonly one: Waiting; readonly x: ValueContext }) {
  const { t } = x;
  const table = one.entry.op.t;
  return (
    <>
      {one.isNew && <span class="row-line">{t('quarantine.new_record')}</span>}
      {one.cells.filter(({ field }) => isFact(table, field)).map(({ field, value, standing }) => (
        <span key={field} class="row-line refused-cell">
          <span class="refused-field">{fieldWord(t, table, field)}</span>
          <span>
            {!one.isNew && <span class="refused-what">{t('quarantine.refused_value')}: </span>}
            <span class="refused-says">{safeWords(x, table, field, value)}</span>
          </span>
          {!one.isNew && (
            <span>
              <span class="refused-what">{t('quarantine.standing_value')}: </span>
              <span class="refused-says">{safeWords(x, table, field, standing ?? null)}</span>
            </span>
          )}
        </span>
      ))}
    </>
  );
}

const titleOf = ({ t, format }: ValueContext, { kind, name, day }: Waiting): string =>
  [kindWord(t, kind), name ?? '', day === undefined ? '' : format.day(day, 'day_month')].filter((part) => part !== '').join(' · ');

export function useValueContext(): ValueContext {
  return { t: useT(), format: useFormat(), lang: useLang(), units: useUnits() };
}

/** How much of a text is shown: it may be refused for its length. */
const SHOWN = 300;

/** A value in words, whatever it is: it was refused, so it need not be one. */
export function safeWords(x: ValueContext, table: string, field: string, value: Value): string {
  let words: string;
  try {
    words = valueWords(x, table, field, value);
  } catch {
    words = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
}
