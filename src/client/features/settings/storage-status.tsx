import { useEffect, useState } from 'preact/hooks';
import { askPersistence, persistence, usedBytes, type Persistence } from '../../device/storage.ts';
import { useWatched } from '../../device/use-watched.ts';
import { useFormat, useT, type MessageKey } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, type NoticeTone } from '../../ui/notice.tsx';

const WORDS: Readonly<Record<Persistence, MessageKey>> = {
  granted: 'storage.granted',
  denied: 'storage.denied',
  unasked: 'storage.unasked',
  unsupported: 'storage.unsupported',
};
const TONES: Readonly<Record<Persistence, NoticeTone>> = { granted: 'ok', denied: 'warn', unasked: 'info', unsupported: 'warn' };

/** Whether the browser keeps the records when space runs low, and the way to ask it again. */
export function StorageStatus() {
  const t = useT();
  const format = useFormat();
  const answer = useWatched(persistence);
  const [used, setUsed] = useState<number>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let here = true;
    usedBytes().then((bytes) => here && setUsed(bytes), () => undefined);
    return () => {
      here = false;
    };
  }, [answer]);
  const ask = async (): Promise<void> => {
    setBusy(true);
    await askPersistence().catch(() => undefined);
    setBusy(false);
  };
  const mayAsk = answer === 'denied' || answer === 'unasked';
  return (
    <Notice
      tone={TONES[answer]}
      action={mayAsk ? <Button busy={busy} onClick={() => void ask()}>{t('storage.ask')}</Button> : undefined}
    >
      <p>{t(WORDS[answer])}</p>
      {used !== undefined && <p class="muted">{t('storage.used', { size: format.bytes(used) })}</p>}
    </Notice>
  );
}
