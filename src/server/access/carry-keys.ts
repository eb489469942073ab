import { createHmac } from 'node:crypto';
import { toBase64 } from '../../core/sync/base.ts';
import { MAC_BYTES, macText, type CarriedBatch, type KeyResponse } from '../../core/sync/carry.ts';
import type { ReadTx, WriteTx } from '../store/store.ts';
import { newToken, sameHash, type Random } from './secrets.ts';

const KEY = 'parcel_key';
/** Stays here: from it follows what each device proves its parcels by. */
const MASTER = 'parcel_master';

/** Not bound to tokens, which come and go: a parcel may lie on another tablet for weeks. */
const proofOf = (master: string, device: string): string => createHmac('sha256', master).update(`device ${device}`).digest('hex');

/** What a device seals and proves parcels with (SPEC 2.16); the project's part is drawn when it is first asked for. */
export async function parcelKeys(tx: WriteTx, device: string, random: Random): Promise<KeyResponse> {
  const [key = await drawn(tx, KEY, random), master = await drawn(tx, MASTER, random)] = [await tx.meta(KEY), await tx.meta(MASTER)];
  return { key, proof: proofOf(master, device) };
}

async function drawn(tx: WriteTx, name: string, random: Random): Promise<string> {
  const value = newToken(random);
  await tx.putMeta(name, value);
  return value;
}

/** Whether the device that a batch names has made it. */
export async function isProven(tx: ReadTx, batch: CarriedBatch): Promise<boolean> {
  const master = await tx.meta(MASTER);
  if (master === undefined || batch.d === '') return false;
  const mac = createHmac('sha256', proofOf(master, batch.d)).update(macText(batch)).digest();
  return sameHash(toBase64(mac.subarray(0, MAC_BYTES)), batch.mac);
}
