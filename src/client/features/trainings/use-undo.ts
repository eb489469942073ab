import { useDeps } from '../../deps/deps.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Receipt } from '../../store/store.ts';
import { showToast } from '../../ui/toast.ts';

/** Takes a save back, and says so when that could not be written. */
export function useUndo(): (receipt: Receipt) => void {
  const t = useT();
  const { store } = useDeps();
  return (receipt) => {
    store.undo(receipt).catch(() => showToast({ text: `${t('fault.not_saved')}. ${t('fault.not_saved_text')}`, tone: 'warn' }));
  };
}
