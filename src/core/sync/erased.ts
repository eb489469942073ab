import type { Stamp } from '../clock.ts';
import type { Registry } from '../entities/registry.ts';
import type { RecordId } from '../ids.ts';
import type { Entity } from '../schema/entity.ts';
import { checkValue } from '../schema/field.ts';
import { ERASED, GONE, type Op, type StoredRow } from './change.ts';

/**
 * What an erasure takes (PROTOCOL 2.12): every personal cell of the person's own row and of all rows about them. What
 * is counted stays: it is clear (DECISIONS 3, 8).
 */

/** The field by which rows refer to the person they are about; pairs of a merge hold ids alone and do not. */
const PERSON = 'person';

type Named = Pick<Op, 't' | 'id' | 'f'>;

/** The ids whose erasure takes the personal cells of a row or op: its own, and that of the person it is about. */
export function subjectsOf(registry: Registry, { t, id, f }: Named): string[] {
  const said = Object.hasOwn(f, PERSON) ? f[PERSON] : undefined;
  const derived = personIn(registry.get(t), id);
  return [...new Set([id, ...(typeof said === 'string' ? [said] : []), ...(derived === undefined ? [] : [derived])])];
}

/** The person an id is derived from: `g:<training>/<person>`. */
function personIn(e: Entity | undefined, id: string): string | undefined {
  const at = e?.key?.fields.indexOf(PERSON) ?? -1;
  if (!e?.key || at < 0 || !id.startsWith(`${e.key.prefix}:`)) return undefined;
  const parts = id.slice(e.key.prefix.length + 1).split('/');
  return parts.length === e.key.fields.length ? parts[at] : undefined;
}

/** Whether rows of a table can be about a person or hold personal cells; of a table nobody here knows that may be. */
export function mayBePersonal(registry: Registry, t: string): boolean {
  const e = registry.get(t);
  return e === undefined || Object.values(e.fields).some((spec) => spec.personal);
}

/** Tables whose rows refer to a person and hold personal cells. */
export const tablesAboutPeople = (registry: Registry): string[] =>
  [...registry.values()].filter((e) => Object.hasOwn(e.fields, PERSON) && mayBePersonal(registry, e.name)).map((e) => e.name);

export const isErased = (row: Pick<StoredRow, 'f'>): boolean => row.f[ERASED] === true;

/** Whether an erasure would change nothing of a row. */
export const isBare = (row: Pick<StoredRow, 'f' | 'p'>): boolean => isErased(row) && Object.keys(row.p).length === 0;

/** A row without its personal cells and their stamps, marked as erased; a mark that stands keeps its stamp. */
export function erasedRow<R extends StoredRow>(row: R, stamp: Stamp): R {
  const kept = Object.entries(row.h).filter(([field]) => !Object.hasOwn(row.p, field));
  return { ...row, f: { ...row.f, [ERASED]: true }, p: {}, h: { [ERASED]: stamp, ...Object.fromEntries(kept) } };
}

/** An op without its personal cells; undefined when nothing is left of it. */
export function bareOp<O extends Pick<Op, 'f' | 'p'>>(op: O): O | undefined {
  return Object.keys(op.f).length === 0 ? undefined : { ...op, p: {} };
}

/**
 * A refused op as quarantine may keep it: a name may also stand among the clear cells, or as a code, and be the very
 * reason why it was refused. Of a table known here only sound clear cells stay.
 */
export function bareRefused<O extends Pick<Op, 't' | 'f' | 'p'>>(registry: Registry, op: O): O {
  const e = registry.get(op.t);
  if (!e) return { ...op, p: {} };
  const sound = ([name, value]: [string, unknown]): boolean => {
    if (name === GONE) return typeof value === 'boolean';
    const spec = Object.hasOwn(e.fields, name) ? e.fields[name] : undefined;
    return spec !== undefined && !spec.personal && checkValue(spec, value) === null;
  };
  return { ...op, f: Object.fromEntries(Object.entries(op.f).filter(sound)), p: {} };
}

/** Subjects and rows under one erasure, as other ends have to know them: ids that follow from a subject are left out. */
export function idsToTell(registry: Registry, subjects: readonly string[], rows: readonly Named[]): string[] {
  const known = new Set(subjects);
  const others = rows.filter((r) => !subjectsOf(registry, { ...r, f: {} }).some((id) => known.has(id)));
  return [...new Set([...subjects, ...others.map((r): RecordId => r.id)])];
}
