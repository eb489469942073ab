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
}

export interface Cursors {
  readonly k: 'cursors';
  readonly list: readonly CursorEntry[];
  /** Whether the endpoint is known to hold the same set: then its digest is enough. */
  readonly agreed: boolean;
}

/** A photo or other file, named by the SHA-256 of its bytes (hex). */
export interface BlobRow {
  readonly sha: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: ArrayBuffer;
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

/** How sync stands, for people. Times in ms by this tablet's clock. */
export interface SyncNote {
  readonly k: 'sync';
  readonly ok: number;
  readonly tried: number;
  readonly problem: string;
  /** How far this tablet's clock is off, ms, at the last good sync. */
  readonly skew: number;
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

export type Meta = Self | Link | Cursors | SyncNote | DevicesNote | LostScopes | ErasedNote;

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
    this.version(2).stores({ was: '[s+t+id]', blobs: 'sha, state', carried: '[r+no], id, parcel' });
    // An old tab must not write the old shape into a migrated database: it closes for good (TRUST, finding 11).
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: true });
    });
  }
}
