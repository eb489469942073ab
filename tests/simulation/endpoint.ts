import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scope } from '../../src/core/ids.ts';
import { unpackOps, unpackRows } from '../../src/core/sync/codec.ts';
import { parseSyncRequest, parseSyncResponse, scopesOf } from '../../src/core/sync/envelope.ts';
import type { SyncRequest } from '../../src/core/sync/protocol.ts';
import { makeAsk, type Ask } from '../../src/client/sync/transport.ts';
import { tellSafe } from '../../src/server/backup/backup.ts';
import { createApp } from '../../src/server/app.ts';
import { ensureProject } from '../../src/server/access/project.ts';
import { invite, inviteFirst } from '../../src/server/access/invitations.ts';
import { hashOf } from '../../src/server/access/secrets.ts';
import { memoryLedger, type Ledger } from '../../src/server/erase/ledger.ts';
import { openMemory } from '../../src/server/store/memory.ts';
import type { ReplicaRow, Store, WriteTx } from '../../src/server/store/store.ts';
import { ACCESS_WRITES } from './access-writes.ts';
import type { Rng } from './rng.ts';
import type { Variant } from './variant.ts';

// Bytes are packed by threads of their own, whose timing no seed repeats; the tablet then sends plain JSON.
for (const name of ['CompressionStream', 'DecompressionStream', 'BroadcastChannel']) Reflect.deleteProperty(globalThis, name);

/** One write of a committed transaction: a method of `WriteTx` and what it was called with. */
export type Entry = readonly [method: string, args: readonly unknown[]];

const WRITES = new Set(['putMeta', 'putDevice', 'putToken', 'putInvite', 'dropUnused', 'putReplica', 'putGrant', 'advance', 'putRow', 'addOrigin', 'addHistory', 'addQuarantine', 'dropQuarantine', 'sums.put',
  'erasures.add', 'erasures.addId', 'erasures.putHeard', 'erasures.forgetHistory', 'erasures.putQuarantine', ...ACCESS_WRITES]);

/** What one question meets on its way. `fail`: the endpoint dies before its commit. `cut`: which part of the answer arrives. */
export interface Trip {
  readonly fail?: boolean;
  readonly cut?: number;
}

interface Ctx extends Trip {
  readonly request?: SyncRequest | undefined;
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** A method of `target` that stays one, or a part of it. */
function bound(target: object, name: string | symbol): unknown {
  const found: unknown = Reflect.get(target, name);
  return typeof found === 'function' ? (found as Method).bind(target) : found;
}

/** The real endpoint on the memory store. Every committed write is noted, so that a backup is a place in the notes. */
export class Endpoint {
  /** Committed writes, oldest first. */
  journal: Entry[] = [];
  /** What was erased, kept where no restore of the database reaches. */
  readonly ledger: Ledger = memoryLedger();
  /** Answers that held what the asking device may not read. */
  readonly leaks: string[] = [];
  /** Called with every committed transaction. */
  onCommit: (entries: readonly Entry[]) => void = () => undefined;
  readonly #now: () => number;
  readonly #rng: Rng;
  readonly #variant: Variant;
  readonly #ctx = new AsyncLocalStorage<Ctx>();
  #inner: Store = openMemory();
  #app: ReturnType<typeof createApp>;
  readonly #ask: Ask;

  constructor(now: () => number, rng: Rng, variant: Variant) {
    this.#now = now;
    this.#rng = rng;
    this.#variant = variant;
    this.#app = this.#newApp();
    this.#ask = makeAsk((input, init) => this.#fetch(input as string, init ?? {}));
  }

  readonly random = (n: number): Uint8Array => this.#variant.random?.(n, this.#rng.bytes(n)) ?? this.#rng.bytes(n);
  readonly #inside = (): number => this.#now() + (this.#variant.ahead ?? 0);

  #newApp(): ReturnType<typeof createApp> {
    return createApp({ store: this.store, now: this.#inside, random: this.random, log: () => undefined, ledger: this.#variant.forgets ? memoryLedger() : this.ledger });
  }

  /** The store with notes taken, seen through the variant. */
  readonly store: Store = {
    read: (work) => this.#inner.read((tx) => work(this.#seen(tx as WriteTx))),
    write: async (work) => {
      const pending: Entry[] = [];
      const out = await this.#inner.write(async (tx) => {
        const result = await work(this.#seen(this.#noted(tx, pending)));
        const { fail, request } = this.#ctx.getStore() ?? {};
        if (fail) throw new Error('the endpoint died before its commit');
        if (request && JSON.stringify(request.ops).includes('boom')) throw new Error('a save on which it fails each time');
        return result;
      });
      this.journal.push(...pending);
      this.onCommit(pending);
      return out;
    },
    close: () => this.#inner.close(),
  };

  #seen(tx: WriteTx): WriteTx {
    const other = this.#variant.tx?.(tx, this.#ctx.getStore()?.request) as Record<string, Method> | undefined;
    if (!other) return tx;
    return new Proxy(tx, { get: (t, name) => other[name as string] ?? bound(t, name) });
  }

  /** A part of the port of its own is noted as `part.method`. */
  #noted<T extends object>(tx: T, pending: Entry[], part = ''): T {
    return new Proxy(tx, {
      get: (t, key) => {
        const name = `${part}${key as string}`;
        const found: unknown = Reflect.get(t, key);
        if (typeof found === 'object' && found !== null) return this.#noted(found, pending, `${name}.`);
        const method = (found as Method).bind(t);
        if (!WRITES.has(name)) return method;
        return (...args: readonly unknown[]) => {
          pending.push([name, args]);
          return method(...args);
        };
      },
    });
  }

  /** A backup taken now and found good: tablets are told how far it goes. */
  async backup(): Promise<readonly Entry[]> {
    const copy = this.journal.slice();
    const marks: Record<string, number> = {};
    for (const [method, [row]] of copy) if (method === 'putReplica') marks[(row as ReplicaRow).replica] = (row as ReplicaRow).n;
    await tellSafe(this.store, marks);
    return copy;
  }

  /** The database as it was in a backup; nobody is told. */
  async restore(backup: readonly Entry[]): Promise<void> {
    this.#inner = openMemory();
    await this.#inner.write(async (tx) => {
      for (const [name, args] of backup) {
        const [method = '', part] = name.split('.').toReversed();
        const target = part === undefined ? tx : (Reflect.get(tx, part) as object);
        await (Reflect.get(target, method) as Method).apply(target, args as unknown[]);
      }
    });
    this.journal = backup.slice();
    this.#app = this.#newApp();
  }

  async start(): Promise<string> {
    await this.store.write((tx) => ensureProject(tx, this.random));
    return this.newInvite('coordinator');
  }

  /** A fresh invitation, as a coordinator (or the one at the machine, for the first one) gives it out. */
  async newInvite(role: 'coordinator' | 'trainer', areas: readonly string[] = []): Promise<string> {
    const ports = { now: this.#inside, random: this.random };
    if (role === 'trainer') return (await this.store.write((tx) => invite(tx, { role, areas, name: '' }, 'invited', ports))).invite;
    const first = await this.store.write((tx) => inviteFirst(tx, ports));
    return first ?? (await this.store.write((tx) => invite(tx, { role, areas, name: '' }, 'invited', ports))).invite;
  }

  async grant(device: string, s: Scope, on: boolean): Promise<void> {
    await this.store.write((tx) => tx.putGrant({ s, device, on }));
  }

  /** Asks as a tablet does: the real transport, the real routes, and a wire that does what `trip` says. */
  ask(path: string, body: string | undefined, token: string, trip: Trip = {}): ReturnType<Ask> {
    const parsed = body !== undefined && path === '/v1/sync' ? parseSyncRequest(JSON.parse(body)) : undefined;
    const request = parsed?.ok ? parsed.value : undefined;
    return this.#ctx.run({ ...trip, request }, () => this.#ask(path, body, token));
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await this.#app.request(path, init);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const trip = this.#ctx.getStore();
    const text = new TextDecoder().decode(bytes);
    if (trip?.request && response.status === 200) await this.#inspect(text, trip.request, init);
    // An endpoint that is wrong about the time inside still tells the tablets the right one.
    const told = this.#variant.ahead === undefined ? text : text.replace(/"ahead":(-?\d+)/, (_, ms) => `"ahead":${Number(ms) - (this.#variant.ahead ?? 0)}`);
    const part = trip?.cut === undefined ? told : told.slice(0, Math.floor(told.length * trip.cut));
    return new Response(part, { status: response.status, headers: response.headers });
  }

  /** I10: an answer holds nothing of scopes that the device behind the token may not read. */
  async #inspect(text: string, request: SyncRequest, init: RequestInit): Promise<void> {
    const answer = parseSyncResponse(JSON.parse(text), { ...request, scopes: scopesOf(unpackOps(request.ops)) });
    if (!answer.ok) throw new Error('an answer that is none');
    const { ch, cur } = answer.value;
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length) ?? '';
    const [role, on, isOut] = await this.#inner.read(async (tx) => {
      const device = (await tx.token(hashOf(token)))?.device ?? '';
      return [(await tx.device(device))?.role, (await tx.grants(device)).filter((g) => g.on).map((g) => g.s), (await tx.access.revocation(device)) !== undefined] as const;
    });
    const may = (s: string): boolean => !isOut && (s === 'p' || (role === 'coordinator' ? /^[rt]:/.test(s) : on.includes(s as Scope)));
    for (const s of new Set([...unpackRows(ch).map((r) => r.s), ...cur.map((c) => c[0])])) if (!may(s)) this.leaks.push(`${s} to a ${role ?? 'nobody'}`);
  }
}
