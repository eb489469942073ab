import type { TokenRow, WriteTx } from '../store/store.ts';
import type { Caller } from './recognise.ts';
import { hashOf, newToken, type Random } from './secrets.ts';

const DAY = 24 * 3_600_000;
/** A token older than this is given successors, ms. */
export const ROTATE_AFTER = 30 * DAY;
/** Successors that nobody has used after this time never arrived, ms. */
const LEFT_OVER = 30 * DAY;
/** How long it is remembered that a token ended, ms: whoever still holds it may prove by it which device he was. */
const REMEMBERED = 365 * DAY;
/** Successors of one token that may be on their way at once: answers are lost, not by the hundred. */
const MOST = 16;

/** New tokens for a device: stored as hashes, told once. */
export interface Fresh {
  readonly tok: string;
  readonly push: string;
}

/**
 * Successors of a token that has served its time, for the answer to the question it was asked with; undefined while it
 * has not. It stays valid until one of them is used, since the answer may be lost. One that may only push gets none:
 * it must not make a token that reads.
 */
export async function successors(tx: WriteTx, { token, kind }: Caller, ports: { readonly now: number; readonly random: Random }): Promise<Fresh | undefined> {
  const { now, random } = ports;
  if (kind !== 'full' || now - token.made <= ROTATE_AFTER) return undefined;
  const all = await tx.access.tokensOf(token.device);
  // Read again: it may have ended since it was looked at.
  if (all.find((t) => t.hash === token.hash)?.ended !== 0) return undefined;
  const left: TokenRow[] = [];
  for (const t of all) {
    if (isLeftOver(t, token, now)) await tx.access.dropToken(t.hash);
    else left.push(t);
  }
  if (left.filter((t) => t.kind === 'full' && t.used === 0 && t.made > token.made).length >= MOST) return undefined;
  const [tok, push] = [newToken(random), newToken(random)];
  const given = { device: token.device, invite: token.invite, made: now, used: 0, ended: 0 };
  await tx.putToken({ ...given, hash: hashOf(tok), kind: 'full' });
  await tx.putToken({ ...given, hash: hashOf(push), kind: 'push' });
  return { tok, push };
}

/** @param current the token its holder goes on with: what came with it, or later, he may still need */
function isLeftOver(t: TokenRow, current: TokenRow, now: number): boolean {
  if (t.hash === current.hash || t.made === current.made) return false;
  if (t.ended > 0) return now - t.ended > REMEMBERED;
  return t.made > current.made ? t.used === 0 && now - t.made > LEFT_OVER : t.kind === 'push' && current.made - t.made > LEFT_OVER;
}
