import { gunzipSync, gzipSync } from 'node:zlib';
import { CLOCK_ZERO, observe, stampOf, tick, type Clock, type Stamp } from '../../src/core/clock.ts';
import { registry as ours, SCHEMA, type Registry } from '../../src/core/entities/registry.ts';
import { recordId, type RecordId, type ReplicaId, type Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { splitPersonal } from '../../src/core/schema/entity.ts';
import type { Value } from '../../src/core/schema/field.ts';
import type { Op, StoredRow } from '../../src/core/sync/change.ts';
import { packOps, unpackRows } from '../../src/core/sync/codec.ts';
import { mergeOp, mergeRows } from '../../src/core/sync/merge.ts';
import { packRequest, parseSyncResponse, scopesOf } from '../../src/core/sync/envelope.ts';
import {
  batchDigest, cursorDigest, MEDIA_GZIP, MEDIA_JSON, parseEnrolResponse,
  type CursorEntry, type EnrolResponse, type ErrorBody, type OpAnswer, type SyncRequest, type SyncResponse,
} from '../../src/core/sync/protocol.ts';

/** Anything that answers requests: `app.request` of an endpoint, or `fetch` with an address in front. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

export interface TabletOptions {
  readonly ask: Ask;
  /** The tablet's wall clock, ms. */
  readonly now: () => number;
  /** 10 base-36 characters. */
  readonly replica: string;
  readonly registry?: Registry;
  readonly schema?: number;
}

/** What one call answered: `body` when it was a sound answer, `error` otherwise. */
export interface Outcome {
  readonly status: number;
  readonly body?: SyncResponse;
  readonly error?: ErrorBody;
  /** What became of the ops of the batch, with the ops; those not named are ok. */
  readonly answers: readonly (readonly [Op, OpAnswer[1], string | undefined])[];
}

export const keyOf = (r: { readonly s: string; readonly t: string; readonly id: string }): string => `${r.s} ${r.t} ${r.id}`;

/** Sends a message the way a tablet does: gzip under our media type, a token in a header. */
export async function post(ask: Ask, path: string, body: unknown, token?: string): Promise<Response> {
  return ask(path, {
    method: 'POST',
    headers: {
      'content-type': MEDIA_GZIP,
      accept: `${MEDIA_GZIP}, ${MEDIA_JSON}`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: gzipSync(JSON.stringify(body)),
  });
}

export async function readBody(response: Response): Promise<unknown> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const plain = response.headers.get('content-type') === MEDIA_GZIP ? gunzipSync(bytes) : bytes;
  return JSON.parse(plain.toString('utf8'));
}

/**
 * A tablet reduced to the protocol: an outbox, at most one frozen batch, confirmed rows, cursors. It keeps
 * everything in memory and follows the rules a real one must: nothing leaves the outbox but by an answer.
 */
export class Tablet {
  readonly replica: ReplicaId;
  readonly rows = new Map<string, StoredRow>();
  readonly pend: Op[] = [];
  readonly parked: Op[] = [];
  readonly cursors = new Map<Scope, CursorEntry>();
  enrolled: EnrolResponse | undefined;
  /** The batch in flight, exactly as it was sent. */
  flight: { readonly n: number; readonly prev: string; readonly dig: string; readonly wire: SyncRequest['ops']; readonly ops: readonly Op[] } | undefined;
  /** Number and digest of the last batch acknowledged. */
  last = { n: 0, dig: '' };
  epoch: string | null = null;
  /** Whether the next message names every cursor. */
  tellCursors = true;
  room = 1_000_000;
  readonly #o: TabletOptions;
  readonly #registry: Registry;
  #clock: Clock = CLOCK_ZERO;
  #no = 0;
  #records = 0;

  constructor(options: TabletOptions) {
    this.#o = options;
    this.#registry = options.registry ?? ours;
    this.replica = options.replica as ReplicaId;
  }

  /** Joins by an invitation; throws unless that worked. */
  async enrol(invite: string, label = 'tablet'): Promise<EnrolResponse> {
    const response = await post(this.#o.ask, '/v1/enrol', { v: 1, invite, replica: this.replica, label });
    const parsed = parseEnrolResponse(await readBody(response));
    if (!parsed.ok) throw new Error(`enrol: ${response.status}`);
    this.enrolled = parsed.value;
    return parsed.value;
  }

  get token(): string {
    return must(this.enrolled, 'token').token;
  }

  nextId(): RecordId {
    return recordId(this.replica, this.#records++);
  }

  nextStamp(): Stamp {
    this.#clock = tick(this.#clock, this.#o.now());
    return stampOf(this.#clock, this.replica);
  }

  /** One save: an op in the outbox. `over` replaces parts of it, for ops no sound tablet would write. */
  save(s: Scope, t: string, id: RecordId, values: Readonly<Record<string, Value>>, over: Partial<Op> = {}): Op {
    const entity = this.#registry.get(t);
    const { f, p } = entity && over.f === undefined && over.p === undefined ? splitPersonal(entity, withoutGone(values)) : { f: values, p: {} };
    const gone = '$gone' in values ? { $gone: values['$gone'] ?? null } : {};
    const op: Op = { no: ++this.#no, s, t, id, f: { ...f, ...gone }, p, h: this.nextStamp(), by: '', at: this.#o.now(), ...over };
    this.pend.push(op);
    return op;
  }

  /** Freezes what waits (at most `most` ops) into a batch, unless one is in flight already. */
  freeze(most = 200): void {
    if (this.flight || this.pend.length === 0) return;
    const ops = this.pend.splice(0, most);
    const wire = JSON.parse(JSON.stringify(packOps(this.#registry, ops))) as SyncRequest['ops'];
    const n = this.last.n + 1;
    this.flight = { n, prev: this.last.dig, dig: batchDigest(n, this.last.dig, wire), wire, ops };
  }

  /** The message the tablet would send now. */
  message(): SyncRequest {
    const { flight } = this;
    const cursors = [...this.cursors.values()];
    return {
      v: 1, epoch: this.epoch, replica: this.replica, schema: this.#o.schema ?? SCHEMA,
      n: flight?.n ?? 0, prev: flight?.prev ?? '', dig: flight?.dig ?? '', ops: flight?.wire ?? {},
      cd: cursorDigest(cursors), ...(this.tellCursors ? { cur: cursors } : {}),
      left: this.pend.length, room: this.room, wall: this.#o.now(),
    };
  }

  /** One round trip. `lose`: the endpoint does its work and the answer never arrives. */
  async sync(how: { readonly lose?: boolean; readonly token?: string; readonly most?: number } = {}): Promise<Outcome> {
    this.freeze(how.most);
    const ops = this.flight?.ops ?? [];
    const asked = this.message();
    const response = await post(this.#o.ask, '/v1/sync', packRequest(asked), how.token ?? this.token);
    if (how.lose === true) return { status: 0, answers: [] };
    const body = await readBody(response);
    if (response.status !== 200) return { status: response.status, error: body as ErrorBody, answers: [] };
    const parsed = parseSyncResponse(body, { ...asked, scopes: scopesOf(ops) });
    if (!parsed.ok) throw new Error('not an answer');
    this.#apply(parsed.value);
    const answers = parsed.value.st.map(([i, code, detail]) => [must(ops[i], 'op'), code, detail] as const);
    return { status: 200, body: parsed.value, answers };
  }

  /** Syncs until nothing waits on either side; names the cursors when asked to. Throws after 50 rounds or on a refusal. */
  async settle(): Promise<void> {
    for (let round = 0; round < 50; round++) {
      const { status, error, body } = await this.sync();
      if (error?.error === 'cursors') this.tellCursors = true;
      else if (!body) throw new Error(`sync: ${status} ${error?.error ?? ''}`);
      else if (this.pend.length === 0 && body.cur.every((c) => c[3] === 0)) return;
    }
    throw new Error('sync does not settle');
  }

  #apply(answer: SyncResponse): void {
    this.#acknowledge(answer.st);
    for (const row of unpackRows(answer.ch)) {
      const had = this.rows.get(keyOf(row));
      this.rows.set(keyOf(row), had ? mergeRows(had, row) : row);
      for (const h of Object.values(row.h)) this.#clock = observe(this.#clock, h);
    }
    for (const [s, seq, nonce] of answer.cur) this.cursors.set(s, [s, seq, nonce]);
    for (const s of answer.gone) {
      this.cursors.delete(s);
      for (const [key, row] of this.rows) if (row.s === s) this.rows.delete(key);
    }
    this.epoch = answer.epoch;
    this.tellCursors = false;
  }

  /** Ops answered ok become rows; a row of any other answer comes with the pull, as the endpoint holds it. */
  #acknowledge(st: SyncResponse['st']): void {
    const codes = new Map(st.map((a) => [a[0], a[1]]));
    for (const [i, op] of (this.flight?.ops ?? []).entries()) {
      const code = codes.get(i);
      if (code === 'bad') this.parked.push(op);
      else if (code === undefined) this.rows.set(keyOf(op), mergeOp(this.rows.get(keyOf(op)), op).row);
    }
    if (this.flight) this.last = { n: this.flight.n, dig: this.flight.dig };
    this.flight = undefined;
  }
}

function withoutGone(values: Readonly<Record<string, Value>>): Record<string, Value> {
  const { $gone: _, ...rest } = values;
  return rest;
}
