import { CLOCK_ZERO } from '../../core/clock.ts';
import { SCHEMA } from '../../core/entities/registry.ts';
import { newReplicaId, recordId } from '../../core/ids.ts';
import { MAX_BATCH } from '../../core/sync/protocol.ts';
import type { Database, Cursors, Link, Meta, Self, SyncNote } from './database.ts';

/** What the store takes from the world. */
export interface StoreDeps {
  /** Wall clock, ms since 1970. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

/** The database belongs to a newer version of the app: this one may read, never write (TRUST 10). */
class NewerDatabaseError extends Error {
  constructor() {
    super('database written by a newer version');
    this.name = 'NewerDatabaseError';
  }
}

type Kind<K extends Meta['k']> = Extract<Meta, { k: K }>;

/** One row of `meta`, typed by its key. */
export async function readMeta<K extends Meta['k']>(db: Database, k: K): Promise<Kind<K> | undefined> {
  return (await db.meta.get(k)) as Kind<K> | undefined;
}

/** Makes the identity of this tablet at the first start; answers the one that stands otherwise. */
export async function ensureSelf(db: Database, deps: StoreDeps): Promise<Self> {
  return db.transaction('rw', db.meta, async () => {
    const had = await readMeta(db, 'self');
    if (had) return risen(db, had);
    const replica = newReplicaId(deps.random(16));
    const made: Self = {
      k: 'self', schema: SCHEMA, replica, counter: 1, no: 0, clock: CLOCK_ZERO, offset: 0,
      // A lone tablet has a user from its first start, so that every save has an author (DECISIONS 12).
      // A day's work goes in one question: on a slow line each further one costs more than its bytes. A line that fails halves it.
      user: recordId(replica, 0), batch: 0, dig: '', size: MAX_BATCH,
    };
    await db.meta.put(made);
    return made;
  });
}

/** A newer app has opened what an older one wrote: from now on it is the newer one's, and a tab of the older only reads. */
async function risen(db: Database, had: Self): Promise<Self> {
  if (had.schema >= SCHEMA) return had;
  const self: Self = { ...had, schema: SCHEMA };
  await db.meta.put(self);
  return self;
}

/** `self` for writing, inside a transaction. Throws NewerDatabaseError when a newer app owns the database. */
export async function selfForWrite(db: Database): Promise<Self> {
  const self = await readMeta(db, 'self');
  if (!self) throw new Error('store not opened');
  if (self.schema > SCHEMA) throw new NewerDatabaseError();
  return self;
}

export const NO_CURSORS: Cursors = { k: 'cursors', list: [], agreed: false };
export const NO_SYNC: SyncNote = { k: 'sync', ok: 0, tried: 0, problem: '', skew: 0 };

export async function readLink(db: Database): Promise<Link | undefined> {
  return readMeta(db, 'link');
}
