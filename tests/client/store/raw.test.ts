import { describe, expect, it } from 'vitest';
import type { Stamp } from '../../../src/core/clock.ts';
import type { RecordId } from '../../../src/core/ids.ts';
import type { StoredRow } from '../../../src/core/sync/change.ts';
import { confirmedOf, isSound, layAside } from '../../../src/client/store/raw.ts';
import { takeUp } from '../../../src/client/store/take-up.ts';
import { openTablet } from '../../support/store.ts';

const H = '00k33whog00001aaaaaaaaaa' as Stamp;
const row = (id: string, over: Partial<StoredRow> = {}): StoredRow => ({ s: 'p', t: 'training', id: id as RecordId, f: { venue: 'клуб' }, p: {}, h: { venue: H }, ...over });

describe('[2.3] [4.2/25] a row from the endpoint', () => {
  it.each<[string, Partial<StoredRow>]>([
    ['of a table nobody here knows', { t: 'tea_cup', f: { sugar: 3 }, h: { sugar: H } }],
    ['with a field nobody here knows', { f: { tea_break: 10 }, h: { tea_break: H } }],
    ['with an empty cell', { f: { venue: null } }],
    ['longer than this version would allow', { f: { venue: 'х'.repeat(9_000) } }],
    ['with a code of a later version', { f: { status: 'postponed' }, h: { status: H } }],
    ['that is deleted', { f: { $gone: true }, h: { $gone: H } }],
  ])('%s can be worked with', (_, over) => {
    expect(isSound(row('aaaaaaaaaa.1', over))).toBe(true);
  });

  it.each<[string, Partial<StoredRow>]>([
    ['with a number for a text', { f: { venue: 42 } }],
    ['with a list for a text', { f: { venue: ['клуб'] } }],
    ['with a stamp that is none', { h: { venue: 'yesterday' as Stamp } }],
    ['with a cell without a stamp', { f: { venue: 'клуб', title: 'x' } }],
    ['with a deletion that is no yes or no', { f: { $gone: 'true' }, h: { $gone: H } }],
    ['with an id that is none', { id: '__proto__' as RecordId }],
    ['of a scope that is none', { s: 'x:1' as StoredRow['s'] }],
  ])('%s cannot', (_, over) => {
    expect(isSound(row('aaaaaaaaaa.1', over))).toBe(false);
  });

  it('takes the place of the confirmed copy when laid aside, counts in the sum, and comes back when it can be worked with', async () => {
    const { store } = await openTablet(3);
    const { db } = store;
    await db.rows.bulkPut([row('aaaaaaaaaa.1'), row('aaaaaaaaaa.2')]);
    const bad = row('aaaaaaaaaa.1', { f: { venue: 42 } });
    expect(await layAside(db, [bad, row('aaaaaaaaaa.2')])).toEqual([row('aaaaaaaaaa.2')]);
    expect(await db.raw.toArray()).toEqual([bad]);
    expect((await confirmedOf(db, 'p')).map((r) => r.f['venue'])).toEqual(['клуб', 42]);
    await takeUp(db);
    expect(await db.raw.count()).toBe(1);
    // Mended by the endpoint, or by an update of this app.
    await db.raw.put(row('aaaaaaaaaa.1', { f: { venue: 'мектеп' } }));
    await takeUp(db);
    expect(await db.raw.count()).toBe(0);
    expect((await store.find('training', 'aaaaaaaaaa.1'))?.venue).toBe('мектеп');
    expect(await layAside(db, [row('aaaaaaaaaa.1')])).toHaveLength(1);
  });
});
