import type { Database } from '../store/database.ts';
import { clearSign, holdsFor, leaveSign, takeOver, type Sign } from '../store/lease.ts';
import { limitMs, type Ask } from './transport.ts';

/** The lock of whoever syncs: the pages of one tablet and its service worker. */
export const SYNC_LOCK = 'tizme-sync';

/** Runs `f` while no other page does; answers undefined at once when another does. */
export type Exclusive = <T>(f: () => Promise<T>) => Promise<T | undefined>;

export interface TurnDeps {
  readonly db: Database;
  readonly ask: Ask;
  /** Wall clock, ms. */
  readonly now: () => number;
  readonly exclusive: Exclusive;
  /** Who we are among the pages of this tablet. */
  readonly by: string;
}

/** What became of one's turn: what the work answered, or how long at most another's may still take, ms. */
export type Taken<T> = { readonly done: T } | { readonly wait: number };

export interface Turn {
  /** Does `work` with an `ask` that leaves a sign of life before each question, when it is our turn. */
  take<T>(work: (ask: Ask) => Promise<T>): Promise<Taken<T>>;
  /** Whether our own work has given no sign of life for longer than a question may take. */
  hangs(): boolean;
}

/** What taking a batch, applying an answer of the largest size, and breathing in between may take on a slow tablet, ms. */
const BESIDE_ASKING = 30_000;

/**
 * Whose turn it is to sync (PROTOCOL 2.15). The lock says it at once, and is given back when a page dies; a page that is
 * frozen or hangs keeps it. So whoever syncs leaves a sign of life before each question, with the longest time that the
 * question may take: when that has run out, another goes on without the lock. Two at once are slower, never wrong:
 * every answer is compared and set.
 */
export function makeTurn({ db, ask, now, exclusive, by }: TurnDeps): Turn {
  let last: Sign | undefined;
  const sign = (bytes: number): Sign => (last = { by, at: now(), ms: limitMs(bytes) + BESIDE_ASKING });
  // A sign that cannot be left (no room) keeps nobody from sending: at worst another page asks as well.
  const live = (bytes: number): Promise<void> => leaveSign(db, sign(bytes)).catch(() => undefined);

  const asking: Ask = async (path, body, token) => {
    await live(body?.length ?? 0);
    return ask(path, body, token);
  };
  async function turnOf<T>(work: (ask: Ask) => Promise<T>): Promise<Taken<T>> {
    const done = await exclusive(async () => {
      await live(0);
      return { done: await work(asking) };
    });
    if (done) return done;
    const wait = await takeOver(db, sign(0));
    return wait > 0 ? { wait } : { done: await work(asking) };
  }

  return {
    async take(work) {
      try {
        return await turnOf(work);
      } finally {
        last = undefined;
        // After the lock is given back: one who found it taken must find a sign, too.
        await clearSign(db, by).catch(() => undefined);
      }
    },
    hangs: () => last !== undefined && holdsFor(last, now()) === 0,
  };
}
