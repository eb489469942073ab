import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/client/store/store.ts';
import { freeze } from '../../../src/client/store/outbox.ts';
import { MAX_BATCH } from '../../../src/core/sync/protocol.ts';
import { openTablet } from '../../support/store.ts';

const trainers = (n: number): Draft[] => Array.from({ length: n }, (_, i): Draft => ({ t: 'trainer', s: 'p', values: { name: `Тренер ${i}` } }));
const withNotes = (n: number): Draft[] =>
  Array.from({ length: n }, (): Draft => ({ t: 'training', s: 'p', values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', notes: 'ө'.repeat(4000) } }));

describe('[2.5.2] what one batch carries', () => {
  it('a day\'s work goes at once, and never more ops than a batch may hold', async () => {
    const { store } = await openTablet(1);
    await store.save(trainers(MAX_BATCH + 20));
    expect((await freeze(store.db))?.ops).toHaveLength(MAX_BATCH);
    expect(await store.db.pend.count()).toBe(20);
  });

  it('long texts make it shorter, and one save always goes', async () => {
    const { store } = await openTablet(2);
    await store.save(withNotes(60));
    const ops = (await freeze(store.db))?.ops ?? [];
    expect(ops.length).toBeGreaterThan(20);
    expect(ops.length).toBeLessThan(40);
    expect(ops.map((o) => o.no)).toEqual(ops.map((_, i) => i + 1));
    expect((await store.unsent()).count).toBe(60);
  });
});
