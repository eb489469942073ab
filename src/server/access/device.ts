import type { Rights } from '../../core/access/rights.ts';
import type { ReplicaId } from '../../core/ids.ts';
import type { DeviceRow, ReadTx, Store } from '../store/store.ts';
import { recognise, type Caller } from './recognise.ts';
import { isTaken } from './revocation.ts';

export type { Caller };

/** The device behind an `Authorization` header, or undefined when nothing of the project is its business (any more). */
export async function identify(store: Store, header: string | undefined, now: number): Promise<Caller | undefined> {
  const { state, caller } = await recognise(store, header, now);
  return state === 'good' ? caller : undefined;
}

/** As `identify`; and a device that was taken out of the project too, while its last work is still taken: for what only brings. */
export async function identifyLast(store: Store, header: string | undefined, now: number): Promise<Caller | undefined> {
  const { state, caller } = await recognise(store, header, now);
  if (state !== 'revoked') return state === 'good' ? caller : undefined;
  const row = await store.read((tx) => tx.access.revocation(caller.device.device));
  return row === undefined || isTaken(row, now) ? caller : undefined;
}

/** What a device may do; `trainings` may grow while a batch is taken. */
export type DeviceRights = Rights & { readonly trainings: Set<string> };

/** What a device may do, with every replica it has been (and `extra`, the one it is now). Sets are fresh: the caller may add. */
export async function rightsOf(
  tx: ReadTx,
  device: DeviceRow,
  extra: readonly ReplicaId[] = [],
): Promise<DeviceRights> {
  const grants = (await tx.grants(device.device)).filter((g) => g.on).map((g) => g.s);
  const targets = (kind: string): Set<string> => new Set(grants.filter((s) => s.startsWith(kind)).map((s) => s.slice(2)));
  return {
    role: device.role,
    areas: targets('r:'),
    trainings: targets('t:'),
    replicas: new Set([...(await tx.replicasOf(device.device)), ...extra]),
  };
}
