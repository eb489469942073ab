import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/core/entities/registry.ts';
import { derivedId, recordId, type RecordId, type ReplicaId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { entity } from '../../../src/core/schema/entity.ts';
import { int, text } from '../../../src/core/schema/field.ts';
import type { Value } from '../../../src/core/schema/field.ts';
import type { Op, StoredRow } from '../../../src/core/sync/change.ts';
import { packOps, packRows, unpackOps, unpackRows, type OpTableWire } from '../../../src/core/sync/codec.ts';
import { packIds, packNumbers, Replicas, unpackIds, unpackNumbers } from '../../../src/core/sync/columns.ts';
import { mergeOp } from '../../../src/core/sync/merge.ts';
import { packValues, unpackValues } from '../../../src/core/sync/value-columns.ts';
import { anyOp } from '../../support/arbitraries.ts';
import { trainingDay } from '../../support/training-day.ts';
import { stateOf, wholeProject } from '../../support/whole-project.ts';

const overWire = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T;

const plain = fc.tuple(fc.constantFrom('aaaaaaaaaa', 'bbbbbbbbbb'), fc.integer({ min: 0, max: 9_999 })).map(([r, n]) => recordId(r as ReplicaId, n));
const derived = fc.tuple(plain, plain, fc.integer({ min: 1, max: 9 })).map(([t, p, n]) => derivedId('a', [derivedId('g', [t, p]), derivedId('d', [t, n])]));
const odd = fc.constantFrom('', 'x', 'p:', 'l:a//b', 'l:', '00', '007', 'd:a/01', 'aaaaaaaaaa.01', '__proto__').map((x) => x as RecordId);

describe('columns', () => {
  it('[3.1] ids of every kind come back as they were', () => {
    for (const list of [fc.array(plain), fc.array(derived), fc.array(odd), fc.array(fc.oneof(plain, derived, odd))]) {
      fc.assert(fc.property(list, (ids) => {
        const replicas = new Replicas();
        const col = overWire(packIds(ids, replicas));
        expect(unpackIds(col, ids.length, replicas.list)).toEqual(ids);
      }));
    }
  });

  it('[3.1] numbers come back as they were', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (xs) => { expect(unpackNumbers(overWire(packNumbers(xs)), xs.length)).toEqual(xs); }));
  });

  it('[3.1] values of every kind come back as they were, gaps included', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    const minute = fc.integer({ min: 0, max: 50_000_000 }).map((n) => new Date(n * 60_000).toISOString().slice(0, 16));
    const number = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0));
    const words = fc.string({ unit: 'binary', maxLength: 8 });
    const trick = fc.constantFrom('|', 'a|b', '', '-', '2019-02-30', '2019-13-01', '0001-01-01', '2019-01-01T24:00', '2019-01-01T09:10', '+12019-01-01', '2019-01-01 ');
    const list = fc.array(fc.string({ maxLength: 3 }), { maxLength: 2 });
    const kinds: fc.Arbitrary<Value>[] = [day, minute, number, words, trick, list, plain, derived, fc.boolean(), fc.constantFrom<Value>('f', 'm', null)];
    const any = fc.oneof(...kinds);
    for (const kind of [...kinds, any]) {
      const column = fc.array(fc.option(kind, { nil: undefined, freq: 5 }), { minLength: 1, maxLength: 20 }).filter((vs) => vs.some((v) => v !== undefined));
      fc.assert(fc.property(column, (values) => {
        const replicas = new Replicas();
        const col = overWire(packValues(values, replicas));
        // Minus zero is zero in JSON.
        expect(unpackValues(col, values.length, replicas.list)).toEqual(values.map((v) => (v === 0 ? 0 : v)));
      }), { numRuns: 200 });
    }
  });
});

describe('codec', () => {
  it('[3.1] ops come back as they were, in the order of their numbers', () => {
    const distinct = fc.uniqueArray(anyOp, { selector: (o) => o.no, maxLength: 12 });
    fc.assert(
      fc.property(distinct, (ops) => {
        expect(unpackOps(overWire(packOps(registry, ops)))).toEqual(ops.toSorted((a, b) => a.no - b.no));
      }),
    );
  });

  it('[3.1] rows come back with the stamp of every cell', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { minLength: 1, maxLength: 6 }), (ops) => {
        let row = mergeOp(undefined, ops[0] as Op).row;
        for (const o of ops) row = mergeOp(row, o).row;
        expect(unpackRows(overWire(packRows(registry, [row])))).toEqual([row]);
      }),
    );
  });

  it('[3.1] a day, and a whole season, come back as they were', () => {
    const { ops } = trainingDay();
    expect(unpackOps(overWire(packOps(registry, ops)))).toEqual(ops);
    for (const made of wholeProject()) expect(unpackOps(overWire(packOps(registry, made.ops)))).toEqual(made.ops);
    const rows = stateOf(wholeProject());
    const byKey = (list: readonly StoredRow[]): StoredRow[] => list.toSorted((a, b) => (`${a.s} ${a.t} ${a.id}` < `${b.s} ${b.t} ${b.id}` ? -1 : 1));
    expect(byKey(unpackRows(overWire(packRows(registry, rows))))).toEqual(byKey(rows));
  });

  it('[3.1] an id that does not follow from its fields is kept as it is, and so are those beside it', () => {
    const [, slot] = trainingDay().ops;
    const good = must(slot, 'slot');
    const ops = [good, { ...good, no: 90, id: 'd:somewhere/2' as RecordId }, { ...good, no: 91, f: { title: 'later' } }];
    expect(unpackOps(overWire(packOps(registry, ops)))).toEqual(ops);
  });

  it('[2.13] who does not know a table reads it all the same, derived ids included', () => {
    const cup = entity({ name: 'tea_cup', since: 2, scope: 'p', key: { prefix: 'q', fields: ['at_table', 'n'] }, fields: { at_table: text(), n: int() } });
    const ops = trainingDay().ops.slice(0, 2).map((o, i): Op => ({ ...o, s: 'p', t: 'tea_cup', id: `q:big/${i}` as RecordId, f: { at_table: 'big', n: i }, p: {} }));
    const wire = overWire(packOps(new Map([['tea_cup', cup]]), ops));
    expect((wire['tea_cup'] as OpTableWire).i).toBeUndefined();
    expect(unpackOps(wire)).toEqual(ops);
  });

  it('[4.2/23] what is malformed throws, and never pollutes', () => {
    const good = packOps(registry, trainingDay().ops);
    const spoil: object[] = [
      { n: 1e9 }, { n: -1 }, { h: [] }, { h: { s: 1e30, d: 0 } }, { h: null }, { f: { venue: { v: [] } } }, { f: { venue: { n: ['x'] } } }, { f: { venue: {} } },
      { f: JSON.parse('{"__proto__":{"k":1}}') as object }, { i: { v: 3 } }, { i: undefined }, { f: null }, { s: null }, { r: 9 }, { k: 5 }, { no: undefined },
    ];
    for (const part of spoil) {
      const w = overWire(good) as unknown as Record<string, object>;
      Object.assign(must(w['training'], 'training'), part);
      expect(() => unpackOps(w as never), JSON.stringify(part)).toThrow(/.*/);
    }
    for (const common of [{ r: 5 }, { ms: 'x' }, { r: [] }, null]) {
      expect(() => unpackOps({ ...overWire(good), $: common } as never), JSON.stringify(common)).toThrow(/.*/);
    }
    expect(({} as Record<string, unknown>)['k']).toBeUndefined();
  });
});
