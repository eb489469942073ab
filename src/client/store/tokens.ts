import type { SyncResponse } from '../../core/sync/protocol.ts';
import type { Database, Link } from './database.ts';
import { readMeta } from './self.ts';

/** Who asked: an answer is for him alone. */
export interface Asker {
  readonly replica: string;
  readonly token: string;
}

/** Former tokens kept: new ones come once a month, and a backup of the endpoint is seldom older than three. */
const KEPT = 3;

/**
 * Tokens that came with an answer, in the transaction that applies it (PROTOCOL 2.11). Only in place of the one it was
 * asked with: where another page has newer ones by now, a late answer must not bring back what has ended meanwhile.
 */
export async function takeTokens(db: Database, { tok, push }: Pick<SyncResponse, 'tok' | 'push'>, asker: Asker | undefined): Promise<void> {
  const had = await readMeta(db, 'link');
  if (!had || had.token !== asker?.token) return;
  const { tried, ...link } = had;
  if (tok !== undefined && push !== undefined) {
    const was = [{ token: link.token, push: link.push }, ...(link.was ?? [])].slice(0, KEPT);
    await db.meta.put({ ...link, token: tok, push, was });
  } else if (tried !== undefined) await db.meta.put(link);
}

/** The tokens of a former tie as the same device: a backup of the endpoint may know no later ones. Another device's say nothing. */
export function formerOf(had: Link | undefined, { device }: Pick<Link, 'device'>): Pick<Link, 'was'> {
  return had?.device === device ? { was: [{ token: had.token, push: had.push }, ...(had.was ?? [])].slice(0, KEPT) } : {};
}

/** What to do about a token that the endpoint does not take. */
export type TokenAdvice = 'go_on' | 'give_up';

/**
 * A token was refused. Where it is no longer the one that lies here, another page was faster: on with the new one. Else,
 * where the endpoint does not know it, those before it are tried in turn: it may have been put back to a time before the
 * newer ones were made. None is ever forgotten, since whoever refuses may be a stranger; after all of them the first
 * stands again.
 */
export async function afterRefusal(db: Database, token: string, isUnknown: boolean): Promise<TokenAdvice> {
  return db.transaction('rw', db.meta, async () => {
    const link = await readMeta(db, 'link');
    if (!link) return 'go_on'; // no longer tied: the next round says so
    if (link.token !== token && link.push !== token) return 'go_on';
    const [next, ...rest] = link.was ?? [];
    if (!isUnknown || !next || link.push === token) return 'give_up';
    const { tried = 0, ...standing } = link;
    const turned: Link = { ...standing, ...next, was: [...rest, { token: link.token, push: link.push }] };
    const isRound = tried === rest.length + 1;
    await db.meta.put(isRound ? turned : { ...turned, tried: tried + 1 });
    return isRound ? 'give_up' : 'go_on';
  });
}
