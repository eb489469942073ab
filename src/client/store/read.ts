import type { EntityOf, TableName } from '../../core/entities/registry.ts';
import type { RecordId, Scope } from '../../core/ids.ts';
import type { Row } from '../../core/schema/entity.ts';
import { isErased } from '../../core/sync/erased.ts';
import type { Database, ViewRow } from './database.ts';

/** A row as screens read it, whether something of it is still unsent, and whether its personal cells were erased. */
export type Read<T extends TableName> = Row<EntityOf<T>> & { readonly unsent: boolean; readonly erased?: true };

const read = <T extends TableName>(v: ViewRow): Read<T> =>
  ({ ...v.f, ...v.p, id: v.id, scope: v.s, unsent: v.d === 1, ...(isErased(v) ? { erased: true } : {}) }) as unknown as Read<T>;

/** Rows of a table, deleted ones left out: of one scope, or of all. */
export async function list<T extends TableName>(db: Database, t: T, scope?: Scope): Promise<Read<T>[]> {
  const found = scope
    ? await db.view.where('[s+t+id]').between([scope, t, ''], [scope, t, '\uffff']).toArray()
    : await db.view.where('t').equals(t).toArray();
  return found.filter((v) => v.g === 0).map((v) => read<T>(v));
}

/** Rows of a table in every scope, in pages: for what must not hold the thread (the index of people). */
export async function page<T extends TableName>(db: Database, t: T, after: string, size: number): Promise<{ rows: Read<T>[]; next: string | undefined }> {
  const found = await db.view.where('[t+id]').between([t, after], [t, '\uffff'], false, false).limit(size).toArray();
  const last = found.at(-1);
  return { rows: found.filter((v) => v.g === 0).map((v) => read<T>(v)), next: found.length < size ? undefined : last?.id };
}

/** Rows by their keys, in that order; undefined where absent or deleted. */
export async function findAll(db: Database, keys: readonly (readonly [Scope, string, string])[]): Promise<(Read<TableName> | undefined)[]> {
  const found = await db.view.bulkGet(keys as [Scope, string, string][]);
  return found.map((v) => (v && v.g === 0 ? read<TableName>(v) : undefined));
}

/** One row, in whatever scope it lies; undefined when absent or deleted. */
export async function find<T extends TableName>(db: Database, t: T, id: RecordId | string): Promise<Read<T> | undefined> {
  const v = await db.view.where('[t+id]').equals([t, id]).first();
  return v && v.g === 0 ? read<T>(v) : undefined;
}
