// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { leaveProject, watchParted } from '../../../src/client/app/parted.ts';
import { askBeforeLeaving, tabKeep, tabKept } from '../../../src/client/deps/tab-memory.ts';
import { readMeta } from '../../../src/client/store/self.ts';
import { becomeAnother, standing } from '../../../src/client/store/recover.ts';
import { part } from '../../../src/client/store/part.ts';
import { bytesFrom, openTablet, type Tablet } from '../../support/store.ts';

const opened: Tablet[] = [];
afterEach(() => {
  for (const t of opened.splice(0)) t.store.close();
  localStorage.clear();
});
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function tied(): Promise<Tablet> {
  const tablet = await openTablet(5);
  opened.push(tablet);
  await tablet.store.db.meta.put({ k: 'link', token: 'token', push: 'push', role: 'trainer', device: 'd', areas: [], epoch: 'e' });
  return tablet;
}

describe('[2.11] pages of a tablet that was taken out of its project', () => {
  it('leave once everything was removed under them, whichever page did it, and not when it only became another replica', async () => {
    const tablet = await tied();
    const left: true[] = [];
    watchParted(tablet.store, () => void left.push(true));
    await becomeAnother(tablet.store.db, { random: bytesFrom(77) }, await standing(tablet.store.db));
    await pause(60);
    expect(left).toEqual([]);
    expect(await part(tablet.store.db, { now: () => 1, random: bytesFrom(78) }, 'token', false)).toBe('gone');
    for (let i = 0; i < 200 && left.length === 0; i++) await pause(10);
    expect(left).toEqual([true]);
    expect((await readMeta(tablet.store.db, 'parted'))?.k).toBe('parted');
  });

  it('forget what the tab and the browser keep beside the records, but for the language and the look; nothing asks to stay', () => {
    localStorage.setItem('tizme.lang', 'ky');
    localStorage.setItem('tizme.theme', 'sun');
    localStorage.setItem('tizme.kept', '{"replica":"aaaaaaaaaa"}');
    tabKeep('form', { name: 'Асанова' });
    askBeforeLeaving();
    leaveProject();
    expect(tabKept('form')).toBeNull();
    expect(Object.keys(localStorage).toSorted()).toEqual(['tizme.lang', 'tizme.theme']);
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(false);
  });
});
