import type { Rights } from '../../core/access/rights.ts';
import type { ReplicaId } from '../../core/ids.ts';
import type { DeviceRow, ReadTx, Store, TokenRow } from '../store/store.ts';
import { hashOf, sameHash } from './secrets.ts';

/** Who asks, as far as the token says. */
export interface Caller {
  readonly device: DeviceRow;
  readonly kind: TokenRow['kind'];
}

const BEARER = /^Bearer ([0-9a-z]{20,200})$/i;

/** The device behind an `Authorization` header, or undefined. Closes the invitation at the first use of a token. */
export async function identify(store: Store, header: string | undefined, now: number): Promise<Caller | undefined> {
  const secret = BEARER.exec(header ?? '')?.[1];
  if (secret === undefined) return undefined;
  const hash = hashOf(secret);
  const found = await store.read(async (tx) => {
    const token = await tx.token(hash);
    if (!token || !sameHash(token.hash, hash)) return undefined;
    const device = await tx.device(token.device);
    return device && { token, device };
  });
  if (!found) return undefined;
  if (found.token.used === 0) await firstUse(store, found.token, now);
  return { device: found.device, kind: found.token.kind };
}

/**
 * An invitation may be repeated while its answer may have been lost, not longer: once a token is seen, the
 * answer has arrived, and a copy of the invitation is worth nothing any more.
 */
async function firstUse(store: Store, token: TokenRow, now: number): Promise<void> {
  await store.write(async (tx) => {
    await tx.putToken({ ...token, used: now });
    const invite = await tx.invite(token.invite);
    if (invite) await tx.putInvite({ ...invite, closed: true });
  });
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
