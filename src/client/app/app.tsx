import { useEffect, useErrorBoundary } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { DepsContext, type Deps } from '../deps/deps.ts';
import { useLive } from '../deps/use-live.ts';
import { StartScreen } from '../features/start/start-screen.tsx';
import { useT } from '../i18n/i18n.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Notice } from '../ui/notice.tsx';
import { ToastHost } from '../ui/toast-host.tsx';
import type { Invitation } from './invite.ts';
import { JoinSheet } from './join-sheet.tsx';
import { PartingBanner } from './parting-banner.tsx';
import { routes } from './routes.ts';
import { UpdateBanner } from './update-banner.tsx';
import { useInvites } from './use-invites.ts';

export interface AppProps {
  readonly deps: Deps;
  /** What the address held when the app began. */
  readonly invite: Invitation | undefined;
}

/** Everything between the composition root and the screens. */
export function App({ deps, invite }: AppProps): preact.JSX.Element {
  return (
    <DepsContext.Provider value={deps}>
      <LocationProvider>
        <UpdateBanner />
        <PartingBanner />
        <Gate deps={deps} invite={invite} />
        <ToastHost />
      </LocationProvider>
    </DepsContext.Provider>
  );
}

/** Until someone has said who they are, every address leads to the first start. */
function Gate({ deps, invite }: AppProps): preact.JSX.Element | null {
  const t = useT();
  const { isReady, pending, note, drop, clearNote } = useInvites(deps.store, invite);
  const state = useLive(async () => ({ user: await deps.store.find('user', deps.store.self.user) }), [deps]);
  if (!state || !isReady) return null;
  const isStart = !state.user || pending?.isLater === false;
  return (
    <>
      {note !== undefined && (
        <Notice tone={note === 'damaged' ? 'warn' : 'info'} alert onClose={clearNote}>
          {t(note === 'damaged' ? 'app.invite_damaged' : 'join.problem.joined')}
        </Notice>
      )}
      {isStart ? <StartScreen invite={pending?.secret} onDone={drop} /> : <Screens />}
      {!isStart && pending && <JoinSheet key={pending.secret} invite={pending.secret} onDone={drop} />}
    </>
  );
}

function Screens(): preact.JSX.Element {
  const { url } = useLocation();
  const [error, reset] = useErrorBoundary();
  useEffect(() => {
    // Another address is another try.
    reset();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `reset` is new at every render
  }, [url]);
  if (error !== undefined) return <Broken />;
  return (
    <Router>
      {routes.map((r) => (
        <Route key={r.path} path={r.path} component={r.component} />
      ))}
      <Route default component={Lost} />
    </Router>
  );
}

/** An address that leads nowhere: says so and shows the way home. */
function Lost(): preact.JSX.Element {
  const t = useT();
  const { route } = useLocation();
  return (
    <main>
      <h1>{t('app.lost_title')}</h1>
      <Empty text={t('app.lost_text')} action={<Button onClick={() => route('/')}>{t('app.lost_home')}</Button>} />
    </main>
  );
}

/** A screen that failed: the records are safe, and the person hears it before anything else. */
function Broken(): preact.JSX.Element {
  const t = useT();
  return (
    <main>
      <h1>{t('app.broken_title')}</h1>
      <Notice tone="danger" action={<Button onClick={() => location.reload()}>{t('app.broken_reload')}</Button>}>
        {t('app.broken_text')}
      </Notice>
    </main>
  );
}
