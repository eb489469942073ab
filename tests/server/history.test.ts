import { afterEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { parseHistory, type HistoryAnswer } from '../../src/core/sync/history.ts';
import { must } from '../../src/core/result.ts';
import { readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, START, type Endpoint } from './support/endpoint.ts';

const id = (text: string): RecordId => text as RecordId;
const HOUR = 3_600_000;

describe.each(kinds)('the history of a record, on %s', (kind) => {
  let e: Endpoint;
  afterEach(() => e.close());

  async function history(by: Tablet, s: string, t: string, row: string): Promise<HistoryAnswer> {
    const response = await e.ask(`/v1/history?${new URLSearchParams({ s, t, id: row }).toString()}`, { headers: { authorization: `Bearer ${by.token}` } });
    return must(parseHistory(await readBody(response)), 'history');
  }

  it('[2.14] says who saved what stands, when, and how the tablets are called', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = await e.joined(c, 'aaaaaaaaaa');
    const made = t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'first', venue: 'school' }, { by: 'aaaaaaaaaa.u', at: START - 5 });
    await t.sync();
    e.clock.now += 1000;
    await c.settle();
    const newer = c.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'by the office' }, { by: 'coordinat0.u', at: START + 7 });
    await c.sync();
    const { standing, history: past, tablets } = await history(c, 'p', 'training', 'aaaaaaaaaa.0');
    expect(standing).toEqual([
      { field: 'title', value: 'by the office', stamp: newer.h, by: 'coordinat0.u', at: START + 7 },
      { field: 'venue', value: 'school', stamp: made.h, by: 'aaaaaaaaaa.u', at: START - 5 },
    ]);
    expect(past).toEqual([{ field: 'title', value: 'first', stamp: made.h, why: 'overwritten', by: 'aaaaaaaaaa.u', at: START - 5 }]);
    expect([...tablets].sort()).toEqual([['aaaaaaaaaa', 'tablet'], ['coordinat0', 'office']]);
  });

  it('[2.9] a value whose stamp was replaced is told under the new one, with the claim that names its tablet', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    const t = await e.joined(c, 'aaaaaaaaaa');
    e.clock.now += HOUR;
    const stamp = `${(e.clock.now + 24 * HOUR).toString(36).padStart(10, '0')}0000aaaaaaaaaa` as typeof made.h;
    const made = t.save('p', 'training', id('aaaaaaaaaa.0'), { title: 'ahead' }, { by: 'aaaaaaaaaa.u', at: e.clock.now + 24 * HOUR, h: stamp });
    expect((await t.sync()).answers.map((a) => a[1])).toEqual(['stamped']);
    const { standing, history: past, tablets } = await history(c, 'p', 'training', 'aaaaaaaaaa.0');
    expect(standing).toMatchObject([{ field: 'title', value: 'ahead', by: 'aaaaaaaaaa.u', at: e.clock.now + 24 * HOUR }]);
    expect(standing[0]?.stamp).not.toBe(stamp);
    expect(past).toMatchObject([{ why: 'claimed', field: '', stamp, value: standing[0]?.stamp }]);
    expect(tablets).toEqual([['aaaaaaaaaa', 'tablet']]);
  });

  it('nothing is known of a record that never was', async () => {
    e = makeEndpoint(kind);
    const c = await e.coordinator();
    expect(await history(c, 'p', 'training', 'aaaaaaaaaa.9')).toEqual({ history: [], standing: [], tablets: [], discarded: [] });
  });
});

describe('reading an answer', () => {
  const cell = { field: 'title', value: 'x', stamp: '0000000000000000aaaaaaaaaa', by: '', at: 0 };

  it('an endpoint of the version before told of no standing cells', () => {
    expect(parseHistory({ history: [] })).toEqual({ history: [], standing: [], tablets: [], discarded: [] });
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['no history', { standing: [] }],
    ['a cell without a stamp', { history: [], standing: [{ ...cell, stamp: 'soon' }] }],
    ['a value that is none', { history: [], standing: [{ ...cell, stamp: '0000000000aaaaaaaaaaaaaa', value: { a: 1 } }] }],
    ['a reason that is none', { history: [{ ...cell, stamp: '0000000000aaaaaaaaaaaaaa', why: 'magic' }] }],
    ['a tablet without a name', { history: [], tablets: [['aaaaaaaaaa']] }],
  ])('%s is no answer', (_, body) => {
    expect(parseHistory(body)).toBeUndefined();
  });
});
