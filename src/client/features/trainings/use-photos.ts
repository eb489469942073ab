import { useEffect, useState } from 'preact/hooks';
import { useDeps } from '../../deps/deps.ts';
import { useLive } from '../../deps/use-live.ts';
import type { PhotoStore } from '../../store/photos.ts';
import { loadPhotos, type Photo } from './photos.ts';

/** The store of photos, once its part has come. */
export function usePhotoStore(): PhotoStore | undefined {
  const { store } = useDeps();
  const [photos, setPhotos] = useState<PhotoStore>();
  useEffect(() => {
    let here = true;
    // A part that did not come: the screen goes on without photos, and the next visit tries again.
    store.photos().then((found) => here && setPhotos(found), () => undefined);
    return () => {
      here = false;
    };
  }, [store]);
  return photos;
}

/** The photos of a training, live; undefined until they are read. */
export function usePhotos(photos: PhotoStore | undefined, training: string): readonly Photo[] | undefined {
  const { store } = useDeps();
  return useLive(async () => (photos ? loadPhotos(store, photos, training) : undefined), [store, photos, training]);
}

/** An address under which the page can show bytes; undefined until there is one. */
export function useBytesUrl(bytes: ArrayBuffer | undefined, type: string): string | undefined {
  const [url, setUrl] = useState<string>();
  const size = bytes?.byteLength ?? 0;
  useEffect(() => {
    if (bytes === undefined || size === 0) return setUrl(undefined);
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- each reading brings a new buffer with the same bytes: only another size is another picture
  }, [size, type]);
  return url;
}
