import { useEffect, useState } from 'preact/hooks';
import { frameAt, frameText, pieceCount } from '../../../core/sync/frames.ts';
import type { Bytes } from '../../../core/sync/parcel.ts';
import { keepAwake } from '../../device/wake-lock.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { QrPicture } from './qr-picture.tsx';

/** How long a picture stands, ms. A cheap camera takes 10 to 15 pictures a second, and needs a sharp one of each. */
const PACES = [1500, 900, 500, 300, 200];
const USUAL = 2;

/** The pictures of a parcel, one after the other, round after round, until somebody says that it is done. */
export function PictureShow({ bytes, onDone }: { readonly bytes: Bytes; readonly onDone: () => void }) {
  const t = useT();
  const [step, setStep] = useState(0);
  const [pace, setPace] = useState(USUAL);
  const [running, setRunning] = useState(true);
  useEffect(() => keepAwake(), []);
  const pieces = pieceCount(bytes.length);
  const moves = running && pieces > 1;
  useEffect(() => {
    if (!moves) return undefined;
    const timer = setInterval(() => setStep((n) => n + 1), PACES[pace]);
    return () => clearInterval(timer);
  }, [moves, pace]);
  const frame = frameAt(step, pieces);
  const words = frame < pieces ? t('carry.picture_n', { n: frame + 1, all: pieces }) : t('carry.picture_spare');
  return (
    <section class="card stack qr-show" aria-label={t('carry.pictures_title')}>
      <p>{t('carry.picture_how', { screen: t('sync.title'), take: t('carry.take') })}</p>
      <QrPicture text={frameText(bytes, frame)} label={words} />
      <p class="muted">{words}</p>
      <div class="actions">
        {pieces > 1 && (
          <>
            <Button icon="minus" disabled={pace === 0} onClick={() => setPace(pace - 1)}>
              {t('carry.slower')}
            </Button>
            <Button icon={running ? 'clock' : 'arrow-right'} onClick={() => setRunning(!running)}>
              {t(running ? 'carry.pause' : 'carry.go_on')}
            </Button>
            <Button icon="plus" disabled={pace === PACES.length - 1} onClick={() => setPace(pace + 1)}>
              {t('carry.faster')}
            </Button>
          </>
        )}
        <Button kind="primary" icon="check" onClick={onDone}>
          {t('carry.done')}
        </Button>
      </div>
    </section>
  );
}
