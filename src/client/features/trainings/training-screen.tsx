import './trainings.css';
import type { Rights } from '../../../core/access/rights.ts';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { useRoute } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useRights } from '../../deps/use-rights.ts';
import { useT } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { loadTraining, type TrainingRows } from './load.ts';
import { NoTraining } from './no-training.tsx';
import { PhotosCard } from './photos-card.tsx';
import { countsOf, mayEdit, mayMark, type Counts } from './queries.ts';
import { TrainingFacts } from './training-facts.tsx';
import { TrainingManage } from './training-manage.tsx';
import { TrainingPeople } from './training-people.tsx';
import { TrainingTablets } from './training-tablets.tsx';
import { useTrainingWords } from './use-training-words.ts';

interface Loaded {
  readonly id: string;
  readonly rows: TrainingRows | undefined;
  readonly counts: Counts | undefined;
  readonly isJoined: boolean;
}

/** One training: what to do next, how many came, its facts. */
export function TrainingScreen(): preact.JSX.Element {
  const t = useT();
  const deps = useDeps();
  const { store } = deps;
  const id = useRoute().params['id'] ?? '';
  const today = localNow(deps).day;
  const rights = useRights();
  const loaded = useLive(async (): Promise<Loaded> => {
    const rows = await loadTraining(store, id);
    const counts = rows && (await countsOf(store, rows.training, today));
    return { id, rows, counts, isJoined: (await store.link()) !== undefined };
  }, [store, id, today]);
  // While another training is being read, the one before must not stand under its address.
  const state = loaded?.id === id ? loaded : undefined;
  if (state && rights && state.rows && state.counts) {
    return <Whole key={id} rows={state.rows} counts={state.counts} isJoined={state.isJoined} rights={rights} />;
  }
  return (
    <Page title={t('training.title')} back="/">
      {state && rights ? <NoTraining /> : <p class="muted">{t('ui.loading')}</p>}
    </Page>
  );
}

interface WholeProps {
  readonly rows: TrainingRows;
  readonly counts: Counts;
  readonly isJoined: boolean;
  readonly rights: Rights;
}

function Whole({ rows, counts, isJoined, rights }: WholeProps): preact.JSX.Element {
  const t = useT();
  const { training } = rows;
  const words = useTrainingWords(training);
  const isOpen = mayMark(rights, training.id);
  return (
    <Page title={words.name} subtitle={words.days} back="/">
      <div class="training stack">
        {!isOpen && <Notice title={t('training.not_open')}>{t('training.not_open_text')}</Notice>}
        {isOpen && <TrainingPeople training={training} counts={counts} />}
        <TrainingFacts rows={rows} />
        {isOpen && <PhotosCard training={training} />}
        {mayEdit(rights, training) && <TrainingManage training={training} />}
        {rights.role === 'coordinator' && isJoined && <TrainingTablets training={training.id} />}
      </div>
    </Page>
  );
}
