import { hash64 } from '../hash.ts';
import { isReplicaId, isScope, type ReplicaId, type Scope } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import type { OpsWire, RowsWire } from './codec.ts';
import type { Sum } from './digest.ts';
import { fits, isCount, isRecord, isShort, listOf, optional, type Check, type Shape } from './message-shape.ts';

/** Messages of FSP/1 between a tablet and the endpoint. Rules by number: SPEC.md in this folder. */
export const PROTOCOL = 1;
/** Own media type: proxies alter Content-Encoding, not this; also tells our endpoint from a captive portal. */
export const MEDIA_GZIP = 'application/vnd.fsp+gzip';
export const MEDIA_JSON = 'application/vnd.fsp+json';
/** Largest body on the wire and inflated, in bytes (DECISIONS 19). */
export const MAX_WIRE = 1_048_576;
export const MAX_INFLATED = 4 * 1_048_576;
/** Most ops in one batch (PROTOCOL 2.5.2). */
export const MAX_BATCH = 200;
/** A stamp further ahead of the endpoint's clock than this, in ms, is re-stamped. */
export const MAX_AHEAD = 60_000;

/**
 * How far one scope was read: a place (seq) and the random mark (nonce) the endpoint gave it. Of a scope that was read to
 * its end, with the sum of what lies in it (`sumOf`), once both ends have named it.
 */
export type CursorEntry = readonly [scope: Scope, seq: number, nonce: string, sum?: Sum];
/** Further: whether more rows wait beyond `room`; and of a scope that ends here the short form of its sum (`shortSum`). */
export type CursorAnswer = readonly [scope: Scope, seq: number, nonce: string, more: 0 | 1, short?: string];

/** What a tablet asks. On the wire much of it is left out: envelope.ts. */
export interface SyncRequest {
  readonly v: 1;
  /** The epoch last seen; null before the first answer. */
  readonly epoch: string | null;
  readonly replica: ReplicaId;
  readonly schema: number;
  /** Number of the batch, from 1; 0 when nothing is pushed. */
  readonly n: number;
  /** Digest of the batch before, '' for the first. */
  readonly prev: string;
  /** When nothing is pushed: number of the last batch acknowledged. An endpoint that has fewer lost its past. */
  readonly had?: number;
  /** Digest of this batch (`batchDigest`), '' when nothing is pushed. */
  readonly dig: string;
  /** Digest of the cursor set (`cursorDigest`); '' where `sd` says it too. */
  readonly cd: string;
  /** Digest of the cursor set with the sums of what was read (`stateDigest`). That it stands at all says: this tablet sums. */
  readonly sd?: string;
  /** Scopes found to differ from what the endpoint has, since the last answer: they are being read anew. */
  readonly diff?: readonly Scope[];
  /** The whole cursor set: only when the endpoint asked for it, or at first. */
  readonly cur?: readonly CursorEntry[];
  readonly ops: OpsWire;
  /** Saves that wait behind this batch: shown to the coordinator. */
  readonly left: number;
  /** How many bytes of rows are wanted back, as row JSON, roughly. */
  readonly room: number;
  /** The tablet's wall clock, ms: its error is shown to the coordinator. */
  readonly wall: number;
  /**
   * How far the tablet has followed erasures: the mark it was given last. Said after it was given, and with a whole `cur`,
   * where absent means never; else it is part of what `cd` digests.
   */
  readonly heard?: string;
}

/** Ids whose personal cells must go, and how far whoever has purged them has followed; '' moves nobody on. */
export type ErasedEntry = readonly [mark: string, ids: readonly string[]];

/**
 * What became of one op: its index in the batch, in order of number. 'ok' ones are left out.
 * lost: at least one cell lost; kept in history. dup: origin known. bad: in quarantine.
 * erased: about somebody erased; taken without its personal cells (detail: the stamp given to it, if another).
 * stamped: stored under a stamp of the endpoint, because its own was in the future.
 */
export type OpCode = 'lost' | 'dup' | 'bad' | 'erased' | 'stamped';
export type OpAnswer = readonly [index: number, code: OpCode, detail?: string];

export interface SyncResponse {
  readonly epoch: string;
  /** The endpoint's clock, ms. */
  readonly now: number;
  /** Highest batch of this replica that lies in a verified backup; 0 when none. */
  readonly safe: number;
  readonly n: number;
  readonly st: readonly OpAnswer[];
  readonly ch: RowsWire;
  /** New cursors; scopes without change are left out. */
  readonly cur: readonly CursorAnswer[];
  /** Scopes this device may no longer read. */
  readonly gone: readonly Scope[];
  readonly schema: number;
  /** Erasures the tablet has not followed yet; absent when there are none. */
  readonly er?: readonly ErasedEntry[];
  /** New tokens, both or none: the old ones stay valid until a new one is used. */
  readonly tok?: string;
  readonly push?: string;
}

export type SyncErrorCode =
  | 'bad_message' | 'bad_media' | 'too_big' | 'unknown' | 'expired' | 'revoked' | 'rolled_back' | 'fork' | 'floor'
  | 'cursors' | 'too_old' | 'busy' | 'full' | 'slow_down' | 'forbidden' | 'not_found' | 'used' | 'own' | 'last' | 'failed'
  | 'offset' | 'spoilt' | 'erased';

/** Body of every answer that is not 200. No text for people: the screen has the words. */
export interface ErrorBody {
  readonly error: SyncErrorCode;
  /** Which batch a 409 answers: it counts only for the batch now in flight. */
  readonly n?: number;
  readonly dig?: string;
  /** With `rolled_back`: where the endpoint's chain of this replica's batches ends, and its epoch. */
  readonly last?: number;
  readonly lastDig?: string;
  readonly epoch?: string;
}

export type Role = 'coordinator' | 'trainer';

/** POST /v1/enrol: an invitation makes a device known. Repeatable by the same replica. */
export interface EnrolRequest {
  readonly v: 1;
  readonly invite: string;
  readonly replica: ReplicaId;
  /** How people call this tablet. */
  readonly label: string;
}

export interface EnrolResponse {
  /** Pull and push. */
  readonly token: string;
  /** Push only: may lie in the clear where the other may not (DECISIONS 11). */
  readonly push: string;
  readonly role: Role;
  readonly device: string;
  /** Areas whose people this device may read. */
  readonly areas: readonly string[];
  readonly epoch: string;
  readonly now: number;
  /** The invited person's name as the coordinator wrote it, or ''. */
  readonly name: string;
  /** What parcels are sealed with and proved by (carry.ts); an endpoint before them gives none. */
  readonly key?: string;
  readonly proof?: string;
}

/** POST /v1/invite (coordinator) → a single-use secret, valid for a while. */
export interface InviteRequest {
  readonly v: 1;
  readonly role: Role;
  readonly areas: readonly string[];
  readonly name: string;
}
export interface InviteResponse {
  readonly invite: string;
  /** ms since 1970 */
  readonly expires: number;
}

/** GET /v1/devices (coordinator): who has reported, and when. */
export interface DeviceReport {
  readonly device: string;
  readonly label: string;
  readonly role: Role;
  /** ms since 1970, by the endpoint's clock; 0 = never */
  readonly seen: number;
  /** Saves not yet sent at last contact. */
  readonly unsent: number;
  /** The tablet's clock minus the endpoint's, ms, at last contact. */
  readonly skew: number;
  readonly schema: number;
  readonly areas: readonly string[];
  readonly trainings: readonly string[];
  /** How often one of its scopes was found to differ from the endpoint's and was read anew; left out when never. */
  readonly differs?: number;
}

/** POST /v1/grant (coordinator): lets a device read an area's people, or read and mark a training. */
export interface GrantRequest {
  readonly v: 1;
  readonly device: string;
  readonly scope: Scope;
  readonly on: boolean;
}

/** GET /v1/history?s&t&id */
export interface HistoryEntry {
  readonly field: string;
  readonly value: unknown;
  readonly stamp: string;
  /** discarded: it was refused, and a coordinator let it go. */
  readonly why: 'lost' | 'overwritten' | 'claimed' | 'discarded';
  /** Who saved it (user id), when by their own clock (ms), from which replica. */
  readonly by: string;
  readonly at: number;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `hash64` in 11 characters instead of 16: digests are the one thing in a message that gzip cannot make smaller. */
function shortDigest(text: string): string {
  const bits = BigInt(`0x${hash64(text)}`);
  return Array.from({ length: 11 }, (_, i) => BASE64URL[Number((bits >> BigInt(60 - 6 * i)) & 63n)]).join('');
}

/** Digest of one batch: number, digest before it, content. Ops must be as JSON.parse gives them. */
export const batchDigest = (n: number, prev: string, ops: OpsWire): string => shortDigest(`${n}|${prev}|${JSON.stringify(ops)}`);

/**
 * One digest for a whole set of cursors, whatever their order: a single edit must not carry sixty of them.
 * @param heard the mark of the last erasure followed, or ''
 */
export function cursorDigest(cursors: readonly CursorEntry[], heard = ''): string {
  const lines = cursors.map(([s, seq, nonce]) => `${s} ${seq} ${nonce}`).toSorted();
  return shortDigest([...lines, ...(heard === '' ? [] : [`erased ${heard}`])].join('\n'));
}

/**
 * One digest for cursors and content: where both ends reckon the same, the tablet stands where the endpoint thinks it
 * does, and every cell of every scope it has read to the end is the endpoint's. 36 bits in 6 characters: it travels with each edit.
 * @param heard as in `cursorDigest`
 */
export function stateDigest(cursors: readonly CursorEntry[], heard = ''): string {
  const lines = cursors.map(([s, seq, nonce, sum = '']) => `${s} ${seq} ${nonce} ${sum}`).toSorted();
  return shortDigest([...lines, ...(heard === '' ? [] : [`erased ${heard}`])].join('\n')).slice(5);
}

const isRole: Check = (x) => x === 'trainer' || x === 'coordinator';

const ENROL_REQUEST: Shape = { v: (x) => x === PROTOCOL, invite: (x) => isShort(x) && x.length >= 10, replica: isReplicaId, label: isShort };

export function parseEnrolRequest(x: unknown): Result<EnrolRequest, 'bad_message'> {
  if (!isRecord(x) || !fits(x, ENROL_REQUEST)) return err('bad_message');
  const { invite, replica, label } = x as unknown as EnrolRequest;
  return ok({ v: 1, invite, replica, label });
}

const ENROL_RESPONSE: Shape = {
  token: isShort, push: isShort, role: isRole, device: isShort, areas: listOf(isShort, 10_000), epoch: isShort, now: isCount, name: isShort,
  key: optional(isShort), proof: optional(isShort),
};

export function parseEnrolResponse(x: unknown): Result<EnrolResponse, 'bad_message'> {
  return isRecord(x) && fits(x, ENROL_RESPONSE) ? ok(x as unknown as EnrolResponse) : err('bad_message');
}

const INVITE_REQUEST: Shape = {
  v: (x) => x === PROTOCOL, role: isRole, areas: listOf((a) => isShort(a) && /^(\d{14}|local)$/.test(a), 100), name: isShort,
};

export function parseInviteRequest(x: unknown): Result<InviteRequest, 'bad_message'> {
  if (!isRecord(x) || !fits(x, INVITE_REQUEST)) return err('bad_message');
  const { role, areas, name } = x as unknown as InviteRequest;
  return ok({ v: 1, role, areas, name });
}

const GRANT_REQUEST: Shape = {
  v: (x) => x === PROTOCOL, device: isShort, scope: (x) => isScope(x) && /^[rt]:/.test(x), on: (x) => typeof x === 'boolean',
};

export function parseGrantRequest(x: unknown): Result<GrantRequest, 'bad_message'> {
  if (!isRecord(x) || !fits(x, GRANT_REQUEST)) return err('bad_message');
  const { device, scope, on } = x as unknown as GrantRequest;
  return ok({ v: 1, device, scope, on });
}
