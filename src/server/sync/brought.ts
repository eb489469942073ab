import { clockOf, stampReplica, type Stamp } from '../../core/clock.ts';
import type { ReplicaId } from '../../core/ids.ts';
import { cellsOf, type Op } from '../../core/sync/change.ts';
import { sameValue, type Loser } from '../../core/sync/merge.ts';
import { MAX_AHEAD } from '../../core/sync/protocol.ts';
import type { DeviceRights } from '../access/device.ts';
import type { ReadTx } from '../store/store.ts';

/**
 * Saves that a tablet brings though somebody else made them: after we lost our past, tablets give back what they had
 * read of others, under its old stamps (PROTOCOL 2.7, DECISIONS 17). Who brought it stands in the origin, who saved it
 * in the stamp.
 */

/** Whose stamps an op may bear. */
export type Whose = 'theirs' | 'brought' | 'foreign';

interface From {
  readonly device: string;
  readonly rights: DeviceRights;
  /** The endpoint's own replica. */
  readonly endpoint: ReplicaId;
  readonly now: number;
}

/**
 * Whose stamp an op bears: the device's own, or one that we gave it (never a future one of ours, which only a forger
 * could have): `theirs`. One of somebody else may only be `brought` by a device that was told that we lost our past.
 */
export async function whose(tx: ReadTx, { device, rights, endpoint, now }: From, h: Stamp): Promise<Whose> {
  const replica = stampReplica(h);
  if (rights.replicas.has(replica)) return 'theirs';
  if (replica === endpoint) return clockOf(h).ms <= now + MAX_AHEAD ? 'theirs' : 'foreign';
  return (await tx.device(device))?.reset === undefined ? 'foreign' : 'brought';
}

/** Whether every cell of a save lies here already, under its own stamp. */
export async function isAllHere(tx: ReadTx, op: Op): Promise<boolean> {
  const row = await tx.row(op.s, op.t, op.id);
  if (!row) return false;
  return [...cellsOf(op)].every(([field, value, personal]) => row.h[field] === op.h && sameValue(row[personal ? 'p' : 'f'][field] ?? null, value));
}

/** The stamp a brought save was given when it came before, in place of a future one. */
export async function restampedBefore(tx: ReadTx, { s, t, id, h }: Op): Promise<Stamp | undefined> {
  const claim = (await tx.history(s, t, id)).find((x) => x.why === 'claimed' && x.stamp === h);
  return claim === undefined ? undefined : (claim.value as Stamp);
}

/**
 * Whether history has a losing value already, of a save that has come under another name: what several tablets bring, and
 * its author once more, is one loss. So is what two copies of a tablet say of one moment, where the copy took a name of
 * its own before it ever joined.
 * @param isKnown whether a save of this very stamp has come before
 */
export async function isKnownLoss(tx: ReadTx, { s, t, id }: Op, loser: Loser, isKnown: boolean): Promise<boolean> {
  const moment = (h: Stamp): string => h.slice(0, 14);
  const isSame = (h: Stamp): boolean => (h === loser.stamp ? isKnown : moment(h) === moment(loser.stamp));
  const past = await tx.history(s, t, id);
  return past.some((x) => x.why !== 'claimed' && x.field === loser.field && isSame(x.stamp) && sameValue(x.value, loser.value));
}
