import type { Registry } from '../entities/registry.ts';
import { isReplicaId, type ReplicaId } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { packOps, type OpsWire } from './codec.ts';
import type { Op } from './change.ts';
import { fits, isCount, isRecord, isShort, listOf, optional, type Check, type Shape } from './message-shape.ts';
import { MAX_BATCH, PROTOCOL, type OpAnswer } from './protocol.ts';

/** Saves of one replica that travel by another device (SPEC 2.16). */
export interface CarriedBatch {
  /** The device that made them; '' for a tablet of no project. */
  readonly d: string;
  readonly r: ReplicaId;
  readonly schema: number;
  readonly ops: OpsWire;
  /** Says that they are that device's (`macText` under a secret that it shares with the endpoint); '' for none. */
  readonly mac: string;
}

/** Most batches in one request: together they hold at most MAX_BATCH ops. */
export const MAX_CARRIED_BATCHES = 50;
/** Ops in one batch: small ones, so that a request can be filled with what is still missing. */
const BATCH = 100;
/** JSON of one batch, in characters; one op may be more. */
const BATCH_TEXT = 200_000;

/** What the device's secret is laid over. Ops must be as JSON.parse gives them. */
export const macText = ({ d, r, schema, ops }: Omit<CarriedBatch, 'mac'>): string => JSON.stringify(['fsp-carry', PROTOCOL, d, r, schema, ops]);

/** Bytes of an HMAC-SHA-256 that are sent. */
export const MAC_BYTES = 16;

/** Ops of one replica as batches, in order of their numbers. */
export function carriedBatches(registry: Registry, ops: readonly Op[]): OpsWire[] {
  const sorted = ops.toSorted((a, b) => a.no - b.no);
  const out: OpsWire[] = [];
  for (let i = 0; i < sorted.length; i += BATCH) out.push(...halved(registry, sorted.slice(i, i + BATCH)));
  return out;
}

function halved(registry: Registry, ops: readonly Op[]): OpsWire[] {
  const text = JSON.stringify(packOps(registry, ops));
  if (text.length <= BATCH_TEXT || ops.length === 1) return [JSON.parse(text) as OpsWire];
  const half = Math.ceil(ops.length / 2);
  return [...halved(registry, ops.slice(0, half)), ...halved(registry, ops.slice(half))];
}

const isTables: Check = (x) => isRecord(x) && Object.keys(x).length > 0 && Object.values(x).every(isRecord);

const BATCH_SHAPE: Shape = { d: isShort, r: isReplicaId, schema: isCount, ops: isTables, mac: isShort };

export const isCarriedBatch: Check = (x) => isRecord(x) && fits(x, BATCH_SHAPE);

/** POST /v1/carry: batches of others, with the token of the device that carries them. */
export interface CarryRequest {
  readonly v: 1;
  readonly batches: readonly CarriedBatch[];
}

/** What became of a batch: its ops as in an answer of sync, or why it could not be read at all. */
export type CarriedAnswer = { readonly st: readonly OpAnswer[] } | { readonly error: 'bad_message' | 'too_big' };

export interface CarryResponse {
  /** One for each batch, in their order. */
  readonly answers: readonly CarriedAnswer[];
}

export function parseCarryRequest(x: unknown): Result<CarryRequest, 'bad_message' | 'too_old'> {
  if (!isRecord(x)) return err('bad_message');
  if (x['v'] !== PROTOCOL) return err(typeof x['v'] === 'number' ? 'too_old' : 'bad_message');
  const { batches } = x;
  if (!listOf(isCarriedBatch, MAX_CARRIED_BATCHES)(batches)) return err('bad_message');
  // Checked above, field by field.
  return ok({ v: 1, batches: batches as CarriedBatch[] });
}

const isOpAnswer: Check = (a) => Array.isArray(a) && isCount(a[0]) && isShort(a[1]);
const ANSWER: Shape = { st: optional(listOf(isOpAnswer, MAX_BATCH)), error: optional((e) => e === 'bad_message' || e === 'too_big') };
const isAnswer: Check = (x) => isRecord(x) && fits(x, ANSWER) && (x['st'] === undefined) !== (x['error'] === undefined);

/** @param asked how many batches were sent: an answer to another number of them is none */
export function parseCarryResponse(x: unknown, asked: number): Result<CarryResponse, 'bad_message'> {
  if (!isRecord(x) || !listOf(isAnswer, MAX_CARRIED_BATCHES)(x['answers'])) return err('bad_message');
  const answers = x['answers'] as CarriedAnswer[];
  return answers.length === asked ? ok({ answers }) : err('bad_message');
}

/** GET /v1/key: what a device seals its parcels with, and proves them by. Also in the answer to enrolling. */
export interface KeyResponse {
  /** The project's, the same on all its devices. */
  readonly key: string;
  /** The device's own, known to the endpoint too. */
  readonly proof: string;
}

const KEY: Shape = { key: (x) => isShort(x) && x.length >= 26, proof: (x) => isShort(x) && x.length >= 26 };

export function parseKeyResponse(x: unknown): Result<KeyResponse, 'bad_message'> {
  return isRecord(x) && fits(x, KEY) ? ok({ key: x['key'] as string, proof: x['proof'] as string }) : err('bad_message');
}
