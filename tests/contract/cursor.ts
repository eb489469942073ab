import { setTimeout as sleep } from 'node:timers/promises';
import { stampOf } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import type { CursorEntry } from '../../src/core/sync/protocol.ts';
import type { Store } from '../../src/server/store/store.ts';
import { pull } from '../../src/server/sync/pull.ts';

/** How long the writers of a race write, ms: TIZME_CURSOR_MS for a longer one. */
export const RACE_MS = Number(process.env['TIZME_CURSOR_MS'] ?? 2500);
const WRITERS = 8;

/** What a race came to. */
export interface Race {
  readonly pushes: number;
  /** Rows the writers committed, and how many of them the reader did not have in their last version at the end. */
  readonly rows: number;
  readonly missed: number;
  /** Pulls that brought something. */
  readonly pulls: number;
  /** From COMMIT to the reader's hands, ms: the 99th of a hundred. */
  readonly lag: number;
}

const replica = 'aaaaaaaaaa' as ReplicaId;
const h = { x: stampOf({ ms: 1, c: 0 }, replica) };
const SCOPES: readonly Scope[] = ['p', 't:a', 't:b', 't:c'];
const pause = (): Promise<void> => sleep(Math.random() * 4);
const reader = { role: 'coordinator', areas: new Set<string>(), trainings: new Set<string>(), replicas: new Set<ReplicaId>() } as const;

/** What was committed last, by row, and when. */
type Written = Map<string, { readonly seq: number; readonly at: number }>;

/** One push: a few new rows and one that everybody writes, in one or two scopes, with pauses where others get in. */
async function pushOnce(store: Store, id: string, written: Written): Promise<void> {
  const scopes = [...new Set([0, 1].map(() => must(SCOPES[Math.floor(Math.random() * SCOPES.length)], 'scope')))].toSorted();
  const put = await store.write(async (tx) => {
    const rows: [string, number][] = [];
    for (const s of scopes) {
      const seq = await tx.advance(s, { nonce: `${id}${s}`, replica, n: 1, at: 1 });
      await pause();
      for (const name of [`n.${id}`, `n.${id}b`, `shared.${id.length}`]) {
        const had = await tx.row(s, 'training', name as RecordId);
        await tx.putRow({ s, t: 'training', id: name as RecordId, f: { by: id }, p: {}, h, seq, prev: had?.seq ?? 0 });
        rows.push([`${s} ${name}`, seq]);
      }
    }
    await pause();
    return rows;
  });
  const at = performance.now();
  for (const [key, seq] of put) if (seq > (written.get(key)?.seq ?? 0)) written.set(key, { seq, at });
}

/** Writers on their stores (each stands for a process) against one reader that polls by the endpoint's own pull. */
export async function race(stores: readonly Store[], readAt: Store, ms = RACE_MS): Promise<Race> {
  const written: Written = new Map();
  const seen = new Map<string, { readonly seq: number; readonly at: number }>();
  const until = performance.now() + ms;
  let pushes = 0;
  const write = async (w: number): Promise<void> => {
    const store = must(stores[w % stores.length], 'store');
    while (performance.now() < until) {
      await pushOnce(store, `${w}x${pushes++}`, written);
      await pause();
    }
  };
  const still = { writing: true };
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, w) => write(w))).finally(() => (still.writing = false));
  let cursors: readonly CursorEntry[] = [];
  let pulls = 0;
  for (let quiet = 0; still.writing || quiet < 2; ) {
    const { rows, next } = await readAt.read((tx) => pull(tx, reader, cursors, 100_000, { seqs: new Map(), loud: new Set() }));
    cursors = next;
    const at = performance.now();
    for (const r of rows) seen.set(`${r.s} ${r.id}`, { seq: r.seq, at });
    quiet = rows.length > 0 || still.writing ? 0 : quiet + 1;
    pulls += rows.length > 0 ? 1 : 0;
    await sleep(2);
  }
  await writers;
  const missed = [...written].filter(([key, { seq }]) => seen.get(key)?.seq !== seq).length;
  const lags = [...written].map(([key, { at }]) => (seen.get(key)?.at ?? Infinity) - at).toSorted((a, b) => a - b);
  return { pushes, rows: written.size, missed, pulls, lag: lags[Math.floor(lags.length * 0.99)] ?? Infinity };
}

/** A log with a number that is drawn before the lock is held: what `advance` must not be. */
export interface NaiveLog {
  draw(): Promise<number>;
  /** One transaction that takes a while. */
  add(seq: number): Promise<void>;
  after(seq: number): Promise<readonly number[]>;
}

/** The same race by such numbers and a cursor that is the highest number seen. @returns how many rows the reader never got */
export async function naiveRace(log: NaiveLog, ms = RACE_MS / 2): Promise<{ readonly rows: number; readonly missed: number }> {
  const written = new Set<number>();
  const seen = new Set<number>();
  const until = performance.now() + ms;
  const write = async (): Promise<void> => {
    while (performance.now() < until) {
      const seq = await log.draw();
      await pause();
      await log.add(seq);
      written.add(seq);
    }
  };
  const still = { writing: true };
  const writers = Promise.all(Array.from({ length: WRITERS }, write)).finally(() => (still.writing = false));
  let cursor = 0;
  const poll = async (): Promise<void> => {
    for (const seq of await log.after(cursor)) {
      seen.add(seq);
      cursor = Math.max(cursor, seq);
    }
  };
  while (still.writing) {
    await poll();
    await sleep(2);
  }
  await writers;
  await poll();
  return { rows: written.size, missed: [...written].filter((seq) => !seen.has(seq)).length };
}
