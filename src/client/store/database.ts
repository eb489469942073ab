import Dexie, { type Table } from 'dexie';
import type { Clock } from '../../core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../core/ids.ts';
import type { Op, StoredRow } from '../../core/sync/change.ts';
import type { CursorEntry, DeviceReport, Role } from '../../core/sync/protocol.ts';

/** A row of `view`: confirmed cells overlaid by everything unsent. */
export interface ViewRow extends StoredRow {
  /** 1 while something of it is not yet acknowledged. A number, since IndexedDB cannot index booleans. */
  readonly d: 0 | 1;
  /** 1 when deleted. */
  readonly g: 0 | 1;
}

/** An op of the outbox, with the replica it came from. */
export interface OutOp extends Op {
  readonly r: ReplicaId;
  /** Once acknowledged: the batch that carried it. */
  readonly b?: number;
  /** A save of somebody else that this tablet gives back to an endpoint that lost it. */
  readonly via?: 1;
}

export interface ParkedOp extends OutOp {
  readonly reason: string;
}

/** The one batch on its way: frozen until acknowledged (PROTOCOL 2.5.1). */
export interface Flight {
  readonly k: 'one';
  readonly n: number;
  readonly prev: string;
  readonly dig: string;
  /** Exact JSON of `ops` as sent. */
  readonly body: string;
  readonly ops: readonly OutOp[];
  /** How often the endpoint failed on it (5xx): at three it is split. */
  readonly fails: number;
}

/** What this tablet knows of itself; advanced in the same transaction as every save. */
export interface Self {
  readonly k: 'self';
  readonly schema: number;
  readonly replica: ReplicaId;
  /** Replicas this tablet was before (a fork): rows with their ids are its own too. */
  readonly was?: readonly ReplicaId[];
  /** Next record counter. */
  readonly counter: number;
  /** Number of the last op. */
  readonly no: number;
  readonly clock: Clock;
  /** Endpoint's clock minus ours, ms; learnt from answers. */
  readonly offset: number;
  readonly user: RecordId | '';
  /** Last batch acknowledged, and its digest. */
  readonly batch: number;
  readonly dig: string;
  /** Highest batch of ours that lies in a verified backup of the endpoint. */
  readonly safe?: number;
  /** Most ops in the next batch; grows and shrinks with the line (PROTOCOL 2.5.2). */
  readonly size: number;
}

/** The tie to an endpoint; absent while a tablet works alone. */
export interface Link {
  readonly k: 'link';
  readonly token: string;
  readonly push: string;
  readonly role: Role;
  readonly device: string;
  readonly areas: readonly string[];
  readonly epoch: string;
  /** The tokens before these, newest first: an endpoint put back to a backup knows no others. */
  readonly was?: readonly { readonly token: string; readonly push: string }[];
  /** How many of them were put in these ones' place in vain, one after another. */
  readonly tried?: number;
  /** Keys of the project that parcels are sealed with, the newest first, and the epoch they were given in. */
  readonly keys?: readonly string[];
  readonly keyEpoch?: string;
  /** The device's own secret, by which the endpoint knows what it packed. */
  readonly proof?: string;
}

/**
 * Why a scope is read anew. `clean`: what the endpoint has not is not so any more. `give`: it lost its past, and gets back
 * what this tablet may write. `mend`: what lies here does not add up, so nothing of it is given to anybody.
 */
export type WhyAnew = 'clean' | 'give' | 'mend';

export interface Cursors {
  readonly k: 'cursors';
  readonly list: readonly CursorEntry[];
  /** Whether the endpoint is known to hold the same set: then its digest is enough. */
  readonly agreed: boolean;
  /** Whether the endpoint is known to reckon sums: then one digest stands for cursors and content. */
  readonly sums?: boolean;
  /** Scopes that are being read anew: what was confirmed of them lies in `was` until they come to their end. */
  readonly anew?: readonly (readonly [Scope, WhyAnew])[];
  /** Scopes found to differ that the endpoint has not been told of yet. */
  readonly diff?: readonly Scope[];
  /** How often each scope was read anew because it differed, and differs still. */
  readonly tries?: Readonly<Record<string, number>>;
  /** The scope whose sum was reckoned from the disk last, where they are too many for one turn. */
  readonly after?: string;
}

/** A photo or other file, named by the SHA-256 of its bytes (hex). */
export interface BlobRow {
  readonly sha: string;
  /** Media type. */
  readonly type: string;
  /** Empty once they were given up for want of room: the endpoint has them. */
  readonly bytes: ArrayBuffer;
  /** A small JPEG of it for lists, stays when the bytes go. */
  readonly thumb?: ArrayBuffer;
  /** Why the endpoint will never take it: it is not sent again by itself. */
  readonly bad?: string;
  /** Came from the endpoint: another tablet took it. */
  readonly from?: 'endpoint';
  /** `wait`: still to be sent, in order of `at`. `safe`: the endpoint has it, whole and verified. */
  readonly state: 'wait' | 'safe';
  /** When it was taken in here, ms by this tablet's clock. */
  readonly at: number;
}

/** A save of another tablet that came as a file or as pictures, on its way to the endpoint under its own name. */
export interface CarriedOp extends OutOp {
  /** The sealed parcel it came in, by its digest. */
  readonly parcel: string;
}

/** A parcel that was taken in, as it came. */
export interface HeldParcel {
  /** Its digest. */
  readonly id: string;
  readonly bytes: ArrayBuffer;
  /** The digits that open it, where it is sealed by a code. */
  readonly code?: string;
  /** How the tablet is called that packed it. */
  readonly label: string;
  /** When it was taken in here, ms by this tablet's clock. */
  readonly at: number;
  /** Saves of others in it. */
  readonly count: number;
  /** How often the endpoint failed on it. */
  readonly fails?: number;
  /** Why it is not tried again. */
  readonly refused?: string;
}

/** How sync stands, for people. Times in ms by this tablet's clock. */
export interface SyncNote {
  readonly k: 'sync';
  readonly ok: number;
  readonly tried: number;
  readonly problem: string;
  /** How far this tablet's clock is off, ms, at the last good sync. */
  readonly skew: number;
  /** Whether, at the last answer, all that lies here added up to what the endpoint has; left out where it reckons no sums. */
  readonly same?: boolean;
  /** Records that were found to differ from the endpoint's and put right, ever. */
  readonly mended?: number;
  /** The last answer to a question that only pushed; `ok` is the last that also brought what is new. */
  readonly pushed?: number;
}

/** Who syncs, and how long nothing need be heard of it. Times in ms by this tablet's clock. */
export interface Lease {
  readonly k: 'lease';
  /** One page, or one run of the service worker. */
  readonly by: string;
  readonly at: number;
  readonly ms: number;
}

/** Scopes this tablet could read once and may not read any more. */
export interface LostScopes {
  readonly k: 'lost';
  readonly list: readonly Scope[];
}

export interface DevicesNote {
  readonly k: 'devices';
  readonly at: number;
  readonly list: readonly DeviceReport[];
  /** How many refused saves wait at the endpoint for a coordinator. */
  readonly refused?: number;
}

/** Who was erased, as far as this tablet was told: ids alone. */
export interface ErasedNote {
  readonly k: 'erased';
  /** How far it has followed the endpoint's erasures; '' before the first. */
  readonly mark: string;
  /** Whether the endpoint has answered a question that named the mark. */
  readonly told: boolean;
  readonly ids: readonly string[];
}

/** This tablet was taken out of the project; it still holds its records. */
export interface PartingNote {
  readonly k: 'parting';
  /** When it was first told so with nothing left to send, ms. */
  readonly since: number;
}

/** The records of a project were removed here, because this tablet was taken out of it. */
export interface PartedNote {
  readonly k: 'parted';
  readonly at: number;
}

export type Meta = Self | Link | Cursors | SyncNote | DevicesNote | LostScopes | ErasedNote | PartingNote | PartedNote | Lease;

export class Database extends Dexie {
  declare rows: Table<StoredRow, [Scope, string, string]>;
  declare view: Table<ViewRow, [Scope, string, string]>;
  declare pend: Table<OutOp, number>;
  declare flight: Table<Flight, string>;
  declare sent: Table<OutOp, [string, number]>;
  declare parked: Table<ParkedOp, [string, number]>;
  declare raw: Table<StoredRow, [Scope, string, string]>;
  declare meta: Table<Meta, string>;
  /** What was confirmed before a scope is read anew: shown below `rows` until the scope has come to its end. */
  declare was: Table<StoredRow, [Scope, string, string]>;
  declare blobs: Table<BlobRow, string>;
  declare carried: Table<CarriedOp, [string, number]>;
  declare parcels: Table<HeldParcel, string>;

  constructor(name: string, options: { indexedDB?: IDBFactory; IDBKeyRange?: typeof IDBKeyRange } = {}) {
    // Without `strict`, Chrome keeps a commit in memory for up to 30 s and a power cut takes it (TRUST, finding 2).
    super(name, { chromeTransactionDurability: 'strict', ...options });
    // No index holds a personal field: ids, links and flags only (DECISIONS 3).
    this.version(1).stores({
      rows: '[s+t+id]',
      view: '[s+t+id], t, [t+id]',
      pend: 'no, id',
      flight: 'k',
      sent: '[r+no]',
      parked: '[r+no], id',
      raw: '[s+t+id]',
      meta: 'k',
    });
    this.version(2).stores({ was: '[s+t+id]', blobs: 'sha, state', carried: '[r+no], id, parcel', parcels: 'id' });
    // An old tab must not write the old shape into a migrated database: it closes for good (TRUST, finding 11).
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: true });
      return false; // else Dexie's own handler comes after and lets the next call open it again
    });
  }
}
