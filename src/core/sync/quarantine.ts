import { isReplicaId, type ReplicaId } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import type { Op } from './change.ts';
import { fits, isCount, isRecord, isShort, listOf, optional, type Shape } from './message-shape.ts';
import { PROTOCOL } from './protocol.ts';

/** An op that could not be stored, as the coordinator sees it. `at`: when it came, ms by the endpoint's clock. */
export interface QuarantineEntry {
  readonly device: string;
  readonly replica: ReplicaId;
  readonly reason: string;
  readonly at: number;
  /** With its replica and number it names the entry: two ops may have come under one number. */
  readonly dig: string;
  /** Of sensitive attributes and of answers nobody reads single rows: those come without cells. */
  readonly op: Op;
  readonly hidden?: true;
}

/** GET /v1/quarantine?after=…: newest first. */
export interface QuarantineAnswer {
  readonly quarantine: readonly QuarantineEntry[];
  /** How many there are altogether. */
  readonly total: number;
  /** For `after`, where more follow. */
  readonly next?: string;
}

/** POST /v1/quarantine (coordinator): judges an op anew, or lets it go. */
export interface QuarantineRequest {
  readonly v: 1;
  readonly replica: ReplicaId;
  readonly no: number;
  readonly dig: string;
  readonly do: 'retry' | 'discard';
  /** The person who decides, a user id. */
  readonly by?: string;
}

/** What came of it. `refused`: it stays, for `reason`. */
export interface QuarantineVerdict {
  readonly done: 'stored' | 'discarded' | 'refused';
  readonly reason?: string;
}

/** POST /v1/revoke (coordinator): takes a device out of the project, or lets it in again. */
export interface RevokeRequest {
  readonly v: 1;
  readonly device: string;
  readonly on: boolean;
}

const isVersion = (x: unknown): boolean => x === PROTOCOL;

const REVOKE: Shape = { v: isVersion, device: isShort, on: (x) => typeof x === 'boolean' };

export function parseRevokeRequest(x: unknown): Result<RevokeRequest, 'bad_message'> {
  if (!isRecord(x) || !fits(x, REVOKE)) return err('bad_message');
  const { device, on } = x as unknown as RevokeRequest;
  return ok({ v: 1, device, on });
}

// A number that was never one (below 1) is a reason for being here.
const REQUEST: Shape = {
  v: isVersion, replica: isReplicaId, no: Number.isSafeInteger, dig: isShort, do: (x) => x === 'retry' || x === 'discard', by: optional(isShort),
};

export function parseQuarantineRequest(x: unknown): Result<QuarantineRequest, 'bad_message'> {
  if (!isRecord(x) || !fits(x, REQUEST)) return err('bad_message');
  const { replica, no, dig, do: what, by } = x as unknown as QuarantineRequest;
  return ok({ v: 1, replica, no, dig, do: what, ...(by === undefined ? {} : { by }) });
}

const isText = (x: unknown): boolean => typeof x === 'string';
const OP: Shape = { no: Number.isFinite, s: isText, t: isText, id: isText, f: isRecord, p: isRecord, h: isText, by: isText, at: Number.isFinite };
const ENTRY: Shape = {
  device: isText, replica: isText, reason: isText, at: isCount, dig: isText, op: (x) => isRecord(x) && fits(x, OP), hidden: optional((x) => x === true),
};
const ANSWER: Shape = { quarantine: listOf((x) => isRecord(x) && fits(x, ENTRY), 10_000), total: isCount, next: optional(isShort) };

/** The list as it came, checked whole; undefined when it is none. What an op says is no more checked than it was sound. */
export const parseQuarantine = (x: unknown): QuarantineAnswer | undefined =>
  isRecord(x) && fits(x, ANSWER) ? (x as unknown as QuarantineAnswer) : undefined;

const VERDICT: Shape = { done: (x) => x === 'stored' || x === 'discarded' || x === 'refused', reason: optional(isText) };

export const parseVerdict = (x: unknown): QuarantineVerdict | undefined =>
  isRecord(x) && fits(x, VERDICT) ? (x as unknown as QuarantineVerdict) : undefined;
