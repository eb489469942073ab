import type { Rights } from '../../../core/access/rights.ts';
import { label } from '../../../core/reference/vocabulary.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { ListRow } from '../../ui/list-row.tsx';
import { countsOf, mayMark, phaseOf, type Counts, type Training } from './queries.ts';
import { useTrainingWords } from './use-training-words.ts';

export interface TrainingRowProps {
  readonly training: Training;
  readonly rights: Rights;
  readonly today: string;
}

/** One training in the list: where, when, how many. */
export function TrainingRow({ training, rights, today }: TrainingRowProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const words = useTrainingWords(training);
  const { store } = useDeps();
  const isOpen = mayMark(rights, training.id);
  const state = useLive(async () => ({ counts: await countsOf(store, training, today), link: await store.link() }), [store, training, today]);
  // A tablet alone has sent nothing, and its pill says so once for all.
  const isUnsent = state?.link !== undefined && state.counts.unsent;
  const isOverdue = phaseOf(training, today) === 'running' && (training.end ?? today) < today;
  const tags = [
    ...kindTags(training, lang), ...(isOverdue ? [t('trainings.overdue')] : []),
    ...(isOpen ? [] : [t('trainings.not_open')]), ...(isUnsent ? [t('trainings.unsent')] : []),
  ];
  return (
    <ListRow
      href={`/trainings/${training.id}`}
      title={words.name}
      tags={tags}
      note={
        <>
          {[words.days, words.path].filter(Boolean).join(' · ')}
          {training.title && <span class="training-title">{training.title}</span>}
          {isOpen && state && <CountsLine counts={state.counts} isComing={phaseOf(training, today) === 'coming'} />}
        </>
      }
    />
  );
}

/** What is not the usual: another kind of event, one that was called off. */
function kindTags({ kind, status }: Training, lang: ReturnType<typeof useLang>): string[] {
  return [
    ...(kind && kind !== 'training' ? [label('event_kind', kind, lang)] : []),
    ...(status === 'cancelled' ? [label('training_status', 'cancelled', lang)] : []),
  ];
}

function CountsLine({ counts, isComing }: { readonly counts: Counts; readonly isComing: boolean }): preact.JSX.Element | null {
  const t = useT();
  const parts = [
    ...(counts.registered > 0 ? [t('trainings.registered_n', { n: counts.registered })] : []),
    ...(counts.came.all > 0 || !isComing ? [t('trainings.came_n', { n: counts.came.all })] : []),
    ...(counts.registered === 0 && counts.expected > 0 ? [t('trainings.expected_n', { n: counts.expected })] : []),
  ];
  return parts.length > 0 ? <span class="training-counts">{parts.join(' · ')}</span> : null;
}
