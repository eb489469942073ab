import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CLOCK_ZERO, stampOf, tick } from '../../core/clock.ts';
import { registry, SCHEMA } from '../../core/entities/registry.ts';
import { newReplicaId, type ReplicaId } from '../../core/ids.ts';
import data from '../../core/reference/units.json' with { type: 'json' };
import { createUnits } from '../../core/reference/units.ts';
import { splitPersonal } from '../../core/schema/entity.ts';
import type { Op } from '../../core/sync/change.ts';
import { packOps, type OpsWire } from '../../core/sync/codec.ts';
import { packRequest, parseSyncResponse, scopesOf } from '../../core/sync/envelope.ts';
import {
  batchDigest, cursorDigest, MAX_BATCH, MEDIA_GZIP, MEDIA_JSON, parseEnrolResponse,
  type EnrolRequest, type EnrolResponse, type SyncRequest, type SyncResponse,
} from '../../core/sync/protocol.ts';
import { demoRecords } from './records.ts';

export interface DemoDeps {
  /** Sends to the endpoint: a path such as `/v1/sync`. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** A coordinator's invitation, not used yet. */
  readonly invite: string;
  /** ms since 1970 */
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
  readonly log: (line: string) => void;
}

const pack = promisify(gzip);

/**
 * Fills an empty project with the demo as a tablet would: it joins by an invitation and pushes batches of saves.
 * Nothing is written past the endpoint. Throws when the endpoint refuses anything: then the demo would lie.
 */
export async function runDemo(deps: DemoDeps): Promise<void> {
  const replica = newReplicaId(deps.random(10));
  const enrolled = await enrol(deps, replica);
  const { user, records } = demoRecords(replica, createUnits(data));
  let clock = CLOCK_ZERO;
  const ops = records.map(({ entity, scope, id, values }, i): Op => {
    const at = deps.now();
    clock = tick(clock, at);
    return { no: i + 1, s: scope, t: entity.name, id, ...splitPersonal(entity, values), h: stampOf(clock, replica), by: user, at };
  });
  let last = { n: 0, dig: '' };
  for (let from = 0; from < ops.length; from += MAX_BATCH) {
    const batch = ops.slice(from, from + MAX_BATCH);
    last = await push(deps, enrolled, replica, last, batch, ops.length - from - batch.length);
  }
  const count = (table: string): number => records.filter((r) => r.entity.name === table).length;
  deps.log(`The demo is in: ${count('training')} trainings with ${count('registration')} participants, all of them made up.`);
}

async function enrol({ request, invite }: DemoDeps, replica: ReplicaId): Promise<EnrolResponse> {
  const response = await send(request, '/v1/enrol', { v: 1, invite, replica, label: 'Үлгү' } satisfies EnrolRequest);
  const answer = parseEnrolResponse(response);
  if (!answer.ok) throw new Error('the endpoint’s answer to joining cannot be read');
  return answer.value;
}

/** Sends one batch with the push token: such a device is told what became of its saves, and nothing else. */
async function push(
  { request, now }: DemoDeps,
  { push: token, epoch }: EnrolResponse,
  replica: ReplicaId,
  last: { readonly n: number; readonly dig: string },
  batch: readonly Op[],
  left: number,
): Promise<{ n: number; dig: string }> {
  const n = last.n + 1;
  // As the endpoint will read it: the digest is over the parsed JSON.
  const ops = JSON.parse(JSON.stringify(packOps(registry, batch))) as OpsWire;
  const dig = batchDigest(n, last.dig, ops);
  const message: SyncRequest = {
    v: 1, epoch, replica, schema: SCHEMA, n, prev: last.dig, dig, cd: cursorDigest([]), ops, left, room: 0, wall: now(),
  };
  const answer = parseSyncResponse(await send(request, '/v1/sync', packRequest(message), token), { ...message, scopes: scopesOf(batch) });
  if (!answer.ok) throw new Error('the endpoint’s answer to a batch cannot be read');
  refuseFaults(answer.value, n);
  return { n, dig };
}

function refuseFaults({ n: answered, st }: SyncResponse, n: number): void {
  const [first] = st;
  if (answered !== n) throw new Error(`batch ${n} of the demo was answered as ${answered}`);
  if (first) throw new Error(`${st.length} saves of batch ${n} of the demo were refused, the first with ${first.slice(1).join(': ')}`);
}

async function send(request: DemoDeps['request'], path: string, message: unknown, token?: string): Promise<unknown> {
  const response = await request(path, {
    method: 'POST',
    headers: { 'content-type': MEDIA_GZIP, accept: MEDIA_JSON, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: new Uint8Array(await pack(JSON.stringify(message))),
  });
  const answer: unknown = await response.json();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
