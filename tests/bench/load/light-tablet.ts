import { gunzipSync, gzipSync } from 'node:zlib';
import { registry, SCHEMA } from '../../../src/core/entities/registry.ts';
import type { ReplicaId, Scope } from '../../../src/core/ids.ts';
import type { Op, StoredRow } from '../../../src/core/sync/change.ts';
import { packOps, unpackRows, type OpsWire, type RowsWire } from '../../../src/core/sync/codec.ts';
import { packRequest, parseSyncResponse, ROOM, scopesOf } from '../../../src/core/sync/envelope.ts';
import { mergeOp } from '../../../src/core/sync/merge.ts';
import { batchDigest, cursorDigest, MEDIA_GZIP, MEDIA_JSON, type CursorEntry, type ErrorBody, type SyncRequest } from '../../../src/core/sync/protocol.ts';
import { keyOf } from '../../support/tablet.ts';

/** A tablet as it was before it came into coverage. */
export interface Before {
  readonly replica: ReplicaId;
  readonly token: string;
  readonly reads: readonly Scope[];
  readonly epoch: string;
  readonly cursors: readonly CursorEntry[];
  /** Rows it was told already. */
  readonly heard: readonly RowsWire[];
  /** What it saved since: one batch. */
  readonly ops: readonly Op[];
}

/** Sends one body to `/v1/sync`, gzip of JSON. */
export type Send = (body: Buffer, token: string) => Promise<Response>;

/** How long one sync took: each question that bore the batch, and how often the endpoint asked to come again. ms. */
export interface Taken {
  readonly push: number;
  readonly all: number;
  readonly refused: number;
}

/** Speaks the wire as a tablet does, and unpacks rows only when somebody looks: the driver must not be what is measured. */
export class LightTablet {
  readonly before: Before;
  readonly #cursors: Map<Scope, CursorEntry>;
  readonly #heard: RowsWire[];
  readonly #wire: OpsWire | undefined;
  readonly #dig: string;
  #pushed = false;

  constructor(before: Before) {
    this.before = before;
    this.#cursors = new Map(before.cursors.map((c) => [c[0], c]));
    this.#heard = [...before.heard];
    this.#wire = before.ops.length === 0 ? undefined : (JSON.parse(JSON.stringify(packOps(registry, before.ops))) as OpsWire);
    // A batch is frozen, with its digest, before the line is asked for.
    this.#dig = this.#wire === undefined ? '' : batchDigest(1, '', this.#wire);
  }

  static headers(token: string): Record<string, string> {
    return { 'content-type': MEDIA_GZIP, accept: `${MEDIA_GZIP}, ${MEDIA_JSON}`, authorization: `Bearer ${token}` };
  }

  /** The same tablet with saves that wait. */
  leave(ops: readonly Op[]): Before {
    return { ...this.before, cursors: [...this.#cursors.values()], heard: this.#heard, ops };
  }

  #message(tell: boolean): SyncRequest {
    const cursors = [...this.#cursors.values()];
    const ops = this.#pushed || this.#wire === undefined ? {} : this.#wire;
    const n = Object.keys(ops).length === 0 ? 0 : 1;
    return {
      v: 1, epoch: this.before.epoch, replica: this.before.replica, schema: SCHEMA, n, prev: '', dig: n === 0 ? '' : this.#dig, ops,
      cd: cursorDigest(cursors), ...(tell ? { cur: cursors } : {}), left: 0, room: ROOM, wall: Date.now(),
    };
  }

  /** Pushes and pulls until nothing is left. Throws for an answer that is neither sound nor "later". */
  async sync(send: Send, wait: (ms: number) => Promise<unknown> = () => Promise.resolve()): Promise<Taken> {
    const begun = performance.now();
    let [push, refused, tell] = [0, 0, false];
    for (let round = 0; round < 200; round++) {
      const asked = this.#message(tell);
      const sent = performance.now();
      const response = await send(gzipSync(JSON.stringify(packRequest(asked))), this.before.token);
      const body = await bodyOf(response);
      if (response.status === 503) {
        refused += 1;
        await wait(Number(response.headers.get('retry-after') ?? 1) * 1000 * (0.5 + Math.random()));
        continue;
      }
      if (response.status === 409 && (body as ErrorBody).error === 'cursors') {
        tell = true;
        continue;
      }
      if (asked.n > 0) push += performance.now() - sent;
      if (!this.#apply(asked, response.status, body)) return { push, all: performance.now() - begun, refused };
      tell = false;
    }
    throw new Error('sync does not settle');
  }

  /** @returns whether more waits */
  #apply(asked: SyncRequest, status: number, body: unknown): boolean {
    const parsed = status === 200 ? parseSyncResponse(body, { ...asked, scopes: scopesOf(asked.n > 0 ? this.before.ops : []) }) : undefined;
    if (parsed?.ok !== true) throw new Error(`sync: ${status} ${JSON.stringify(body).slice(0, 100)}`);
    const answer = parsed.value;
    if (answer.st.some((a) => a[1] === 'bad')) throw new Error(`refused: ${JSON.stringify(answer.st).slice(0, 100)}`);
    if (asked.n > 0) this.#pushed = true;
    this.#heard.push(answer.ch);
    for (const [s, seq, nonce] of answer.cur) this.#cursors.set(s, [s, seq, nonce]);
    return answer.cur.some((c) => c[3] === 1);
  }

  /** What it shows: its saves, and over them what the endpoint said, which is how rows stand there. */
  rows(): Map<string, StoredRow> {
    const rows = new Map<string, StoredRow>();
    const told = (list: readonly RowsWire[]): void => list.forEach((wire) => unpackRows(wire).forEach((r) => rows.set(keyOf(r), r)));
    told(this.before.heard);
    for (const op of this.before.ops) rows.set(keyOf(op), mergeOp(rows.get(keyOf(op)), op).row);
    told(this.#heard.slice(this.before.heard.length));
    return rows;
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return JSON.parse((response.headers.get('content-type') === MEDIA_GZIP ? gunzipSync(bytes) : bytes).toString('utf8')) as unknown;
}
