import { useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { canInstall, isInstalled, promptInstall } from '../../device/install.ts';
import { askPersistence } from '../../device/storage.ts';
import { useWatched } from '../../device/use-watched.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';

/** Installing by our own button where the browser offers it, else how to do it by its menu. */
export function InstallCard() {
  const t = useT();
  const { now } = useDeps();
  const may = useWatched(canInstall);
  const installed = useWatched(isInstalled);
  const [refused, setRefused] = useState(false);
  const install = async (): Promise<void> => {
    const answer = await promptInstall(now());
    setRefused(answer === 'dismissed');
    // A browser that decides by itself says yes to an installed app.
    if (answer === 'accepted') await askPersistence().catch(() => undefined);
  };
  return (
    <section class="card stack" aria-labelledby="install-title">
      <h2 id="install-title">{t('settings.install')}</h2>
      {installed ? (
        <p>{t('install.installed')}</p>
      ) : (
        <>
          <p>{t('install.why')}</p>
          {may ? (
            <div class="actions">
              <Button kind="primary" icon="download" onClick={() => void install()}>
                {t('install.offer')}
              </Button>
            </div>
          ) : (
            <p class="muted">{t(refused ? 'settings.install_later' : 'install.by_menu')}</p>
          )}
        </>
      )}
    </section>
  );
}
