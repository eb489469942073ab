import type { HeldParcel } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { unsentOps } from '../../store/unsent-ops.ts';
import { groupsOf, type WaitingGroup } from './queries.ts';

/** What this tablet carries for others. */
export interface Carried {
  /** Saves that the endpoint has not yet. */
  readonly count: number;
  readonly parcels: readonly Pick<HeldParcel, 'id' | 'label' | 'at' | 'count' | 'refused'>[];
}

/** The oldest parcel first. */
export async function readCarried({ db }: Store): Promise<Carried> {
  const [count, parcels] = await Promise.all([db.carried.filter((o) => o.b === undefined).count(), db.parcels.toArray()]);
  return { count, parcels: parcels.toSorted((a, b) => a.at - b.at) };
}

/** What can be handed over. */
export interface ToHandOver {
  /** Saves: the tablet's own that the endpoint has not, and those it carries. */
  readonly count: number;
  /** Trainings with saves of their own. */
  readonly trainings: readonly (WaitingGroup & { readonly training: string })[];
  /** Whether the file needs no code: this tablet has a key of the project. */
  readonly isLocked: boolean;
}

export async function readToHandOver(store: Store): Promise<ToHandOver> {
  const [ops, carried, link] = await Promise.all([unsentOps(store.db), readCarried(store), store.link()]);
  const groups = await groupsOf(store, ops);
  return {
    count: ops.length + carried.count,
    trainings: groups.flatMap((g) => (g.training === undefined ? [] : [{ ...g, training: g.training }])),
    isLocked: link?.keys !== undefined,
  };
}
