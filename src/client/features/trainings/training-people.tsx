import { useDeps } from '../../deps/deps.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { BigNumber } from '../../ui/big-number.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import { showToast } from '../../ui/toast.ts';
import { setFinished } from './actions.ts';
import type { Counts, Training } from './queries.ts';
import { useUndo } from './use-undo.ts';

export interface TrainingPeopleProps {
  readonly training: Training;
  readonly counts: Counts;
}

/** What is done at a training, step by step, and how many came. */
export function TrainingPeople({ training, counts }: TrainingPeopleProps): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const isFinished = training.status === 'completed';
  const at = `/trainings/${training.id}`;
  const register = t(isFinished ? 'training.list' : counts.registered > 0 ? 'trainings.go_on' : 'trainings.begin');
  return (
    <>
      {isFinished && <Finished training={training} />}
      <nav class="training-steps" aria-label={t('training.steps')}>
        <Button href={`${at}/register`} kind={isFinished ? 'secondary' : 'primary'} size="big" icon="list-checks">
          {register}
        </Button>
        <Button href={`${at}/import`} size="big" icon="clipboard-paste">
          {t('training.import')}
        </Button>
      </nav>
      <section class="stack" aria-labelledby="training-people">
        <h2 id="training-people">{t('training.people')}</h2>
        <div class="grid">
          <BigNumber value={format.number(counts.registered)} label={t('training.registered')} note={training.planned ? t('training.planned_n', { n: training.planned }) : undefined} />
          <BigNumber value={format.number(counts.came)} label={t('training.came')} />
        </div>
        {counts.came > 0 && <StackedBar women={counts.women} men={counts.men} notStated={counts.notStated} />}
      </section>
      {!isFinished && <Finish training={training} counts={counts} />}
    </>
  );
}

function Finish({ training, counts }: TrainingPeopleProps): preact.JSX.Element {
  const t = useT();
  const set = useSetFinished(training);
  return (
    <section class="card stack" aria-labelledby="training-finish">
      <h2 id="training-finish">{t('training.finish_title')}</h2>
      <p>{t(counts.came > 0 ? 'training.finish_text' : 'training.finish_nobody')}</p>
      <div class="actions">
        <Button icon="check" size="big" onClick={() => set(true)}>
          {t('training.finish')}
        </Button>
      </div>
    </section>
  );
}

function Finished({ training }: { readonly training: Training }): preact.JSX.Element {
  const t = useT();
  const set = useSetFinished(training);
  return (
    <Notice tone="ok" title={t('training.finished')} action={<Button icon="undo" onClick={() => set(false)}>{t('training.reopen')}</Button>}>
      {t('training.finished_text')}
    </Notice>
  );
}

/** Finishing or reopening, with the way back in a toast. */
function useSetFinished(training: Training): (isFinished: boolean) => void {
  const t = useT();
  const { store } = useDeps();
  const undoable = useUndo();
  return (isFinished) => {
    setFinished(store, training.id, isFinished).then(
      (receipt) => showToast({ text: t(isFinished ? 'training.finished' : 'training.reopened'), undo: () => undoable(receipt), key: 'finish' }),
      () => showToast({ text: `${t('fault.not_saved')}. ${t('fault.not_saved_text')}`, tone: 'warn' }),
    );
  };
}
