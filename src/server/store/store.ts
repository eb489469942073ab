import type { Stamp } from '../../core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../core/ids.ts';
import type { Value } from '../../core/schema/field.ts';
import type { Op, StoredRow } from '../../core/sync/change.ts';
import type { CursorEntry, OpAnswer, Role } from '../../core/sync/protocol.ts';
import type { ErasuresRead, ErasuresWrite } from './erasures.ts';
import type { SumReads, SumWrites } from './sums.ts';
import type { AccessRead, AccessWrite } from './access.ts';
import type { BlobReads, BlobWrites } from './blobs.ts';

/**
 * The port behind which databases stand. Async although SQLite is not, for PostgreSQL's sake; no sequences,
 * triggers or advisory locks, and whatever belongs to a scope is keyed by the scope first.
 */
export interface Store {
  /**
   * One transaction: all of it, on disk when the promise resolves, or nothing. The outcome is as if writers, of every
   * process that uses the database, went one after another; to make it so, `work` may be undone and run again, so it
   * must change nothing but the transaction. Scopes are advanced in ascending order, before their rows are read.
   */
  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
  /** Reads that see one committed state. */
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  /**
   * Rewrites the files, so that nothing removed lingers in their unused parts. A store that has no such files, or leaves
   * that to its own upkeep, has no such method.
   * @returns false when somebody was reading meanwhile and it has to be done again
   */
  scrub?(): Promise<boolean>;
  close(): Promise<void>;
}

/** What went wrong below, where the caller can act on it. `newer`: the file was written by a later version. */
export class StoreError extends Error {
  readonly kind: 'full' | 'busy' | 'newer';
  constructor(kind: 'full' | 'busy' | 'newer', cause?: unknown) {
    super(`store: ${kind}`, { cause });
    this.name = 'StoreError';
    this.kind = kind;
  }
}

/** How a device came in: by the link printed at the first start, as the demo, or by a coordinator's invitation. */
export type Via = 'first' | 'demo' | 'invited';

/** Times are ms since 1970 by the endpoint's clock; 0 = never. */
export interface DeviceRow {
  readonly device: string;
  readonly label: string;
  readonly role: Role;
  readonly via: Via;
  readonly made: number;
  readonly seen: number;
  readonly unsent: number;
  /** The device's clock minus ours at last contact, ms. */
  readonly skew: number;
  readonly schema: number;
  /** How often a scope of it was found to differ from ours; left out when never. */
  readonly differs?: number;
  /** When it was told that we lost our past, ms; left out when never. From then on it may bring back saves of others. */
  readonly reset?: number;
}

export interface TokenRow {
  /** SHA-256 of the token, hex: the token itself is never stored. */
  readonly hash: string;
  readonly device: string;
  readonly kind: 'full' | 'push';
  /** Hash of the invitation it was given for. */
  readonly invite: string;
  readonly made: number;
  /** First use. */
  readonly used: number;
  /** When a newer one took its place: refused from then on; 0 = it has not. */
  readonly ended: number;
}

export interface ReplicaRow {
  readonly replica: ReplicaId;
  readonly device: string;
  /** The last batch taken: number, digest, answer, and the place it got in each scope. */
  readonly n: number;
  readonly dig: string;
  readonly st: readonly OpAnswer[];
  readonly seqs: readonly (readonly [Scope, number])[];
  /** The cursor set last handed out. */
  readonly cursors: readonly CursorEntry[];
}

export interface InviteRow {
  readonly hash: string;
  readonly role: Role;
  readonly areas: readonly string[];
  readonly name: string;
  readonly via: Via;
  readonly made: number;
  readonly expires: number;
  /** Who used it; '' while nobody has. */
  readonly replica: string;
  readonly device: string;
  /** A token given for it was used: it can no longer be repeated. */
  readonly closed: boolean;
}

/** How far a scope has come: its last push, and the random mark of that push. */
export interface ScopeMark {
  readonly seq: number;
  readonly nonce: string;
}

export interface HeldRow extends StoredRow {
  /** The push that last changed it. */
  readonly seq: number;
  /** The push that changed it before that one; 0 when none. */
  readonly prev: number;
}

/** Where a row is. */
export type RowKey = Pick<HeldRow, 's' | 't' | 'id'>;

/** A stored op without its values: proof that it was taken, and who saved under which stamp. */
export interface OriginRow {
  readonly s: Scope;
  readonly replica: ReplicaId;
  readonly no: number;
  readonly dig: string;
  /** The stamp under which it was stored. */
  readonly h: Stamp;
  readonly by: string;
  readonly at: number;
}

export interface HistoryRow {
  readonly s: Scope;
  readonly t: string;
  readonly id: RecordId;
  readonly field: string;
  readonly value: Value;
  readonly stamp: Stamp;
  readonly personal: boolean;
  readonly why: 'lost' | 'overwritten' | 'claimed' | 'discarded';
  readonly by: string;
  readonly at: number;
  /** The op that made it so, and when it came. */
  readonly replica: ReplicaId;
  readonly no: number;
  readonly seen: number;
}

export interface QuarantineRow {
  readonly replica: ReplicaId;
  readonly no: number;
  readonly dig: string;
  readonly device: string;
  readonly reason: string;
  readonly at: number;
  readonly op: Op;
}

export interface GrantRow {
  readonly s: Scope;
  readonly device: string;
  /** False: taken away by a coordinator, and stays away. */
  readonly on: boolean;
}

export interface ReadTx {
  readonly sums: SumReads;
  readonly erasures: ErasuresRead;
  readonly access: AccessRead;
  readonly blobs: BlobReads;
  meta(key: string): Promise<string | undefined>;
  device(device: string): Promise<DeviceRow | undefined>;
  /** Oldest first. */
  devices(): Promise<readonly DeviceRow[]>;
  token(hash: string): Promise<TokenRow | undefined>;
  invite(hash: string): Promise<InviteRow | undefined>;
  replica(replica: ReplicaId): Promise<ReplicaRow | undefined>;
  replicasOf(device: string): Promise<readonly ReplicaId[]>;
  grants(device: string): Promise<readonly GrantRow[]>;
  /** How far each scope has come, in order of text. */
  scopes(): Promise<ReadonlyMap<Scope, ScopeMark>>;
  /** The random mark of one push; undefined when there was no such push. */
  nonce(s: Scope, seq: number): Promise<string | undefined>;
  row(s: Scope, t: string, id: RecordId): Promise<HeldRow | undefined>;
  /** Rows changed after `seq`, in order of push: about `limit`, and always the whole of the last push among them. */
  rowsAfter(s: Scope, seq: number, limit: number): Promise<readonly HeldRow[]>;
  origin(s: Scope, replica: ReplicaId, no: number): Promise<OriginRow | undefined>;
  /** Who saved under this stamp: one who says so, before one who only brought it. */
  author(s: Scope, h: Stamp): Promise<OriginRow | undefined>;
  /** Newest stamp first. */
  history(s: Scope, t: string, id: RecordId): Promise<readonly HistoryRow[]>;
  /** Newest first. */
  quarantine(limit: number): Promise<readonly QuarantineRow[]>;
}

/** Every `put` replaces what stands under the same key; every `add` leaves it as it is. */
export interface WriteTx extends ReadTx {
  readonly sums: SumWrites;
  readonly erasures: ErasuresWrite;
  readonly access: AccessWrite;
  readonly blobs: BlobWrites;
  putMeta(key: string, value: string): Promise<void>;
  putDevice(row: DeviceRow): Promise<void>;
  putToken(row: TokenRow): Promise<void>;
  putInvite(row: InviteRow): Promise<void>;
  /** Removes invitations of this kind that nobody used. */
  dropUnused(via: Via): Promise<void>;
  putReplica(row: ReplicaRow): Promise<void>;
  putGrant(row: GrantRow): Promise<void>;
  /** Takes the next place in a scope, and with it the scope's lock until the transaction ends. */
  advance(s: Scope, push: { readonly nonce: string; readonly replica: ReplicaId; readonly n: number; readonly at: number }): Promise<number>;
  /**
   * Says which rows will be asked for next by `row`, so that a database at a distance need be asked only once. For
   * rows of scopes that this transaction has advanced: nobody else can change them meanwhile. Changes nothing.
   */
  foresee(rows: readonly RowKey[]): Promise<void>;
  putRow(row: HeldRow): Promise<void>;
  addOrigin(row: OriginRow): Promise<void>;
  addHistory(row: HistoryRow): Promise<void>;
  addQuarantine(row: QuarantineRow): Promise<void>;
  dropQuarantine(replica: ReplicaId, no: number, dig: string): Promise<void>;
}
