import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { QuarantineList } from './quarantine-list.tsx';
import './settings.css';
import { useQuarantine, type Quarantine } from './use-quarantine.ts';

/** What the endpoint refused, and what a coordinator does about it (PROTOCOL 2.5.4). */
export function QuarantineScreen() {
  const t = useT();
  const { store } = useDeps();
  const link = useLive(async () => (await store.link()) ?? 'alone', [store]);
  return (
    <Page title={t('quarantine.title')} back="/settings">
      <div class="stack settings-screen">
        {link !== undefined && (link === 'alone' || link.role !== 'coordinator') && <Notice tone="info">{t('quarantine.only_coordinator')}</Notice>}
        {link !== undefined && link !== 'alone' && link.role === 'coordinator' && <Refused />}
      </div>
    </Page>
  );
}

function Refused() {
  const t = useT();
  const quarantine = useQuarantine();
  const { waiting, total, asking, problem, hasMore, again, more } = quarantine;
  return (
    <>
      <div role="status">
        {asking && <Progress label={t('sync.asking')} />}
        {problem !== undefined && <NoList problem={problem} onAgain={waiting ? more : again} />}
      </div>
      {waiting && waiting.length === 0 && !asking && !hasMore && <Empty text={t('quarantine.none')} action={<Button href="/settings">{t('nav.settings')}</Button>} />}
      {waiting && waiting.length > 0 && (
        <>
          <p>{t('quarantine.note')}</p>
          <QuarantineList quarantine={quarantine} waiting={waiting} />
          <p class="muted">{t('quarantine.shown', { shown: waiting.length, total })}</p>
        </>
      )}
      {hasMore && !asking && (
        <Button wide onClick={more}>
          {t('quarantine.more')}
        </Button>
      )}
    </>
  );
}

function NoList({ problem, onAgain }: { readonly problem: NonNullable<Quarantine['problem']>; readonly onAgain: () => void }) {
  const t = useT();
  const action = problem === 'forbidden' ? undefined : (
    <Button icon="refresh" onClick={onAgain}>
      {t('quarantine.again')}
    </Button>
  );
  return (
    <Notice tone="warn" title={t('quarantine.no_list')} action={action}>
      {t(problem === 'network' ? 'quarantine.offline' : `quarantine.problem.${problem}`)}
    </Notice>
  );
}
