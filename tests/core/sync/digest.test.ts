import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampOf, type Stamp } from '../../../src/core/clock.ts';
import type { RecordId, ReplicaId, Scope } from '../../../src/core/ids.ts';
import type { StoredRow } from '../../../src/core/sync/change.ts';
import { EMPTY_SUM, isShortSum, isSum, moveSum, shortSum, sumOf } from '../../../src/core/sync/digest.ts';
import { packHead, packResponse, parseSyncRequest, parseSyncResponse } from '../../../src/core/sync/envelope.ts';
import { cursorDigest, stateDigest, type CursorEntry, type SyncRequest, type SyncResponse } from '../../../src/core/sync/protocol.ts';
import { must } from '../../../src/core/result.ts';

const R = 'aaaaaaaaaa' as ReplicaId;
const h = (ms: number): Stamp => stampOf({ ms, c: 0 }, R);
const row = (id: string, more: Partial<StoredRow> = {}): StoredRow => ({
  s: 'p', t: 'training', id: id as RecordId, f: { title: 'Ө', langs: ['ky', 'ru'], planned: 3, $gone: false }, p: { name: null },
  h: { title: h(1), langs: h(2), planned: h(2), $gone: h(2), name: h(3) }, ...more,
});

const anyRow = fc.record({
  id: fc.stringMatching(/^[a-z0-9]{10}\.[0-9a-z]{1,4}$/),
  title: fc.oneof(fc.string(), fc.constant(null), fc.integer(), fc.boolean(), fc.array(fc.string())),
  ms: fc.nat(),
}).map(({ id, title, ms }) => row(id, { f: { title }, p: {}, h: { title: h(ms) } }));

describe('[2.14] the sum of what a scope holds', () => {
  it('[DEC 18] gives the fixed sums: both ends, for ever', () => {
    expect([sumOf([]), sumOf([row('a.1')]), sumOf([row('a.1'), row('a.2')])]).toMatchInlineSnapshot(`
      [
        "0000000000000000",
        "06915f82036a324d",
        "7fe8773632b12ef6",
      ]
    `);
    expect(sumOf([row('a.1'), row('a.2')].map((r) => JSON.parse(JSON.stringify(r)) as StoredRow))).toBe(sumOf([row('a.2'), row('a.1')]));
  });

  it('is moved by what changes, in any order, and comes back to nothing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyRow, { selector: (r) => r.id, maxLength: 20 }), fc.infiniteStream(fc.nat()), (rows, at) => {
        const order = rows.toSorted(() => (must(at.next().value, 'n') % 2 === 0 ? 1 : -1));
        const sum = order.reduce((all, r) => moveSum(all, undefined, r), EMPTY_SUM);
        expect(sum).toBe(sumOf(rows));
        expect(rows.reduce((all, r) => moveSum(all, r, undefined), sum)).toBe(EMPTY_SUM);
        const [first] = rows;
        if (first) expect(moveSum(sum, first, { ...first, f: { title: 'x' } })).toBe(sumOf([{ ...first, f: { title: 'x' } }, ...rows.slice(1)]));
      }),
    );
  });

  it('tells apart a value, a stamp, a field, a side, a row, a table; whole and in short', () => {
    const others: StoredRow[] = [
      row('a.1'), row('a.2'), row('a.1', { t: 'trainer' }), row('a.1', { p: { name: '' } }), row('a.1', { p: {} }),
      row('a.1', { f: { title: 'О', langs: ['ky', 'ru'], planned: 3, $gone: false } }), row('a.1', { f: { title: 'Ө', langs: ['ru', 'ky'], planned: 3, $gone: false } }),
      row('a.1', { f: { title: 'Ө', langs: ['ky', 'ru'], planned: '3', $gone: false } }), row('a.1', { h: { title: h(1), langs: h(2), planned: h(2), $gone: h(2), name: h(4) } }),
    ];
    const sums = [...others.map((r) => sumOf([r])), EMPTY_SUM];
    expect(new Set(sums).size).toBe(others.length + 1);
    expect(new Set(sums.map(shortSum)).size).toBe(others.length + 1);
    expect(sums.every(isSum) && sums.map(shortSum).every(isShortSum)).toBe(true);
    expect([isSum(''), isSum('G000000000000000'), isShortSum('abcde'), isShortSum('abcde=')]).toEqual([false, false, false, false]);
  });

  it('stands in the digest of the cursors: one number for where a tablet is and what it holds', () => {
    const cursors: CursorEntry[] = [['p', 4, 'n4', sumOf([row('a.1')])], ['t:x', 1, 'n1']];
    const other: CursorEntry[] = [['p', 4, 'n4', sumOf([row('a.2')])], ['t:x', 1, 'n1']];
    expect(stateDigest(cursors)).toBe(stateDigest(cursors.toReversed()));
    expect(new Set([cursors, other, cursors.slice(0, 1), []].map((c) => stateDigest(c))).size).toBe(4);
    expect(cursorDigest(cursors)).toBe(cursorDigest(other));
    expect(stateDigest(cursors)).toHaveLength(6);
  });
});

describe('[2.14] [3.2] sums on the wire', () => {
  const head: Omit<SyncRequest, 'ops'> = {
    v: 1, epoch: 'e', replica: R, schema: 1, n: 0, prev: '', dig: '', cd: '', left: 0, room: 256_000, wall: 5,
  };
  const wire = (x: object): unknown => JSON.parse(JSON.stringify(x));

  it('a question carries the digest of the state alone, beside whole cursors with their sums, or beside that of the cursors', () => {
    expect(packHead({ ...head, sd: 'abcdef' }, {})).toEqual({ v: 1, wall: 5, replica: R, epoch: 'e', sd: 'abcdef' });
    const cur: CursorEntry[] = [['p', 4, 'n4', sumOf([row('a.1')])]];
    for (const more of [{ sd: 'abcdef' }, { sd: 'abcdef', cur, diff: ['p'] as Scope[] }, { cd: 'x', sd: 'abcdef' }, { cd: 'x' }]) {
      const parsed = parseSyncRequest(wire(packHead({ ...head, ...more }, {})));
      expect(parsed).toEqual({ ok: true, value: { ...head, ops: {}, ...more } });
    }
    expect(parseSyncRequest(wire({ ...packHead(head, {}), cur: [['p', 4, 'n4', 'no sum']] })).ok).toBe(false);
    expect(parseSyncRequest(wire({ ...packHead(head, {}), cur: [], diff: ['nowhere'] })).ok).toBe(false);
  });

  it('an answer carries the short sum where a scope ends, and 1 where more waits', () => {
    const asked = { epoch: 'e', n: 0, schema: 1, wall: 5, scopes: ['p'] as Scope[] };
    const a: SyncResponse = {
      epoch: 'e', now: 9, safe: 0, n: 0, st: [], ch: {}, gone: [], schema: 1,
      cur: [['p', 4, 'n4', 0, shortSum(EMPTY_SUM)], ['t:x', 1, 'n1', 1], ['t:y', 1, 'n1', 0]],
    };
    expect(wire(packResponse(a, asked))).toEqual({ n: 0, ahead: 4, cur: [[0, 4, 'n4', 'AAAAAA'], ['t:x', 1, 'n1', 1], ['t:y', 1, 'n1']] });
    expect(parseSyncResponse(wire(packResponse(a, asked)), asked)).toEqual({ ok: true, value: a });
    expect(parseSyncResponse({ n: 0, ahead: 4, cur: [['p', 4, 'n4', 'no sum']] }, asked).ok).toBe(false);
  });
});
