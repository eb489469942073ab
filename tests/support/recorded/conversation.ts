import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Registry } from '../../../src/core/entities/registry.ts';
import { must } from '../../../src/core/result.ts';
import { createApp } from '../../../src/server/app.ts';
import { inviteFirst } from '../../../src/server/access/invitations.ts';
import { openMemory } from '../../../src/server/store/memory.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { post, readBody, Tablet, type Ask } from '../tablet.ts';

export const EPOCH = 'e8f7a6b5c4';
export const NOW = 1_574_100_000_000;

/** One question and what was answered, as they went over the line. */
export interface Recorded {
  readonly name: string;
  /** Whose token it came with. */
  readonly device: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

export interface Recordings {
  readonly ask: Ask;
  readonly store: Store;
  /** The token of each device by the replica it joined as. */
  readonly tokens: ReadonlyMap<string, string>;
  tablet(replica: string, more?: { registry?: Registry; schema?: number }): Tablet;
}

/**
 * An endpoint for recordings: its epoch is given, and every push gets the same mark, so that what was recorded once
 * can be said again to any later endpoint, whatever else that one draws at random.
 */
export async function recordingEndpoint(coordinators: readonly string[], trainers: readonly string[]): Promise<Recordings> {
  const store = openMemory();
  let drawn: number | undefined = 0;
  const random = (n: number): Uint8Array =>
    drawn === undefined ? new Uint8Array(n).fill(9) : new Uint8Array(createHash('sha512').update(String(drawn++)).digest().subarray(0, n));
  const now = (): number => NOW;
  await store.write(async (tx) => {
    await tx.putMeta('epoch', EPOCH);
    await tx.putMeta('replica', 'endpoint00');
  });
  const app = createApp({ store, now, random, log: () => undefined });
  const ask: Ask = async (path, init) => app.request(path, init);
  const tablet = (replica: string, more = {}): Tablet => new Tablet({ ask, now, replica, ...more });
  const office = tablet('office0000');
  await office.enrol(must(await store.write((tx) => inviteFirst(tx, { now, random })), 'first invitation'));
  const tokens = new Map([['office0000', office.token]]);
  for (const [role, replicas] of [['coordinator', coordinators], ['trainer', trainers]] as const) {
    for (const replica of replicas) {
      const { invite } = (await readBody(await post(ask, '/v1/invite', { v: 1, role, areas: [], name: '' }, office.token))) as { invite: string };
      const { token, push } = await tablet(replica).enrol(invite);
      tokens.set(replica, token);
      tokens.set(`${replica} push`, push);
    }
  }
  drawn = undefined;
  return { ask, store, tokens, tablet };
}

/** Says one recorded question again. */
export async function say({ ask, tokens }: Recordings, { device, request }: Pick<Recorded, 'device' | 'request'>): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await post(ask, '/v1/sync', request, must(tokens.get(device), 'token'));
  return { status: response.status, answer: (await readBody(response)) as Record<string, unknown> };
}

/** A line that writes down what goes over it. */
export function listening(ask: Ask, to: (request: Record<string, unknown>, response: Response) => Promise<void>): Ask {
  return async (path, init) => {
    const response = await ask(path, init);
    if (path === '/v1/sync') await to(JSON.parse(gunzipSync(init?.body as Uint8Array).toString()) as Record<string, unknown>, response.clone());
    return response;
  };
}
