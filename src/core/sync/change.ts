import type { Stamp } from '../clock.ts';
import { isStamp } from '../clock.ts';
import type { Registry } from '../entities/registry.ts';
import { isRecordId, isScope, scopeKind, type RecordId, type Scope } from '../ids.ts';
import { deriveId, type Entity } from '../schema/entity.ts';
import { checkValue, type FaultCode, type Value } from '../schema/field.ts';

/** The reserved cell that says a row is deleted. Lies among the clear cells. */
export const GONE = '$gone';
/** The reserved cell that says the personal cells were erased. Set by the endpoint alone: an op that carries it is refused. */
export const ERASED = '$erased';

export type Cells = Readonly<Record<string, Value>>;

/**
 * One save of one row: one number, one stamp for all its cells.
 * `f` clear and `p` personal cells lie apart (DECISIONS 3).
 */
export interface Op {
  /** Per replica, from 1, without gaps. */
  readonly no: number;
  readonly s: Scope;
  readonly t: string;
  readonly id: RecordId;
  readonly f: Cells;
  readonly p: Cells;
  readonly h: Stamp;
  /** The user who saved (a record id), or '' when unknown. */
  readonly by: string;
  /** The device's wall clock at the save, ms since 1970: data for people, never used to order. */
  readonly at: number;
}

/** A row as stored on both ends: cells and the stamp of each. */
export interface StoredRow {
  readonly s: Scope;
  readonly t: string;
  readonly id: RecordId;
  readonly f: Cells;
  readonly p: Cells;
  readonly h: Readonly<Record<string, Stamp>>;
}

export interface OpFault {
  readonly code: FaultCode | 'unknown_table' | 'bad_scope' | 'bad_id' | 'bad_stamp' | 'no_cells' | 'too_many_cells' | 'not_personal';
  readonly field?: string;
}

/** Most cells in one op (TRUST 63). */
const MAX_CELLS = 60;
const FIELD_NAME = /^[a-z][a-z0-9_]{0,40}$/;

/**
 * Null when the op may be stored, else why not. Both ends run it.
 * Fields and tables this build lacks pass as opaque only when the sender's schema is newer (DECISIONS 7).
 */
export function checkOp(registry: Registry, op: Op, newerSchema: boolean): OpFault | null {
  if (!isScope(op.s)) return { code: 'bad_scope' };
  if (!isRecordId(op.id)) return { code: 'bad_id' };
  if (!isStamp(op.h)) return { code: 'bad_stamp' };
  const cells = Object.keys(op.f).length + Object.keys(op.p).length;
  if (cells === 0) return { code: 'no_cells' };
  if (cells > MAX_CELLS) return { code: 'too_many_cells' };
  const e = registry.get(op.t);
  if (!e) return newerSchema ? checkOpaque(op.f) ?? checkOpaque(op.p) : { code: 'unknown_table' };
  if (scopeKind(op.s) !== e.scope) return { code: 'bad_scope' };
  return checkCells(e, op.f, false, newerSchema) ?? checkCells(e, op.p, true, newerSchema) ?? checkKey(e, op);
}

function checkCells(e: Entity, cells: Cells, personal: boolean, newerSchema: boolean): OpFault | null {
  for (const [name, value] of Object.entries(cells)) {
    if (name === GONE) {
      if (personal || typeof value !== 'boolean') return { code: 'wrong_type', field: name };
      continue;
    }
    const spec = Object.hasOwn(e.fields, name) ? e.fields[name] : undefined;
    if (!spec) {
      if (!newerSchema || !FIELD_NAME.test(name)) return { code: 'unknown_field', field: name.slice(0, 40) };
      const fault = checkOpaque({ [name]: value });
      if (fault) return fault;
      continue;
    }
    if (spec.personal !== personal) return { code: 'not_personal', field: name };
    const code = checkValue(spec, value);
    if (code) return { code, field: name };
  }
  return null;
}

/** A value nobody here understands must at least be of a shape that can be kept. */
function checkOpaque(cells: Cells): OpFault | null {
  for (const [field, value] of Object.entries(cells)) {
    if (field === GONE && typeof value === 'boolean') continue;
    if (!FIELD_NAME.test(field)) return { code: 'unknown_field', field: field.slice(0, 40) };
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!items.every(canBeKept)) return { code: 'wrong_type', field };
  }
  return null;
}

function canBeKept(x: unknown): boolean {
  if (typeof x === 'string') return x.length <= 10_000 && !/[\ud800-\udfff]/u.test(x) && !x.includes('\0');
  return x === null || typeof x === 'boolean' || (typeof x === 'number' && Number.isFinite(x));
}

/** Where the id is derived from columns, the columns an op carries must agree with it. */
function checkKey(e: Entity, op: Op): OpFault | null {
  if (!e.key) return null;
  const carried = e.key.fields.filter((k) => k in op.f);
  if (carried.length === e.key.fields.length) {
    const derived = deriveId(e, op.f);
    // A null key part (a registration without a person) gives a plain id.
    if (derived ? derived !== op.id : op.id.startsWith(`${e.key.prefix}:`)) return { code: 'bad_id' };
  } else if (carried.length > 0 && op.id.startsWith(`${e.key.prefix}:`)) return { code: 'bad_id' };
  return null;
}

/** The cells of an op under one name, with whether each is personal. */
export function* cellsOf(op: Pick<Op, 'f' | 'p'>): Generator<[name: string, value: Value, personal: boolean]> {
  for (const [n, v] of Object.entries(op.f)) yield [n, v, false];
  for (const [n, v] of Object.entries(op.p)) yield [n, v, true];
}
