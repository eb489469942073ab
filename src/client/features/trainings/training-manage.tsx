import { useDeps } from '../../deps/deps.ts';
import { historyAddress } from '../../deps/history-address.ts';
import { useLocation } from '../../deps/navigation.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Receipt } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.ts';
import { removeTraining } from './actions.ts';
import type { Training } from './queries.ts';
import { useUndo } from './use-undo.ts';

/** Changing the facts of a training, or taking it off the list. */
export function TrainingManage({ training }: { readonly training: Training }): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const { route } = useLocation();
  const undoable = useUndo();
  const at = `/trainings/${training.id}`;
  const remove = (): void => {
    const removed = (receipt: Receipt): void => {
      route('/', true);
      const bringBack = (): void => {
        undoable(receipt);
        route(at);
      };
      showToast({ text: t('training.deleted'), undo: bringBack });
    };
    removeTraining(store, training.id).then(removed, () => showToast({ text: `${t('fault.not_saved')}. ${t('fault.not_saved_text')}`, tone: 'warn' }));
  };
  return (
    <div class="actions">
      <Button href={`${at}/edit`} icon="pencil">
        {t('training.edit')}
      </Button>
      <Button kind="quiet" icon="history" href={historyAddress({ s: 'p', t: 'training', id: training.id })}>
        {t('history.title')}
      </Button>
      <Button kind="quiet" icon="trash" onClick={remove}>
        {t('training.delete')}
      </Button>
    </div>
  );
}
