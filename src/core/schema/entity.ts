import { derivedId, type RecordId, type Scope, type ScopeKind } from '../ids.ts';
import type { FieldKind, FieldSpec, Value, ValueOf } from './field.ts';

export type Fields = Readonly<Record<string, FieldSpec>>;

/** How an entity is declared: once, here; storage, sync and the endpoint follow from it. */
export interface Entity<N extends string = string, F extends Fields = Fields> {
  readonly name: N;
  /** The schema number that brought it. */
  readonly since: number;
  /** The kind of scope its rows live in. */
  readonly scope: ScopeKind;
  /**
   * Fields whose values make the id, when two devices may state the same fact (DECISIONS 1).
   * They are set once and never change. A row without the last of `optionalKey` has a plain id.
   */
  readonly key?: { readonly prefix: string; readonly fields: readonly string[] };
  readonly fields: F;
}

export const entity = <const N extends string, const F extends Fields>(e: Entity<N, F>): Entity<N, F> => e;

/** The fields of an entity as screens read them: every field may be absent. */
export type RowFields<E extends Entity> = {
  readonly [K in keyof E['fields']]?: E['fields'][K] extends FieldSpec<infer Kind extends FieldKind>
    ? ValueOf<Kind> | null
    : never;
};

/** A row as screens read it: id, scope, and clear and personal fields laid together. */
export type Row<E extends Entity> = RowFields<E> & { readonly id: RecordId; readonly scope: Scope };

/** The derived id for these values, or undefined when the entity has none or a key part is missing. */
export function deriveId(e: Entity, values: Readonly<Record<string, Value | undefined>>): RecordId | undefined {
  if (!e.key) return undefined;
  const parts: (string | number)[] = [];
  for (const f of e.key.fields) {
    const v = values[f];
    if (typeof v !== 'string' && typeof v !== 'number') return undefined;
    parts.push(v);
  }
  return derivedId(e.key.prefix, parts);
}

/** Splits values into clear (`f`) and personal (`p`) ones; unknown fields throw: the program wrote them. */
export function splitPersonal(
  e: Entity,
  values: Readonly<Record<string, Value>>,
): { f: Record<string, Value>; p: Record<string, Value> } {
  const f: Record<string, Value> = {};
  const p: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    const spec = e.fields[name];
    if (!spec) throw new Error(`${e.name} has no field ${name}`);
    (spec.personal ? p : f)[name] = value;
  }
  return { f, p };
}
