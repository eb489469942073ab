import { useEffect, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { problemWords } from '../../deps/sync-pill.tsx';
import { useLive } from '../../deps/use-live.ts';
import { photoRule, photosMayGo, setPhotoRule, type PhotoRule } from '../../device/connection.ts';
import { useWatched } from '../../device/use-watched.ts';
import { useT, type T } from '../../i18n/i18n.ts';
import { waitingPhotos } from '../../store/photos-waiting.ts';
import type { Photos } from '../../sync/photo-line.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Segmented } from '../../ui/segmented.tsx';

/** Photos that are not sent yet, over which network they go, and why they did not. */
export function PhotosCard(): preact.JSX.Element | null {
  const t = useT();
  const { store, photos: line } = useDeps();
  const rule = useWatched(photoRule);
  const waiting = useLive(() => waitingPhotos(store.db), [store]);
  const isJoined = useLive(async () => (await store.link()) !== undefined, [store]);
  const running = useRunningPhotos(line);
  if (!line || !waiting) return null;
  const choose = (value: PhotoRule): void => {
    setPhotoRule(value);
    void line.now();
  };
  const open = waiting.count - waiting.bad;
  return (
    <section class="card stack" aria-labelledby="photos-left">
      <h2 id="photos-left">{t('photos.title')}</h2>
      <p role="status">{waiting.count === 0 ? t('photos.none_left') : t('photos.left', { n: waiting.count })}</p>
      {waiting.bad > 0 && <Notice tone="danger">{t('photos.bad_n', { n: waiting.bad })}</Notice>}
      {open > 0 && running && <Progress label={t('photos.sending')} />}
      {open > 0 && !running && <Why line={line} />}
      <Segmented
        label={t('photos.rule')}
        labelShown
        options={[{ value: 'wifi', label: t('photos.rule_wifi') }, { value: 'any', label: t('photos.rule_any') }]}
        value={rule}
        onValue={choose}
      />
      {open > 0 && isJoined === true && (
        <div class="actions">
          <Button icon="cloud-upload" busy={running} onClick={() => void line.now()}>
            {t('photos.send')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Why photos wait, as far as the last try says. */
function Why({ line }: { readonly line: Photos }): preact.JSX.Element {
  const t = useT();
  return <p class="muted">{reason(t, line)}</p>;
}

function reason(t: T, line: Photos): string {
  const last = line.last();
  if (!photosMayGo()) return t('photos.held');
  return last?.kind === 'again' ? t('photos.failed', { cause: problemWords(t, last.problem) }) : t('photos.after_rows');
}

function useRunningPhotos(line: Photos | undefined): boolean {
  const [running, setRunning] = useState(line?.running() ?? false);
  useEffect(() => {
    if (!line) return undefined;
    const look = (): void => setRunning(line.running());
    look();
    return line.onChange(look);
  }, [line]);
  return running;
}
