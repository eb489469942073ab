import { replicaOf, scopeKind, type ReplicaId, type Scope } from '../ids.ts';
import { GONE, type Op } from '../sync/change.ts';
import type { Role } from '../sync/protocol.ts';

/** What a device may do. The endpoint decides by it; the screen hides by it. DECISIONS, "Scopes and rights". */
export interface Rights {
  readonly role: Role;
  /** Areas (`r:<area>`) whose people a coordinator let this device read. */
  readonly areas: ReadonlySet<string>;
  /** Trainings (`t:<training>`) assigned to this device or made on it. */
  readonly trainings: ReadonlySet<string>;
  /** Every replica this device has ever been: rows with ids of these are its own. */
  readonly replicas: ReadonlySet<ReplicaId>;
}

const target = (scope: Scope): string => scope.slice(2);

/** Whether the rows of a scope may be sent to this device. */
export function mayRead(r: Rights, scope: Scope): boolean {
  const kind = scopeKind(scope);
  switch (kind) {
    case 'p':
      return true;
    case 'r':
      return r.role === 'coordinator' || r.areas.has(target(scope));
    case 't':
      return r.role === 'coordinator' || r.trainings.has(target(scope));
    case 's':
    case 'f':
      return false; // totals only, never rows
  }
}

/** More scopes than this are not named one by one. */
const NAMED = 1_000;

/** The scopes that `mayRead` allows; undefined for whoever reads all trainings, or too many to name. */
export const readable = (r: Rights): Scope[] | undefined =>
  r.role === 'coordinator' || r.areas.size + r.trainings.size >= NAMED ? undefined : ['p', ...[...r.areas].map((a): Scope => `r:${a}`), ...[...r.trainings].map((t): Scope => `t:${t}`)];

/** Tables of `p` a trainer may add to; everything else of `p` is the coordinator's. */
const TRAINER_ADDS = new Set(['training', 'trainer', 'training_trainer', 'user', 'device']);

const isOwn = (r: Rights, id: string): boolean => {
  const replica = replicaOf(id);
  return replica !== undefined && r.replicas.has(replica);
};

/** Whether an op of this device is accepted; a refused one goes to quarantine, never blocks the batch. */
export function mayWrite(r: Rights, op: Pick<Op, 's' | 't' | 'id' | 'f'>): boolean {
  if (r.role === 'coordinator') return scopeKind(op.s) !== 'f';
  switch (scopeKind(op.s)) {
    case 'p':
      return mayWriteProject(r, op);
    case 't':
      return r.trainings.has(target(op.s));
    case 'r':
      // Write-only: may add anyone anywhere and mend what it added; may edit others' rows where it may read them.
      return isOwn(r, op.id) || r.areas.has(target(op.s)) || (op.t === 'person_merge' && op.f[GONE] !== true);
    case 's':
      return isOwn(r, op.id);
    case 'f':
      return false; // answers have their own intake (DECISIONS 21)
  }
}

function mayWriteProject(r: Rights, op: Pick<Op, 't' | 'id' | 'f'>): boolean {
  if (!TRAINER_ADDS.has(op.t)) return false;
  if (op.t === 'training') return isOwn(r, op.id) || r.trainings.has(op.id);
  if (op.t === 'training_trainer') {
    const training = /^l:([^/]+)\//.exec(op.id)?.[1];
    return training !== undefined && r.trainings.has(training);
  }
  return isOwn(r, op.id);
}

/** A training that a device makes is granted to it: the op that does so, or undefined (DECISIONS 10). */
export function grantedBy(r: Rights, op: Pick<Op, 's' | 't' | 'id'>): string | undefined {
  return op.s === 'p' && op.t === 'training' && isOwn(r, op.id) ? op.id : undefined;
}
