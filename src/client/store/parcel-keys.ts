import type { KeyResponse } from '../../core/sync/carry.ts';
import type { Database, Link } from './database.ts';
import { readLink } from './self.ts';

/** Former keys kept: an endpoint begun anew gives another one, and parcels under the old one may be on their way. */
const KEPT = 3;

/** A tie with what parcels are sealed and proved with. Keys it had stay, behind the new one. */
export function withKeys(link: Link, had: Link | undefined, { key, proof }: Partial<KeyResponse>, epoch: string): Link {
  const old = had?.keys ?? [];
  if (key === undefined || proof === undefined) return old.length > 0 ? { ...link, keys: old } : link;
  return { ...link, keys: [key, ...old.filter((k) => k !== key)].slice(0, KEPT), proof, keyEpoch: epoch };
}

/** Whether the endpoint is still to be asked for them: a tablet that joined before there were any, or an endpoint begun anew. */
export const lacksKeys = ({ proof, keyEpoch, epoch }: Link): boolean => proof === undefined || keyEpoch !== epoch;

/** Keeps what the endpoint gave. Nothing when the tablet has another tie by now. */
export async function keepKeys(db: Database, asked: Link, keys: KeyResponse): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const link = await readLink(db);
    if (link?.device === asked.device) await db.meta.put(withKeys(link, link, keys, asked.epoch));
  });
}
