import { must } from '../../../src/core/result.ts';
import type { RecordId, Scope } from '../../../src/core/ids.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { makeBlobLine, type BlobLine } from '../../../src/client/sync/blob-line.ts';
import { makePhotoSync, sha256, type PhotoDeps } from '../../../src/client/sync/photos.ts';
import { newPace, sendPhotos, type PhotoOutcome, type SendDeps } from '../../../src/client/sync/send-photos.ts';
import type { Joined, World } from '../../support/endpoint.ts';
import { jpegBytes, shaOf } from '../../support/pictures.ts';

/** What went over the line about photos, and what may be done to it. */
export interface Watched {
  readonly line: BlobLine;
  /** Method, and bytes of the body that left the tablet. */
  readonly asked: [method: string, bytes: number][];
  /** Decides what becomes of a request; undefined lets it through. */
  fault: (method: string, n: number, send: () => Promise<Response>, init: RequestInit) => Promise<Response> | undefined;
}

/** A line to the endpoint that is watched and may be spoilt. */
export function watchedLine(world: World): Watched {
  const asked: [string, number][] = [];
  const watched: Watched = {
    asked,
    fault: () => undefined,
    line: makeBlobLine(async (input, init = {}) => {
      const path = typeof input === 'string' ? input : '';
      const body = init.body instanceof ArrayBuffer ? init.body : undefined;
      asked.push([init.method ?? 'GET', body?.byteLength ?? 0]);
      const send = (): Promise<Response> => world.request(path, init);
      return watched.fault(init.method ?? 'GET', asked.length, send, init) ?? send();
    }),
  };
  return watched;
}

export const sent = (w: Watched): number => w.asked.reduce((sum, [, n]) => sum + n, 0);

/** A request whose line breaks after part of its body has arrived. */
export async function cutAfter(world: World, sha: string, init: RequestInit, bytes: number): Promise<Response> {
  let pulls = 0;
  const whole = init.body as ArrayBuffer;
  const body = new ReadableStream<Uint8Array>({
    pull(c) {
      if (pulls++ === 0) c.enqueue(new Uint8Array(whole.slice(0, bytes)));
      else c.error(new Error('line'));
    },
  });
  await world.request(`/v1/blob/${sha}`, { ...init, body, duplex: 'half' } as RequestInit);
  throw new TypeError('network');
}

const depsOf = (store: Store, line: BlobLine, more: Partial<SendDeps> = {}): SendDeps => ({
  db: store.db, line, now: () => 0, sha256, allowed: () => true, rowsFirst: async () => undefined, pace: newPace(), ...more,
});

export const sendAll = (store: Store, w: Watched, more: Partial<SendDeps> = {}): Promise<PhotoOutcome> => sendPhotos(depsOf(store, w.line, more));

/** A training of this tablet. */
export async function newTraining(t: Pick<Joined, 'store'>): Promise<{ training: RecordId; s: Scope }> {
  const { ids } = await t.store.save([{ t: 'training', s: 'p', values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18' } }]);
  const training = must(ids[0], 'training');
  return { training, s: `t:${training}` };
}

/** Takes a photo of so many bytes. */
export async function takePhoto(store: Store, training: RecordId, size: number, seed: number): Promise<{ sha: string; bytes: Uint8Array<ArrayBuffer> }> {
  const bytes = jpegBytes(size, seed);
  const sha = shaOf(bytes);
  const photos = await store.photos();
  await photos.add(training, { sha, type: 'jpeg', bytes: bytes.buffer, width: 1600, height: 1200, taken: '2019-11-18T09:10' });
  return { sha, bytes };
}

/** A schedule of photos on timers that a test lets go off. */
export function syncOf(t: Joined, w: Watched, more: Partial<PhotoDeps> = {}) {
  const timers: { f: () => void; ms: number }[] = [];
  const made = makePhotoSync({
    store: t.store, line: w.line, now: () => t.clock.now, allowed: () => true,
    schedule: { running: () => false, now: async () => undefined },
    world: { setTimer: (f, ms) => timers.push({ f, ms }), clearTimer: () => undefined, random: () => 1, exclusive: (f) => f() },
    ...more,
  });
  return Object.assign(made, { timers });
}
