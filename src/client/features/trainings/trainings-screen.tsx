import './trainings.css';
import { useState } from 'preact/hooks';
import type { Rights } from '../../../core/access/rights.ts';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { Page } from '../../deps/page.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useRights } from '../../deps/use-rights.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Motif } from '../../ui/motif.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { GoOnCard } from './go-on-card.tsx';
import { placeOf } from './places.ts';
import { groupTrainings, toGoOn, type Groups, type Phase, type Training } from './queries.ts';
import { matches } from './search.ts';
import { TrainingRow } from './training-row.tsx';

/** From how many trainings on a list needs searching. */
const SEARCH_FROM = 16;
/** Finished trainings shown before one asks for all: each row counts its people. */
const FINISHED_SHOWN = 10;

/** Home: going on with the registration of today, and every training. */
export function TrainingsScreen(): preact.JSX.Element {
  const t = useT();
  const { store } = useDeps();
  const rights = useRights();
  const trainings = useLive(() => store.list('training'), [store]);
  return (
    <Page title={t('nav.trainings')}>
      {!trainings || !rights ? (
        <p class="muted">{t('ui.loading')}</p>
      ) : trainings.length === 0 ? (
        <Empty text={t('trainings.none')} action={<New isFirst />} />
      ) : (
        <Lists trainings={trainings} rights={rights} />
      )}
    </Page>
  );
}

function New({ isFirst = false }: { readonly isFirst?: boolean }): preact.JSX.Element {
  const t = useT();
  return (
    <Button href="/trainings/new" kind={isFirst ? 'primary' : 'secondary'} size="big" icon="plus">
      {t('trainings.new')}
    </Button>
  );
}

function Lists({ trainings, rights }: { readonly trainings: readonly Training[]; readonly rights: Rights }): preact.JSX.Element {
  const t = useT();
  const today = localNow(useDeps()).day;
  const [query, setQuery] = useState('');
  const found = useFound(trainings, query);
  const groups = groupTrainings(found, today);
  const { isToday, trainings: cards } = toGoOn(groupTrainings(trainings, today), today, rights);
  return (
    <div class="stack">
      <Motif />
      {cards.length > 0 && (
        <section class="stack" aria-labelledby="go-on">
          <h2 id="go-on">{t(isToday ? 'trainings.today' : 'trainings.unfinished')}</h2>
          {cards.map((training) => (
            <GoOnCard key={training.id} training={training} today={today} />
          ))}
        </section>
      )}
      <div class="actions trainings-new">
        <New isFirst={cards.length === 0} />
      </div>
      {trainings.length >= SEARCH_FROM && (
        <SearchInput label={t('trainings.search')} hint={t('trainings.search_hint')} value={query} onValue={setQuery} />
      )}
      {found.length === 0 && <p role="status">{t('trainings.none_found')}</p>}
      <Group phase="running" groups={groups} rights={rights} today={today} />
      <Group phase="coming" groups={groups} rights={rights} today={today} />
      <Group key={query} phase="finished" groups={groups} rights={rights} today={today} />
    </div>
  );
}

/** The trainings in whose place, title or venue every word typed is found. */
function useFound(trainings: readonly Training[], query: string): readonly Training[] {
  const units = useUnits();
  const lang = useLang();
  if (query.trim() === '') return trainings;
  return trainings.filter((t) => {
    const place = placeOf(units, t.unit, lang);
    return matches(query, [place?.name, place?.path, t.title, t.venue]);
  });
}

interface GroupProps {
  readonly phase: Phase;
  readonly groups: Groups;
  readonly rights: Rights;
  readonly today: string;
}

function Group({ phase, groups, rights, today }: GroupProps): preact.JSX.Element | null {
  const t = useT();
  const [isWhole, setWhole] = useState(false);
  const all = groups[phase];
  if (all.length === 0) return null;
  const shown = phase === 'finished' && !isWhole ? all.slice(0, FINISHED_SHOWN) : all;
  return (
    <section class="stack" aria-labelledby={`group-${phase}`}>
      <h2 id={`group-${phase}`}>
        {t(`trainings.group_${phase}`)} <span class="muted">{all.length}</span>
      </h2>
      <ul class="list">
        {shown.map((training) => (
          <TrainingRow key={training.id} training={training} rights={rights} today={today} />
        ))}
      </ul>
      {shown.length < all.length && (
        <Button icon="chevron-down" onClick={() => setWhole(true)}>
          {t('trainings.show_all', { n: all.length })}
        </Button>
      )}
    </section>
  );
}
