import type { SyncRequest } from '../../src/core/sync/protocol.ts';
import type { Reply } from '../../src/client/sync/transport.ts';
import type { Database } from '../../src/client/store/database.ts';
import type { WriteTx } from '../../src/server/store/store.ts';

/** Where a mechanism can be taken out, from outside: production code has no switches for it. */
export interface Variant {
  readonly name: string;
  /** What the endpoint's transaction does otherwise. `request`: the sync it serves, when it serves one. */
  tx?(tx: WriteTx, request: SyncRequest | undefined): Partial<WriteTx>;
  /** What the tablet makes of a reply. */
  reply?(reply: Reply, db: Database, body: string): Promise<Reply> | Reply;
  /** How far the endpoint's idea of time is off inside, ms; what it says outwards is right. */
  readonly ahead?: number;
  /** The ledger of erasures is lost whenever the endpoint is put back. */
  readonly forgets?: true;
  /** The endpoint's random bytes. */
  random?(n: number, bytes: Uint8Array): Uint8Array;
  afterSave?(db: Database): Promise<void>;
  afterSync?(db: Database): Promise<void>;
  /** After a transaction that was to apply an answer was undone. */
  afterAbort?(db: Database, answer: unknown): Promise<void>;
  /** After every step. */
  tick?(): void;
}

export const WHOLE: Variant = { name: 'whole' };
