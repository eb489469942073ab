declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** One (browser profile, project): 10 base-36 characters, about 51 random bits. */
export type ReplicaId = Brand<'replica'>;
/** `replica.counter`, or a derived id `x:part/part` (see `derivedId`). */
export type RecordId = Brand<'record'>;

/** Where a row lives and who may see it (src/core/access/rights.ts). */
export type ScopeKind = 'p' | 'r' | 's' | 't' | 'f';
export type Scope = 'p' | `${'r' | 's' | 't' | 'f'}:${string}`;

const REPLICA = /^[0-9a-z]{10}$/;
const PLAIN = /^[0-9a-z]{10}\.[0-9a-z]{1,9}$/;
const DERIVED = /^[a-z]{1,2}:[0-9a-z.:/_-]{1,200}$/;
const SCOPE = /^(p|[rstf]:[0-9a-zA-Z.:/_-]{1,120})$/;

/**
 * A replica id from random bytes.
 * @param bytes at least 10 random bytes; given by the caller, since the core has no randomness of its own.
 */
export function newReplicaId(bytes: Uint8Array): ReplicaId {
  if (bytes.length < 10) throw new Error('newReplicaId needs 10 bytes');
  // 252 = 7 × 36: bytes above it would favour the first letters, so they are folded back by their low bits.
  let id = '';
  for (let i = 0; i < 10; i++) {
    const b = bytes[i] ?? 0;
    id += ((b < 252 ? b : (b * 31 + i) % 252) % 36).toString(36);
  }
  return id as ReplicaId;
}

/** The `counter`-th record made by `replica` (counter from 0, whole). */
export function recordId(replica: ReplicaId, counter: number): RecordId {
  if (!Number.isSafeInteger(counter) || counter < 0) throw new Error('counter must be a whole number from 0');
  return `${replica}.${counter.toString(36)}` as RecordId;
}

/**
 * The id of a fact that two devices may state independently: the same parts give the same id on both,
 * so that they edit one row instead of making two.
 */
export function derivedId(prefix: string, parts: readonly (string | number)[]): RecordId {
  return `${prefix}:${parts.join('/')}` as RecordId;
}

/** The replica that made a plain id; undefined for a derived one. */
export function replicaOf(id: string): ReplicaId | undefined {
  return PLAIN.test(id) ? (id.slice(0, 10) as ReplicaId) : undefined;
}

export const isReplicaId = (x: unknown): x is ReplicaId => typeof x === 'string' && REPLICA.test(x);
export const isRecordId = (x: unknown): x is RecordId =>
  typeof x === 'string' && (PLAIN.test(x) || DERIVED.test(x));
export const isScope = (x: unknown): x is Scope => typeof x === 'string' && SCOPE.test(x);
export const scopeKind = (scope: Scope): ScopeKind => scope.slice(0, 1) as ScopeKind;
