import type { Stamp } from '../../core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../core/ids.ts';
import type { Value } from '../../core/schema/field.ts';
import type { Cells, Op } from '../../core/sync/change.ts';
import type { CursorEntry, OpAnswer, Role } from '../../core/sync/protocol.ts';
import type { Sum } from '../../core/sync/digest.ts';
import type { SummedMark } from './sums.ts';
import type {
  DeviceRow, GrantRow, HeldRow, HistoryRow, InviteRow, OriginRow, QuarantineRow, ReplicaRow, ScopeMark, TokenRow, Via,
} from './store.ts';

/**
 * From what a database gives back to the rows of the port. The columns were written by `sql-tx.ts` from the same
 * types, so their shape is asserted once here: a column that is not text or a number is a broken file and throws.
 */
export type Raw = Readonly<Record<string, unknown>>;

function str<T extends string = string>(r: Raw, column: string): T {
  const v = r[column];
  if (typeof v !== 'string') throw new Error(`column ${column} is not text`);
  return v as T;
}
function num(r: Raw, column: string): number {
  const v = r[column];
  if (typeof v !== 'number') throw new Error(`column ${column} is not a number`);
  return v;
}
const json = <T>(r: Raw, column: string): T => JSON.parse(str(r, column)) as T;
export { str as text, num as whole, json as parsed };

export const value = (r: Raw): string => str(r, 'value');
export const nonce = (r: Raw): string => str(r, 'nonce');
export const seq = (r: Raw): number => num(r, 'seq');
export const replicaId = (r: Raw): ReplicaId => str<ReplicaId>(r, 'replica');
export const scope = (r: Raw): [Scope, ScopeMark] => [str<Scope>(r, 'scope'), { seq: num(r, 'seq'), nonce: str(r, 'nonce') }];

export const summedMark = (r: Raw): [Scope, SummedMark] => [str<Scope>(r, 'scope'), { seq: num(r, 'seq'), nonce: str(r, 'nonce'), sum: str<Sum | ''>(r, 'sum') }];

/** A count that is left out while it is 0. */
const counted = <K extends string>(r: Raw, column: K): Partial<Record<K, number>> => {
  const n = num(r, column);
  return n === 0 ? {} : ({ [column]: n } as Record<K, number>);
};

export const device = (r: Raw): DeviceRow => ({
  device: str(r, 'device'),
  label: str(r, 'label'),
  role: str<Role>(r, 'role'),
  via: str<Via>(r, 'via'),
  made: num(r, 'made'),
  seen: num(r, 'seen'),
  unsent: num(r, 'unsent'),
  skew: num(r, 'skew'),
  schema: num(r, 'schema'),
  ...counted(r, 'differs'),
  ...counted(r, 'reset'),
});

export const token = (r: Raw): TokenRow => ({
  hash: str(r, 'hash'),
  device: str(r, 'device'),
  kind: str<TokenRow['kind']>(r, 'kind'),
  invite: str(r, 'invite'),
  made: num(r, 'made'),
  used: num(r, 'used'),
  ended: num(r, 'ended'),
});

export const invite = (r: Raw): InviteRow => ({
  hash: str(r, 'hash'),
  role: str<Role>(r, 'role'),
  areas: json<string[]>(r, 'areas'),
  name: str(r, 'name'),
  via: str<Via>(r, 'via'),
  made: num(r, 'made'),
  expires: num(r, 'expires'),
  replica: str(r, 'replica'),
  device: str(r, 'device'),
  closed: num(r, 'closed') === 1,
});

export const replica = (r: Raw): ReplicaRow => ({
  replica: str<ReplicaId>(r, 'replica'),
  device: str(r, 'device'),
  n: num(r, 'n'),
  dig: str(r, 'dig'),
  st: json<OpAnswer[]>(r, 'st'),
  seqs: json<[Scope, number][]>(r, 'seqs'),
  cursors: json<CursorEntry[]>(r, 'cursors'),
});

export const grant = (r: Raw): GrantRow => ({ s: str<Scope>(r, 'scope'), device: str(r, 'device'), on: num(r, 'allowed') === 1 });

export const row = (r: Raw): HeldRow => ({
  s: str<Scope>(r, 'scope'),
  t: str(r, 't'),
  id: str<RecordId>(r, 'id'),
  f: json<Cells>(r, 'f'),
  p: json<Cells>(r, 'p'),
  h: json<Record<string, Stamp>>(r, 'h'),
  seq: num(r, 'seq'),
  prev: num(r, 'prev'),
});

export const origin = (r: Raw): OriginRow => ({
  s: str<Scope>(r, 'scope'),
  replica: str<ReplicaId>(r, 'replica'),
  no: num(r, 'no'),
  dig: str(r, 'dig'),
  h: str<Stamp>(r, 'h'),
  by: str(r, 'author'),
  at: num(r, 'at'),
});

export const history = (r: Raw): HistoryRow => ({
  s: str<Scope>(r, 'scope'),
  t: str(r, 't'),
  id: str<RecordId>(r, 'id'),
  field: str(r, 'field'),
  stamp: str<Stamp>(r, 'stamp'),
  why: str<HistoryRow['why']>(r, 'why'),
  replica: str<ReplicaId>(r, 'replica'),
  no: num(r, 'no'),
  value: json<Value>(r, 'value'),
  personal: num(r, 'personal') === 1,
  by: str(r, 'author'),
  at: num(r, 'at'),
  seen: num(r, 'seen'),
});

export const quarantine = (r: Raw): QuarantineRow => ({
  replica: str<ReplicaId>(r, 'replica'),
  no: num(r, 'no'),
  dig: str(r, 'dig'),
  device: str(r, 'device'),
  reason: str(r, 'reason'),
  at: num(r, 'at'),
  op: json<Op>(r, 'op'),
});
