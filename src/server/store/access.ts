import type { ReplicaId } from '../../core/ids.ts';
import type { QuarantineRow, TokenRow } from './store.ts';

/** A device that was taken out of the project. Times are ms since 1970; 0 = never. */
export interface RevocationRow {
  readonly device: string;
  readonly at: number;
  /** The coordinator's device that did it. */
  readonly by: string;
  /** Its first contact since. */
  readonly met: number;
  /** Saves taken into quarantine since. */
  readonly taken: number;
  /** When it was first told so with nothing left to hand over. */
  readonly parted: number;
}

/** A save that a coordinator let go. What it said stands in history; of one that history cannot hold, in `op`. */
export interface DiscardRow {
  readonly replica: ReplicaId;
  readonly no: number;
  readonly dig: string;
  /** The device it came from. */
  readonly device: string;
  /** The coordinator's device, and the person (a user id, or ''). */
  readonly by: string;
  readonly person: string;
  readonly at: number;
  readonly reason: string;
  /** The op as JSON, or ''. */
  readonly op: string;
}

/** Where a page of quarantine ends: the last entry of it. */
export type QuarantinePlace = Pick<QuarantineRow, 'at' | 'replica' | 'no' | 'dig'>;

/** Tokens, devices taken out, and what was refused. Part of the port `Store`. */
export interface AccessRead {
  /** Oldest first. */
  tokensOf(device: string): Promise<readonly TokenRow[]>;
  revocation(device: string): Promise<RevocationRow | undefined>;
  quarantined(replica: ReplicaId, no: number, dig: string): Promise<QuarantineRow | undefined>;
  /** Newest first, from the first after `place`. */
  quarantinePage(place: QuarantinePlace | undefined, limit: number): Promise<readonly QuarantineRow[]>;
  quarantineCount(): Promise<number>;
  /** Saves of this number that were let go: more than one where two saves came under one number. */
  discarded(replica: ReplicaId, no: number): Promise<readonly DiscardRow[]>;
}

export interface AccessWrite extends AccessRead {
  dropToken(hash: string): Promise<void>;
  putRevocation(row: RevocationRow): Promise<void>;
  dropRevocation(device: string): Promise<void>;
  addDiscard(row: DiscardRow): Promise<void>;
  /** Notes which device an invitation comes from. */
  putInviter(hash: string, device: string): Promise<void>;
  /** Removes invitations that this device gave out and nobody has used. */
  dropInvitesOf(device: string): Promise<void>;
}
