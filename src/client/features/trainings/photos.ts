import { localDayTime } from '../../../core/format/dates.ts';
import { isSha } from '../../../core/files/limits.ts';
import type { RecordId } from '../../../core/ids.ts';
import { label } from '../../../core/reference/vocabulary.ts';
import type { Deps } from '../../deps/deps.ts';
import { bytesLeft } from '../../device/storage.ts';
import { makePicture, makeThumb, type PictureFault } from '../../device/picture.ts';
import type { Format, MessageKey, T } from '../../i18n/i18n.ts';
import type { Lang } from '../../../core/format/languages.ts';
import type { BlobRow } from '../../store/database.ts';
import { PhotoError, type PhotoStore } from '../../store/photos.ts';
import type { Read, Receipt, Store } from '../../store/store.ts';
import type { Fetched } from '../../sync/photos.ts';
import { problemWords } from '../../deps/sync-pill.tsx';
import { scopeOf } from './queries.ts';

export type PhotoRow = Read<'file'>;

/** A photo of a training as its card shows it. */
export interface Photo {
  readonly row: PhotoRow;
  readonly sha: string;
  /** Where its bytes are. `away`: not on this tablet; `gone`: they were here, and the endpoint keeps them now. */
  readonly state: 'unsent' | 'bad' | 'sent' | 'away';
  readonly thumb: ArrayBuffer | undefined;
  /** Whether the whole picture is on this tablet. */
  readonly isHere: boolean;
}

/** The photos of a training, in the order in which they were taken in. */
export async function loadPhotos(store: Store, photos: PhotoStore, training: string): Promise<Photo[]> {
  const rows = await store.list('file', scopeOf(training));
  const found = await Promise.all(rows.map(async (row): Promise<Photo[]> => {
    const { sha } = row;
    return isSha(sha) ? [photoOf(row, sha, await photos.find(sha))] : [];
  }));
  return found.flat().sort((a, b) => compare(a.row.taken ?? '', b.row.taken ?? '') || compare(a.row.id, b.row.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function photoOf(row: PhotoRow, sha: string, blob: BlobRow | undefined): Photo {
  const isHere = blob !== undefined && blob.bytes.byteLength > 0;
  const state = blob === undefined ? 'away' : blob.state === 'safe' ? (isHere || blob.thumb ? 'sent' : 'away') : blob.bad === undefined ? 'unsent' : 'bad';
  // One that came without a small picture is its own.
  return { row, sha, state, isHere, thumb: blob?.thumb ?? (isHere ? blob.bytes : undefined) };
}

/** How a photo is called: its caption, else what it shows, and when it was taken. */
export function photoName(x: { readonly t: T; readonly format: Format; readonly lang: Lang }, row: PhotoRow): string {
  const kind = row.kind ? label('file_kind', row.kind, x.lang) : x.t('photos.photo');
  const what = row.caption ? `${kind}: ${row.caption}` : kind;
  return row.taken ? x.t('photos.name', { what, when: `${x.format.day(row.taken.slice(0, 10), 'day_month')}, ${x.format.time(row.taken)}` }) : what;
}

/** Why a photo was not taken in, as `photos.fault.<code>`. */
export type PhotoFault = PictureFault | 'full' | 'failed';

const FAULTS: Readonly<Record<PhotoFault, MessageKey>> = {
  not_image: 'photos.fault.not_image', heic: 'photos.fault.heic', too_big: 'photos.fault.too_big', insecure: 'photos.fault.insecure',
  full: 'photos.fault.full', failed: 'photos.fault.failed',
};
export const faultWords = (t: T, fault: PhotoFault): string => t(FAULTS[fault], { take: t('photos.take') });

export type Added = { readonly kind: 'saved'; readonly receipt: Receipt } | { readonly kind: 'twin' } | { readonly kind: 'fault'; readonly fault: PhotoFault };

/** Room that photos leave to rows, bytes: 2,000 records need half a megabyte. */
const FOR_ROWS = 20 * 1_048_576;

/** Takes a file in as a photo of a training: made small, kept, then its row. */
export async function addPhoto(deps: Pick<Deps, 'now' | 'zone'>, photos: PhotoStore, training: RecordId, file: Blob): Promise<Added> {
  const picture = await makePicture(file).catch(() => undefined);
  if (!picture) return { kind: 'fault', fault: 'failed' };
  if (!picture.ok) return { kind: 'fault', fault: picture.error };
  if (!(await hasRoom(photos, picture.value.bytes.byteLength))) return { kind: 'fault', fault: 'full' };
  const taken = localDayTime(deps.now(), deps.zone(deps.now()));
  try {
    const receipt = await photos.add(training, { ...picture.value, taken });
    return receipt ? { kind: 'saved', receipt } : { kind: 'twin' };
  } catch (e) {
    return { kind: 'fault', fault: e instanceof PhotoError ? e.code : 'failed' };
  }
}

/** Rows always go first: where little is left, what the endpoint has is given up, and then photos are refused. */
async function hasRoom(photos: PhotoStore, size: number): Promise<boolean> {
  const left = await bytesLeft().catch(() => undefined);
  if (left === undefined || left >= size + FOR_ROWS) return true;
  const freed = await photos.free(size + FOR_ROWS - left);
  return left + freed >= size + FOR_ROWS;
}

/** Why a photo did not come, in words; undefined when it did. */
export function fetchedWords(t: T, fetched: Fetched): string | undefined {
  switch (fetched) {
    case 'here':
      return undefined;
    case 'none':
      return t('photos.not_there');
    case 'erased':
      return t('photos.erased');
    case 'alone':
      return t('photos.load_failed', { cause: t('photos.alone') });
    default:
      return t('photos.load_failed', { cause: problemWords(t, fetched) });
  }
}

/** A list of photos shows small pictures: decoding whole ones would take the memory of a cheap tablet. */
export async function keepThumb(store: PhotoStore, sha: string): Promise<void> {
  const blob = await store.find(sha);
  if (!blob || blob.thumb !== undefined || blob.bytes.byteLength === 0) return;
  const thumb = await makeThumb(blob.bytes, blob.type);
  if (thumb) await store.setThumb(sha, thumb);
}
