import { describe, expect, it } from 'vitest';
import { readMeta } from '../../../src/client/store/self.ts';
import type { Store } from '../../../src/client/store/store.ts';
import type { Ask } from '../../../src/client/sync/transport.ts';
import { makeTurn, type Exclusive, type Turn } from '../../../src/client/sync/turn.ts';
import { openTablet } from '../../support/store.ts';

const answered: Ask = () => Promise.resolve({ kind: 'ok', body: {} });
const free: Exclusive = (f) => f();
/** Somebody else has the lock. */
const taken: Exclusive = () => Promise.resolve(undefined);

interface Bench {
  readonly store: Store;
  readonly clock: { now: number };
  turn(by: string, exclusive: Exclusive, ask?: Ask): Turn;
}

async function bench(): Promise<Bench> {
  const { store, clock } = await openTablet(7);
  return { store, clock, turn: (by, exclusive, ask = answered) => makeTurn({ db: store.db, ask, now: () => clock.now, exclusive, by }) };
}

/** Work that asks one question of `bytes` and then waits until it is let go. */
function hanging(bytes = 0): { work: (ask: Ask) => Promise<string>; begun: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  let began = (): void => undefined;
  const ended = new Promise<void>((done) => (end = done));
  const begun = new Promise<void>((done) => (began = done));
  const work = async (ask: Ask): Promise<string> => {
    await ask('/v1/sync', 'x'.repeat(bytes), 'token');
    began();
    await ended;
    return 'done';
  };
  return { work, begun, end };
}

describe('[2.15] whose turn it is', () => {
  it('who has the lock goes, leaves a sign while it works, and takes it away after', async () => {
    const b = await bench();
    const one = hanging();
    const run = b.turn('one', free).take(one.work);
    await one.begun;
    expect(await readMeta(b.store.db, 'lease')).toMatchObject({ by: 'one', at: b.clock.now });
    one.end();
    expect(await run).toEqual({ done: 'done' });
    expect(await readMeta(b.store.db, 'lease')).toBeUndefined();
  });

  it('while another gives signs of life nobody else goes; it is told how long to wait at most', async () => {
    const b = await bench();
    const one = hanging();
    const run = b.turn('one', free).take(one.work);
    await one.begun;
    b.clock.now += 20_000;
    expect(await b.turn('two', taken).take(() => Promise.resolve('too early'))).toEqual({ wait: 40_000 });
    one.end();
    await run;
  });

  it('[4.2/7] one that is frozen with the lock is passed by once a question cannot take longer; of two that pass it, one goes', async () => {
    const b = await bench();
    const frozen = hanging(50_000);
    const run = b.turn('frozen', free).take(frozen.work);
    await frozen.begun;
    // 30 s and one for each KB, and half a minute for what is not asking.
    b.clock.now += 109_000;
    expect(await b.turn('two', taken).take(() => Promise.resolve('too early'))).toEqual({ wait: 1_000 });
    b.clock.now += 1_000;
    const two = hanging();
    const passing = b.turn('two', taken).take(two.work);
    await two.begun;
    expect(await b.turn('three', taken).take(() => Promise.resolve('also'))).toEqual({ wait: 60_000 });
    two.end();
    expect(await passing).toEqual({ done: 'done' });
    // It thaws: its own end takes away no sign of others.
    const three = hanging();
    const next = b.turn('three', taken).take(three.work);
    await three.begun;
    frozen.end();
    await run;
    expect(await readMeta(b.store.db, 'lease')).toMatchObject({ by: 'three' });
    three.end();
    await next;
  });

  it('a clock that was set back does not make a sign hold for years', async () => {
    const b = await bench();
    const one = hanging();
    const run = b.turn('one', free).take(one.work);
    await one.begun;
    b.clock.now -= 365 * 86_400_000;
    expect(await b.turn('two', taken).take(() => Promise.resolve('goes'))).toEqual({ done: 'goes' });
    one.end();
    await run;
  });

  it('knows when its own work hangs', async () => {
    const b = await bench();
    const one = hanging();
    const turn = b.turn('one', free);
    expect(turn.hangs()).toBe(false);
    const run = turn.take(one.work);
    await one.begun;
    b.clock.now += 59_000;
    expect(turn.hangs()).toBe(false);
    b.clock.now += 1_000;
    expect(turn.hangs()).toBe(true);
    one.end();
    await run;
    expect(turn.hangs()).toBe(false);
  });

  it('a sign that cannot be left keeps nobody from sending, and work that fails gives the turn back', async () => {
    const b = await bench();
    const put = b.store.db.meta.put.bind(b.store.db.meta);
    b.store.db.meta.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    expect(await b.turn('one', free).take(() => Promise.resolve('sent'))).toEqual({ done: 'sent' });
    b.store.db.meta.put = put;
    await expect(b.turn('one', free).take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await readMeta(b.store.db, 'lease')).toBeUndefined();
  });
});
