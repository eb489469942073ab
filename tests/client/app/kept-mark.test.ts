// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { keepMark, lossOf } from '../../../src/client/app/kept-mark.ts';
import type { RecordId } from '../../../src/core/ids.ts';
import { openTablet, type Tablet } from '../../support/store.ts';

beforeEach(() => localStorage.clear());

const still = { running: () => false, onChange: () => () => undefined };
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 30));

/** Somebody works on the tablet, and saves. */
async function work({ store }: Tablet): Promise<void> {
  keepMark(store, still);
  await store.save([{ t: 'user', s: 'p', id: store.self.user as RecordId, values: { name: 'Орозов Таалай', role: 'trainer' } }]);
  await settled();
}

describe('[4.2/10] a note beside the records', () => {
  it('tells a new database from a first start, and how much had not been sent', async () => {
    const one = await openTablet(1);
    expect(lossOf(one.store.self)).toBeUndefined();
    await work(one);
    expect(lossOf(one.store.self)).toBeUndefined();
    expect(localStorage.getItem('tizme.kept')).not.toContain('Орозов');
    const anew = await openTablet(2);
    expect(lossOf(anew.store.self)).toMatchObject({ unsent: 1, alone: true });
    // A page loaded anew before anybody has begun says it again.
    keepMark(anew.store, still);
    await settled();
    expect(lossOf(anew.store.self)).toMatchObject({ unsent: 1 });
    await work(anew);
    expect(lossOf(anew.store.self)).toBeUndefined();
  });

  it('knows a tablet that has become another, and does not take what is no note for one', async () => {
    const one = await openTablet(1);
    await work(one);
    expect(lossOf({ ...one.store.self, replica: 'another000' as never, was: [one.store.self.replica] })).toBeUndefined();
    for (const odd of ['', 'null', '{', '{"replica":1}', '[]']) {
      localStorage.setItem('tizme.kept', odd);
      expect(lossOf(one.store.self)).toBeUndefined();
    }
  });
});
