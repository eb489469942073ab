import { useEffect, useState } from 'preact/hooks';
import { label, vocabulary } from '../../../core/reference/vocabulary.ts';
import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import type { BlobRow } from '../../store/database.ts';
import type { PhotoStore } from '../../store/photos.ts';
import type { Draft } from '../../store/store.ts';
import { FaultError } from '../../store/write.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { Tiles } from '../../ui/tiles.tsx';
import { showToast } from '../../ui/toast.ts';
import { fetchedWords, keepThumb, photoName, type Photo } from './photos.ts';
import { useBytesUrl } from './use-photos.ts';
import { useUndo } from './use-undo.ts';

interface SheetProps {
  readonly photo: Photo;
  readonly store: PhotoStore;
  readonly onClose: () => void;
}

/** One photo, large, with what is known of it. */
export function PhotoSheet({ photo, store, onClose }: SheetProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const { row } = photo;
  const change = useChange(photo);
  const caption = useCaption(photo, change);
  const close = (): void => {
    // Nothing typed is lost: what cannot be saved keeps the sheet open.
    void caption.keep().then((kept) => kept && onClose());
  };
  const remove = (): void => {
    void change({ values: {}, gone: true }, t('photos.deleted')).then((fault) => fault === undefined && onClose());
  };
  return (
    <Sheet
      open
      keepOpen
      title={t('photos.photo')}
      onClose={close}
      footer={
        <>
          <Button kind="primary" onClick={close}>{t('ui.close')}</Button>
          <Button kind="quiet" icon="trash" onClick={remove}>{t('photos.delete')}</Button>
        </>
      }
    >
      <div class="stack">
        <Large photo={photo} store={store} />
        {caption.isUnsaved && <Notice tone="danger" title={t('fault.not_saved')} alert>{t('fault.not_saved_text')}</Notice>}
        <TextInput
          label={t('photos.caption')}
          hint={t('photos.caption_hint')}
          optional
          maxLength={500}
          value={caption.text}
          error={caption.isWrong ? t('sync.reason.bad_text') : undefined}
          onValue={caption.type}
          onBlur={() => void caption.keep()}
        />
        <Tiles
          label={t('photos.kind')}
          size="small"
          optional
          options={vocabulary('file_kind').map((e) => ({ value: e.code, label: e[lang] }))}
          value={row.kind ?? undefined}
          onValue={(kind) => void change({ values: { kind } }, t('photos.kind_saved', { kind: label('file_kind', kind, lang) }))}
        />
      </div>
    </Sheet>
  );
}

type Change = (draft: Pick<Draft, 'values' | 'gone'>, said: string) => Promise<'fault' | 'failed' | undefined>;

/** Saves a change of the row, with the way back. */
function useChange({ row }: Photo): Change {
  const t = useT();
  const { store } = useDeps();
  const undoable = useUndo();
  return async (draft, said) => {
    try {
      const receipt = await store.save([{ t: 'file', s: row.scope, id: row.id, ...draft }]);
      showToast({ text: said, undo: () => undoable(receipt), key: 'photo' });
      return undefined;
    } catch (e) {
      if (!(e instanceof FaultError)) showToast({ text: `${t('fault.not_saved')}. ${t('fault.not_saved_text')}`, tone: 'warn', key: 'photo' });
      return e instanceof FaultError ? 'fault' : 'failed';
    }
  };
}

interface Caption {
  readonly text: string;
  readonly isWrong: boolean;
  readonly isUnsaved: boolean;
  readonly type: (text: string) => void;
  /** False when what was typed could not be saved. */
  readonly keep: () => Promise<boolean>;
}

/** The caption is saved on leaving its field. */
function useCaption({ row }: Photo, change: Change): Caption {
  const t = useT();
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<'fault' | 'failed'>();
  const stands = row.caption ?? '';
  const dirty = typed !== undefined && typed.trim() !== stands;
  useEffect(() => (dirty ? holdUpdates() : undefined), [dirty]);
  return {
    text: typed ?? stands,
    isWrong: problem === 'fault',
    isUnsaved: problem === 'failed',
    type: setTyped,
    keep: async () => {
      if (!dirty) return true;
      const fault = await change({ values: { caption: typed.trim() || null } }, t('photos.caption_saved'));
      setProblem(fault);
      if (fault === undefined) setTyped(undefined);
      return fault === undefined;
    },
  };
}

/** The whole picture when it is here; else the small one and the way to get the whole. */
function Large({ photo, store }: Pick<SheetProps, 'photo' | 'store'>): preact.JSX.Element {
  const format = useFormat();
  const t = useT();
  const lang = useLang();
  const blob = useLive(async () => (await store.find(photo.sha)) ?? null, [store, photo.sha]);
  const whole = wholeOf(blob);
  const url = useBytesUrl(whole?.bytes ?? photo.thumb, whole?.type ?? 'image/*');
  const alt = photoName({ t, format, lang }, photo.row);
  return (
    <figure class="photo-large">
      {url !== undefined && <Shown key={url} url={url} alt={alt} row={photo.row} />}
      <figcaption class="muted">{alt}</figcaption>
      {blob !== undefined && !whole && <LoadOne photo={photo} store={store} />}
    </figure>
  );
}

const wholeOf = (blob: BlobRow | null | undefined): BlobRow | undefined => (blob && blob.bytes.byteLength > 0 ? blob : undefined);

function Shown({ url, alt, row }: { readonly url: string; readonly alt: string; readonly row: Photo['row'] }): preact.JSX.Element {
  const t = useT();
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Notice tone="warn">{t('photos.broken')}</Notice>;
  return <img src={url} alt={alt} width={row.width ?? undefined} height={row.height ?? undefined} onError={() => setBroken(true)} />;
}

/** Asks the endpoint for the picture at once, and again by a button when it did not come. */
function LoadOne({ photo, store }: Pick<SheetProps, 'photo' | 'store'>): preact.JSX.Element {
  const t = useT();
  const { photos: line } = useDeps();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const load = async (): Promise<void> => {
    setBusy(true);
    const fetched = line ? await line.fetch(photo.sha) : 'alone';
    if (fetched === 'here') await keepThumb(store, photo.sha);
    setProblem(fetchedWords(t, fetched));
    setBusy(false);
  };
  useEffect(() => {
    void load();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, for the photo that was opened
  }, [photo.sha]);
  return (
    <div class="stack" role="status">
      {busy ? <p>{t('photos.loading')}</p> : <Notice tone="warn">{problem ?? t('photos.not_here')}</Notice>}
      {!busy && (
        <div class="actions">
          <Button icon="download" onClick={() => void load()}>{t('photos.load')}</Button>
        </div>
      )}
    </div>
  );
}
