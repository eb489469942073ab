import type { ReplicaId, Scope } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { EnrolRequest, EnrolResponse, InviteRequest, InviteResponse, Role } from '../../core/sync/protocol.ts';
import type { DeviceRow, InviteRow, Via, WriteTx } from '../store/store.ts';
import { parcelKeys } from './carry-keys.ts';
import { projectOf } from './project.ts';
import { hashOf, newInvite, newToken, sameHash, secret, tidyInvite, type Random } from './secrets.ts';

const HOUR = 3_600_000;
/** How long an invitation holds. The link of the first start is printed where others may look: it holds a day. */
const HOLDS: Readonly<Record<Via, number>> = { first: 24 * HOUR, demo: HOUR, invited: 72 * HOUR };

interface Ports {
  /** ms since 1970 */
  readonly now: () => number;
  readonly random: Random;
}

/** A fresh single-use invitation; only its hash is stored. */
export async function invite(tx: WriteTx, request: Omit<InviteRequest, 'v'>, via: Via, { now, random }: Ports): Promise<InviteResponse> {
  const text = newInvite(random);
  const made = now();
  const expires = made + HOLDS[via];
  await tx.putInvite({
    hash: hashOf(text), role: request.role, areas: request.areas, name: request.name, via,
    made, expires, replica: '', device: '', closed: false,
  });
  return { invite: text, expires };
}

/**
 * The invitation that makes the first coordinator, or undefined when there is one. Each call draws a new secret
 * and makes the one before worthless. The demo's own device is no coordinator in this sense: nobody holds it.
 */
export async function inviteFirst(tx: WriteTx, ports: Ports): Promise<string | undefined> {
  if ((await tx.devices()).some((d) => d.role === 'coordinator' && d.via !== 'demo')) return undefined;
  await tx.dropUnused('first');
  return (await invite(tx, { role: 'coordinator', areas: [], name: '' }, 'first', ports)).invite;
}

/** Why an invitation is refused. `fork`: the replica is already another device. */
export type EnrolFault = 'unknown' | 'expired' | 'used' | 'fork';

/**
 * Makes a device of whoever holds an invitation, and gives it its tokens. Repeatable by the same replica with
 * fresh tokens until one of them is used (the answer may have been lost).
 * @param known the device whose token came along, if any: only its holder may join anew as a replica it already
 * was, since replica ids stand in every record and are no secret.
 */
export async function enrol(
  tx: WriteTx,
  request: EnrolRequest,
  known: DeviceRow | undefined,
  ports: Ports,
): Promise<Result<EnrolResponse, EnrolFault>> {
  const hash = hashOf(tidyInvite(request.invite));
  const found = await tx.invite(hash);
  if (!found || !sameHash(found.hash, hash)) return err('unknown');
  const fault = faultOf(found, request.replica, ports.now());
  if (fault) return err(fault);
  const owner = (await tx.replica(request.replica))?.device;
  if (owner !== undefined && owner !== found.device && owner !== known?.device) return err('fork');
  const device = await putDevice(tx, found, request, owner, ports);
  await tx.putInvite({ ...found, replica: request.replica, device: device.device });
  return ok(await giveTokens(tx, found, device, ports));
}

function faultOf(i: InviteRow, replica: ReplicaId, now: number): EnrolFault | undefined {
  if (i.closed || (i.replica !== '' && i.replica !== replica)) return 'used';
  return now >= i.expires ? 'expired' : undefined;
}

async function putDevice(tx: WriteTx, i: InviteRow, request: EnrolRequest, owner: string | undefined, { now, random }: Ports): Promise<DeviceRow> {
  const had = owner === undefined ? undefined : await tx.device(owner);
  // Joining again never takes a right away: a coordinator who opens a trainer's link stays coordinator.
  const role: Role = had?.role === 'coordinator' ? 'coordinator' : i.role;
  const fresh = { device: secret(random, 10), via: i.via, made: now(), seen: 0, unsent: 0, skew: 0, schema: 0 };
  const device: DeviceRow = { ...(had ?? fresh), label: request.label, role };
  await tx.putDevice(device);
  if (owner === undefined) {
    await tx.putReplica({ replica: request.replica, device: device.device, n: 0, dig: '', st: [], seqs: [], cursors: [] });
  }
  for (const area of i.areas) await tx.putGrant({ s: `r:${area}`, device: device.device, on: true });
  return device;
}

async function giveTokens(tx: WriteTx, i: InviteRow, device: DeviceRow, { now, random }: Ports): Promise<EnrolResponse> {
  const [token, push] = [newToken(random), newToken(random)];
  const given = { device: device.device, invite: i.hash, made: now(), used: 0, ended: 0 };
  await tx.putToken({ ...given, hash: hashOf(token), kind: 'full' });
  await tx.putToken({ ...given, hash: hashOf(push), kind: 'push' });
  const areas = (await tx.grants(device.device)).filter((g) => g.on && isArea(g.s)).map((g) => g.s.slice(2));
  const { epoch } = await projectOf(tx);
  return { token, push, role: device.role, device: device.device, areas, epoch, now: now(), name: i.name, ...(await parcelKeys(tx, device.device, random)) };
}

const isArea = (s: Scope): boolean => s.startsWith('r:');
