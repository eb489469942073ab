import { keepPhoto, dropPhoto, sweepPhotos } from '../store/photos.ts';
import { waitingPhotos } from '../store/photos-waiting.ts';
import { readLink } from '../store/self.ts';
import type { Store } from '../store/store.ts';
import type { BlobLine, BlobLost } from './blob-line.ts';
import type { Schedule, World } from './schedule.ts';
import { newPace, sendPhotos, type PhotoOutcome } from './send-photos.ts';

/** What became of asking for a photo. `none`: the endpoint has no such bytes (yet), or not for this tablet. */
export type Fetched = 'here' | 'none' | 'erased' | BlobLost['why'] | 'alone';

/** The photos of a tablet on their way. */
export interface PhotoSync {
  /** Sends what waits now, or joins the run under way. Undefined when another tab is at it. */
  now(): Promise<PhotoOutcome | undefined>;
  /** The same, when it is time for it again after what failed. `answered`: the endpoint has just answered rows. */
  maybe(answered?: boolean): void;
  running(): boolean;
  /** How the last run ended. */
  last(): PhotoOutcome | undefined;
  onChange(f: () => void): () => void;
  /** Brings the bytes of a photo here. */
  fetch(sha: string): Promise<Fetched>;
}

export interface PhotoDeps {
  readonly store: Store;
  readonly line: BlobLine;
  readonly now: () => number;
  readonly allowed: () => boolean;
  readonly schedule: Pick<Schedule, 'running' | 'now'>;
  readonly world: Pick<World, 'setTimer' | 'clearTimer' | 'random' | 'exclusive'>;
}

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 600_000;
/** Photos that are not to go over this line look at it again after so long, if nothing wakes them. */
const HELD_PAUSE = 300_000;
/** The endpoint answers again: that long after a try that did not reach it there is another, whatever the pause. */
const ANSWERED_PAUSE = 30_000;
const LOCK = 'tizme-photos';

/** SHA-256 by the browser: there is none on a page over plain http, and then no photo could be taken either. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** When it may be tried again. */
interface Pauses {
  /** After a run: how long until the next, ms; undefined when nothing need be planned. */
  after(outcome: PhotoOutcome | undefined): number | undefined;
  isTooSoon(answered: boolean): boolean;
}

/** Pauses that double with each failure, with jitter: tablets that reach the signal together must not knock together. */
function makePauses(now: () => number, random: () => number): Pauses {
  let pause = FIRST_PAUSE;
  let [tried, notBefore] = [0, 0];
  let isAway = false;
  return {
    after(outcome) {
      tried = now();
      if (outcome?.kind !== 'again') {
        pause = FIRST_PAUSE;
        notBefore = 0;
        return outcome?.kind === 'held' ? HELD_PAUSE : undefined;
      }
      isAway = outcome.problem === 'network' || outcome.problem === 'timeout';
      const ms = Math.max(outcome.wait, 500 + random() * pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      notBefore = tried + ms;
      return ms;
    },
    isTooSoon: (answered) => now() < notBefore && !(answered && isAway && now() >= tried + ANSWERED_PAUSE),
  };
}

/** Sends photos behind the rows, with a pause of its own after what fails: rows never wait for it, nor it for them for ever. */
export function makePhotoSync({ store, line, now, allowed, schedule, world }: PhotoDeps): PhotoSync {
  const { db } = store;
  const pace = newPace();
  const pauses = makePauses(now, () => world.random());
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((f) => f());
  let run: Promise<PhotoOutcome | undefined> | undefined;
  let last: PhotoOutcome | undefined;
  let timer: number | undefined;
  sweepPhotos(db, now()).catch(() => undefined);

  const plan = (outcome: PhotoOutcome | undefined): void => {
    const ms = pauses.after(outcome);
    if (ms === undefined) return;
    if (timer !== undefined) world.clearTimer(timer);
    timer = world.setTimer(() => maybe(), ms);
  };
  function maybe(answered = false): void {
    if (run || pauses.isTooSoon(answered)) return;
    waitingPhotos(db).then(({ count, bad }) => (count > bad ? void start() : undefined), () => undefined);
  }
  function start(): Promise<PhotoOutcome | undefined> {
    if (run) return run;
    const rowsFirst = (): Promise<unknown> => (schedule.running() ? schedule.now() : Promise.resolve());
    run = world
      .exclusive(() => sendPhotos({ db, line, now, sha256, allowed, rowsFirst, pace }), LOCK)
      .catch((): PhotoOutcome => ({ kind: 'again', problem: 'server', wait: 0 }))
      .then((outcome) => {
        run = undefined;
        last = outcome ?? last;
        plan(outcome);
        tell();
        return outcome;
      });
    tell();
    return run;
  }

  return {
    now: start, maybe,
    running: () => run !== undefined,
    last: () => last,
    onChange(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    fetch: (sha) => fetchPhoto({ store, line, now }, sha),
  };
}


async function fetchPhoto({ store: { db }, line, now }: Pick<PhotoDeps, 'store' | 'line' | 'now'>, sha: string): Promise<Fetched> {
  const link = await readLink(db);
  if (!link) return 'alone';
  const reply = await line.fetch(sha, link.token);
  switch (reply.kind) {
    case 'bytes':
      // Whoever answered, and whatever happened on the way: only these bytes have this name.
      if ((await sha256(reply.bytes)) !== sha) return 'not_ours';
      await keepPhoto(db, { sha, type: reply.type, bytes: reply.bytes }, now());
      return 'here';
    case 'none':
    case 'spoilt':
      return 'none';
    case 'erased':
      await dropPhoto(db, sha);
      return 'erased';
    case 'refused':
      return 'server';
    case 'lost':
      return reply.why;
  }
}
