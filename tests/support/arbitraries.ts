import fc from 'fast-check';
import { stampOf } from '../../src/core/clock.ts';
import type { RecordId, ReplicaId } from '../../src/core/ids.ts';
import type { Value } from '../../src/core/schema/field.ts';
import type { Op, StoredRow } from '../../src/core/sync/change.ts';

/** Values a cell may hold, awkward ones included. */
const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '__proto__', 'constructor', '=1+1', 'Жаңыл', 'Өмүр', '\u2028'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
);

export const replicas = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'] as ReplicaId[];

export const anyStamp = fc
  .tuple(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_005 }), fc.integer({ min: 0, max: 2 }), fc.constantFrom(...replicas))
  .map(([ms, c, r]) => stampOf({ ms, c }, r));

const cells = (names: readonly string[]): fc.Arbitrary<Record<string, Value>> =>
  fc.dictionary(fc.constantFrom(...names), anyValue, { maxKeys: names.length }).map((d) => ({ ...d }));

/** Ops on one training row: few stamps and fields, so that they collide. */
export const anyOp: fc.Arbitrary<Op> = fc
  .record({ f: cells(['venue', 'notes', 'planned', '$gone']), p: cells(['name', 'phone']), h: anyStamp, no: fc.integer({ min: 1, max: 99 }) })
  .filter((o) => Object.keys(o.f).length + Object.keys(o.p).length > 0)
  .map((o) => ({ ...o, s: 'p' as const, t: 'training', id: 'aaaaaaaaaa.1' as RecordId, by: '', at: 1_700_000_000_000 }));

export const emptyRow: StoredRow = { s: 'p', t: 'training', id: 'aaaaaaaaaa.1' as RecordId, f: {}, p: {}, h: {} };
