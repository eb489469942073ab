import { mayRead } from '../../core/access/rights.ts';
import { registry as standard, SCHEMA, type Registry } from '../../core/entities/registry.ts';
import type { ReplicaId } from '../../core/ids.ts';
import { replicaOf } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { toBase64 } from '../../core/sync/base.ts';
import { carriedBatches, MAC_BYTES, macText, type CarriedBatch } from '../../core/sync/carry.ts';
import { unpackOps } from '../../core/sync/codec.ts';
import { MAX_PARCEL_OPS, newCode, openParcel, parcelBytes, sealParcel, tidyCode, type Bytes, type Lock, type Parcel, type ParcelFault, type ParcelPort } from '../../core/sync/parcel.ts';
import { takeIn, type TakenIn } from '../store/carried.ts';
import type { HeldParcel, Link, OutOp } from '../store/database.ts';
import { readMeta } from '../store/self.ts';
import type { Store } from '../store/store.ts';
import { unsentOps } from '../store/unsent-ops.ts';
import { webParcel } from './web-parcel.ts';

export interface ParcelDeps {
  readonly now: () => number;
  readonly port?: ParcelPort;
  readonly registry?: Registry;
}

/** A parcel ready to be handed over. */
export interface Packed {
  readonly bytes: Bytes;
  readonly count: number;
  /** What the other person types: only where the tablet has no key of a project. */
  readonly code: string | undefined;
}

/**
 * Packs what was not sent: of everything, with what this tablet carries for others; or of one training.
 * @returns undefined when there is nothing
 */
export async function pack(store: Store, { now, port = webParcel, registry = standard }: ParcelDeps, training?: string): Promise<Packed | undefined> {
  const link = await store.link();
  const ops = (await unsentOps(store.db, training)).slice(0, MAX_PARCEL_OPS);
  const relayed = training === undefined ? await heldBatches(store, port, link) : { batches: [], count: 0 };
  const count = ops.length + relayed.count;
  if (count === 0) return undefined;
  const { replica, label } = await nameOf(store);
  const parcel: Parcel = {
    v: 1, replica, label, at: Math.floor(now()), count, ...(training === undefined ? {} : { training }),
    batches: [...(await ownBatches(ops, link, port, registry)), ...relayed.batches],
  };
  const lock = lockOf(port, link);
  return { bytes: await sealParcel(port, parcel, lock), count, code: lock.kind === 'code' ? lock.code : undefined };
}

function lockOf(port: ParcelPort, link: Link | undefined): Lock {
  const key = link?.keys?.[0];
  return key === undefined ? { kind: 'code', code: newCode(port) } : { kind: 'project', key };
}

async function ownBatches(ops: readonly OutOp[], link: Link | undefined, port: ParcelPort, registry: Registry): Promise<CarriedBatch[]> {
  const out: CarriedBatch[] = [];
  for (const r of new Set(ops.map((o) => o.r))) {
    for (const wire of carriedBatches(registry, ops.filter((o) => o.r === r))) {
      const proof = link?.proof;
      const batch = { d: proof === undefined ? '' : (link?.device ?? ''), r, schema: SCHEMA, ops: wire };
      const mac = proof === undefined ? '' : toBase64((await port.hmac(port.utf8(proof), port.utf8(macText(batch)))).slice(0, MAC_BYTES));
      out.push({ ...batch, mac });
    }
  }
  return out;
}

/** What is carried for others goes on as it came: whose it is, and the proof of it, stand in it. */
async function heldBatches(store: Store, port: ParcelPort, link: Link | undefined): Promise<{ batches: CarriedBatch[]; count: number }> {
  const found: CarriedBatch[] = [];
  let count = 0;
  for (const held of await store.db.parcels.toArray()) {
    const opened = await openHeld(port, held, link);
    if (!opened.ok) continue;
    for (const batch of opened.value.batches) {
      found.push(batch);
      count += opsOf([batch]).length;
    }
  }
  return { batches: found, count };
}

/** A parcel that lies here, opened again. */
export const openHeld = (port: ParcelPort, held: HeldParcel, link: Link | undefined): Promise<Result<Parcel, ParcelFault>> =>
  openParcel(port, new Uint8Array(held.bytes), { project: link?.keys ?? [], code: held.code });

/** Ops of batches with whose they are; batches that cannot be unpacked are left out: the endpoint says so of them. */
export const opsOf = (batches: readonly CarriedBatch[]): OutOp[] => batches.flatMap((batch) => unpacked(batch).map((o): OutOp => ({ ...o, r: batch.r })));

function unpacked({ ops }: CarriedBatch) {
  try {
    return unpackOps(ops);
  } catch {
    return []; // sealed by a device of ours, but of columns that do not fit together
  }
}

/** Every replica this tablet has been, the one it is now first. */
async function ownReplicas(store: Store): Promise<[ReplicaId, ...ReplicaId[]]> {
  const self = (await readMeta(store.db, 'self')) ?? store.self;
  return [self.replica, ...(self.was ?? [])];
}

/** Who this tablet is, and how people call it; '' when it has no name. */
async function nameOf(store: Store): Promise<Pick<Parcel, 'replica' | 'label'>> {
  const own = await ownReplicas(store);
  const device = (await store.list('device')).find((d) => own.some((r) => r === replicaOf(d.id)));
  return { replica: own[0], label: device?.label ?? '' };
}

/** A parcel of somebody, opened and not yet taken in. */
export interface Opened {
  readonly held: HeldParcel;
  readonly parcel: Parcel;
  /** Saves of others in it. */
  readonly ops: readonly OutOp[];
  /** Of them, those that this tablet carries already. */
  readonly known: number;
}

/** `own`: packed on this tablet, nothing of others in it. `empty`: nothing that could be read. */
export type OpenFault = ParcelFault | 'own' | 'empty';

/** Opens a file, or what pictures gave; changes nothing. */
export async function open(store: Store, { now, port = webParcel }: ParcelDeps, file: Bytes, code?: string): Promise<Result<Opened, OpenFault>> {
  const link = await store.link();
  const parcel = await openParcel(port, file, { project: link?.keys ?? [], code });
  if (!parcel.ok) return parcel;
  const own = new Set<string>(await ownReplicas(store));
  const all = opsOf(parcel.value.batches);
  const ops = all.filter((o) => !own.has(o.r));
  if (ops.length === 0) return err(all.length > 0 ? 'own' : 'empty');
  const had = await store.db.carried.bulkGet(ops.map((o): [string, number] => [o.r, o.no]));
  const bytes = parcelBytes(port, file) ?? file;
  const digits = tidyCode(code ?? '');
  const held: HeldParcel = {
    id: toBase64((await port.sha256(bytes)).slice(0, 12)), bytes: bytes.slice().buffer, label: parcel.value.label, at: Math.floor(now()), count: ops.length,
    ...(digits === '' ? {} : { code: digits }),
  };
  return ok({ held, parcel: parcel.value, ops, known: had.filter((o) => o !== undefined).length });
}

/** Takes an opened parcel in. Durable on return. */
export async function accept(store: Store, { held, ops }: Opened): Promise<TakenIn> {
  const rights = await store.rights();
  const taken = await takeIn(store.db, held, ops, (s) => mayRead(rights, s));
  store.changed(taken.keys);
  return taken;
}
