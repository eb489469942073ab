import { describe, expect, it } from 'vitest';
import { inOrder, isChanged, timeline, type FieldHistory } from '../../../../src/client/features/history/timeline.ts';
import type { OwnCell, OwnHistory } from '../../../../src/client/store/history.ts';
import { stampOf, type Stamp } from '../../../../src/core/clock.ts';
import type { RecordId, ReplicaId } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';
import type { Value } from '../../../../src/core/schema/field.ts';
import type { HistoryAnswer, PastCell, StandingCell } from '../../../../src/core/sync/history.ts';

const OWN = 'aaaaaaaaaa' as ReplicaId;
const OTHER = 'bbbbbbbbbb' as ReplicaId;
const at = (ms: number, replica = OWN): Stamp => stampOf({ ms, c: 0 }, replica);

const standing = (value: Value, stamp: Stamp, by = ''): StandingCell => ({ field: 'phone', value, stamp, by, at: 0 });
const past = (value: Value, stamp: Stamp, why: PastCell['why'], by = ''): PastCell => ({ ...standing(value, stamp, by), why });
const cell = (value: Value, stamp: Stamp, state: OwnCell['state']): OwnCell => ({ ...standing(value, stamp, 'me'), at: 7, state });
const answer = (a: Partial<HistoryAnswer>): HistoryAnswer => ({ history: [], standing: [], tablets: [], ...a });

function own(shown: { readonly value: Value; readonly stamp: Stamp } | undefined, cells: readonly OwnCell[] = [], confirmed = shown): OwnHistory {
  const row = (x: typeof shown) => x && { s: 'p' as const, t: 'training', id: 'aaaaaaaaaa.1' as RecordId, f: {}, p: { phone: x.value }, h: { phone: x.stamp } };
  const view = row(shown);
  return { row: view && { ...view, d: 0, g: 0 }, confirmed: row(confirmed), cells };
}

const only = (histories: readonly FieldHistory[]): FieldHistory => must(histories[0], 'field');
/** `value fate` of every moment, losers behind it. */
const told = (h: FieldHistory): string[] => h.moments.map((m) => [m.stood, ...m.losers].map((x) => `${String(x.value)} ${x.fate}`).join(' | '));

describe('the values of a field', () => {
  it('[2.14] newest first; a value that lost stands beside the one it lost against', () => {
    const h = only(timeline(own({ value: '3', stamp: at(30) }), answer({
      standing: [standing('3', at(30), 'u3')],
      history: [past('1', at(10), 'overwritten', 'u1'), past('2', at(20), 'overwritten'), past('late', at(15, OTHER), 'lost', 'u2')],
    })));
    expect(told(h)).toEqual(['3 stands', '2 replaced | late lost', '1 replaced']);
    expect(h.moments[0]?.stood.by).toBe('u3');
    expect(h.moments[1]?.losers[0]).toMatchObject({ by: 'u2', replica: OTHER });
    expect(isChanged(h)).toBe(true);
  });

  it('[2.5.4] what was refused and let go never stood: it is told, with who decided, and hides no other', () => {
    const decided = { judge: 'boss', tablet: 'office', judged: 99 };
    const h = only(timeline(own({ value: '2', stamp: at(20) }, [cell('mine', at(30), 'parked')]), answer({
      standing: [standing('2', at(20), 'u2')],
      history: [past('1', at(10), 'overwritten')],
      discarded: [{ ...standing('mine', at(30), 'me'), ...decided }, { ...standing('2', at(25, OTHER)), ...decided }],
    })));
    expect(told(h)).toEqual(['2 stands', 'mine discarded', '2 discarded', '1 replaced']);
    expect(h.moments[1]?.stood.decided).toEqual({ by: 'boss', tablet: 'office', at: 99 });
    expect(h.moments[0]?.stood.by).toBe('u2');
  });

  it('without the endpoint this tablet tells what it knows, and not more', () => {
    const h = only(timeline(own({ value: '3', stamp: at(30) }, [cell('3', at(30), 'waiting'), cell('1', at(10), 'sent')], { value: '2', stamp: at(20, OTHER) }), undefined));
    expect(told(h)).toEqual(['3 stands', '2 earlier', '1 earlier']);
    expect(h.moments[0]?.stood).toMatchObject({ by: 'me', at: 7, state: 'waiting' });
    expect(h.moments[1]?.stood).toMatchObject({ by: '', replica: OTHER });
  });

  it('an unsent save stands above what the endpoint has', () => {
    const h = only(timeline(own({ value: '3', stamp: at(30) }, [cell('3', at(30), 'waiting')]), answer({ standing: [standing('2', at(20))] })));
    expect(told(h)).toEqual(['3 stands', '2 replaced']);
  });

  it('what the endpoint has newer than this tablet stands', () => {
    const h = only(timeline(own({ value: '1', stamp: at(10) }), answer({ standing: [standing('2', at(20, OTHER), 'u2')], history: [past('1', at(10), 'overwritten')] })));
    expect(told(h)).toEqual(['2 stands', '1 replaced']);
  });

  it('[2.9] a save of ours under a stamp of the endpoint is told once, as ours', () => {
    const [claimed, stored] = [at(9_000), at(20, 'endpoint00' as ReplicaId)];
    const h = only(timeline(own({ value: '1', stamp: stored }, [cell('1', claimed, 'sent')]), answer({
      standing: [standing('1', stored)],
      history: [{ ...past(stored, claimed, 'claimed'), field: '' }],
    })));
    expect(told(h)).toEqual(['1 stands']);
    expect(h.moments[0]?.stood).toMatchObject({ by: 'me', replica: OWN, isRestamped: true });
    // The same before the endpoint is heard: the stamp of ours is newer than what stands, which can only be it.
    const before = only(timeline(own({ value: '1', stamp: stored }, [cell('1', claimed, 'sent')]), undefined));
    expect(told(before)).toEqual(['1 stands']);
    expect(before.moments[0]?.stood.by).toBe('me');
  });

  it('[2.5.4] a save laid aside is told as refused, standing or not', () => {
    const standing1 = only(timeline(own({ value: '2', stamp: at(20) }, [cell('2', at(20), 'parked')], { value: '1', stamp: at(10) }), answer({ standing: [standing('1', at(10))] })));
    expect(told(standing1)).toEqual(['2 stands', '1 replaced']);
    expect(standing1.moments[0]?.stood.state).toBe('parked');
    const mended = only(timeline(own({ value: '3', stamp: at(30) }, [cell('2', at(20), 'parked')]), answer({ standing: [standing('3', at(30))] })));
    expect(told(mended)).toEqual(['3 stands', '2 refused']);
  });

  it('the same value said again is no change; coming back to an older value is', () => {
    const again = only(timeline(own({ value: '1', stamp: at(30) }, [cell('1', at(10), 'sent')]), answer({ standing: [standing('1', at(30))] })));
    expect(told(again)).toEqual(['1 stands']);
    expect(isChanged(again)).toBe(false);
    const back = only(timeline(own({ value: '1', stamp: at(30) }), answer({
      standing: [standing('1', at(30))],
      history: [past('2', at(20), 'overwritten'), past('1', at(10), 'overwritten')],
    })));
    expect(told(back)).toEqual(['1 stands', '2 replaced', '1 replaced']);
  });

  it('a record only the endpoint has is told from its answer alone', () => {
    expect(told(only(timeline({ row: undefined, confirmed: undefined, cells: [] }, answer({ standing: [standing('1', at(10))] }))))).toEqual(['1 stands']);
    expect(timeline({ row: undefined, confirmed: undefined, cells: [] }, undefined)).toEqual([]);
  });
});

it('fields stand in the order of the record, those of a newer version behind, deletion last', () => {
  const fields = ['$gone', 'lake', 'title', 'kind'].map((field): FieldHistory => ({ field, moments: [] }));
  expect(inOrder(fields, ['kind', 'title']).map((f) => f.field)).toEqual(['kind', 'title', 'lake', '$gone']);
});
