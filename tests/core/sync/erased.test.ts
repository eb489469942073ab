import { describe, expect, it } from 'vitest';
import { stampOf, type Stamp } from '../../../src/core/clock.ts';
import { registry, registryOf } from '../../../src/core/entities/registry.ts';
import type { RecordId, ReplicaId } from '../../../src/core/ids.ts';
import { checkOp, type Op, type StoredRow } from '../../../src/core/sync/change.ts';
import { packRows, unpackRows } from '../../../src/core/sync/codec.ts';
import { bareOp, bareRefused, erasedRow, idsToTell, isBare, isErased, subjectsOf, tablesAboutPeople } from '../../../src/core/sync/erased.ts';
import { parseEraseRequest, parseErasureReports } from '../../../src/core/sync/erasure.ts';
import { isGone } from '../../../src/core/sync/merge.ts';

const A = 'aaaaaaaaaa' as ReplicaId;
const id = (text: string): RecordId => text as RecordId;
const stamp = (ms: number): Stamp => stampOf({ ms, c: 0 }, A);
const row: StoredRow = {
  s: 't:aaaaaaaaaa.1', t: 'registration', id: id('g:aaaaaaaaaa.1/bbbbbbbbbb.2'), f: { training: 'aaaaaaaaaa.1', person: 'bbbbbbbbbb.2', sex: 'f' },
  p: { name: 'Асанова', phone: null }, h: { training: stamp(1), person: stamp(1), sex: stamp(2), name: stamp(3), phone: stamp(3) },
};
const op: Op = { no: 1, s: row.s, t: row.t, id: row.id, f: { sex: 'm' }, p: { name: 'Асан' }, h: stamp(9), by: '', at: 9 };

describe('[2.12] what an erasure takes', () => {
  it('rows about somebody say so by their id, by what it is derived from, or by their field', () => {
    expect(subjectsOf(registry, { t: 'person', id: id('bbbbbbbbbb.2'), f: {} })).toEqual(['bbbbbbbbbb.2']);
    expect(subjectsOf(registry, { t: 'registration', id: row.id, f: {} })).toEqual([row.id, 'bbbbbbbbbb.2']);
    expect(subjectsOf(registry, { t: 'consent', id: id('aaaaaaaaaa.9'), f: { person: 'bbbbbbbbbb.2' } })).toEqual(['aaaaaaaaaa.9', 'bbbbbbbbbb.2']);
    expect(subjectsOf(registry, { t: 'of_a_later_app', id: id('aaaaaaaaaa.9'), f: { person: 'bbbbbbbbbb.2' } })).toContain('bbbbbbbbbb.2');
    // A mark holds nothing personal; a merge is of ids alone.
    expect(subjectsOf(registry, { t: 'attendance', id: id(`a:${row.id}/d:aaaaaaaaaa.1/1`), f: {} })).not.toContain('bbbbbbbbbb.2');
    expect(subjectsOf(registry, { t: 'person_merge', id: id('m:a/b'), f: { a: 'bbbbbbbbbb.2' } })).toEqual(['m:a/b']);
    expect(tablesAboutPeople(registry)).toEqual(['consent', 'registration']);
  });

  it('personal cells and their stamps go, what is counted stays, and the row says so', () => {
    const bare = erasedRow(row, stamp(20));
    expect(bare).toEqual({ ...row, f: { ...row.f, $erased: true }, p: {}, h: { training: stamp(1), person: stamp(1), sex: stamp(2), $erased: stamp(20) } });
    expect([isErased(row), isErased(bare), isBare(bare)]).toEqual([false, true, true]);
    expect(erasedRow(bare, stamp(30))).toEqual(bare);
    expect(isBare({ ...bare, p: { name: 'x' } })).toBe(false);
    expect(unpackRows(JSON.parse(JSON.stringify(packRows(registry, [bare, row]))))).toEqual([bare, row]);
  });

  it('a deleted row that is erased stays deleted, an edit still brings it back', () => {
    const gone = { ...row, f: { ...row.f, $gone: true }, h: { ...row.h, $gone: stamp(5) } };
    expect(isGone(erasedRow(gone, stamp(20)))).toBe(true);
    const edited = erasedRow(gone, stamp(20));
    expect(isGone({ ...edited, h: { ...edited.h, sex: stamp(6) } })).toBe(false);
  });

  it('ops keep their clear cells; of one that has none nothing is left', () => {
    expect(bareOp(op)).toEqual({ ...op, p: {} });
    expect(bareOp({ ...op, f: {} })).toBeUndefined();
  });

  it('of a refused op only sound clear cells stay: a name may stand anywhere', () => {
    const odd = { ...op, f: { sex: 'm', $gone: true, name: 'Асан', nickname: 'Асан', role: 'Асан Усонов', no: -1 } };
    expect(bareRefused(registry, odd)).toEqual({ ...odd, f: { sex: 'm', $gone: true }, p: {} });
    expect(bareRefused(registry, { ...odd, t: 'unheard' }).p).toEqual({});
  });

  it('no tablet may set the mark, whatever its schema', () => {
    for (const newer of [false, true]) {
      expect(checkOp(registry, { ...op, f: { $erased: true }, p: {} }, newer)).toEqual({ code: 'unknown_field', field: '$erased' });
      expect(checkOp(registry, { ...op, f: { $erased: false }, p: {} }, newer)?.code).toBe('unknown_field');
    }
    expect(checkOp(registryOf([]), { ...op, f: { $erased: true }, p: {} }, true)?.code).toBe('unknown_field');
  });

  it('only ids that do not follow from a subject are told', () => {
    const consent = { t: 'consent', id: id('aaaaaaaaaa.9'), f: { person: 'bbbbbbbbbb.2' } };
    expect(idsToTell(registry, ['bbbbbbbbbb.2'], [row, consent])).toEqual(['bbbbbbbbbb.2', 'aaaaaaaaaa.9']);
  });
});

describe('[2.12] messages of an erasure', () => {
  it('a request names at least one subject, at most a hundred, and a ground of the list', () => {
    const subject = { t: 'person', id: 'aaaaaaaaaa.1' };
    const good = { v: 1, subjects: [subject], reason: 'asked' };
    expect(parseEraseRequest({ ...good, more: 1 })).toEqual({ ok: true, value: good });
    const bad: unknown[] = [
      null, [], {}, { ...good, v: 2 }, { ...good, subjects: [] }, { ...good, subjects: 'all' }, { ...good, subjects: [null] }, { ...good, subjects: [{ t: 'training', id: 'aaaaaaaaaa.1' }] },
      { ...good, subjects: [{ t: 'person', id: '%' }] }, { ...good, subjects: Array.from({ length: 101 }, () => subject) }, { ...good, reason: 'Асан сураган' }, { ...good, reason: undefined },
    ];
    for (const x of bad) expect(parseEraseRequest(x)).toEqual({ ok: false, error: 'bad_message' });
  });

  it('a list is an answer only when every entry is one', () => {
    const report = { id: 'e', at: 1, by: '', reason: 'other', rows: 2, waiting: [{ device: 'd', label: 'x', seen: 0 }] };
    expect(parseErasureReports({ erasures: [report] })).toEqual([report]);
    for (const x of [null, {}, { erasures: {} }, { erasures: [{ ...report, waiting: [{}] }] }, { erasures: [{ ...report, at: 'now' }] }]) expect(parseErasureReports(x)).toBeUndefined();
  });
});
