import type { SyncResponse } from '../../core/sync/protocol.ts';
import type { Database, Link } from './database.ts';
import { readMeta } from './self.ts';

/** Who asked: an answer is for him alone. */
export interface Asker {
  readonly replica: string;
  readonly token: string;
}

/**
 * Tokens that came with an answer, in the transaction that applies it (PROTOCOL 2.11). Only in place of the one it was
 * asked with: where another page has newer ones by now, a late answer must not bring back what has ended meanwhile.
 */
export async function takeTokens(db: Database, { tok, push }: Pick<SyncResponse, 'tok' | 'push'>, asker: Asker | undefined): Promise<void> {
  const link = await readMeta(db, 'link');
  if (!link || link.token !== asker?.token) return;
  if (tok !== undefined && push !== undefined) await db.meta.put({ ...link, token: tok, push, was: { token: link.token, push: link.push } });
  else if (link.was?.tried) await db.meta.put({ ...link, was: { token: link.was.token, push: link.was.push } });
}

/** What to do about a token that the endpoint does not take. */
export type TokenAdvice = 'go_on' | 'give_up';

/**
 * A token was refused. Where it is no longer the one that lies here, another page was faster: on with the new one. Else,
 * where the endpoint does not know it, the one before is tried for once: it may have been put back to a time before the
 * new one was made. Neither is ever forgotten, since whoever refuses may be a stranger.
 */
export async function afterRefusal(db: Database, token: string, isUnknown: boolean): Promise<TokenAdvice> {
  return db.transaction('rw', db.meta, async () => {
    const link = await readMeta(db, 'link');
    if (!link) return 'go_on'; // no longer tied: the next round says so
    if (link.token !== token && link.push !== token) return 'go_on';
    if (!isUnknown || !link.was || link.push === token) return 'give_up';
    await db.meta.put(swapped(link, link.was));
    return link.was.tried ? 'give_up' : 'go_on';
  });
}

const swapped = (link: Link, was: NonNullable<Link['was']>): Link => ({
  ...link, token: was.token, push: was.push, was: { token: link.token, push: link.push, ...(was.tried ? {} : { tried: true }) },
});
