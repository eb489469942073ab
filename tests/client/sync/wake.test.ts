import { expect, it } from 'vitest';
import { keepAsking } from '../../../src/client/sync/wake.ts';

function bench(count: number, parked = 0) {
  const b = { asked: 0, online: true, running: false, count, parked, fire: { saved: () => undefined as void, changed: () => undefined as void, hidden: () => undefined as void } };
  const on = (name: keyof typeof b.fire) => (f: () => void) => {
    b.fire[name] = f;
    return () => undefined;
  };
  keepAsking(
    { unsent: () => Promise.resolve({ count: b.count, parked: b.parked }), onSaved: on('saved') },
    { running: () => b.running, onChange: on('changed') },
    { ask: () => (b.asked += 1), seemsOnline: () => b.online, onHidden: (f) => void on('hidden')(f) },
  );
  return b;
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

it('[2.15] a page asks to be woken at the start when something waits, and when it is left with something unsent', async () => {
  const none = bench(0);
  const laidAside = bench(2, 2);
  const some = bench(3, 1);
  await settled();
  expect([none.asked, laidAside.asked, some.asked]).toEqual([0, 0, 1]);
  none.fire.hidden();
  some.fire.hidden();
  await settled();
  expect([none.asked, some.asked]).toEqual([0, 2]);
});

it('[2.15] after a try that left something, not while one goes on; after a save at once when there is no network', async () => {
  const b = bench(0);
  b.count = 1;
  b.fire.saved();
  b.running = true;
  b.fire.changed();
  await settled();
  expect(b.asked).toBe(0);
  b.running = false;
  b.fire.changed();
  await settled();
  expect(b.asked).toBe(1);
  b.online = false;
  b.fire.saved();
  expect(b.asked).toBe(2);
});
