import type { Rights } from '../../core/access/rights.ts';
import { replicaOf, type ReplicaId } from '../../core/ids.ts';
import type { CursorEntry } from '../../core/sync/protocol.ts';
import type { Database, Self } from './database.ts';
import { readLink, readMeta } from './self.ts';

/**
 * What this tablet may do, as far as it knows.
 * @param list how far scopes were read, where that is newer than what is stored
 */
export async function rightsOf(db: Database, self: Self, list?: readonly CursorEntry[]): Promise<Rights> {
  const [link, cursors, now, trainings] = await Promise.all([readLink(db), readMeta(db, 'cursors'), readMeta(db, 'self'), db.view.where('t').equals('training').primaryKeys()]);
  const replicas = new Set<ReplicaId>([self.replica, ...(now ? [now.replica, ...(now.was ?? [])] : [])]);
  const own = trainings.map((k) => k[2]).filter((id) => replicas.has(replicaOf(id) ?? ('' as ReplicaId)));
  const read = list ?? cursors?.list ?? [];
  const granted = read.flatMap(([s]) => (s.startsWith('t:') ? [s.slice(2)] : []));
  const areas = read.flatMap(([s]) => (s.startsWith('r:') ? [s.slice(2)] : []));
  // A tablet alone has nobody above it: it may do everything, and the endpoint decides anew when it joins.
  return { role: link?.role ?? 'coordinator', areas: new Set([...(link?.areas ?? []), ...areas]), trainings: new Set([...own, ...granted]), replicas };
}
