import { waitingPhotos } from '../store/photos-waiting.ts';
import type { PhotoDeps, PhotoSync } from './photos.ts';
import type { Schedule, World } from './schedule.ts';

/** What screens see of it: loaded when there is a photo, so no part of the first load. */
export type Photos = Pick<PhotoSync, 'now' | 'running' | 'last' | 'onChange' | 'fetch'>;

export interface PhotoLineDeps extends Omit<PhotoDeps, 'line' | 'schedule' | 'world'> {
  readonly fetcher: typeof fetch;
  readonly schedule: Schedule;
  readonly world: World;
}

/** The photos of this tablet on their way: looks after each run of rows whether one waits, and then loads what sends it. */
export function photoLine({ fetcher, ...deps }: PhotoLineDeps): Photos {
  const { store, schedule, world } = deps;
  let loading: Promise<PhotoSync> | undefined;
  let loaded: PhotoSync | undefined;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((f) => f());
  const load = (): Promise<PhotoSync> => {
    loading ??= Promise.all([import('./photos.ts'), import('./blob-line.ts')]).then(([{ makePhotoSync }, { makeBlobLine }]) => {
      loaded = makePhotoSync({ ...deps, line: makeBlobLine(fetcher) });
      loaded.onChange(tell);
      return loaded;
    });
    // A part that did not come (a first visit cut off): whoever needs it next asks again.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  const look = (): void => {
    if (schedule.running()) return;
    if (loaded) return void store.sync().then(({ problem }) => loaded?.maybe(problem === ''), () => undefined);
    waitingPhotos(store.db).then(({ count }) => (count > 0 ? load().then((p) => p.maybe()) : undefined)).catch(() => undefined);
  };
  const soon = (): void => void (loaded ? loaded.now() : look());
  schedule.onChange(look);
  world.onOnline(soon);
  return {
    now: () => load().then((p) => p.now()),
    running: () => loaded?.running() ?? false,
    last: () => loaded?.last(),
    onChange(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    fetch: (sha) => load().then((p) => p.fetch(sha)),
  };
}
