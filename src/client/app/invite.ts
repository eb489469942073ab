import { inviteIn } from '../deps/invite-text.ts';

/** What an address with `#j=` brought: an invitation, or one that nothing can be made of. */
export type Invitation = { readonly kind: 'found'; readonly secret: string } | { readonly kind: 'damaged' };

/**
 * Takes an invitation out of the address (`#j=…`) and clears it there at once: it must not stay in history or be
 * shared on. undefined: the address has none.
 */
export function takeInvite(): Invitation | undefined {
  const { hash } = location;
  if (!/^#j=/i.test(hash)) return undefined;
  // The mark of an open sheet stands in the state of the entry.
  history.replaceState(history.state, '', location.pathname + location.search);
  const secret = inviteIn(hash);
  return secret === undefined ? { kind: 'damaged' } : { kind: 'found', secret };
}

/**
 * A link opened in a tab that shows the app already changes the hash and loads nothing.
 * @returns the way to stop listening
 */
export function watchInvites(onInvite: (invite: Invitation) => void): () => void {
  const look = (): void => {
    const invite = takeInvite();
    if (invite) onInvite(invite);
  };
  addEventListener('hashchange', look);
  // One that came between the start and now.
  look();
  return () => removeEventListener('hashchange', look);
}
