import Dexie from 'dexie';
import { Database } from './database.ts';

export interface QuietOptions {
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
}

/**
 * Opens the database for work that no page asked for, and only as it stands: one that is not there is not made, one of
 * another version is neither raised nor written to, since an upgrade closes the pages that are open. A page that wants
 * to upgrade closes this connection (`Database` listens), so that it never waits for us.
 * @returns undefined where it is not ours to open
 */
export async function openAsItStands(name: string, o: QuietOptions = {}): Promise<Database | undefined> {
  const db = new Database(name, { ...o });
  if ((await versionOf(o.indexedDB ?? Dexie.dependencies.indexedDB, name)) !== db.verno) return undefined;
  await db.open();
  // Raised between the look and the opening: Dexie would open a newer one, too.
  if (versionIn(db.backendDB()) === db.verno) return db;
  db.close({ disableAutoOpen: true });
  return undefined;
}

/** Dexie counts in tens of what the browser counts in. */
const versionIn = (idb: IDBDatabase): number => Math.floor(idb.version / 10);

/** The version a database has; 0 when there is none, and then none is left behind. */
function versionOf(factory: IDBFactory, name: string): Promise<number> {
  return new Promise((resolve) => {
    const request = factory.open(name);
    request.addEventListener('upgradeneeded', () => {
      request.transaction?.abort();
    });
    request.addEventListener('success', () => {
      const version = versionIn(request.result);
      request.result.close();
      resolve(version);
    });
    request.addEventListener('error', () => resolve(0));
  });
}
