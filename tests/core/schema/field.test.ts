import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { person } from '../../../src/core/entities/person.ts';
import { registry } from '../../../src/core/entities/registry.ts';
import type { RecordId, Scope } from '../../../src/core/ids.ts';
import { checkValue, codes, date, int, isDay, ref, text, time } from '../../../src/core/schema/field.ts';
import { splitPersonal } from '../../../src/core/schema/entity.ts';
import { checkOp, type Op } from '../../../src/core/sync/change.ts';
import { stampOf } from '../../../src/core/clock.ts';
import type { ReplicaId } from '../../../src/core/ids.ts';

describe('values', () => {
  it.each([
    ['500 letters in a name', text({ max: 200 }), 'а'.repeat(500), 'too_long'],
    ['200 letters outside the BMP', text({ max: 200 }), '𐐷'.repeat(200), null],
    ['a lone surrogate', text(), 'а\ud800б', 'bad_text'],
    ['NUL', text(), 'а\0', 'bad_text'],
    ['a formula is text', text(), '=1+1', null],
    ['a number in text', text(), 5, 'wrong_type'],
    ['year 1850', int({ min: 1900, max: 2199 }), 1850, 'too_small'],
    ['year 2290', int({ min: 1900, max: 2199 }), 2290, 'too_big'],
    ['half a person', int(), 0.5, 'wrong_type'],
    ['NaN', int(), Number.NaN, 'wrong_type'],
    ['2^53', int({ max: Number.MAX_SAFE_INTEGER }), 2 ** 53, 'wrong_type'],
    ['30 February', date(), '2019-02-30', 'bad_date'],
    ['29 February 2020', date(), '2020-02-29', null],
    ['29 February 2100', date(), '2100-02-29', 'bad_date'],
    ['day first', date(), '18.11.2019', 'bad_date'],
    ['a moment', time(), '2019-11-18T09:12', null],
    ['24:00', time(), '2019-11-18T24:00', 'bad_date'],
    ['a list where text is due', text(), ['а'], 'wrong_type'],
    ['an object in a list', codes('topic'), [{}], 'bad_code'],
    ['a name as id', ref('person'), '__proto__', 'bad_ref'],
    ['nothing empties any cell', int(), null, null],
  ])('[T66] %s', (_, spec, value, fault) => {
    expect(checkValue(spec, value)).toBe(fault);
  });

  it('[T66] never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.anything(), (x) => {
        for (const spec of Object.values(person.fields)) checkValue(spec, x);
      }),
    );
    fc.assert(fc.property(fc.string(), (x) => !isDay(x) || /^\d{4}-/.test(x)));
  });
});

describe('ops', () => {
  const op = (o: Partial<Op>): Op => ({
    no: 1, s: 'r:local', t: 'person', id: 'aaaaaaaaaa.1' as RecordId, f: {}, p: { name: 'Асан' },
    h: stampOf({ ms: 1, c: 0 }, 'aaaaaaaaaa' as ReplicaId), by: '', at: 1, ...o,
  });
  it.each([
    ['a good one', {}, null],
    ['a personal field among the clear ones', { f: { name: 'Асан' }, p: {} }, { code: 'not_personal', field: 'name' }],
    ['an unknown field', { p: { shoe: 'x' } }, { code: 'unknown_field', field: 'shoe' }],
    ['an unknown table', { t: 'shoe' }, { code: 'unknown_table' }],
    ['another kind of scope', { s: 'p' as Scope }, { code: 'bad_scope' }],
    ['no cells', { p: {} }, { code: 'no_cells' }],
    ['an inherited name', { t: 'constructor' }, { code: 'unknown_table' }],
    ['an inherited field', { f: { constructor: 'x' }, p: {} }, { code: 'unknown_field', field: 'constructor' }],
    ['a deletion', { f: { $gone: true }, p: {} }, null],
    ['a deletion that is no truth value', { f: { $gone: 'yes' }, p: {} }, { code: 'wrong_type', field: '$gone' }],
  ])('[4.2/23] %s', (_, o, fault) => {
    expect(checkOp(registry, op(o), false)).toEqual(fault);
  });

  it('[2.13] a newer sender\'s unknown fields and tables pass as they are, if they can be kept', () => {
    expect(checkOp(registry, op({ p: { shoe: 'x' } }), true)).toBeNull();
    expect(checkOp(registry, op({ t: 'shoe', p: { size: 41 } }), true)).toBeNull();
    expect(checkOp(registry, op({ t: 'shoe', p: { size: Number.NaN } }), true)).toMatchObject({ code: 'wrong_type' });
    expect(checkOp(registry, op({ p: { shoe: 'x\ud800' } }), true)).toMatchObject({ code: 'wrong_type' });
  });

  it('[2.1] columns that make the id must agree with it', () => {
    const slot = op({ t: 'slot', s: 't:aaaaaaaaaa.1', p: {}, f: { training: 'aaaaaaaaaa.1', n: 1, day: '2019-11-18' } });
    expect(checkOp(registry, { ...slot, id: 'd:aaaaaaaaaa.1/1' as RecordId }, false)).toBeNull();
    expect(checkOp(registry, { ...slot, id: 'd:aaaaaaaaaa.1/2' as RecordId }, false)).toEqual({ code: 'bad_id' });
  });

  it('[DEC 3] splitting refuses a field the entity does not have', () => {
    expect(() => splitPersonal(person, { shoe: 'x' })).toThrow(/shoe/);
  });
});
