import type { EraseReason, EraseSubject } from '../../core/sync/erasure.ts';
import type { HeldRow, QuarantineRow, RowKey } from './store.ts';

/** Somebody was erased. The same stands in the ledger beside the database, which is done again after a restore. */
export interface ErasureRow {
  /** Random: names it in the database and in every ledger. */
  readonly id: string;
  /** Its place among those this database knows, from 1. */
  readonly no: number;
  /** Random, drawn when this database took it: tells a tablet's place here from its place in another life of the database. */
  readonly mark: string;
  /** ms since 1970 */
  readonly at: number;
  readonly device: string;
  readonly reason: EraseReason;
  readonly subjects: readonly EraseSubject[];
  /** Ids whose personal cells may not come back: subjects, and rows about them whose own ids do not say so. */
  readonly ids: readonly string[];
  /** Rows that lost their personal cells. */
  readonly rows: number;
}

/** How far a device has followed. Places are 0 where there is none. */
export interface HeardOf {
  /** Place of the mark it names. */
  readonly no: number;
  /** Place that was noted for it, and the mark there ('' for none). */
  readonly noted: number;
  readonly mark: string;
  /** Place of the last erasure. */
  readonly last: number;
}

/** Erasures as the database knows them. Part of the port `Store`. */
export interface ErasuresRead {
  /** In order, from the first after `no`, at most `limit`. */
  after(no: number, limit: number): Promise<readonly ErasureRow[]>;
  /** Which of these ids were erased. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Where a mark stands, how far the device was noted to have followed, and how far there is to follow. */
  heard(device: string, mark: string): Promise<HeardOf>;
  /** How far every device has followed; those that never did are not named. */
  allHeard(): Promise<ReadonlyMap<string, number>>;
  /** Rows of every scope that bear this id, end in it, or refer to it in their field `person`; perhaps some more. */
  rowsAbout(id: string): Promise<readonly HeldRow[]>;
  /** Ops in quarantine whose text holds this id. */
  quarantineAbout(id: string): Promise<readonly QuarantineRow[]>;
}

export interface ErasuresWrite extends ErasuresRead {
  /** Nobody is erased from here until this transaction ends: for whoever stores what may be about somebody. */
  none(): Promise<void>;
  /** Waits for every transaction that said `none`, and keeps others from it until this one ends. */
  alone(): Promise<void>;
  add(row: ErasureRow): Promise<void>;
  /** One more id that belongs to an erasure: a row made later about somebody erased. */
  addId(id: string, erasure: string): Promise<void>;
  putHeard(device: string, no: number): Promise<void>;
  /** Removes everything personal from the history of a row. */
  forgetHistory(row: RowKey): Promise<void>;
  /** Replaces the op of an entry that is there. */
  putQuarantine(row: QuarantineRow): Promise<void>;
}
