import { registry } from '../../src/core/entities/registry.ts';
import type { ReplicaId, Scope } from '../../src/core/ids.ts';
import type { Op, StoredRow } from '../../src/core/sync/change.ts';
import { packOps, packRows, type OpsWire } from '../../src/core/sync/codec.ts';
import { packRequest, packResponse, ROOM } from '../../src/core/sync/envelope.ts';
import { batchDigest, cursorDigest, type CursorAnswer, type SyncRequest } from '../../src/core/sync/protocol.ts';
import { trainingDay } from './training-day.ts';
import { stateOf, wholeProject } from './whole-project.ts';

/** A mark as the endpoint draws them: eight characters that gzip cannot make smaller. */
const nonce = (i: number): string => batchDigest(i, 'mark', {}).slice(0, 8).toLowerCase();

/** A question as a tablet at work sends it: neither its first batch nor its first scope. */
export function questionOf(ops: readonly Op[], replica: ReplicaId, scopes = 60): SyncRequest {
  const wire = JSON.parse(JSON.stringify(packOps(registry, ops))) as OpsWire;
  const [n, prev] = [41, batchDigest(40, '', {})];
  const cursors = Array.from({ length: scopes }, (_, i) => [`t:${replica}.${i.toString(36)}` as Scope, i * 7, nonce(i)] as const);
  const wall = Math.max(...ops.map((o) => o.at)) + 2_345;
  return { v: 1, epoch: 'e8f7a6b5c4', replica, schema: 1, n, prev, dig: batchDigest(n, prev, wire), cd: cursorDigest(cursors), ops: wire, left: 0, room: ROOM, wall };
}

/** The whole body that pushes the day of one training. */
export function dayPush(): { readonly ops: readonly Op[]; readonly body: string } {
  const { ops, replica } = trainingDay();
  return { ops, body: JSON.stringify(packRequest(questionOf(ops, replica))) };
}

/** The whole answer that brings a season to a tablet that has nothing; `h`: the newest stamp of each row. */
export function wholePull(): { readonly rows: readonly (Omit<StoredRow, 'h'> & { readonly h: string })[]; readonly body: string } {
  const rows = stateOf(wholeProject());
  const cur = [...new Set(rows.map((r) => r.s))].map((s, i): CursorAnswer => [s, 40 + ((i * 37) % 90), nonce(i), 0]);
  const answer = { epoch: 'e8f7a6b5c4', now: 1_577_000_000_500, safe: 0, n: 0, st: [], ch: packRows(registry, rows), cur, gone: [], schema: 1 };
  const body = JSON.stringify(packResponse(answer, { epoch: 'e8f7a6b5c4', n: 0, schema: 1, wall: 1_577_000_000_000, scopes: [] }));
  return { rows: rows.map((r) => ({ ...r, h: Object.values(r.h).toSorted().at(-1) ?? '' })), body };
}
