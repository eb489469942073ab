import { waitingPhotos } from '../store/photos-waiting.ts';
import type { Store } from '../store/store.ts';

/** How sync stands: one of five looks of the pill, always with true numbers (EXPERIENCE B4). */
export type SyncState =
  | { readonly look: 'alone'; readonly unsent: number }
  | { readonly look: 'local'; readonly unsent: number }
  | { readonly look: 'sending'; readonly unsent: number }
  /** `photos`: rows are all there, so many photos are not; absent when there are none. */
  | { readonly look: 'done'; readonly at: number; readonly photos?: number }
  | { readonly look: 'failed'; readonly unsent: number; readonly problem: string }
  | { readonly look: 'attention'; readonly unsent: number; readonly parked: number; readonly problem: string };

/** Problems that no waiting mends. */
const STUCK = new Set(['unknown', 'expired', 'revoked', 'fork', 'too_old', 'rolled_back', 'differs']);

/** Green only when nothing waits, the endpoint has answered, and what lies here adds up to what it has; never by guess. */
export async function syncState(store: Store, running: boolean): Promise<SyncState> {
  const [link, note, out] = await Promise.all([store.link(), store.sync(), store.unsent()]);
  if (!link) return { look: 'alone', unsent: out.count };
  if (out.parked > 0 || STUCK.has(note.problem)) return { look: 'attention', unsent: out.count, parked: out.parked, problem: note.problem };
  if (running && out.count > 0) return { look: 'sending', unsent: out.count };
  if (note.problem !== '') return { look: 'failed', unsent: out.count, problem: note.problem };
  if (out.count > 0 || note.ok === 0 || note.same === false) return { look: 'local', unsent: out.count };
  const photos = (await waitingPhotos(store.db)).count;
  return { look: 'done', at: note.ok, ...(photos > 0 ? { photos } : {}) };
}
