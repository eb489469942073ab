import { useState } from 'preact/hooks';
import { applyUpdate, updateState } from '../device/updates.ts';
import { useWatched } from '../device/use-watched.ts';
import { useT } from '../i18n/i18n.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Offers a new version that waits. It stays until tapped and comes back after a form is left. */
export function UpdateBanner() {
  const t = useT();
  const state = useWatched(updateState);
  const [isHeld, setHeld] = useState(false);
  const [isBusy, setBusy] = useState(false);
  if (state === 'none') return null;
  const apply = async (): Promise<void> => {
    setBusy(true);
    const answer = await applyUpdate();
    setHeld(answer === 'held');
    setBusy(false);
  };
  const action = (
    <Button kind="primary" busy={isBusy} onClick={() => void apply()}>
      {t('update.apply')}
    </Button>
  );
  return (
    <Notice tone={isHeld ? 'warn' : 'info'} title={t('update.ready')} action={action} alert={isHeld}>
      {isHeld ? t('update.held_elsewhere') : t('update.safe')}
    </Notice>
  );
}
