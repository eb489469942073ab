import { clockOf } from '../../core/clock.ts';
import { MEDIA_TYPES, type MediaCode } from '../../core/files/limits.ts';
import type { RecordId } from '../../core/ids.ts';
import type { Value } from '../../core/schema/field.ts';
import { GONE } from '../../core/sync/change.ts';
import type { BlobRow, Database } from './database.ts';
import { standingShas } from './photos-waiting.ts';
import type { Draft, Receipt } from './write.ts';

/** A picture as it will be kept: made small, without anything but itself. */
export interface NewPhoto {
  readonly sha: string;
  readonly type: MediaCode;
  readonly bytes: ArrayBuffer;
  readonly thumb?: ArrayBuffer | undefined;
  readonly width: number;
  readonly height: number;
  /** Local wall time, `YYYY-MM-DDTHH:MM`. */
  readonly taken: string;
}

/** Why a photo was not kept; nothing of it was saved. */
export class PhotoError extends Error {
  readonly code: 'full' | 'failed';
  constructor(code: 'full' | 'failed', cause: unknown) {
    super(`photo: ${code}`, { cause });
    this.name = 'PhotoError';
    this.code = code;
  }
}

/** What screens do with photos. */
export interface PhotoStore {
  /**
   * Keeps a photo of a training, durable on return. Undefined when that training has the very same one already.
   * @throws PhotoError
   */
  add(training: RecordId, photo: NewPhoto): Promise<Receipt | undefined>;
  find(sha: string): Promise<BlobRow | undefined>;
  /** A small picture made later, for one that came without. */
  setThumb(sha: string, thumb: ArrayBuffer): Promise<void>;
  /** Gives up bytes that the endpoint has, until `need` bytes are free or there are no more. @returns how many */
  free(need: number): Promise<number>;
}

/** A save that has not ended by then hangs: a full disk does not always say so (TRUST 8). */
const PATIENCE = 10_000;

export function photoStore(db: Database, save: (drafts: readonly Draft[]) => Promise<Receipt>, now: () => number): PhotoStore {
  return {
    async add(training, photo) {
      const s = `t:${training}` as const;
      if ((await db.view.where('[s+t+id]').between([s, 'file', ''], [s, 'file', '\uffff']).toArray()).some((r) => r.g === 0 && r.f['sha'] === photo.sha)) return undefined;
      // Bytes first, and on disk: a row never speaks of bytes that no one has. What a crash leaves between is swept.
      await inTime(keepBytes(db, photo, now()));
      try {
        return await save([{ t: 'file', s, values: { training, ...facts(photo) } }]);
      } catch (e) {
        await dropLoose(db, photo.sha);
        throw e;
      }
    },
    find: (sha) => db.blobs.get(sha),
    async setThumb(sha, thumb) {
      await db.blobs.update(sha, { thumb });
    },
    free: (need) => freePhotos(db, need, now()),
  };
}

const facts = ({ sha, type, bytes, width, height, taken }: NewPhoto): Record<string, Value> => ({ sha, type, size: bytes.byteLength, width, height, taken });

async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PhotoError('full', undefined)), PATIENCE);
  });
  try {
    await Promise.race([work, late]);
  } catch (e) {
    throw e instanceof PhotoError ? e : new PhotoError(isQuota(e) ? 'full' : 'failed', e);
  } finally {
    clearTimeout(timer);
  }
}

/** Dexie says `AbortError` with the true reason inside (TRUST 10). */
function isQuota(e: unknown): boolean {
  for (let at: unknown = e; typeof at === 'object' && at !== null; at = 'inner' in at ? at.inner : undefined) {
    if ('name' in at && at.name === 'QuotaExceededError') return true;
  }
  return false;
}

async function keepBytes(db: Database, { sha, type, bytes, thumb }: NewPhoto, at: number): Promise<void> {
  await db.transaction('rw', db.blobs, async () => {
    const had = await db.blobs.get(sha);
    // The same photo in another training: what the endpoint has of it, it has.
    const state = had?.state ?? 'wait';
    await db.blobs.put({ sha, type: MEDIA_TYPES[type], bytes, ...(thumb ? { thumb } : {}), state, at });
  });
}

/** Takes bytes away that no row speaks of, when the row could not be saved. */
async function dropLoose(db: Database, sha: string): Promise<void> {
  if (!(await standingShas(db)).has(sha)) await db.blobs.delete(sha);
}

/** The bytes of an erased file go; the counterpart of `dropBlob` of the endpoint. */
export async function dropPhoto(db: Database, sha: string): Promise<void> {
  await db.blobs.delete(sha);
}

/** A photo to be sent, and where it stands. */
export type ToSend = Pick<BlobRow, 'sha' | 'at'>;

/** Photos to send now, oldest first: only such whose row the endpoint has, so that their bytes belong to something. */
export async function photosToSend(db: Database): Promise<readonly ToSend[]> {
  const waiting = await db.blobs.where('state').equals('wait').toArray();
  if (waiting.length === 0) return [];
  const view = (await db.view.where('t').equals('file').toArray()).filter((r) => r.g === 0);
  const confirmed = await db.rows.bulkGet(view.map((r) => [r.s, r.t, r.id]));
  const ready = new Set(confirmed.flatMap((r) => (typeof r?.f['sha'] === 'string' ? [r.f['sha']] : [])));
  return waiting
    .filter((b) => b.bad === undefined && ready.has(b.sha))
    .map(({ sha, at }) => ({ sha, at }))
    .sort((a, b) => a.at - b.at || (a.sha < b.sha ? -1 : 1));
}

/** The endpoint has it, whole and verified. */
export async function markSafe(db: Database, sha: string): Promise<void> {
  await db.transaction('rw', db.blobs, async () => {
    const had = await db.blobs.get(sha);
    if (!had) return;
    const { bad: _bad, ...row } = had;
    await db.blobs.put({ ...row, state: 'safe' });
  });
}

/** The endpoint will not take it, however often it is sent: a person must look at it. */
export async function markBad(db: Database, sha: string, bad: string): Promise<void> {
  await db.blobs.update(sha, { bad });
}

/** Keeps what came from the endpoint, to be looked at without a network. */
export async function keepPhoto(db: Database, photo: Pick<BlobRow, 'sha' | 'type' | 'bytes'>, at: number): Promise<void> {
  await db.transaction('rw', db.blobs, async () => {
    const had = await db.blobs.get(photo.sha);
    const thumb = had?.thumb ? { thumb: had.thumb } : {};
    const from = had && had.from === undefined ? {} : ({ from: 'endpoint' } as const);
    await db.blobs.put({ ...photo, ...thumb, ...from, state: 'safe', at: had && had.bytes.byteLength > 0 ? had.at : at });
  });
  await boundCache(db, at);
}

/** Most bytes of photos kept here that the endpoint has too. */
const CACHE = 60 * 1_048_576;
const HOUR = 3_600_000;
/** Own photos stay at least so long after they were taken: an endpoint put back from a backup may want them again. */
const KEEP_OWN = 48 * HOUR;

/** What may be given up: those of others first, then own ones that are older than two days; the oldest first. */
async function freeable(db: Database, now: number): Promise<{ readonly sha: string; readonly size: number }[]> {
  const found: { sha: string; size: number; own: number; at: number }[] = [];
  await db.blobs.where('state').equals('safe').each((b) => {
    const own = b.from === undefined ? 1 : 0;
    if (b.bytes.byteLength > 0 && (own === 0 || b.at < now - KEEP_OWN)) found.push({ sha: b.sha, size: b.bytes.byteLength, own, at: b.at });
  });
  return found.sort((a, b) => a.own - b.own || a.at - b.at);
}

async function freePhotos(db: Database, need: number, now: number): Promise<number> {
  let freed = 0;
  for (const { sha, size } of await freeable(db, now)) {
    if (freed >= need) break;
    await db.blobs.update(sha, { bytes: new ArrayBuffer(0) });
    freed += size;
  }
  return freed;
}

async function boundCache(db: Database, now: number): Promise<void> {
  const all = (await freeable(db, now)).reduce((sum, b) => sum + b.size, 0);
  if (all > CACHE) await freePhotos(db, all - CACHE, now);
}

/** How long bytes wait for a row that never came, and for a deletion to be taken back. */
const LOOSE = 24 * HOUR;
const DELETED = 30 * 24 * HOUR;

/** Removes bytes no row speaks of (a save cut off between bytes and row, a training taken away) or speaks of any more. */
export async function sweepPhotos(db: Database, now: number): Promise<void> {
  const rows = await db.view.where('t').equals('file').toArray();
  const until = new Map<unknown, number>();
  for (const r of rows) {
    const gone = r.h[GONE];
    const end = r.g === 0 || gone === undefined ? Infinity : clockOf(gone).ms + DELETED;
    until.set(r.f['sha'], Math.max(until.get(r.f['sha']) ?? 0, end));
  }
  const old: string[] = [];
  await db.blobs.each((b) => {
    if ((until.get(b.sha) ?? b.at + LOOSE) < now) old.push(b.sha);
  });
  await db.blobs.bulkDelete(old);
}
