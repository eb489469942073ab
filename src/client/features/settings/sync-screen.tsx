import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { clockTime, syncBack, useSyncCounted } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import type { SyncNote } from '../../store/database.ts';
import { mendsByInvitation } from '../../sync/enrol.ts';
import type { SyncState } from '../../sync/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { JoinCard } from './join-card.tsx';
import { PhotosCard } from './photos-card.tsx';
import { readOutbox, readRefused } from './queries.ts';
import { RefusedList } from './refused-list.tsx';
import './settings.css';
import { StorageStatus } from './storage-status.tsx';
import { useRunning } from './use-running.ts';
import { WaitingList } from './waiting-list.tsx';
import { WithoutNetworkCard } from './without-network-card.tsx';
import { CLOCK_OFF, sentence, spanWords } from './words.ts';

/** Saves that wait longer than this are worth a walk to the network, ms. */
const DAY = 24 * 3_600_000;

/** Where the records are: what the endpoint has, what waits, what needs a person (EXPERIENCE B4, B5.3). */
export function SyncScreen() {
  const t = useT();
  const { store } = useDeps();
  const { state, sent } = useSyncCounted();
  const outbox = useLive(() => readOutbox(store), [store]);
  const refused = useLive(() => readRefused(store), [store]);
  const note = useLive(() => store.sync(), [store]);
  return (
    <Page title={t('sync.title')} back={syncBack()}>
      {state && outbox && refused && note && (
        <div class="stack settings-screen">
          <StateCard state={state} sent={sent} note={note} />
          {state.look === 'alone' || mendsByInvitation(note.problem) ? <JoinCard /> : <Warnings oldest={outbox.oldest} skew={note.skew} />}
          {refused.length > 0 && <RefusedList refused={refused} />}
          <section class="card stack" aria-labelledby="waiting-title">
            <h2 id="waiting-title">{t('sync.waiting')}</h2>
            <WaitingList outbox={outbox} />
            {outbox.oldest !== undefined && <Since ms={outbox.oldest} />}
          </section>
          <PhotosCard />
          <WithoutNetworkCard />
          <section class="stack" aria-labelledby="kept-title">
            <h2 id="kept-title">{t('storage.title')}</h2>
            <StorageStatus />
          </section>
        </div>
      )}
    </Page>
  );
}

/** What a trainer can mend: records that waited too long, and a wrong clock. */
function Warnings({ oldest, skew }: { readonly oldest: number | undefined; readonly skew: number }) {
  const t = useT();
  const { now } = useDeps();
  return (
    <>
      {oldest !== undefined && now() - oldest > DAY && <Notice tone="warn">{t('sync.old')}</Notice>}
      {Math.abs(skew) > CLOCK_OFF && (
        <Notice tone="warn" title={t('sync.skew_title')}>
          {t(skew > 0 ? 'sync.skew_ahead' : 'sync.skew_behind', { span: spanWords(t, skew) })}
        </Notice>
      )}
    </>
  );
}

interface StateProps {
  readonly state: SyncState;
  readonly sent: { readonly done: number; readonly all: number };
  readonly note: SyncNote;
}

/** The sentence, the last contact, and the button. */
function StateCard({ state, sent, note }: StateProps) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const running = useRunning(deps.schedule);
  const [elsewhere, setElsewhere] = useState(false);
  const words = sentence(state, { t, sent, time: (ms) => clockTime(deps, format, ms) });
  const send = async (): Promise<void> => {
    setElsewhere(false);
    // Undefined: another tab holds the line. Every other outcome shows in the state itself.
    setElsewhere((await deps.schedule.now()) === undefined);
  };
  const waits = state.look !== 'done' && state.unsent > 0;
  return (
    <section class="card stack" aria-label={t('sync.title')}>
      <div role="status">
        <Notice tone={words.tone} title={words.text}>
          {words.advice}
        </Notice>
      </div>
      {state.look === 'attention' && <p>{t('sync.unsent_here', { n: state.unsent })}</p>}
      {running && (
        state.look === 'sending'
          ? <Progress label={t('sync.sending', sent)} value={sent.done} max={Math.max(1, sent.all)} />
          : <Progress label={t('sync.asking')} />
      )}
      {elsewhere && !running && <p role="status">{t('sync.other_window')}</p>}
      {state.look !== 'alone' && (
        <>
          <dl class="sync-facts">
            <When label={t('sync.last_contact')} ms={note.ok} />
            {note.tried > note.ok && <When label={t('sync.last_try')} ms={note.tried} />}
          </dl>
          {note.mended !== undefined && <p class="muted">{t('sync.mended', { n: note.mended })}</p>}
          <Button kind="primary" size="big" icon="cloud-upload" busy={running} onClick={() => void send()}>
            {waits ? t('sync.send_now') : t('sync.check_now')}
          </Button>
        </>
      )}
    </section>
  );
}

/** One moment: clock time first, how long ago beside it. */
function When({ label, ms }: { readonly label: string; readonly ms: number }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const when = ms === 0 ? t('sync.never') : t('sync.when', { clock: clockTime(deps, format, ms), ago: format.relative(ms - deps.now()) });
  return (
    <div>
      <dt>{label}</dt>
      <dd>{when}</dd>
    </div>
  );
}

function Since({ ms }: { readonly ms: number }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  return <p class="muted">{t('sync.since', { time: clockTime(deps, format, ms) })}</p>;
}
