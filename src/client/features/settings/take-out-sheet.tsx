import { useState } from 'preact/hooks';
import type { ListedDevice } from '../../../core/sync/history.ts';
import { useDeps } from '../../deps/deps.ts';
import { useT } from '../../i18n/i18n.ts';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { showToast } from '../../ui/toast.ts';
import { setOut, type OutProblem } from './take-out.ts';

interface TakeOutSheetProps {
  readonly report: ListedDevice;
  readonly onClose: () => void;
  readonly onProblem: (problem: OutProblem | undefined) => void;
}

/** Asks before a tablet is taken out of the project, or let in again, and says what will happen. */
export function TakeOutSheet({ report, onClose, onProblem }: TakeOutSheetProps) {
  const t = useT();
  const { store, ask } = useDeps();
  const [busy, setBusy] = useState(false);
  const isOut = report.out !== undefined;
  const label = report.label === '' ? t('devices.no_label') : report.label;
  const change = async (on: boolean): Promise<void> => {
    onProblem(undefined);
    const problem = await setOut(store, ask, report.device, on).catch((): OutProblem => 'failed');
    if (problem !== undefined) return onProblem(problem);
    const key = `out ${report.device}`;
    showToast(on ? { text: t('devices.taken_out'), undo: () => void change(false), key } : { text: t('devices.was_let_in'), key });
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    await change(!isOut);
    onClose();
  };
  return (
    <ConfirmSheet
      open
      title={t(isOut ? 'devices.let_in_title' : 'devices.take_out_title')}
      text={t(isOut ? 'devices.let_in_text' : 'devices.take_out_text', { label })}
      confirm={t(isOut ? 'devices.let_in' : 'devices.take_out')}
      danger={!isOut}
      busy={busy}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
