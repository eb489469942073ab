import { err, ok, type Result } from '../../core/result.ts';
import type { RevocationRow } from '../store/access.ts';
import type { DeviceRow, ReadTx, WriteTx } from '../store/store.ts';

/** What a device that was taken out may still hand over: so many saves, and so long after its first contact, ms. */
const MOST_TAKEN = 20_000;
const LONGEST = 30 * 24 * 3_600_000;

/** Whether the last work of a device is still taken. */
export const isTaken = (r: RevocationRow, now: number): boolean => r.taken < MOST_TAKEN && (r.met === 0 || now - r.met <= LONGEST);

/** Why a device is not taken out or let in. `forbidden`: whoever asks was taken out himself meanwhile. */
export type RevokeFault = 'not_found' | 'own' | 'last' | 'forbidden';

/**
 * Takes a device out of the project, or lets it in again with the rights it had. Nobody takes himself out, and one
 * coordinator stays. Invitations that a device gave out and nobody has used end with it.
 */
export async function setRevoked(
  tx: WriteTx,
  what: { readonly by: string; readonly device: string; readonly on: boolean },
  now: number,
): Promise<Result<DeviceRow, RevokeFault>> {
  const { by, device, on } = what;
  await inTurn(tx);
  // Two who take each other out: the second comes too late.
  if (await tx.access.revocation(by)) return err('forbidden');
  const row = await tx.device(device);
  if (!row) return err('not_found');
  if (device === by) return err('own');
  if (!on) await tx.access.dropRevocation(device);
  else if (!(await tx.access.revocation(device))) {
    if (row.role === 'coordinator' && !(await isCoordinatedWithout(tx, device))) return err('last');
    await tx.access.putRevocation({ device, at: now, by, met: 0, taken: 0, parted: 0 });
    await tx.access.dropInvitesOf(device);
  }
  return ok(row);
}

/** One such decision after another, whatever processes they come to: each must see what the one before has done. */
async function inTurn(tx: WriteTx): Promise<void> {
  const decisions = Number((await tx.meta('decisions')) ?? 0);
  await tx.putMeta('decisions', String(decisions + 1));
}

/** Whether somebody coordinates without this device. The demo's own device is nobody's. */
async function isCoordinatedWithout(tx: ReadTx, device: string): Promise<boolean> {
  for (const d of await tx.devices()) {
    if (d.role === 'coordinator' && d.via !== 'demo' && d.device !== device && !(await tx.access.revocation(d.device))) return true;
  }
  return false;
}
