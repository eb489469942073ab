import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { countsOf, type Counts, type Training } from './queries.ts';
import { useTrainingWords } from './use-training-words.ts';

/** The training people are at now, with the one button they need. */
export function GoOnCard({ training, today }: { readonly training: Training; readonly today: string }): preact.JSX.Element {
  const t = useT();
  const words = useTrainingWords(training);
  const { store } = useDeps();
  const counts = useLive(() => countsOf(store, training, today), [store, training, today]);
  const more = [words.days, training.title, training.venue].filter(Boolean).join(' · ');
  return (
    <div class="go-on">
      <div class="go-on-words">
        <h3>
          <a href={`/trainings/${training.id}`}>{words.name}</a>
        </h3>
        <p>{words.path}</p>
        <p>{more}</p>
      </div>
      <Button href={`/trainings/${training.id}/register`} kind="primary" size="big" icon="users">
        {t(counts && counts.registered > 0 ? 'trainings.go_on' : 'trainings.begin')}
        {counts && counts.expected > 0 && <Share counts={counts} />}
      </Button>
    </div>
  );
}

/** «16/24» for the eye, whole words for the ear. */
function Share({ counts }: { readonly counts: Counts }): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <span class="go-on-share" aria-hidden="true">{` · ${format.number(counts.now.all)}/${format.number(counts.expected)}`}</span>
      <span class="sr">. {t('trainings.came_of', { came: counts.now.all, expected: counts.expected })}</span>
    </>
  );
}
