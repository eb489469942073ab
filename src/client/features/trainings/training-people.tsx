import { useDeps } from '../../deps/deps.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { BigNumber } from '../../ui/big-number.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import { showToast } from '../../ui/toast.ts';
import { setFinished } from './actions.ts';
import type { Counts, Share, Training } from './queries.ts';
import { useUndo } from './use-undo.ts';

export interface TrainingPeopleProps {
  readonly training: Training;
  readonly counts: Counts;
}

/** What is done at a training, step by step, and how many came. */
export function TrainingPeople({ training, counts }: TrainingPeopleProps): preact.JSX.Element {
  const t = useT();
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
      <Numbers training={training} counts={counts} />
      {!isFinished && <Finish training={training} counts={counts} />}
    </>
  );
}

/** Registered and came; of a training of several days also how many came on the day marked now. */
function Numbers({ training, counts }: TrainingPeopleProps): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const isLonger = counts.slots > 1;
  const onDay = t('training.came_on', { day: format.day(counts.day, 'day_month') });
  const ever = t(isLonger ? 'training.came_ever' : 'training.came');
  return (
    <section class="stack" aria-labelledby="training-people">
      <h2 id="training-people">{t('training.people')}</h2>
      <div class="grid">
        <BigNumber value={format.number(counts.registered)} label={t('training.registered')} note={training.planned ? t('training.planned_n', { n: training.planned }) : undefined} />
        {isLonger && <BigNumber value={format.number(counts.now.all)} label={onDay} />}
        <BigNumber value={format.number(counts.came.all)} label={ever} />
      </div>
      {isLonger && counts.now.all > 0 && <BySex title={onDay} share={counts.now} />}
      {counts.came.all > 0 && <BySex title={isLonger ? ever : undefined} share={counts.came} />}
    </section>
  );
}

function BySex({ title, share }: { readonly title: string | undefined; readonly share: Share }): preact.JSX.Element {
  return (
    <div class="training-share">
      {title !== undefined && <h3>{title}</h3>}
      <StackedBar women={share.women} men={share.men} notStated={share.notStated} />
    </div>
  );
}

function Finish({ training, counts }: TrainingPeopleProps): preact.JSX.Element {
  const t = useT();
  const set = useSetFinished(training);
  return (
    <section class="card stack" aria-labelledby="training-finish">
      <h2 id="training-finish">{t('training.finish_title')}</h2>
      <p>{t(counts.came.all > 0 ? 'training.finish_text' : 'training.finish_nobody')}</p>
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
