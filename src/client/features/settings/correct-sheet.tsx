import { useEffect, useState } from 'preact/hooks';
import type { Value } from '../../../core/schema/field.ts';
import { useDeps } from '../../deps/deps.ts';
import { fieldWord, isFact } from '../../deps/field-words.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useT, type MessageKey } from '../../i18n/i18n.ts';
import { FaultError } from '../../store/write.ts';
import { Button } from '../../ui/button.tsx';
import { DateInput } from '../../ui/date-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { showToast } from '../../ui/toast.ts';
import { correction, decide, mendingOf, type RefusedCell, type Waiting } from './quarantine.ts';
import { safeWords, useValueContext } from './quarantine-row.tsx';
import { reasonForCoordinator } from './words.ts';

interface CorrectSheetProps {
  readonly one: Waiting;
  /** What was typed so far, by field: kept when the sheet is closed. */
  readonly typed: ReadonlyMap<string, Value>;
  readonly onTyped: (typed: ReadonlyMap<string, Value>) => void;
  readonly onClose: () => void;
  /** The entry has left quarantine. */
  readonly onDone: () => void;
}

/** What was refused, to be typed anew: saved as the coordinator's own save, and the refused one is let go. */
export function CorrectSheet({ one, typed, onTyped, onClose, onDone }: CorrectSheetProps) {
  const t = useT();
  const { fault, failed, busy, save } = useCorrection({ one, typed, onClose, onDone });
  const faultOf = (field: string): string | undefined => (fault?.field === field ? t(`fault.${fault.code}` as MessageKey) : undefined);
  const cells = one.cells.filter(({ field }) => isFact(one.entry.op.t, field));
  return (
    <Sheet
      open
      keepOpen
      title={t('quarantine.correct')}
      onClose={onClose}
      footer={
        <>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t('quarantine.correct')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('quarantine.correct_note')}</p>
        <p>
          <strong>{reasonForCoordinator(t, one.entry.reason)}</strong>
        </p>
        {failed && (
          <Notice tone="danger" title={t('fault.not_saved')} alert>
            {t('fault.not_saved_text')}
          </Notice>
        )}
        {fault && !cells.some(({ field }) => field === fault.field) && (
          <Notice tone="danger" title={t('fault.not_saved')} alert>
            {t(`fault.${fault.code}` as MessageKey)}
          </Notice>
        )}
        {cells.map((cell) => (
          <MendField
            key={cell.field}
            one={one}
            cell={cell}
            typed={typed.has(cell.field) ? (typed.get(cell.field) ?? null) : cell.value}
            error={faultOf(cell.field)}
            onValue={(value) => onTyped(new Map([...typed, [cell.field, value]]))}
          />
        ))}
      </div>
    </Sheet>
  );
}

interface Correction {
  /** What the store refused of it. */
  readonly fault: { readonly field: string | undefined; readonly code: string } | undefined;
  readonly failed: boolean;
  readonly busy: boolean;
  save(): Promise<void>;
}

function useCorrection({ one, typed, onClose, onDone }: Omit<CorrectSheetProps, 'onTyped'>): Correction {
  const t = useT();
  const { store, ask, schedule } = useDeps();
  const [fault, setFault] = useState<Correction['fault']>();
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => (typed.size > 0 ? holdUpdates() : undefined), [typed.size]);

  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    setFailed(false);
    try {
      await store.save([correction(one, typed)]);
    } catch (e) {
      setBusy(false);
      if (e instanceof FaultError) setFault({ field: e.fault.field, code: e.fault.code });
      else setFailed(true);
      return;
    }
    // The mended save is on disk, whatever becomes of the refused one.
    const verdict = await decide(store, ask, one.entry, 'discard').catch(() => ({ ok: false, error: 'failed' }) as const);
    const isGone = verdict.ok || verdict.error === 'gone';
    if (isGone) onDone();
    showToast({ text: t(isGone ? 'quarantine.corrected' : 'quarantine.corrected_stays'), tone: isGone ? 'plain' : 'warn' });
    onClose();
    void schedule.now();
  };
  return { fault, failed, busy, save };
}

interface MendFieldProps {
  readonly one: Waiting;
  readonly cell: RefusedCell;
  /** What stands in the field. */
  readonly typed: Value;
  readonly error: string | undefined;
  readonly onValue: (value: Value) => void;
}

/** One field with the refused value in it; one that cannot be typed is named, and what becomes of it. */
function MendField({ one, cell, typed, error, onValue }: MendFieldProps) {
  const x = useValueContext();
  const { t } = x;
  const table = one.entry.op.t;
  const how = mendingOf(one, cell);
  const label = fieldWord(t, table, cell.field);
  const first = typed === null ? '' : String(typed);
  const [text, setText] = useState(first);
  const hint = one.isNew ? undefined : `${t('quarantine.standing_value')}: ${safeWords(x, table, cell.field, cell.standing ?? null)}`;
  const common = { label, error, hint };
  const type = (now: string, value: Value): void => {
    setText(now);
    onValue(value);
  };
  switch (how) {
    case 'text':
    case 'long':
      return <TextInput {...common} value={text} rows={how === 'long' ? 5 : 1} onValue={(now) => type(now, now.trim() === '' ? null : now)} />;
    case 'number':
      return <NumberInput {...common} value={/^-?\d+$/.test(text) ? Number(text) : undefined} typed={first} onValue={(value, now) => type(now, value ?? (now.trim() === '' ? null : now))} />;
    case 'day':
      return <DateInput {...common} value={/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : ''} typed={first} onValue={(day, now) => type(day, day === '' ? (now.trim() === '' ? null : now) : day)} />;
    case 'keep':
    case 'leave':
      return <p>{t(how === 'keep' ? 'quarantine.as_is' : 'quarantine.left_out', { field: label, value: safeWords(x, table, cell.field, cell.value) })}</p>;
  }
}
