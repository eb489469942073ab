import { inviteOf } from '../sync/enrol.ts';

/** Takes an invitation out of the address (`#j=…`) and clears it there. */
export function takeInvite(): string | undefined {
  if (!location.hash.startsWith('#j=')) return undefined;
  const invite = inviteOf(location.hash);
  history.replaceState(null, '', location.pathname + location.search);
  return invite;
}
