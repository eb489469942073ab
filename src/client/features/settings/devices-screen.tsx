import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DeviceList } from './device-list.tsx';
import { InviteCard } from './invite-card.tsx';
import { JoinCard } from './join-card.tsx';
import './settings.css';
import { useRunning } from './use-running.ts';

/** Invitations and the tablets of the project: a coordinator's screen (EXPERIENCE B5.36, 38). */
export function DevicesScreen() {
  const t = useT();
  const { store } = useDeps();
  const link = useLive(async () => (await store.link()) ?? 'alone', [store]);
  return (
    <Page title={t('devices.title')} back="/settings">
      <div class="stack settings-screen">
        {link === 'alone' && (
          <>
            <Notice tone="info">{t('devices.alone')}</Notice>
            <JoinCard />
          </>
        )}
        {link !== undefined && link !== 'alone' && link.role !== 'coordinator' && <Notice tone="info">{t('devices.only_coordinator')}</Notice>}
        {link !== undefined && link !== 'alone' && link.role === 'coordinator' && (
          <>
            <InviteCard />
            <Devices own={link.device} />
          </>
        )}
      </div>
    </Page>
  );
}

function Devices({ own }: { readonly own: string }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const running = useRunning(deps.schedule);
  const found = useLive(async () => ({ note: await deps.store.devices(), skew: (await deps.store.sync()).skew }), [deps.store]);
  const refresh = (
    <Button icon="refresh" busy={running} onClick={() => void deps.schedule.now()}>
      {t('devices.refresh')}
    </Button>
  );
  return (
    <section class="stack" aria-labelledby="devices-title">
      <h2 id="devices-title">{t('devices.list')}</h2>
      {found && !found.note && <Empty text={t('devices.none')} action={refresh} />}
      {found?.note && (
        <>
          <div class="actions">
            <p class="muted">{t('devices.as_of', { time: clockTime(deps, format, found.note.at) })}</p>
            {refresh}
          </div>
          <DeviceList note={found.note} own={own} skew={found.skew} />
        </>
      )}
    </section>
  );
}
