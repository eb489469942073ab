import { SCHEMA } from '../../core/entities/registry.ts';
import type { StoredRow } from '../../core/sync/change.ts';
import { unpackRows, type OpsWire } from '../../core/sync/codec.ts';
import { MAX_DIFF, packHead, parseSyncResponse, ROOM, scopesOf } from '../../core/sync/envelope.ts';
import { cursorDigest, stateDigest, type SyncRequest, type SyncResponse } from '../../core/sync/protocol.ts';
import type { Cursors, ErasedNote, Flight, Link, Self } from '../store/database.ts';

/** A question without its ops. */
export type Head = Omit<SyncRequest, 'ops'>;

/** What a question is made of. */
export interface Standing {
  readonly self: Self;
  readonly link: Link;
  readonly known: Cursors;
  readonly only: 'push' | undefined;
  readonly left: number;
  readonly flight: Flight | undefined;
  readonly now: number;
  readonly erased: ErasedNote | undefined;
}

export function headOf(x: Standing): Head {
  const { known, only } = x;
  return {
    v: 1, epoch: x.link.epoch, replica: x.self.replica, schema: SCHEMA,
    ...place(x), ...followed(known, x.erased), left: x.left, room: ROOM, wall: Math.max(0, Math.floor(x.now)),
    ...(only ? {} : { sd: stateDigest(known.list, x.erased?.mark), diff: (known.diff ?? []).slice(0, MAX_DIFF) }),
    ...(known.agreed || only ? {} : { cur: known.list }),
  };
}

/** The batch it carries. Who has nothing to send says what it sent: nothing else tells that all of its last batch is gone. */
function place({ flight, self }: Standing): Pick<Head, 'n' | 'prev' | 'dig' | 'had'> {
  return flight ? { n: flight.n, prev: flight.prev, dig: flight.dig } : { n: 0, prev: '', dig: '', had: self.batch };
}

/** How far erasures were followed stands in the digest, and by name as long as the endpoint may not know it. */
function followed(known: Cursors, { mark, told }: Pick<ErasedNote, 'mark' | 'told'> = { mark: '', told: true }): Pick<Head, 'cd' | 'heard'> {
  // Where the endpoint sums, one digest says both; else the cursors' own stands beside it.
  const cd = known.sums === true ? '' : cursorDigest(known.list, mark);
  return { cd, ...(mark === '' || (known.agreed && told) ? {} : { heard: mark }) };
}

/** The text of a question. */
export function question(head: Head, flight: Flight | undefined): string {
  if (!flight) return JSON.stringify(packHead(head, {}));
  const text = JSON.stringify(packHead(head, JSON.parse(flight.body) as OpsWire));
  // The frozen text goes in as it is: a repeat must carry the identical ops.
  return `${text.slice(0, -1)},"ops":${flight.body}}`;
}

/** An answer with its rows; undefined when it is none, or cannot be read. */
export function readAnswer(body: unknown, head: Head, flight: Flight | undefined): { response: SyncResponse; rows: StoredRow[] } | undefined {
  const parsed = parseSyncResponse(body, { ...head, scopes: scopesOf(flight?.ops ?? []) });
  if (!parsed.ok) return undefined;
  try {
    return { response: parsed.value, rows: unpackRows(parsed.value.ch) };
  } catch {
    return undefined; // an answer that cannot be read is an answer that was lost
  }
}
