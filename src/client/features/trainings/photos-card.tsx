import './photos.css';
import { useRef, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { askPersistence } from '../../device/storage.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import type { PhotoStore } from '../../store/photos.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { showToast } from '../../ui/toast.ts';
import { PhotoSheet } from './photo-sheet.tsx';
import { PhotoTile } from './photo-tile.tsx';
import { addPhoto, faultWords, fetchedWords, keepThumb, type Photo, type PhotoFault } from './photos.ts';
import type { Training } from './queries.ts';
import { usePhotos, usePhotoStore } from './use-photos.ts';
import { useUndo } from './use-undo.ts';

/** The photos of a training: the paper list, the flip chart, the room. */
export function PhotosCard({ training }: { readonly training: Training }): preact.JSX.Element {
  const t = useT();
  const store = usePhotoStore();
  const photos = usePhotos(store, training.id);
  const [open, setOpen] = useState<string>();
  const shown = photos?.find((p) => p.row.id === open);
  return (
    <section class="card stack photos" aria-labelledby="photos-title">
      <h2 id="photos-title">{t('photos.title')}</h2>
      {photos?.length === 0 && <p>{t('photos.empty')}</p>}
      {photos && photos.length > 0 && (
        <ul class="photo-grid">
          {photos.map((photo) => (
            <PhotoTile key={photo.row.id} photo={photo} onOpen={() => setOpen(photo.row.id)} />
          ))}
        </ul>
      )}
      {store && photos && <LoadAll photos={photos} store={store} />}
      {store && <TakePhotos store={store} training={training} />}
      {store && shown && <PhotoSheet photo={shown} store={store} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

interface TakeProps {
  readonly store: PhotoStore;
  readonly training: Training;
}

/** By camera or from what lies on the device; several at once. */
function TakePhotos({ store, training }: TakeProps): preact.JSX.Element {
  const t = useT();
  const { busy, fault, take } = useTaking(store, training);
  return (
    <>
      {fault !== undefined && (
        <Notice tone="danger" alert>
          {faultWords(t, fault)}
        </Notice>
      )}
      {busy && <Progress label={t('photos.working')} />}
      <p class="muted">{t('photos.people')}</p>
      <div class="actions">
        <FileButton word={t('photos.take')} icon="camera" camera busy={busy} onFiles={take} />
        <FileButton word={t('photos.choose')} icon="image" busy={busy} onFiles={take} />
      </div>
    </>
  );
}

function useTaking(store: PhotoStore, training: Training): { readonly busy: boolean; readonly fault: PhotoFault | undefined; readonly take: (files: readonly File[]) => void } {
  const t = useT();
  const deps = useDeps();
  const undoable = useUndo();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<PhotoFault>();
  const one = async (file: File): Promise<void> => {
    const added = await addPhoto(deps, store, training.id, file);
    if (added.kind === 'fault') setFault(added.fault);
    else if (added.kind === 'twin') showToast({ text: t('photos.twin'), key: 'photo' });
    else showToast({ text: t('photos.saved'), undo: () => undoable(added.receipt), key: 'photo' });
  };
  const all = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    // One after another: each takes the memory of a whole picture.
    for (const file of files) await one(file);
    setBusy(false);
    // Photos are what storage fills up with: the browser is asked to keep them, if it was not yet.
    await askPersistence().catch(() => undefined);
  };
  return { busy, fault, take: (files) => void all(files) };
}

interface FileButtonProps {
  readonly word: string;
  readonly icon: 'camera' | 'image';
  readonly camera?: boolean;
  readonly busy: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

function FileButton({ word, icon, camera, busy, onFiles }: FileButtonProps): preact.JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} busy={busy} onClick={() => input.current?.click()}>
        {word}
      </Button>
      <input
        ref={input}
        class="sr"
        type="file"
        accept="image/*"
        {...(camera === true ? { capture: 'environment' as const } : { multiple: true })}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // So that the same file can be chosen again.
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}

/** Photos of other tablets come when somebody wants to see them: each costs as much as a day of rows. */
function LoadAll({ photos, store }: { readonly photos: readonly Photo[]; readonly store: PhotoStore }): preact.JSX.Element | null {
  const t = useT();
  const format = useFormat();
  const { photos: line } = useDeps();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const away = photos.filter((p) => p.state === 'away');
  if (!line || away.length === 0) return null;
  const load = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    for (const { sha } of away) {
      const fetched = await line.fetch(sha);
      if (fetched === 'here') await keepThumb(store, sha);
      else setProblem(fetchedWords(t, fetched));
      // One that is not there says nothing of the others; a line that is away does.
      if (fetched !== 'here' && fetched !== 'none' && fetched !== 'erased') break;
    }
    setBusy(false);
  };
  const size = away.reduce((sum, p) => sum + (p.row.size ?? 0), 0);
  return (
    <>
      {problem !== undefined && (
        <Notice tone="warn" alert>
          {problem}
        </Notice>
      )}
      <div class="actions">
        <Button icon="download" busy={busy} onClick={() => void load()}>
          {t('photos.load_all', { size: format.bytes(size) })}
        </Button>
      </div>
    </>
  );
}
