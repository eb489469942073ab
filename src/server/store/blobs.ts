import type { RecordId, Scope } from '../../core/ids.ts';
import type { MediaCode } from '../../core/files/limits.ts';

/**
 * The bytes of files, named by their SHA-256. They lie in the database beside the rows: one copy of it is a copy of
 * everything, and any number of processes see the same.
 */
export interface BlobRow {
  /** 64 hex digits. */
  readonly sha: string;
  /** Bytes of the whole file, as the sender says. */
  readonly size: number;
  /** How many are here, from the beginning. */
  readonly held: number;
  /** `part`: more is to come. `whole`: all is here and its hash was right. `erased`: it was, and is never taken again. */
  readonly state: 'part' | 'whole' | 'erased';
  /** What the bytes are; '' until they are whole. */
  readonly type: MediaCode | '';
  /** The device that began to send it. */
  readonly device: string;
  /** When bytes came, or a row began or ceased to refer to it, ms since 1970. */
  readonly touched: number;
}

/** A row of table `file`, as far as its bytes are concerned. There may be one without bytes, and bytes without one. */
export interface FileLink {
  readonly s: Scope;
  readonly id: RecordId;
  readonly sha: string;
  /** Whether the row stands. A deleted one may be brought back, so it still says which bytes were its. */
  readonly live: boolean;
}

export interface BlobReads {
  blob(sha: string): Promise<BlobRow | undefined>;
  /** The bytes that are here, in pieces, in order. */
  parts(sha: string): Promise<readonly Uint8Array[]>;
  /** Rows that refer to it, in the order of scope and id. */
  links(sha: string): Promise<readonly FileLink[]>;
  link(s: Scope, id: RecordId): Promise<FileLink | undefined>;
  /** Bytes here that a device began to send and no standing row refers to. */
  unreferencedBytes(device: string): Promise<number>;
  /** Files that no standing row refers to and nothing has touched since `before` (ms), erased ones left out. */
  stale(before: number, limit: number): Promise<readonly string[]>;
}

export interface BlobWrites extends BlobReads {
  /** The row that stands under the name of this one, or this one, put there; either is held until the transaction ends. */
  begin(row: BlobRow): Promise<BlobRow>;
  /** Replaces a row that was begun. */
  put(row: BlobRow): Promise<void>;
  /** Notes that something happened to it, if it is here. */
  touch(sha: string, at: number): Promise<void>;
  /** Bytes from place `at` on. */
  addPart(sha: string, at: number, bytes: Uint8Array): Promise<void>;
  dropParts(sha: string): Promise<void>;
  /** Removes it with its bytes, as if it had never been. */
  drop(sha: string): Promise<void>;
  putLink(link: FileLink): Promise<void>;
  dropLinks(sha: string): Promise<void>;
}
