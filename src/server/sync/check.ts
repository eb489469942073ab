import type { Registry } from '../../core/entities/registry.ts';
import { hash64 } from '../../core/hash.ts';
import { isRecordId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { checkOp, type Cells, type Op } from '../../core/sync/change.ts';
import { unpackOps } from '../../core/sync/codec.ts';
import { batchDigest, type SyncRequest } from '../../core/sync/protocol.ts';
import type { Refusal } from '../http/answer.ts';
import { checkClaims, isBloated } from '../http/shape.ts';
import type { Erased } from './erased-ops.ts';

/** An op of a batch with what can be said of it before any transaction. */
export interface CheckedOp {
  readonly op: Op;
  /** Tells two ops of one number apart: the same op has the same digest in whatever batch it comes, re-stamped or not. */
  readonly dig: string;
  /** Why it may not be stored, or null. */
  readonly fault: string | null;
  /** Set when it is about somebody erased: its personal cells are gone from `op` then. */
  readonly erased?: Erased;
}

/** Unpacks and checks a batch: everything that needs no database, so that no lock is held meanwhile. */
export function checkBatch(registry: Registry, schema: number, request: SyncRequest): Result<readonly CheckedOp[], Refusal> {
  const claims = checkClaims(request.ops);
  if (claims) return err(claims === 'too_big' ? { status: 413, error: 'too_big' } : { status: 400, error: 'bad_message' });
  if (request.n > 0 && batchDigest(request.n, request.prev, request.ops) !== request.dig) return err({ status: 400, error: 'bad_message' });
  let ops: Op[];
  try {
    ops = unpackOps(request.ops);
  } catch {
    return err({ status: 400, error: 'bad_message' }); // columns that do not fit together
  }
  if (isBloated(ops)) return err({ status: 413, error: 'too_big' });
  return ok(ops.map((op) => ({ op, dig: opDigest(op), fault: faultOf(registry, op, request.schema > schema) })));
}

/** Table names end up in keys: a table that nobody here knows must at least have a name like one. */
export const TABLE = /^[a-z][a-z0-9_]{0,40}$/;

/** What not every database takes as text: it may be the name of a field, and the reason names the field. */
const UNSTORABLE = /[\u0000\ud800-\udfff]/u;

/** Why an op may not be stored, whoever brings it; null when nothing in it speaks against it. */
export function faultOf(registry: Registry, op: Op, newerSchema: boolean): string | null {
  if (op.no < 1) return 'bad_no';
  if (!TABLE.test(op.t)) return 'unknown_table';
  const fault = checkOp(registry, op, newerSchema);
  if (fault) return fault.field === undefined || UNSTORABLE.test(fault.field) ? fault.code : `${fault.code}:${fault.field}`;
  return op.by === '' || isRecordId(op.by) ? null : 'bad_ref:by';
}

const sorted = (cells: Cells): unknown => Object.entries(cells).toSorted(([a], [b]) => (a < b ? -1 : 1));

const opDigest = (op: Op): string => hash64(JSON.stringify([op.s, op.t, op.id, sorted(op.f), sorted(op.p)]));
