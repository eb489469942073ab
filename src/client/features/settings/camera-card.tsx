import { useEffect, useRef, useState } from 'preact/hooks';
import { FrameReader, type Taken } from '../../../core/sync/frames.ts';
import type { Bytes } from '../../../core/sync/parcel.ts';
import { openCamera, watchForQr, type CameraProblem } from '../../device/camera.ts';
import { keepAwake } from '../../device/wake-lock.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import './carry.css';

/** Missing pictures are named once they are few enough to be waited for. */
const NAMED = 8;

interface CameraCardProps {
  readonly isOn: boolean;
  readonly onBytes: (bytes: Bytes) => void;
  readonly onOn: (isOn: boolean) => void;
}

/** Reads a parcel from another tablet's screen. The camera is asked for after saying why, by a tap. */
export function CameraCard({ isOn, onBytes, onOn }: CameraCardProps) {
  const t = useT();
  const [problem, setProblem] = useState<CameraProblem>();
  const stop = (why?: CameraProblem): void => {
    onOn(false);
    setProblem(why);
  };
  return (
    <section class="card stack" aria-labelledby="camera-title">
      <h2 id="camera-title">{t('carry.camera_title')}</h2>
      {problem !== undefined && (
        <Notice tone="warn" alert>
          {t(`carry.camera_problem.${problem}`)}
        </Notice>
      )}
      {isOn ? (
        <Scanner onBytes={onBytes} onStop={stop} />
      ) : (
        <>
          <p>{t('carry.camera_text')}</p>
          <div class="actions">
            <Button icon="qr-code" onClick={() => onOn(true)}>
              {t('carry.camera_on')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

interface ScannerProps {
  readonly onBytes: (bytes: Bytes) => void;
  readonly onStop: (why?: CameraProblem) => void;
}

interface Read {
  readonly pieces: number;
  readonly left: number;
  readonly missing: readonly number[];
  /** What the last picture of ours was. */
  readonly last: Taken;
}

function Scanner({ onBytes, onStop }: ScannerProps) {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  const reader = useRef(new FrameReader());
  const [read, setRead] = useState<Read>();
  useEffect(() => keepAwake(), []);
  useEffect(() => {
    let isWanted = true;
    let end: (() => void) | undefined;
    const tell = (text: string): void => {
      const last = reader.current.take(text);
      // Other codes hang on walls; the one that is meant comes into sight sooner or later.
      if (last === 'not_ours') return;
      const { whole, pieces, left, missing } = reader.current;
      if (whole) onBytes(whole);
      else setRead({ pieces, left, missing, last });
    };
    const begin = async (): Promise<void> => {
      if (!video.current) return;
      const close = await openCamera(video.current);
      if (typeof close === 'string') {
        if (isWanted) onStop(close);
        return;
      }
      const unwatch = watchForQr(video.current, tell);
      end = () => {
        unwatch();
        close();
      };
      if (!isWanted) end();
    };
    void begin();
    return () => {
      isWanted = false;
      end?.();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the camera is opened once; what to tell does not change
  }, []);
  const again = (): void => {
    reader.current = new FrameReader();
    setRead(undefined);
  };
  return (
    <>
      {/* A live picture of a screen: there is nothing to caption. */}
      <video ref={video} class="camera-picture" muted playsInline aria-label={t('carry.camera_view')} />
      {read === undefined || read.pieces === 0 ? <p>{t('carry.camera_aim')}</p> : <ReadSoFar read={read} />}
      {read?.last === 'newer' && <Notice tone="warn">{t('carry.fault.newer')}</Notice>}
      {read?.last === 'other' && (
        <Notice tone="warn" action={<Button onClick={again}>{t('carry.camera_again')}</Button>}>
          {t('carry.camera_another')}
        </Notice>
      )}
      <div class="actions">
        <Button icon="x" onClick={() => onStop()}>
          {t('carry.camera_off')}
        </Button>
      </div>
    </>
  );
}

function ReadSoFar({ read: { pieces, left, missing } }: { readonly read: Read }) {
  const t = useT();
  return (
    <div class="stack">
      <Progress label={t('carry.camera_read', { n: pieces - left, all: pieces })} value={pieces - left} max={pieces} />
      {missing.length > 0 && missing.length <= NAMED && <p class="muted">{t('carry.camera_missing', { list: missing.map((i) => i + 1).join(', ') })}</p>}
    </div>
  );
}
