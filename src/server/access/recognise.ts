import type { DeviceRow, Store, TokenRow } from '../store/store.ts';
import { hashOf, sameHash } from './secrets.ts';

/** Who asks, as far as the token says. */
export interface Caller {
  readonly device: DeviceRow;
  readonly kind: TokenRow['kind'];
  readonly token: TokenRow;
}

/** How long a device may stay away altogether before its tokens are worth nothing, ms. Offline work alone never ends them. */
export const AWAY = 365 * 24 * 3_600_000;

/**
 * What a token is worth. `ended`: a newer one of its device took its place; `expired`: the device was away too long;
 * `revoked`: it was taken out of the project. Of those three it still proves which device it was.
 */
export type Recognised =
  | { readonly state: 'good' | 'ended' | 'expired' | 'revoked'; readonly caller: Caller }
  | { readonly state: 'unknown'; readonly caller?: undefined };

const BEARER = /^Bearer ([0-9a-z]{20,200})$/i;
const UNKNOWN: Recognised = { state: 'unknown' };

/** The device behind an `Authorization` header, and whether it may ask. The first use of a token is noted. */
export async function recognise(store: Store, header: string | undefined, now: number): Promise<Recognised> {
  const secret = BEARER.exec(header ?? '')?.[1];
  if (secret === undefined) return UNKNOWN;
  const hash = hashOf(secret);
  const found = await store.read(async (tx): Promise<Recognised> => {
    const token = await tx.token(hash);
    if (!token || !sameHash(token.hash, hash)) return UNKNOWN;
    const device = await tx.device(token.device);
    if (!device) return UNKNOWN;
    const caller = { device, kind: token.kind, token };
    // In this order: a token that ended says nothing of the device that goes on with another.
    if (token.ended > 0) return { state: 'ended', caller };
    if (await tx.access.revocation(device.device)) return { state: 'revoked', caller };
    return { state: now - lastHeard(device, token) > AWAY ? 'expired' : 'good', caller };
  });
  const token = found.caller?.token;
  if (token?.used === 0 && (found.state === 'good' || found.state === 'revoked')) await firstUse(store, token, now);
  return found;
}

const lastHeard = (device: DeviceRow, token: TokenRow): number => Math.max(device.seen, token.made, token.used);

/**
 * A token that is seen has arrived. Those of its device and kind that were made before it end: until now its holder
 * might have had to go on with one of them. Later ones stay: an answer that is still on its way may have brought them.
 * Its invitation closes, since a copy of that is worth nothing any more.
 */
async function firstUse(store: Store, token: TokenRow, now: number): Promise<void> {
  await store.write(async (tx) => {
    const mine = (await tx.access.tokensOf(token.device)).filter((t) => t.kind === token.kind && t.ended === 0);
    // Another request may have been first, with this one or with a newer.
    if (!mine.some((t) => t.hash === token.hash)) return;
    for (const t of mine) if (t.made < token.made) await tx.putToken({ ...t, ended: now });
    await tx.putToken({ ...token, used: now });
    const invite = await tx.invite(token.invite);
    if (invite) await tx.putInvite({ ...invite, closed: true });
  });
}
