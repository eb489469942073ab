/**
 * The endpoint as a process that can be made to fail at a chosen point: `fork(…, [database address])`. What is wrapped is
 * the store; the rest is the real thing. Told by messages: see `Order` in failing-endpoint.ts.
 */
import { randomBytes } from 'node:crypto';
import { inviteFirst } from '../../src/server/access/invitations.ts';
import { ensureProject } from '../../src/server/access/project.ts';
import { createApp } from '../../src/server/app.ts';
import { listen } from '../../src/server/listen.ts';
import { openDatabase, parseDatabase } from '../../src/server/store/open.ts';
import type { HeldRow, Store, WriteTx } from '../../src/server/store/store.ts';
import { must } from '../../src/core/result.ts';
import type { Order } from './failing-endpoint.ts';

let order: Order = {};
let ahead = 0;
const now = (): number => Date.now() + ahead;
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const die = (): void => process.kill(process.pid, 'SIGKILL') as unknown as undefined;

const inner = await openDatabase(must(parseDatabase(process.argv[2] ?? ''), 'address'), now());
await inner.write((tx) => ensureProject(tx, random));
const invite = await inner.write((tx) => inviteFirst(tx, { now, random }));

type Method = (...args: unknown[]) => Promise<unknown>;

/** Counts the calls of one transaction that is a push: it dies before the n-th, or fails on a row with an id. */
function watched(tx: WriteTx): WriteTx {
  let calls = 0;
  const watch = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (t, name) => {
        const found: unknown = Reflect.get(t, name);
        // The port has parts with methods of their own.
        if (typeof found === 'object' && found !== null) return watch(found);
        return async (...args: unknown[]) => {
          if (order.dieAt !== undefined && calls++ === order.dieAt) die();
          if (name === 'putRow' && (args[0] as HeldRow).id === order.poison) throw new Error('the database chokes on it');
          return (found as Method).apply(t, args);
        };
      },
    });
  return watch(tx);
}

const store: Store = {
  read: (work) => inner.read(work),
  close: () => inner.close(),
  async write(work) {
    let pushes = false;
    const value = await inner.write(async (tx) => {
      const out = await work(watched(tx));
      pushes = true;
      if (order.die === 'before commit') die();
      return out;
    });
    if (pushes && order.die === 'after commit') die();
    return value;
  },
};

const app = createApp({ store, now, random, log: () => undefined });
const { port } = await listen(app, { port: Number(process.argv[3] ?? 0), host: '127.0.0.1' }, () => undefined);
process.on('message', (told: Order) => {
  order = told;
  ahead = told.ahead ?? 0;
  process.send?.({ told: true });
});
// Without whoever started it, it has nothing to do here.
process.on('disconnect', () => process.exit(0));
process.send?.({ port, invite });
