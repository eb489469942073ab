import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../store/store.ts';
import { mendsByInvitation } from '../sync/enrol.ts';
import { watchInvites, type Invitation } from './invite.ts';

/** An invitation that this tablet can take. */
export interface Pending {
  readonly secret: string;
  /** It came while the app stood open: whatever is being done must not be swept away. */
  readonly isLater: boolean;
}

export interface Invites {
  /** False until it is known what the invitation of the first address is good for. */
  readonly isReady: boolean;
  readonly pending: Pending | undefined;
  /** Why an invitation leads nowhere. */
  readonly note: 'damaged' | 'joined' | undefined;
  /** The invitation was taken or put aside. */
  drop(): void;
  clearNote(): void;
}

/** Invitations from the address the app began with, and from links opened later. */
export function useInvites(store: Store, first: Invitation | undefined): Invites {
  const [isReady, setReady] = useState(first === undefined);
  const [pending, setPending] = useState<Pending>();
  const [note, setNote] = useState<Invites['note']>();
  useEffect(() => {
    const arrive = async (invite: Invitation, isLater: boolean): Promise<void> => {
      // Decided once, on arrival: the very joining must not look like being joined already.
      const able = invite.kind === 'found' && (await mayJoin(store));
      setNote(invite.kind === 'damaged' ? 'damaged' : able ? undefined : 'joined');
      if (able) setPending({ secret: invite.secret, isLater });
      setReady(true);
    };
    if (first) void arrive(first, false);
    return watchInvites((invite) => void arrive(invite, true));
  }, [store, first]);
  return { isReady, pending, note, drop: () => setPending(undefined), clearNote: () => setNote(undefined) };
}

async function mayJoin(store: Store): Promise<boolean> {
  return !(await store.link()) || mendsByInvitation((await store.sync()).problem);
}
